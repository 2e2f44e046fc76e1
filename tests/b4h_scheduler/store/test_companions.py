"""Interpreters and coaches added, changed and removed one by one, in both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from b4h_scheduler.domain.people import Companion
from b4h_scheduler.releases.companion_changes import lost_by_companion
from b4h_scheduler.store.base import now
from b4h_scheduler.store.companions import (
    add_companion,
    checked_companion,
    companion_row,
    doubts_about_companion,
    edit_companion,
    joined_by,
    remove_companion,
)
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import load_event, save_event
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.revisions import add_revision
from b4h_scheduler.store.schema_audit import AuditRow
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.web.events import moment, small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

CORA = {"name": "Cora Lis", "email": "cora@example.org", "languages": ["de", "fr"]}


def speaking() -> Event:
    """Return the small event, where Bo speaks German, Edo French, others both."""
    event = small_event()
    content = event.model_dump()
    for each in content["delegates"]:
        speaks = {"d-bora": ["de"], "d-echo": ["fr"]}
        each["speaks"] = speaks.get(each["id"], ["de", "fr"])
    content["companions"] = ({"id": "c-cora-lis", **CORA},)
    return type(event).model_validate(content)


def held(event: Event) -> Plan:
    """Return a plan: Bora meets Alba alone at nine, and Echo with Cora at 9:25."""
    found = plan_by_hand(
        event, {("alba", "bora"): ("09:00", "T1"), ("bora", "echo"): ("09:25", "T1")}
    )
    (cora,) = {c for meeting in found.meetings for c in meeting.companions}
    assert cora == "c-cora-lis"
    return found


@pytest.fixture
def event_id(database: Database) -> int:
    """The event with a draft."""

    def work(session: Session) -> int:
        event = speaking()
        number = save_event(session, event)
        session.flush()
        made_from = data_version(session, number)
        add_draft(session, number, "By hand", held(event), made_from=made_from)
        return number

    return database.write(work)


def _stretch(start: int, end: int) -> dict[str, Any]:
    return {"start": moment(start), "end": moment(end)}


def test_companion_is_added_as_a_file_would(database: Database, event_id: int) -> None:
    """With the key of a file, last in the list, times in the event's zone."""
    content = CORA | {"name": "Ben Ott", "available": [_stretch(9, 10)]}
    key = database.write(
        lambda session: add_companion(session, event_id, content).key,
        actor="ed@example.org",
    )
    assert key == "c-ben-ott"
    with database.read() as session:
        after = load_event(session, event_id)
        entry = session.scalars(
            select(AuditRow).where(AuditRow.subject == "companion c-ben-ott")
        ).one()
    expected = Companion.model_validate(content | {"id": key})
    assert after.companions == (*speaking().companions, expected)
    assert (entry.actor, entry.action) == ("ed@example.org", "created")


def test_namesake_gets_a_key_of_its_own(database: Database, event_id: int) -> None:
    """And is pointed out before; whoever is edited is no namesake."""
    with database.read() as session:
        new = checked_companion(CORA)
        assert doubts_about_companion(session, event_id, new) == [
            "Cora Lis is in the list already"
        ]
        known = checked_companion(CORA, "c-cora-lis")
        assert doubts_about_companion(session, event_id, known) == []
    key = database.write(lambda session: add_companion(session, event_id, CORA).key)
    assert key == "c-cora-lis-2"


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"name": ""}, ("name",)),
        ({"languages": []}, ("languages",)),
        ({"busy": [_stretch(11, 10)]}, ("busy", 0)),
    ],
)
def test_fault_stands_at_its_field(given: dict[str, Any], where: tuple[str]) -> None:
    """Nobody without a name or a language, no time that runs backward."""
    with pytest.raises(FieldsError) as raised:
        checked_companion(CORA | given)
    assert [path for path, _ in raised.value.faults] == [where]


@pytest.mark.parametrize(
    ("given", "doubt"),
    [
        ({"available": [_stretch(20, 21)]}, "in no slot of the event"),
        ({"busy": [_stretch(20, 21)]}, "26.11. 20:00–26.11. 21:00 touches no session"),
        ({"busy": [_stretch(9, 10)]}, ""),
    ],
)
def test_odd_times_are_pointed_out(
    database: Database, event_id: int, given: dict[str, Any], doubt: str
) -> None:
    """A date that is mistyped would leave somebody unused."""
    companion = checked_companion(CORA | given, "c-cora-lis")
    with database.read() as session:
        found = doubts_about_companion(session, event_id, companion)
    assert len(found) == bool(doubt)
    assert all(doubt in each for each in found)


def test_edit_on_an_unseen_version_is_refused(
    database: Database, event_id: int
) -> None:
    """The first one's stays."""

    def save(session: Session) -> None:
        row = companion_row(session, event_id, "c-cora-lis")
        edit_companion(row, CORA | {"languages": ["de", "fr", "en"]}, seen=1)

    database.write(save)
    with pytest.raises(StaleError):
        database.write(save)
    with database.read() as session:
        (cora,) = load_event(session, event_id).companions
    assert cora.languages == {"de", "fr", "en"}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"languages": ["de"]}, "these people may not meet in this combination"),
        ({"busy": [_stretch(9, 10)]}, "Cora Lis is not available at Thu 09:25"),
        ({"languages": ["de", "fr", "en"], "email": ""}, ""),
        ({"busy": [_stretch(10, 11)]}, ""),
    ],
)
def test_meetings_that_a_change_makes_impossible(
    database: Database, event_id: int, given: dict[str, Any], why: str
) -> None:
    """Only that which needs the companion, with the words that the draft has."""
    companion = checked_companion(CORA | given, "c-cora-lis")
    with database.read() as session:
        event = load_event(session, event_id)
        found = lost_by_companion(session, event_id, event, companion)
    assert [(each.draft, each.sides) for each in found] == [
        ("By hand", ("Bora Implants", "Echo Imaging"))
    ] * bool(why)
    assert all(why in each.why for each in found)


def test_new_companion_must_join_where_nobody_could_help(database: Database) -> None:
    """Two without a common language met alone: now an interpreter is needed."""

    def work(session: Session) -> int:
        event = speaking()
        alone = type(event).model_validate(event.model_dump() | {"companions": ()})
        plan = plan_by_hand(
            alone,
            {("alba", "bora"): ("09:00", "T1"), ("bora", "echo"): ("09:25", "T1")},
        )
        number = save_event(session, alone)
        session.flush()
        made_from = data_version(session, number)
        add_draft(session, number, "Alone", plan, made_from=made_from)
        return number

    number = database.write(work)
    with database.read() as session:
        event = load_event(session, number)
        found = lost_by_companion(session, number, event, checked_companion(CORA))
        other = checked_companion(CORA | {"languages": ["de", "nl"]})
        assert lost_by_companion(session, number, event, other) == []
    assert [each.sides for each in found] == [("Bora Implants", "Echo Imaging")]


def test_removal_is_confirmed_for_what_was_shown(
    database: Database, event_id: int
) -> None:
    """A draft that comes meanwhile is shown first; then it goes, as the log says."""
    with database.read() as session:
        found = joined_by(session, companion_row(session, event_id, "c-cora-lis"))
    assert [each.why for each in found.drafted] == ["the companion goes"]

    def remove(session: Session) -> None:
        row = companion_row(session, event_id, "c-cora-lis")
        remove_companion(session, row, seen=found.seen)

    def another(session: Session) -> None:
        made_from = data_version(session, event_id)
        add_draft(session, event_id, "Two", held(speaking()), made_from=made_from)

    database.write(another)
    with pytest.raises(StaleError):
        database.write(remove)
    with database.read() as session:
        found = joined_by(session, companion_row(session, event_id, "c-cora-lis"))
    database.write(remove, actor="ed@example.org")
    with database.read() as session:
        assert load_event(session, event_id).companions == ()
        entry = session.scalars(
            select(AuditRow).where(
                AuditRow.subject == "companion c-cora-lis", AuditRow.action == "deleted"
            )
        ).one()
    assert entry.actor == "ed@example.org"


def test_companion_of_the_released_plan_stays(
    database: Database, event_id: int
) -> None:
    """Until a plan without those meetings is released."""
    plan = held(speaking())
    _release(database, event_id, plan, 1)

    def remove(session: Session) -> None:
        row = companion_row(session, event_id, "c-cora-lis")
        remove_companion(session, row, seen=joined_by(session, row).seen)

    with pytest.raises(RefusedError, match="joins meetings of the released plan"):
        database.write(remove)
    kept = tuple(each for each in plan.meetings if not each.companions)
    _release(database, event_id, plan.model_copy(update={"meetings": kept}), 2)
    database.write(remove)


def _release(database: Database, event_id: int, plan: Plan, number: int) -> None:
    numbered = plan.model_copy(update={"revision": number})
    database.write(
        lambda session: add_revision(
            session, event_id, numbered, author="", note="", source="", moment=now()
        )
    )
