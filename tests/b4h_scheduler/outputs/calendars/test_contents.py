from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from b4h_scheduler.outputs.calendars.contents import (
    EVENT_ENTRY,
    Content,
    Contents,
    Written,
)
from b4h_scheduler.outputs.calendars.words import Words, category
from b4h_scheduler.outputs.lookup import Lookup
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import DelegateId

LOOKUP = Lookup(sample_event(), sample_plan(sample_event()))
"""With hostile names, notes over several lines, online people and a hybrid meeting."""


def _plainly(lookup: Lookup, delegate: DelegateId, meeting: str) -> Content:
    """Return what an entry says, put together by the type that reads it."""
    words = Words(lookup)
    each = next(a for a in lookup.agendas[delegate] if a.meeting.id == meeting)
    is_online = delegate in lookup.online
    return Content(
        start=each.meeting.start,
        end=each.meeting.end,
        summary=words.summary(each),
        place=words.place(each.meeting, is_online=is_online),
        description=words.description(each, is_online=is_online, has_call=False),
        call=words.call(each.meeting, is_online=is_online),
        is_online=is_online or each.meeting.table is None,
        category=category(each.meeting),
    )


def _meetings(lookup: Lookup, delegate: DelegateId) -> dict[str, Written]:
    """Return the entries of a delegate's meetings."""
    return {
        meeting: written
        for (who, meeting), written in Contents(lookup).all().items()
        if who == delegate and meeting != EVENT_ENTRY
    }


def _same(written: Written, content: Content) -> None:
    told = content.model_dump(mode="json")
    assert json.loads(written.text) == told
    assert written.text == json.dumps(told, sort_keys=True)
    assert (written.content_hash, written.place_hash) == content.hashes()
    assert Content.model_validate_json(written.text) == content


@pytest.mark.parametrize("delegate", LOOKUP.agendas)
def test_entries_put_together_as_text_are_those_of_their_type(
    delegate: DelegateId,
) -> None:
    """To the byte, with the same hashes: a release must not see a change in them."""
    written = _meetings(LOOKUP, delegate)
    assert len(written) == len(LOOKUP.agendas[delegate])
    for meeting, told in written.items():
        _same(told, _plainly(LOOKUP, delegate, meeting))


def test_the_sample_has_what_could_be_written_otherwise() -> None:
    """Quotes, line ends, letters beyond ASCII, people online, both offsets."""
    told = [
        each.text
        for delegate in LOOKUP.agendas
        for each in _meetings(LOOKUP, delegate).values()
    ]
    text = "".join(told)
    assert all(part in text for part in ('\\"', "\\n", "\\u", "+01:00", "+02:00"))
    assert {json.loads(each)["is_online"] for each in told} == {True, False}


def test_moments_of_greenwich_are_written_as_their_type_writes_them() -> None:
    """In London's winter and in UTC an offset of nothing is a Z; not in its summer."""
    meeting = LOOKUP.meetings[0]
    zones = (ZoneInfo("Europe/London"), UTC)
    for zone, month in [(zone, month) for zone in zones for month in (1, 7)]:
        moved = meeting.model_copy(
            update={
                "start": datetime(2026, month, 9, 9, tzinfo=zone),
                "end": datetime(2026, month, 9, 9, 20, 0, 5, tzinfo=zone),
            }
        )
        plan = LOOKUP.plan.model_copy(update={"meetings": (moved,)})
        lookup = Lookup(LOOKUP.event, plan)
        who = next(each for team in moved.delegates for each in team)
        _same(
            _meetings(lookup, who)[moved.id],
            _plainly(lookup, who, moved.id),
        )
