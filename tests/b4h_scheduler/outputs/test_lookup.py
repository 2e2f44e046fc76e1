"""Lookup: names on one line, appointments in order, and plans of other events."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.outputs.errors import MismatchError
from b4h_scheduler.outputs.lookup import Lookup
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

EVENT = sample_event()
PLAN = sample_plan(EVENT)


def test_appointments_are_in_order_of_time_for_everybody() -> None:
    """Both delegates of an organization that attends together have all its meetings."""
    agendas = Lookup(EVENT, PLAN).agendas
    found = {str(d): [str(a.meeting.id) for a in items] for d, items in agendas.items()}
    nova = ["m-evil-nova", "m-corv-nova", "m-long-nova"]
    assert found["d1"] == found["d2"] == nova
    assert found["d9"] == []
    assert list(found) == [str(d.id) for d in EVENT.delegates]


def test_tables_are_called_by_what_they_are() -> None:
    """A bare number or letter gets a word before it; a word of its own stays."""
    tables = [{"id": i, "zone": "hall"} for i in ("7", "T12", "Booth 4", "Café", "1b")]
    lookup = Lookup(sample_event(tables=tables), sample_plan(meetings=(), changes=()))
    assert list(lookup.place_name.values()) == [
        "Table 7",
        "Table T12",
        "Booth 4",
        "Café",
        "Table 1b",
        "Stand H1",
    ]


def test_who_and_what_is_gone_since_a_past_meeting_is_called_by_the_id() -> None:
    """Re-planned on the day: its people and its table were struck off."""
    gone = sample_event(
        delegates=[d for d in EVENT.delegates if d.id != "d5"],
        organizations=[o for o in EVENT.organizations if o.id != "evil"],
        wishes=(),
        tables=EVENT.tables[1:],
        companions=(),
    )
    past = [m.model_copy(update={"is_pinned": True}) for m in PLAN.meetings]
    lookup = Lookup(gone, PLAN.model_copy(update={"meetings": tuple(past)}))
    first = lookup.agendas[EVENT.delegates[0].id][0]
    assert lookup.side_name(first.partner) == "evil"
    assert lookup.names(first.partner_delegates) == "d5"
    assert first.meeting.table is not None
    assert lookup.where(first.meeting.table) == "1"
    assert "d5" not in lookup.agendas


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ({"delegates": [d for d in EVENT.delegates if d.id != "d5"]}, "delegate 'd5'"),
        ({"tables": EVENT.tables[1:]}, "table '1'"),
        ({"sessions": EVENT.sessions[1:]}, "slot 'sat-01'"),
    ],
)
def test_a_plan_of_another_event_is_refused(gone: dict[str, Any], told: str) -> None:
    """The message names what is missing and what to do."""
    with pytest.raises(MismatchError, match="plan again") as caught:
        Lookup(sample_event(**gone), PLAN)
    assert told in str(caught.value)
