"""Organizations and delegates removed one by one, in both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.domain.event import Event
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.encode import Encoder
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.adding import add_delegate
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import load_event, save_event, wish_row
from b4h_scheduler.store.links import Purpose, delegate_of_token, link_token
from b4h_scheduler.store.people import delegate_row, organization_row
from b4h_scheduler.store.removing import (
    hanging_on_delegate,
    hanging_on_organization,
    remove_delegate,
    remove_organization,
)
from b4h_scheduler.store.revisions import add_revision
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import (
    ConsentRow,
    DelegateRow,
    EventRow,
    VetoRow,
    WishRow,
)
from tests.web.events import small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.wishes import Wish
    from b4h_scheduler.store.database import Database

SECRET = b"s" * 32


def _personal() -> Event:
    """Return the small event, where some wishes and a rule name Bo."""
    event = small_event()
    content = event.model_dump()
    content["wishes"] += (
        {"wisher": {"organization": "bora", "delegate": "d-bora"},
         "wished": {"organization": "delta"}},
        {"wisher": {"organization": "echo"},
         "wished": {"organization": "bora", "delegate": "d-bora"}},
    )  # fmt: skip
    content["vetoes"] = (
        {"sides": ({"organization": "bora", "delegate": "d-bora"},
                   {"organization": "delta"})},
        {"sides": ({"organization": "bora"}, {"organization": "alba"})},
    )  # fmt: skip
    return type(event).model_validate(content)


@pytest.fixture
def event_id(database: Database) -> int:
    """The event."""
    return database.write(lambda session: save_event(session, _personal()))


def _remove_bo(database: Database, event_id: int, *, erases: bool = False) -> None:
    def work(session: Session) -> None:
        row = delegate_row(session, event_id, "d-bora")
        seen = hanging_on_delegate(session, row).seen
        remove_delegate(session, row, seen=seen, erases=erases)

    database.write(work, actor="ed@example.org")


def test_delegate_goes_with_what_names_the_person(
    database: Database, event_id: int
) -> None:
    """Wishes and rules of the organization stay; the log says who removed whom."""
    with database.read() as session:
        found = hanging_on_delegate(session, delegate_row(session, event_id, "d-bora"))
    assert (len(found.by), len(found.for_), len(found.vetoes)) == (1, 1, 1)
    assert found.is_last
    _remove_bo(database, event_id)
    with database.read() as session:
        after = load_event(session, event_id)
        entry = session.scalars(
            select(AuditRow).where(
                AuditRow.subject == "delegate d-bora", AuditRow.action == "deleted"
            )
        ).one()
    before = _personal()
    assert after.delegates == tuple(d for d in before.delegates if d.id != "d-bora")
    assert after.organizations == before.organizations
    assert after.wishes == before.wishes[:-2]
    assert after.vetoes == before.vetoes[1:]
    assert (entry.actor, entry.before["name"]) == ("ed@example.org", "Bo Berg")


def test_organization_goes_with_its_people_and_wishes(
    database: Database, event_id: int
) -> None:
    """What others wish of each other stays."""

    def work(session: Session) -> tuple[int, int, int]:
        row = organization_row(session, event_id, "bora")
        found = hanging_on_organization(session, row)
        remove_organization(session, row, seen=found.seen)
        return len(found.by), len(found.for_), len(found.vetoes)

    # By Bora: for Cirrus, for Delta. For it: of Alba, of Echo twice.
    assert database.write(work) == (2, 3, 2)
    with database.read() as session:
        after = load_event(session, event_id)
    before = _personal()
    assert [o.id for o in after.organizations] == ["alba", "cirrus", "delta", "echo"]
    assert [d.id for d in after.delegates] == [
        "d-alba",
        "d-cirrus",
        "d-delta",
        "d-echo",
    ]

    def is_other(wish: Wish) -> bool:
        return "bora" not in {wish.wisher.organization, wish.wished.organization}

    assert after.wishes == tuple(filter(is_other, before.wishes))
    assert after.vetoes == ()


def test_what_hangs_on_it_by_now_is_shown_first(
    database: Database, event_id: int
) -> None:
    """A wish that came between page and button stops the removal."""

    def wish(session: Session) -> str:
        row = organization_row(session, event_id, "bora")
        seen = hanging_on_organization(session, row).seen
        session.add(wish_row(event_id, 99, _personal().wishes[0]))
        return seen

    seen = database.write(wish)
    with pytest.raises(StaleError):
        database.write(
            lambda s: remove_organization(
                s, organization_row(s, event_id, "bora"), seen=seen
            )
        )


def test_home_place_is_given_up_first(database: Database) -> None:
    """Otherwise the event would name an organization that is not there."""
    content = small_event().model_dump()
    home = {"id": "B1", "zone": "hall", "organizations": ("echo", "bora")}
    event = type(small_event()).model_validate(content | {"home_places": (home,)})
    event_id = database.write(lambda session: save_event(session, event))

    def work(session: Session) -> None:
        row = organization_row(session, event_id, "bora")
        found = hanging_on_organization(session, row)
        remove_organization(session, row, seen=found.seen)

    with pytest.raises(RefusedError, match=r"Bora Implants has a home place \(B1\)"):
        database.write(work)


def test_meetings_of_plans_are_listed_and_released_ones_stop_it(
    database: Database, event_id: int
) -> None:
    """Of each draft, and of the latest release alone."""
    event = _personal()
    made = plan(event, work_limit=2000)
    mine = [
        meeting
        for meeting in made.meetings
        if "d-bora" in {who for team in meeting.delegates for who in team}
    ]
    assert mine

    def draft(session: Session) -> None:
        made_from = data_version(session, event_id)
        add_draft(session, event_id, "First", made, made_from=made_from)

    def release(number: int, *, is_empty: bool) -> None:
        meetings = () if is_empty else made.meetings
        shown = made.model_copy(update={"revision": number, "meetings": meetings})
        database.write(
            lambda s: add_revision(
                s, event_id, shown, author="a", note="", source="", moment=now()
            )
        )

    def count() -> tuple[int, int]:
        with database.read() as session:
            row = delegate_row(session, event_id, "d-bora")
            found = hanging_on_delegate(session, row)
        return len(found.drafted), len(found.released)

    database.write(draft)
    assert count() == (len(mine), 0)
    release(1, is_empty=False)
    assert count() == (len(mine), len(mine))
    with pytest.raises(RefusedError, match="has meetings in the released plan"):
        _remove_bo(database, event_id)
    release(2, is_empty=True)
    assert count() == (len(mine), 0)
    _remove_bo(database, event_id)


@pytest.mark.parametrize("attends", ["together", "separately"])
def test_meetings_that_a_colleague_holds_stay_in_drafts(
    database: Database, attends: str
) -> None:
    """What is told beforehand is what the draft then lists as not possible."""
    content = small_event().model_dump()
    bora = next(o for o in content["organizations"] if o["id"] == "bora")
    bora["attends"] = attends
    bo = next(d for d in content["delegates"] if d["id"] == "d-bora")
    other = bo | {"id": "d-bea", "name": "Bea Berg", "email": "bea@example.org"}
    content["delegates"] = (*content["delegates"], other)
    event = Event.model_validate(content)
    event_id = database.write(lambda session: save_event(session, event))
    made = plan(event, work_limit=2000)

    def draft(session: Session) -> None:
        made_from = data_version(session, event_id)
        add_draft(session, event_id, "First", made, made_from=made_from)

    database.write(draft)
    with database.read() as session:
        row = delegate_row(session, event_id, "d-bora")
        told = {each.start for each in hanging_on_delegate(session, row).drafted}
    _remove_bo(database, event_id)
    with database.read() as session:
        after = load_event(session, event_id)
    _, gone = Encoder(compile_event(after)).assignment(made.meetings)
    assert told == {each.meeting.start for each in gone}
    assert bool(told) == (attends == "separately")


def test_link_of_who_was_removed_never_opens_another_page(
    database: Database, event_id: int
) -> None:
    """Also where the database gives the number of the removed row again."""

    def last(session: Session) -> tuple[str, str]:
        query = select(DelegateRow).where(DelegateRow.event_id == event_id)
        row = session.scalars(query.order_by(DelegateRow.id.desc())).first()
        assert row is not None
        event = session.get_one(EventRow, event_id)
        return row.key, link_token(SECRET, Purpose.PAGE, event, row)

    def swap(session: Session, key: str) -> None:
        row = delegate_row(session, event_id, key)
        seen = hanging_on_delegate(session, row).seen
        remove_delegate(session, row, seen=seen)
        session.flush()
        person = {"name": "Zoe", "email": "zoe@example.org", "organization": "alba"}
        add_delegate(session, event_id, person)

    with database.read() as session:
        key, token = last(session)
        assert delegate_of_token(session, SECRET, Purpose.PAGE, token) is not None
    database.write(lambda session: swap(session, key))
    with database.read() as session:
        assert delegate_of_token(session, SECRET, Purpose.PAGE, token) is None
        assert last(session)[1] != token


@pytest.mark.parametrize("erases", [False, True])
def test_name_leaves_the_log_only_if_asked(
    database: Database, event_id: int, *, erases: bool
) -> None:
    """Removing keeps what was known for the organizer; erasing does not."""

    def consent(session: Session) -> None:
        session.add(
            ConsentRow(
                event_id=event_id,
                delegate_key="d-bora",
                purpose="terms",
                text_version="1",
                is_given=True,
                at=now(),
            )
        )

    database.write(consent)
    _remove_bo(database, event_id, erases=erases)
    with database.read() as session:
        told = [
            str((row.before, row.after)) for row in session.scalars(select(AuditRow))
        ]
        assert session.scalars(select(ConsentRow)).all() == []
    assert any("Bo Berg" in text for text in told) is not erases
    assert any("bora@example.org" in text for text in told) is not erases


def test_nothing_of_the_other_event_goes(database: Database, event_id: int) -> None:
    """Keys may be the same there."""
    other = database.write(lambda session: save_event(session, _personal()))
    _remove_bo(database, event_id)
    with database.read() as session:
        assert load_event(session, other) == _personal()
        for kind in (WishRow, VetoRow):
            assert session.scalars(select(kind).where(kind.event_id == other)).all()
