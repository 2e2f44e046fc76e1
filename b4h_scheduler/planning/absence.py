"""Why somebody or something is not there in a slot any more, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.presence import (
    companion_present,
    present,
    present_from,
    present_until,
)
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CompanionId, DelegateId
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.plans import Meeting


def absences(event: Event, meeting: Meeting, slot: Slot) -> list[str]:
    """Return a sentence for everybody of a meeting who is not there in a slot."""
    found = [
        sentence
        for side, team in zip(meeting.sides, meeting.delegates, strict=True)
        for delegate in team
        for sentence in [delegate_absence(event, delegate, side, slot)]
        if sentence
    ]
    for companion in meeting.companions:
        sentence = companion_absence(event, companion, slot)
        if sentence:
            found.append(sentence)
    return found


def delegate_absence(
    event: Event, delegate_id: DelegateId, side: Side, slot: Slot
) -> str:
    """Return why a delegate cannot meet for a side in a slot; empty if it can."""
    delegate = event.delegate_of.get(delegate_id)
    if delegate is None:
        # The name went with the delegate.
        known = event.organization_of.get(side.organization)
        return Sentence(
            "who came for {organization} does not take part any more",
            organization=side.organization if known is None else known.name,
        )
    if present(event, delegate)[slot.index]:
        return ""
    start, until = present_from(event, delegate), present_until(event, delegate)
    if start is not None and utc(start) > utc(slot.start):
        local = start.astimezone(event.zone_info)
        return Sentence(
            "{name} is not there before {moment}",
            name=delegate.name,
            moment=f"{local:%a %H:%M}",
        )
    if until is not None and utc(until) < utc(slot.end):
        local = until.astimezone(event.zone_info)
        return Sentence(
            "{name} has to leave by {moment}",
            name=delegate.name,
            moment=f"{local:%a %H:%M}",
        )
    return Sentence(
        "{name} is not available at {moment}",
        name=delegate.name,
        moment=f"{slot.start:%a %H:%M}",
    )


def companion_absence(event: Event, companion_id: CompanionId, slot: Slot) -> str:
    """Return why a companion cannot join in a slot; empty if it can."""
    for companion in event.companions:
        if companion.id == companion_id:
            if companion_present(event, companion)[slot.index]:
                return ""
            return Sentence(
                "{name} is not available at {moment}",
                name=companion.name,
                moment=f"{slot.start:%a %H:%M}",
            )
    return Sentence(
        "companion {companion_id} does not take part any more",
        companion_id=companion_id,
    )
