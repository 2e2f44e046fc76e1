"""Why a released meeting cannot stay as it was, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.absence import absences
from b4h_scheduler.planning.candidates import wisher_and_wished
from b4h_scheduler.planning.words import INELIGIBLE_WORDS
from b4h_scheduler.sentence import Sentence, listed, mark

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.plans import Meeting


def why_left_out(
    event: Event,
    meeting: Meeting,
    slot: int | None,
    reason: Ineligible,
    candidate: Gathered,
) -> str:
    """Return why its candidate is not in the problem.

    Parameters
    ----------
    slot : int or None
        Where it starts; None: there is no such slot any more.
    """
    if slot is not None and reason in (
        Ineligible.NO_COMMON_TIME,
        Ineligible.NOBODY_ATTENDS,
    ):
        return why_impossible(event, meeting, slot)
    wisher, wished = (
        event.organization_of[side.organization].name
        for side in wisher_and_wished(event, candidate)
    )
    return Sentence(
        INELIGIBLE_WORDS[reason],
        wisher=wisher,
        wished=wished,
        who=Sentence("{wisher} or {wished}", wisher=wisher, wished=wished),
        when="",
    )


def why_impossible(event: Event, meeting: Meeting, slot: int | None) -> str:
    """Return why these people cannot meet in this slot."""
    if slot is None:
        return Sentence(
            "there is no slot at {moment} any more",
            moment=f"{meeting.start:%a %H:%M}",
        )
    reasons = absences(event, meeting, event.slots[slot])
    if reasons:
        return listed(reasons)
    return mark("these people may not meet in this combination any more")


def why_other_place(event: Event, meeting: Meeting) -> str:
    """Return why they cannot meet at their table."""
    if meeting.table is None:
        return mark("not everybody is online any more, so it needs a table")
    if meeting.table in event.place_of:
        return Sentence(
            "table {table} cannot be used at {moment}",
            table=meeting.table,
            moment=f"{meeting.start:%a %H:%M}",
        )
    return Sentence("table {table} is not there any more", table=meeting.table)
