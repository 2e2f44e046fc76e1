"""Organizations and delegates added one by one, in both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from b4h_scheduler.files.identifiers import delegate_id
from b4h_scheduler.store.adding import (
    add_delegate,
    add_organization,
    doubts_about,
    new_delegate,
    new_organization,
    organizations_alike,
)
from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.rules import Mode, Rules, read_rules, save_rules
from b4h_scheduler.store.schema_event import DelegateRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

FJORD = {"name": "Fjord Biotech", "country": "NO", "region": "North"}


def _known(database: Database, event_id: int) -> tuple[str, str]:
    """Return an organization of the event, and the address of a delegate of it."""
    query = select(DelegateRow).where(
        DelegateRow.event_id == event_id, DelegateRow.email != ""
    )
    with database.read() as session:
        row = session.scalars(query.order_by(DelegateRow.position)).first()
    assert row is not None
    return row.organization_key, row.email


def _faults(error: FieldsError) -> dict[object, str]:
    return {where[0]: str(text) for where, text in error.faults}


def test_what_is_added_is_part_of_the_event(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Keys are those that files would give; it is last; the other event has nothing."""
    event_id, other = event_ids
    with database.read() as session:
        before, there = load_event(session, event_id), load_event(session, other)

    def work(session: Session) -> str:
        key = add_organization(session, event_id, FJORD).key
        person = {"name": "Kim", "email": "kim@fjord.example", "organization": key}
        return add_delegate(session, event_id, person | {"phone": "22 12 34 56"}).key

    assert database.write(work) == delegate_id("kim@fjord.example", "", "")
    with database.read() as session:
        after = load_event(session, event_id)
        assert load_event(session, other) == there
    assert after.organizations[:-1] == before.organizations
    assert after.delegates[:-1] == before.delegates
    organization, kim = after.organizations[-1], after.delegates[-1]
    assert (organization.id, organization.name) == ("fjord-biotech", "Fjord Biotech")
    assert (kim.name, kim.organization) == ("Kim", "fjord-biotech")
    assert kim.phone == "+47 22 12 34 56"


def test_number_of_the_lists_is_the_key_once(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """As in files; a second organization cannot have it."""
    event_id, _ = event_ids
    numbered = FJORD | {"number": "N-12"}
    key = database.write(lambda s: add_organization(s, event_id, numbered).key)
    assert key == "n-12"
    again = {"name": "Vik", "number": "n-12"}
    with database.read() as session, pytest.raises(FieldsError) as told:
        new_organization(session, event_id, again)
    assert _faults(told.value) == {"number": "Fjord Biotech has this number"}


def test_who_is_added_after_closing_is_late(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Planned only into what is free, as who registers then."""
    event_id, _ = event_ids

    def work(session: Session) -> tuple[bool, bool]:
        early = add_organization(session, event_id, FJORD).is_late
        event_row(session, event_id).phase = Phase.CLOSED
        return early, add_organization(session, event_id, {"name": "Vik"}).is_late

    assert database.write(work) == (False, True)


def test_no_organization_beyond_the_places(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Staff raises the number first, as for registrations."""
    event_id, _ = event_ids

    def limit(session: Session) -> None:
        _, version = read_rules(session, event_id)
        rules = Rules(mode=Mode.OPEN, places=({"number": 1, "region": "North"},))
        save_rules(session, event_id, rules, seen=version)

    database.write(limit)
    database.write(lambda s: add_organization(s, event_id, FJORD))
    with database.read() as session:
        new_organization(session, event_id, FJORD | {"region": "South"})
        with pytest.raises(FieldsError, match="there is no place left: 1 of 1 places"):
            new_organization(session, event_id, FJORD)


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"name": ""}, "name", "this is needed"),
        ({"organization": "nobody"}, "organization", "choose one of the list"),
        ({"unit": "lab-9"}, "unit", "this is no unit of"),
        ({"most": 1, "least": 2}, "most", "at most 1 meetings, but at least 2"),
        (
            {"trip": {"arrival": "2037-01-01T09:00Z", "arrival_point": "MOON"}},
            "trip",
            "there is no arrival point 'MOON'",
        ),
        (
            {
                "is_online": True,
                "trip": {
                    "present_from": "2037-01-01T09:00Z",
                    "override_reason": "taxi",
                },
            },
            "trip",
            "online there is no trip",
        ),
    ],
)
def test_faults_are_told_at_their_fields(
    database: Database,
    event_ids: tuple[int, int],
    given: dict[str, Any],
    field: str,
    told: str,
) -> None:
    """And nothing is added."""
    event_id, _ = event_ids
    organization, _ = _known(database, event_id)
    person = {"name": "Kim", "email": "kim@fjord.example", "organization": organization}
    before = _count(database)
    with pytest.raises(FieldsError) as error:
        database.write(lambda s: add_delegate(s, event_id, person | given))
    ((where, text),) = _faults(error.value).items()
    assert where == field
    assert told in text
    assert _count(database) == before


def test_an_address_takes_part_once(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """In whatever letters; another event is another matter."""
    event_id, _ = event_ids
    organization, email = _known(database, event_id)
    person = {"name": "Kim", "email": email.upper(), "organization": organization}
    with database.read() as session, pytest.raises(FieldsError) as told:
        new_delegate(session, event_id, person)
    assert "is at the event already, for" in _faults(told.value)["email"]
    new = person | {"email": "kim@fjord.example"}

    def work(session: Session) -> None:
        for each in event_ids:
            add_delegate(session, each, new)

    database.write(work)


def test_two_without_address_need_two_names(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Within an organization, as in files."""
    event_id, _ = event_ids
    organization, _ = _known(database, event_id)
    person = {"name": "Kim Nord", "organization": organization}
    database.write(lambda s: add_delegate(s, event_id, person))
    with pytest.raises(FieldsError, match="has a delegate of this name"):
        database.write(
            lambda s: add_delegate(s, event_id, person | {"name": "KIM nord"})
        )
    database.write(lambda s: add_delegate(s, event_id, person | {"name": "Kim Sund"}))


def test_what_may_be_a_double_is_pointed_out(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Names nearly the same, a voucher that somebody has, one for somebody online."""
    event_id, _ = event_ids
    organization, _ = _known(database, event_id)
    voucher = {"number": "NWE-77", "least": 2}
    person = {"name": "Kim Nordahl", "organization": organization, "voucher": voucher}
    database.write(lambda s: add_organization(s, event_id, FJORD))
    database.write(lambda s: add_delegate(s, event_id, person))
    with database.read() as session:
        near = new_organization(session, event_id, {"name": "Fjord Biotec AS"})
        (found,) = organizations_alike(session, event_id, near)
        assert found.known.name == "Fjord Biotech"
        far = new_organization(session, event_id, {"name": "Zebra Instruments"})
        assert organizations_alike(session, event_id, far) == []
        again = {"name": "Kim Nordal", "is_online": True, "voucher": voucher}
        second = new_delegate(session, event_id, person | again)
        name = organization_row(session, event_id, organization).name
        doubts = [str(each) for each in doubts_about(session, event_id, second)]
        other = {"name": "Zoe Quist", "voucher": None}
        third = new_delegate(session, event_id, person | other)
        assert doubts_about(session, event_id, third) == []
    assert doubts == [
        f"Kim Nordahl takes part already, for {name}",
        "voucher 'NWE-77' is that of Kim Nordahl",
        "voucher 'NWE-77' pays a trip, and this is somebody online",
    ]


def _count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count(DelegateRow.id))) or 0
