"""The certificate in sentences: what the plan reaches, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import count, is_are, percent
from b4h_scheduler.plan import BoundScope
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plan import CertificateLine, Plan
    from b4h_scheduler.planning.figures import Figures


class Verdict(StrEnum):
    """How much is proven about a level."""

    PROVEN = "proven"
    """No plan that is as good on the levels above does better."""
    PARTLY = "proven in part"
    """No plan that holds the same meetings (or times) does better."""
    BOUNDED = "bounded"
    """What no plan can exceed is known, and this plan does not reach it."""
    OPEN = "open"
    """No bound that says anything."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One level of the certificate for people.

    Attributes
    ----------
    level : str
        ``solver.Level`` value.
    title : str
    reached : str
        What the plan reaches.
    proof : str
        What is proven about it; empty where the level has nothing to count.
    verdict : Verdict
    """

    level: str
    title: str
    reached: str
    proof: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Facts:
    event: Event
    plan: Plan
    figures: Figures
    line: CertificateLine


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level is put into words."""

    title: str
    reached: Callable[[_Facts], str]
    does_better: str
    """Follows "no plan": what a better one would do."""
    remains: str
    """What no plan can avoid (or exceed); ``{bound}`` is filled in."""
    is_void: Callable[[_Facts], bool] = lambda _: False
    """Whether the event has nothing that the level could count."""


def sentences(event: Event, plan: Plan, figures: Figures) -> tuple[Sentence, ...]:
    """Return a sentence for each level of the certificate, in its order."""
    found = []
    for place, line in enumerate(plan.certificate):
        words = _LEVELS[Level(line.level)]
        verdict = verdict_of(line)
        facts = _Facts(event, plan, figures, line)
        proof = _proof(words, line, verdict, is_first=place == 0)
        found.append(
            Sentence(
                level=line.level,
                title=words.title,
                reached=words.reached(facts),
                proof="" if words.is_void(facts) else proof,
                verdict=verdict,
            )
        )
    return tuple(found)


def headline(plan: Plan, figures: Figures) -> tuple[str, str]:
    """Return the result in two short sentences: wishes met, and how good that is."""
    met = sum(row.met for row in figures.priorities)
    wishes = sum(row.wishes for row in figures.priorities)
    reached = f"{met:,} of {count(wishes, 'wish', 'wishes')} {is_are(met)} met."
    for line in plan.certificate:
        if line.level != Level.VALUE:
            continue
        if line.proven:
            return reached, "No plan is worth more: proven."
        if line.scope is BoundScope.ALL and line.bound > 0:
            share = percent(max(line.value, 0) / line.bound, 2)
            return reached, f"That is at least {share} of the best possible."
    return reached, "How much better another plan could be is not known."


def verdict_of(line: CertificateLine) -> Verdict:
    """Return how much is proven about a level."""
    if line.proven:
        return Verdict.PROVEN
    if line.value == line.bound:
        return Verdict.PARTLY
    is_minimized = Level(line.level).sense < 0
    if is_minimized and line.bound <= 0:
        return Verdict.OPEN
    return Verdict.BOUNDED


def _proof(
    words: _Level, line: CertificateLine, verdict: Verdict, *, is_first: bool
) -> str:
    sense = Level(line.level).sense
    if sense < 0 and not line.value and verdict is Verdict.PROVEN:
        return "The best possible."
    among = {
        BoundScope.ALL: "plan"
        if is_first
        else "plan that is as good in the lines above",
        BoundScope.HELD: "timetable of these meetings",
        BoundScope.TIMETABLE: "seating of these meetings at these times",
    }[line.scope]
    if verdict in (Verdict.PROVEN, Verdict.PARTLY):
        return f"Proven: no {among} {words.does_better}."
    if verdict is Verdict.OPEN:
        return "Whether better is possible is not known."
    remains = words.remains.format(bound=f"{line.bound:,}")
    if sense < 0:
        return f"In every {among}, {remains}."
    share = percent(max(line.value, 0) / line.bound, 2) if line.bound > 0 else "–"
    return f"No {among} {remains}; this one has at least {share} of that."


def _num_promised(facts: _Facts) -> int:
    held = sum(meeting.is_promised for meeting in facts.plan.meetings)
    return held + sum(unmet.candidate.is_promised for unmet in facts.plan.unmet)


def _promised(facts: _Facts) -> str:
    held = sum(meeting.is_promised for meeting in facts.plan.meetings)
    promised = _num_promised(facts)
    if not promised:
        return "No meeting was promised."
    if held == promised == 1:
        return "The promised meeting is held."
    if held == promised:
        return f"All {count(promised, 'promised meeting')} are held."
    return f"{held:,} of {count(promised, 'promised meeting')} {is_are(held)} held."


def _changes(facts: _Facts) -> str:
    changes = facts.plan.changes
    forced = sum(change.is_forced for change in changes)
    return (
        f"{count(len(changes), 'change')} to the released plan, {forced:,} of them "
        f"because something had become impossible; together they weigh "
        f"{facts.line.value:,}."
    )


def _targets(facts: _Facts) -> str:
    row = facts.figures.vouchers
    if not row.holders:
        return "There are no voucher holders."
    reached = (
        f"{row.target_reached:,} of {count(row.holders, 'voucher holder')} "
        f"{'reaches' if row.target_reached == 1 else 'reach'} the target, "
        f"{row.least_reached:,} the least number of meetings"
    )
    if not row.missing:
        return f"{reached}."
    missing = f"{count(row.missing, 'meeting')} {is_are(row.missing)} missing in all"
    if not row.missing_beyond_wishes:
        return f"{reached}; {missing}."
    return (
        f"{reached}; {missing}, {row.missing_beyond_wishes:,} of them because the "
        "holders' own wishes and times cannot give more."
    )


def _least(facts: _Facts) -> str:
    least = facts.event.policy.fairness.least_meetings
    aim = f"at least {count(least, 'meeting')}, or as many as their wishes give"
    if not facts.line.value:
        return f"Everybody has {aim}."
    missing = count(facts.line.value, "meeting")
    return f"{missing} {is_are(facts.line.value)} missing for everybody to have {aim}."


def _value(facts: _Facts) -> str:
    figures = facts.figures
    met = sum(row.met for row in figures.priorities)
    eligible = sum(row.eligible for row in figures.priorities)
    return (
        f"{met:,} of the {count(eligible, 'wish', 'wishes')} that may become meetings "
        f"{is_are(met)} met. They are worth {figures.plain_value:,} points, and "
        f"{figures.bonus:,} for sharing meetings out fairly."
    )


def _waiting(facts: _Facts) -> str:
    waiting = count(facts.line.value, "slot")
    return f"Between their meetings, people wait {waiting} in all."


def _breaks(facts: _Facts) -> str:
    breaks = count(facts.line.value, "break")
    return f"There {is_are(facts.line.value)} {breaks} of waiting."


def _risk(facts: _Facts) -> str:
    lost = facts.line.value / 1000
    return f"Late arrivals cost {lost:,.1f} points of wish value on average."


def _moves(facts: _Facts) -> str:
    changes = count(facts.figures.table_changes, "time")
    return (
        f"Between two meetings, people change tables {changes}; weighted by the walk, "
        f"that is {facts.line.value:,}."
    )


_LEVELS: dict[Level, _Level] = {
    Level.PROMISED: _Level(
        "Promised meetings",
        _promised,
        "holds more of them",
        "at least {bound} of them are not held",
        is_void=lambda facts: not _num_promised(facts),
    ),
    Level.CHANGES: _Level(
        "Changes", _changes, "changes less", "the changes weigh at least {bound}"
    ),
    Level.TARGETS: _Level(
        "Travel vouchers",
        _targets,
        "misses fewer",
        "at least {bound} are missing",
        is_void=lambda facts: not facts.figures.vouchers.holders,
    ),
    Level.LEAST: _Level(
        "Nobody empty", _least, "misses fewer", "at least {bound} are missing"
    ),
    Level.VALUE: _Level(
        "Wishes", _value, "reaches more", "reaches more than {bound} points"
    ),
    Level.WAITING: _Level(
        "Waiting",
        _waiting,
        "lets people wait less",
        "people wait at least {bound} slots",
    ),
    Level.BREAKS: _Level(
        "Breaks", _breaks, "has fewer", "there are at least {bound} breaks"
    ),
    Level.RISK: _Level(
        "Late arrivals", _risk, "loses less", "at least {bound} thousandths are lost"
    ),
    Level.MOVES: _Level(
        "Table changes",
        _moves,
        "needs fewer",
        "the table changes weigh at least {bound}",
    ),
}
