"""The certificate in sentences: what the plan reaches, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import count, is_are, percent
from b4h_scheduler.plans import BoundScope
from b4h_scheduler.sentence import Sentence, mark
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import CertificateLine, Plan


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
class LevelSentence:
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


def sentences(event: Event, plan: Plan, figures: Figures) -> tuple[LevelSentence, ...]:
    """Return a sentence for each level of the certificate, in its order."""
    found = []
    for place, line in enumerate(plan.certificate):
        words = _LEVELS[Level(line.level)]
        verdict = verdict_of(line)
        facts = _Facts(event, plan, figures, line)
        proof = _proof(words, line, verdict, is_first=place == 0)
        found.append(
            LevelSentence(
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
    reached = Sentence(
        "{met:,} of {wishes} {is_are} met.",
        met=met,
        wishes=count(wishes, "wish", "wishes"),
        is_are=is_are(met),
    )
    for line in plan.certificate:
        if line.level != Level.VALUE:
            continue
        if line.proven:
            return reached, mark("No plan is worth more: proven.")
        if line.scope is BoundScope.ALL and line.bound > 0:
            share = percent(max(line.value, 0) / line.bound, 2)
            return reached, Sentence(
                "That is at least {share} of the best possible.", share=share
            )
    return reached, mark("How much better another plan could be is not known.")


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
        return mark("The best possible.")
    among = {
        BoundScope.ALL: mark("plan")
        if is_first
        else mark("plan that is as good in the lines above"),
        BoundScope.HELD: mark("timetable of these meetings"),
        BoundScope.TIMETABLE: mark("seating of these meetings at these times"),
    }[line.scope]
    if verdict in (Verdict.PROVEN, Verdict.PARTLY):
        return Sentence(
            "Proven: no {among} {does_better}.",
            among=among,
            does_better=words.does_better,
        )
    if verdict is Verdict.OPEN:
        return mark("Whether better is possible is not known.")
    remains = Sentence(words.remains, bound=f"{line.bound:,}")
    if sense < 0:
        return Sentence("In every {among}, {remains}.", among=among, remains=remains)
    share = percent(max(line.value, 0) / line.bound, 2) if line.bound > 0 else "–"
    return Sentence(
        "No {among} {remains}; this one has at least {share} of that.",
        among=among,
        remains=remains,
        share=share,
    )


def _num_promised(facts: _Facts) -> int:
    held = sum(meeting.is_promised for meeting in facts.plan.meetings)
    return held + sum(unmet.candidate.is_promised for unmet in facts.plan.unmet)


def _promised(facts: _Facts) -> str:
    held = sum(meeting.is_promised for meeting in facts.plan.meetings)
    promised = _num_promised(facts)
    if not promised:
        return mark("No meeting was promised.")
    if held == promised == 1:
        return mark("The promised meeting is held.")
    if held == promised:
        return Sentence(
            "All {meetings} are held.", meetings=count(promised, "promised meeting")
        )
    return Sentence(
        "{held:,} of {meetings} {is_are} held.",
        held=held,
        meetings=count(promised, "promised meeting"),
        is_are=is_are(held),
    )


def _changes(facts: _Facts) -> str:
    changes = facts.plan.changes
    forced = sum(change.is_forced for change in changes)
    return Sentence(
        "{changes} to the released plan, {forced:,} of them because something had "
        "become impossible; together they weigh {value:,}.",
        changes=count(len(changes), "change"),
        forced=forced,
        value=facts.line.value,
    )


def _targets(facts: _Facts) -> str:
    row = facts.figures.vouchers
    if not row.holders:
        return mark("There are no voucher holders.")
    reached = Sentence(
        "{target_reached:,} of {holders} {word} the target, {least_reached:,} the "
        "least number of meetings",
        target_reached=row.target_reached,
        holders=count(row.holders, "voucher holder"),
        word=mark("reaches") if row.target_reached == 1 else mark("reach"),
        least_reached=row.least_reached,
    )
    if not row.missing:
        return Sentence("{reached}.", reached=reached)
    missing = Sentence(
        "{meetings} {is_are} missing in all",
        meetings=count(row.missing, "meeting"),
        is_are=is_are(row.missing),
    )
    if not row.missing_beyond_wishes:
        return Sentence("{reached}; {missing}.", reached=reached, missing=missing)
    return Sentence(
        "{reached}; {missing}, {missing_beyond_wishes:,} of them because the holders' "
        "own wishes and times cannot give more.",
        reached=reached,
        missing=missing,
        missing_beyond_wishes=row.missing_beyond_wishes,
    )


def _least(facts: _Facts) -> str:
    least = facts.event.policy.fairness.least_meetings
    aim = Sentence(
        "at least {meetings}, or as many as their wishes give",
        meetings=count(least, "meeting"),
    )
    if not facts.line.value:
        return Sentence("Everybody has {aim}.", aim=aim)
    missing = count(facts.line.value, "meeting")
    return Sentence(
        "{missing} {is_are} missing for everybody to have {aim}.",
        missing=missing,
        is_are=is_are(facts.line.value),
        aim=aim,
    )


def _value(facts: _Facts) -> str:
    figures = facts.figures
    met = sum(row.met for row in figures.priorities)
    eligible = sum(row.eligible for row in figures.priorities)
    return Sentence(
        "{met:,} of the {wishes} that may become meetings {is_are} met. They are worth "
        "{plain_value:,} points, and {bonus:,} for sharing meetings out fairly.",
        met=met,
        wishes=count(eligible, "wish", "wishes"),
        is_are=is_are(met),
        plain_value=figures.plain_value,
        bonus=figures.bonus,
    )


def _waiting(facts: _Facts) -> str:
    waiting = count(facts.line.value, "slot")
    return Sentence(
        "Between their meetings, people wait {waiting} in all.", waiting=waiting
    )


def _breaks(facts: _Facts) -> str:
    breaks = count(facts.line.value, "break")
    return Sentence(
        "There {is_are} {breaks} of waiting.",
        is_are=is_are(facts.line.value),
        breaks=breaks,
    )


def _risk(facts: _Facts) -> str:
    lost = facts.line.value / 1000
    return Sentence(
        "Late arrivals cost {lost:,.1f} points of wish value on average.", lost=lost
    )


def _moves(facts: _Facts) -> str:
    changes = count(facts.figures.table_changes, "time")
    return Sentence(
        "Between two meetings, people change tables {changes}; weighted by the walk, "
        "that is {value:,}.",
        changes=changes,
        value=facts.line.value,
    )


_LEVELS: dict[Level, _Level] = {
    Level.PROMISED: _Level(
        mark("Promised meetings"),
        _promised,
        mark("holds more of them"),
        mark("at least {bound} of them are not held"),
        is_void=lambda facts: not _num_promised(facts),
    ),
    Level.CHANGES: _Level(
        mark("Changes"),
        _changes,
        mark("changes less"),
        mark("the changes weigh at least {bound}"),
    ),
    Level.TARGETS: _Level(
        mark("Travel vouchers"),
        _targets,
        mark("misses fewer"),
        mark("at least {bound} are missing"),
        is_void=lambda facts: not facts.figures.vouchers.holders,
    ),
    Level.LEAST: _Level(
        mark("Nobody empty"),
        _least,
        mark("misses fewer"),
        mark("at least {bound} are missing"),
    ),
    Level.VALUE: _Level(
        mark("Wishes"),
        _value,
        mark("reaches more"),
        mark("reaches more than {bound} points"),
    ),
    Level.WAITING: _Level(
        mark("Waiting"),
        _waiting,
        mark("lets people wait less"),
        mark("people wait at least {bound} slots"),
    ),
    Level.BREAKS: _Level(
        mark("Breaks"),
        _breaks,
        mark("has fewer"),
        mark("there are at least {bound} breaks"),
    ),
    Level.RISK: _Level(
        mark("Late arrivals"),
        _risk,
        mark("loses less"),
        mark("at least {bound} thousandths are lost"),
    ),
    Level.MOVES: _Level(
        mark("Table changes"),
        _moves,
        mark("needs fewer"),
        mark("the table changes weigh at least {bound}"),
    ),
}
