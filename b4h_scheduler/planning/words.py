"""Rules and reasons in plain English: one table each.

Fields of the templates: ``who`` (whose obstacle it is), ``when`` (slots), ``what``
(meetings in the way); for candidates that may not be held, ``wisher``, ``wished``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.sentence import Sentence, mark
from solver.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.agendas import Agenda

RULE_WORDS: dict[Rule, str] = {
    Rule.OPTION: mark("no such combination of people exists"),
    Rule.SLOT_ALLOWED: mark("those who must take part are not there together {when}"),
    Rule.AVAILABLE: mark("{who} is not there {when}"),
    Rule.CLASH: mark("{who} is full {when}: {what}"),
    Rule.MOST: mark("{who} has as many meetings as it may have: {what}"),
    Rule.MOST_ROW: mark("{who} has as many meetings as it may have that day: {what}"),
    Rule.LONGEST_RUN: mark("{who} would have too many meetings without a pause {when}"),
    Rule.WINDOW: mark("{who} would have no time for lunch {when}"),
    Rule.MOST_BREAKS: mark("{who} would wait more often than it may"),
    Rule.BREAK_SPREAD: mark("{who} would wait more often than others may"),
    Rule.TABLE_ALLOWED: mark("no table that it may use is there {when}"),
    Rule.TABLE_OPEN: mark("the tables that it may use are closed {when}"),
    Rule.TABLE_CLASH: mark("the tables that it may use are taken {when}: {what}"),
    Rule.TABLES_KEPT_FREE: mark(
        "the tables left over {when} are kept free for the help desk"
    ),
    Rule.ZONE_DISTANCE: mark("{who} could not walk from one zone to the other {when}"),
    Rule.MANDATORY: mark("meetings that must be held are in the way: {what}"),
    Rule.PIN: mark("meetings that are fixed are in the way: {what}"),
    Rule.PRECEDENCE: mark("it would not be in the order that was asked for: {what}"),
}

COULD_BE_ADDED = "could-be-added"
"""In place of a rule's name: nothing stands in the way of the candidate."""
COULD_BE_ADDED_WORDS = mark(
    "nothing is in the way, but with this meeting the plan would be worse in something "
    "that comes first, or the search ended too early"
)

INELIGIBLE_WORDS: dict[Ineligible, str] = {
    Ineligible.DECLINED: mark("{wished} declined"),
    Ineligible.VETO: mark("it is ruled out that the two meet"),
    Ineligible.NOT_ANSWERED: mark("{wished} has not accepted"),
    Ineligible.NOT_MUTUAL: mark("{wished} did not wish for it too"),
    Ineligible.SAME_PEOPLE: mark("the same people would sit on both sides"),
    Ineligible.NOBODY_ATTENDS: mark("nobody attends for {who}"),
    Ineligible.NO_COMMON_TIME: mark("no common time: {when}"),
    Ineligible.NO_COMMON_LANGUAGE: mark(
        "no common language, and no interpreter who can help"
    ),
    Ineligible.NO_PLACE: mark("there is no place that both may use"),
}


def agenda_name(event: Event, agenda: Agenda) -> str:
    """Return the name of who an agenda belongs to."""
    if agenda.companion is not None:
        return agenda.companion.name
    if agenda.organization is None:
        raise TypeError("an agenda of nobody")
    organization = agenda.organization
    units = {unit.id: unit.name for unit in organization.units}
    name = organization.name
    if agenda.unit is not None:
        name = f"{name} ({units[agenda.unit]})"
    others = event.delegates_by_organization[organization.id]
    if organization.attends == "separately" and len(others) > 1:
        name = f"{event.delegates[agenda.delegates[0]].name} of {name}"
    return name


def when(event: Event, slots: Sequence[int]) -> str:
    """Return the slots in words ("at Thu 09:00, 09:20"), many as a range or count."""
    if not slots:
        return ""
    if len(slots) == len(event.slots):
        return Sentence("in every slot")
    if len(slots) > MOST_TIMES:
        return Sentence(
            "in all {number} slots that come into question", number=len(slots)
        )
    return Sentence("at {times}", times=", ".join(_times(event, slots)))


MOST_TIMES = 6
"""More slots than these are counted, not listed."""


def _times(event: Event, slots: Iterable[int]) -> Iterable[str]:
    several = _has_days(event)
    last = None
    for index in slots:
        start = event.slots[index].start
        is_new = several and start.date() != last
        last = start.date()
        yield f"{start:%a %H:%M}" if is_new else f"{start:%H:%M}"


def _has_days(event: Event) -> bool:
    return event.slots[0].start.date() != event.slots[-1].start.date()


def stay(event: Event, slots: Sequence[int]) -> str:
    """Return when somebody is there, from the slots that it has."""
    if not slots:
        return mark("never")
    first, last = event.slots[slots[0]], event.slots[slots[-1]]
    form = "%a %H:%M" if _has_days(event) else "%H:%M"
    return Sentence(
        "{begin}–{end}",
        begin=first.start.strftime(form),
        end=last.end.strftime(form),
    )
