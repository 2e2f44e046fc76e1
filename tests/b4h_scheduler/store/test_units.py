"""Units of an organization edited, in both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.domain.ids import DelegateId, OrganizationId
from b4h_scheduler.releases.unit_changes import lost_by_units
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import load_event, save_event
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.revisions import add_revision
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.units import (
    edit_units,
    event_with_units,
    going_with,
    units_state,
    units_typed,
)
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.web.events import small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Meeting, Plan
    from b4h_scheduler.store.database import Database
    from b4h_scheduler.store.units import Units

BORA, BEA = OrganizationId("bora"), DelegateId("d-bea")
LAB, CLINIC = (
    {"id": "bora--lab", "name": "Lab"},
    {"id": "bora--clinic", "name": "Clinic"},
)
BOTH = [LAB, CLINIC]


def divided() -> Event:
    """Return the small event, where Bora has a lab (Bea), a clinic (nobody), and Bo.

    Alba wishes for the lab too, the lab for Delta, and the clinic must not meet Delta.
    """
    event = small_event()
    content = event.model_dump()
    content["organizations"][1]["units"] = tuple(BOTH)
    content["delegates"] += (
        {"id": "d-bea", "name": "Bea Bly", "organization": "bora", "unit": "bora--lab"},
    )
    lab = {"organization": "bora", "unit": "bora--lab"}
    clinic = {"organization": "bora", "unit": "bora--clinic"}
    content["wishes"] += (
        {"wisher": {"organization": "alba"}, "wished": lab},
        {"wisher": lab, "wished": {"organization": "delta"}},
        {"wisher": clinic, "wished": lab},
    )
    content["vetoes"] = ({"sides": (clinic, {"organization": "delta"})},)
    return type(event).model_validate(content)


def held(event: Event) -> Plan:
    """Return a plan: at nine Bo meets Cirrus, and the lab (Bea) Delta."""
    return plan_by_hand(
        event, {("bora", "cirrus"): ("09:00", "T1"), ("bora", "delta"): ("09:00", "T2")}
    )


def _without_lab(plan: Plan) -> tuple[Meeting, ...]:
    return tuple(m for m in plan.meetings if m.sides[0].unit is None)


@pytest.fixture
def event_id(database: Database) -> int:
    """The event with a draft."""

    def work(session: Session) -> int:
        event = divided()
        number = save_event(session, event)
        session.flush()
        made_from = data_version(session, number)
        add_draft(session, number, "By hand", held(event), made_from=made_from)
        return number

    return database.write(work)


def _typed(
    session: Session,
    event_id: int,
    named: list[dict[str, str]],
    chosen: dict[str, str] | None = None,
) -> Units:
    row = organization_row(session, event_id, "bora")
    return units_typed(session, row, named, chosen or {})


def _save(
    database: Database,
    event_id: int,
    named: list[dict[str, str]],
    chosen: dict[str, str] | None = None,
) -> tuple[Event, Event]:
    """Return what was foretold, and what is stored."""

    def work(session: Session) -> Event:
        before = load_event(session, event_id)
        row = organization_row(session, event_id, "bora")
        units = _typed(session, event_id, named, chosen)
        edit_units(session, row, units, seen=units_state(session, row))
        return event_with_units(before, units)

    foretold = database.write(work, actor="ed@example.org")
    with database.read() as session:
        return foretold, load_event(session, event_id)


def test_unit_is_named_and_added(database: Database, event_id: int) -> None:
    """A new name keeps wishes and people; a new unit has the id that a file gives."""
    named = [LAB | {"name": "Big Lab"}, CLINIC, {"id": "", "name": "Sales"}]
    foretold, after = _save(database, event_id, named, {"d-bora": "bora--clinic"})
    assert after == foretold
    assert [(u.id, u.name) for u in after.organization_of[BORA].units] == [
        ("bora--lab", "Big Lab"),
        ("bora--clinic", "Clinic"),
        ("bora--sales", "Sales"),
    ]
    assert after.wishes == divided().wishes
    assert {d.id: d.unit for d in after.delegates_by_organization[BORA]} == {
        "d-bora": "bora--clinic",
        "d-bea": "bora--lab",
    }
    with database.read() as session:
        query = select(AuditRow.subject).where(AuditRow.actor == "ed@example.org")
        assert sorted(session.scalars(query)) == [
            "delegate d-bora",
            "organization bora",
        ]


def test_unit_goes_with_what_names_it(database: Database, event_id: int) -> None:
    """Its wishes and rules; its people stand for the organization then."""
    with database.read() as session:
        row = organization_row(session, event_id, "bora")
        going = going_with(session, row, _typed(session, event_id, [CLINIC]))
        assert (len(going.by), len(going.for_), len(going.vetoes)) == (1, 2, 0)
        going = going_with(session, row, _typed(session, event_id, [LAB]))
        assert (len(going.by), len(going.for_), len(going.vetoes)) == (1, 0, 1)
        assert not going_with(session, row, _typed(session, event_id, BOTH))
    foretold, after = _save(database, event_id, [CLINIC])
    assert after == foretold
    assert after.wishes == small_event().wishes
    assert after.vetoes == divided().vetoes
    assert after.delegate_of[BEA].unit is None
    foretold, after = _save(database, event_id, [])
    assert after == foretold
    assert (after.organization_of[BORA].units, after.vetoes) == ((), ())


@pytest.mark.parametrize(
    ("named", "chosen", "where"),
    [
        ([LAB | {"name": " "}], {}, ("units", 0, "name")),
        ([LAB, {"id": "", "name": "LAB "}], {}, ("units", 1, "name")),
        ([LAB], {"d-bora": "alba--lab"}, ("unit-of-d-bora",)),
    ],
)
def test_fault_stands_at_its_field(
    database: Database,
    event_id: int,
    named: list[dict[str, str]],
    chosen: dict[str, str],
    where: tuple[str | int, ...],
) -> None:
    """No unit without a name or with that of another, nobody in a strange one."""
    with database.read() as session, pytest.raises(FieldsError) as raised:
        _typed(session, event_id, named, chosen)
    assert [path for path, _ in raised.value.faults] == [where]


def test_changes_meanwhile_are_not_overwritten(
    database: Database, event_id: int
) -> None:
    """Of units or of who belongs to them; other changes are no matter."""

    def work(session: Session) -> None:
        row = organization_row(session, event_id, "bora")
        row.content = row.content | {"offers": "screws"}

    with database.read() as session:
        seen = units_state(session, organization_row(session, event_id, "bora"))
        units = _typed(session, event_id, [LAB])

    def save(session: Session) -> None:
        row = organization_row(session, event_id, "bora")
        edit_units(session, row, units, seen=seen)

    database.write(work)
    _save(database, event_id, BOTH, {"d-bora": "bora--clinic"})
    with pytest.raises(StaleError):
        database.write(save)
    _save(database, event_id, BOTH, {"d-bora": ""})
    database.write(save)
    with database.read() as session:
        bora = load_event(session, event_id).organization_of[BORA]
    assert ([unit.name for unit in bora.units], bora.offers) == (["Lab"], "screws")


@pytest.mark.parametrize(
    ("named", "chosen", "lost"),
    [
        (BOTH, {}, []),
        ([LAB | {"name": "New"}, CLINIC, {"id": "", "name": "Sales"}], {}, []),
        ([LAB], {}, []),
        ([CLINIC], {}, [("Bora Implants", "Delta Capital", "the unit goes")]),
        # Bea and Bo share an agenda then, and both are busy at nine.
        (BOTH, {"d-bea": ""}, [("Bora Implants", "Delta Capital", "")]),
        # Nobody stands for the organization but the two in their units.
        (BOTH, {"d-bora": "bora--clinic"}, []),
        (BOTH, {"d-bora": "bora--lab"}, [("Bora Implants", "Delta Capital", "")]),
    ],
)
def test_meetings_that_other_units_make_impossible(
    database: Database,
    event_id: int,
    named: list[dict[str, str]],
    chosen: dict[str, str],
    lost: list[tuple[str, str, str]],
) -> None:
    """Those that nobody can attend any more as they are, and no others."""
    with database.read() as session:
        event = load_event(session, event_id)
        units = _typed(session, event_id, named, chosen)
        found = lost_by_units(session, event_id, event, units)
    assert [each.sides for each in found] == [(a, b) for a, b, _ in lost]
    assert all(why in each.why for each, (_, _, why) in zip(found, lost, strict=True))


def test_unit_of_the_released_plan_stays(database: Database, event_id: int) -> None:
    """Until a plan without its meetings is released."""
    plan = held(divided())
    for number, meetings in ((1, plan.meetings), (2, _without_lab(plan))):
        shown = plan.model_copy(update={"revision": number, "meetings": meetings})
        _release(database, event_id, shown)
        if number == 1:
            with pytest.raises(RefusedError, match="Lab has meetings in the released"):
                _save(database, event_id, [CLINIC])
    _, after = _save(database, event_id, [CLINIC])
    assert [unit.name for unit in after.organization_of[BORA].units] == ["Clinic"]


def _release(database: Database, event_id: int, plan: Plan) -> None:
    database.write(
        lambda session: add_revision(
            session, event_id, plan, author="", note="", source="", moment=now()
        )
    )
