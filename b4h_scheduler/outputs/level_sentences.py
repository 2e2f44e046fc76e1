"""The levels of the certificate in words: what each one counts, and what is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import count, is_are
from b4h_scheduler.sentence import Sentence, mark
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import CertificateLine, Plan


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words of a level are made from."""

    event: Event
    plan: Plan
    figures: Figures
    line: CertificateLine


@dataclass(frozen=True, slots=True)
class LevelWords:
    """How one level is put into words."""

    title: str
    reached: Callable[[Facts], str]
    does_better: str
    """Follows "no plan": what a better one would do."""
    remains: str
    """What no plan can avoid (or exceed); ``{bound}`` is filled in."""
    is_void: Callable[[Facts], bool] = lambda _: False
    """Whether the event has nothing that the level could count."""


def _num_promised(facts: Facts) -> int:
    held = sum(meeting.is_promised for meeting in facts.plan.meetings)
    return held + sum(unmet.candidate.is_promised for unmet in facts.plan.unmet)


def _promised(facts: Facts) -> str:
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


def _changes(facts: Facts) -> str:
    changes = facts.plan.changes
    forced = sum(change.is_forced for change in changes)
    return Sentence(
        "{changes} to the released plan, {forced:,} of them because something had "
        "become impossible; together they weigh {value:,}.",
        changes=count(len(changes), "change"),
        forced=forced,
        value=facts.line.value,
    )


def _targets(facts: Facts) -> str:
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


def _least(facts: Facts) -> str:
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


def _value(facts: Facts) -> str:
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


def _waiting(facts: Facts) -> str:
    waiting = count(facts.line.value, "slot")
    return Sentence(
        "Between their meetings, people wait {waiting} in all.", waiting=waiting
    )


def _breaks(facts: Facts) -> str:
    breaks = count(facts.line.value, "break")
    return Sentence(
        "There {is_are} {breaks} of waiting.",
        is_are=is_are(facts.line.value),
        breaks=breaks,
    )


def _risk(facts: Facts) -> str:
    lost = facts.line.value / 1000
    return Sentence(
        "Late arrivals cost {lost:,.1f} points of wish value on average.", lost=lost
    )


def _moves(facts: Facts) -> str:
    changes = count(facts.figures.table_changes, "time")
    return Sentence(
        "Between two meetings, people change tables {changes}; weighted by the walk, "
        "that is {value:,}.",
        changes=changes,
        value=facts.line.value,
    )


LEVELS: dict[Level, LevelWords] = {
    Level.PROMISED: LevelWords(
        mark("Promised meetings"),
        _promised,
        mark("holds more of them"),
        mark("at least {bound} of them are not held"),
        is_void=lambda facts: not _num_promised(facts),
    ),
    Level.CHANGES: LevelWords(
        mark("Changes"),
        _changes,
        mark("changes less"),
        mark("the changes weigh at least {bound}"),
    ),
    Level.TARGETS: LevelWords(
        mark("Travel vouchers"),
        _targets,
        mark("misses fewer"),
        mark("at least {bound} are missing"),
        is_void=lambda facts: not facts.figures.vouchers.holders,
    ),
    Level.LEAST: LevelWords(
        mark("Nobody empty"),
        _least,
        mark("misses fewer"),
        mark("at least {bound} are missing"),
    ),
    Level.VALUE: LevelWords(
        mark("Wishes"),
        _value,
        mark("reaches more"),
        mark("reaches more than {bound} points"),
    ),
    Level.WAITING: LevelWords(
        mark("Waiting"),
        _waiting,
        mark("lets people wait less"),
        mark("people wait at least {bound} slots"),
    ),
    Level.BREAKS: LevelWords(
        mark("Breaks"),
        _breaks,
        mark("has fewer"),
        mark("there are at least {bound} breaks"),
    ),
    Level.RISK: LevelWords(
        mark("Late arrivals"),
        _risk,
        mark("loses less"),
        mark("at least {bound} thousandths are lost"),
    ),
    Level.MOVES: LevelWords(
        mark("Table changes"),
        _moves,
        mark("needs fewer"),
        mark("the table changes weigh at least {bound}"),
    ),
}
