"""What a booking at the desk does to the database, and what it leaves alone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.ids import DelegateId, TableId
from b4h_scheduler.jobs.runs import RunState, claim, finish, run_row
from b4h_scheduler.late.asking import Asked
from b4h_scheduler.late.booking import (
    Place,
    book,
    cancel,
    examine_booking,
    examine_cancel,
    on_the_spot,
)
from b4h_scheduler.late.changing import change_late
from b4h_scheduler.late.proposing import Stage, stage_of
from b4h_scheduler.mail.mailing import Mailing, attach
from b4h_scheduler.mail.settings import MailSettings
from b4h_scheduler.planning.run import plan
from b4h_scheduler.releases.examining import examine_draft, latest_plan
from b4h_scheduler.releases.release import ChangedMeanwhileError, publish
from b4h_scheduler.store.base import now
from b4h_scheduler.store.booking import booking_row, standing_bookings
from b4h_scheduler.store.drafts import add_draft, data_version, draft_row
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import event_row, load_event, save_event
from b4h_scheduler.store.late import LateKind, open_changes, open_proposal
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_edits import EditRow
from b4h_scheduler.store.schema_event import WishRow
from tests.web.late.late_days import coming_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.late.booking import ReadyToBook
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

ABSENT = Asked(LateKind.ABSENT, {"sessions": frozenset()}, {"sessions": None})
PAIR = (DelegateId("d-alba"), DelegateId("d-echo"))
OTHERS = (DelegateId("d-bora"), DelegateId("d-delta"))


@pytest.fixture(scope="module")
def first() -> Plan:
    """The plan that is released."""
    return plan(coming_event(), work_limit=2000)


@pytest.fixture
def event_id(database: Database, first: Plan) -> int:
    """An event with a released plan and a draft that is not released."""
    attach(database, Mailing(b"s" * 32, MailSettings()))
    number = database.write(lambda s: save_event(s, coming_event()))
    draft = _draft(database, number, first)
    _release(database, number, draft)
    return number


def _draft(database: Database, event_id: int, given: Plan) -> int:
    def work(session: Session) -> int:
        made_from = data_version(session, event_id)
        return add_draft(session, event_id, "P", given, made_from=made_from)

    return database.write(work)


def _release(database: Database, event_id: int, draft: int) -> None:
    with database.read() as reading:
        ready = examine_draft(reading, event_id, draft)
    database.write(lambda s: publish(s, ready, note="", author="ann"))


def _examined(
    database: Database,
    event_id: int,
    pair: tuple[DelegateId, DelegateId] = PAIR,
    place: Place | None = None,
) -> ReadyToBook:
    with database.read() as reading:
        return examine_booking(
            reading, event_id, pair, place or _free(reading, event_id, pair)
        )


def _free(
    reading: Session, event_id: int, pair: tuple[DelegateId, DelegateId]
) -> Place:
    spots = on_the_spot(reading, event_id, *pair).spots()
    return next(Place(s.slot.id, s.tables[0]) for s in spots if s.tables)


def _book(database: Database, asked: ReadyToBook, actor: str = "desk") -> int:
    return database.write(
        lambda s: book(s, asked, author=actor, workers=1), actor=actor
    )


def _cancel(database: Database, event_id: int) -> int:
    with database.read() as reading:
        row = standing_bookings(reading, event_id)[0]
        ready = examine_cancel(reading, row)

    def work(session: Session) -> int:
        own = booking_row(session, event_id, row.id)
        return cancel(session, own, ready, seen=row.version, author="bo", workers=1)

    return database.write(work, actor="bo")


def test_booking_and_its_end_stand_in_the_log_with_who(
    database: Database, event_id: int, first: Plan
) -> None:
    """Two revisions more; the promise comes with it and goes with it."""
    asked = _examined(database, event_id)
    assert _book(database, asked, "ann") == 2
    with database.read() as reading:
        stored = load_event(reading, event_id)
        assert stored.promised == (asked.wish,)
        assert latest_plan(reading, event_id) == asked.ready.plan
        (row,) = standing_bookings(reading, event_id)
        assert (row.first_key, row.second_key) == PAIR
        assert (row.start, row.place) == (
            utc(asked.meeting.start),
            asked.meeting.table,
        )
    assert _cancel(database, event_id) == 3
    with database.read() as reading:
        assert load_event(reading, event_id).promised == ()
        held = latest_plan(reading, event_id)
        assert held is not None
        assert held.meetings == first.meetings
        query = select(AuditRow).where(AuditRow.kind == "booking")
        told = [(e.actor, e.action) for e in reading.scalars(query)]
        assert told == [("ann", "created"), ("bo", "changed")]
        assert standing_bookings(reading, event_id) == []


def test_two_desks_that_want_the_same_table(database: Database, event_id: int) -> None:
    """Examined at the same time: one stands, the other is told and looks again."""
    with database.read() as reading:
        mine = _free(reading, event_id, PAIR)
        theirs = next(
            place
            for spot in on_the_spot(reading, event_id, *OTHERS).spots()
            for table in spot.tables
            for place in [Place(spot.slot.id, table)]
            if spot.slot.id == mine.slot
        )
    table = theirs.table
    one = _examined(database, event_id, PAIR, Place(mine.slot, table))
    other = _examined(database, event_id, OTHERS, Place(mine.slot, table))
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def desk(asked: ReadyToBook) -> None:
        start.wait()
        try:
            _book(database, asked)
            outcomes.append("booked")
        except ChangedMeanwhileError:
            outcomes.append("changed")

    threads = [threading.Thread(target=desk, args=(each,)) for each in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked", "changed"]
    with database.read() as reading:
        (row,) = standing_bookings(reading, event_id)
        loser = OTHERS if row.first_key == PAIR[0] else PAIR
    with pytest.raises(RefusedError, match=rf"not booked: table {table} is taken"):
        _examined(database, event_id, loser, Place(mine.slot, TableId(table or "")))
    assert _book(database, _examined(database, event_id, loser)) == 3


def test_the_same_two_are_booked_once(database: Database, event_id: int) -> None:
    """Whoever comes second is told when and where they meet."""
    asked = _examined(database, event_id)
    _book(database, asked)
    table = asked.meeting.table
    with pytest.raises(RefusedError, match=rf"meet already: \w+ \d\d:\d\d, .* {table}"):
        _examined(database, event_id, PAIR[::-1], Place(asked.meeting.slot, None))


def test_late_changes_and_their_proposal_wait_as_before(
    database: Database, event_id: int, first: Plan
) -> None:
    """None is settled; the proposal is made anew, from the new revision."""
    _say_absent(database, event_id, "d-bora")
    _finish(database, first, 2)
    asked = _examined(database, event_id)
    assert {m.id for m in first.meetings} < {m.id for m in asked.ready.plan.meetings}
    _book(database, asked)
    with database.read() as reading:
        row = open_proposal(reading, event_id)
        assert row is not None
        assert len(open_changes(reading, event_id)) == 1
        assert stage_of(reading, row).stage is Stage.PLANNING
        assert run_row(reading, row.run_id).state == RunState.QUEUED


def test_proposal_that_was_edited_by_hand_is_kept(
    database: Database, event_id: int, first: Plan
) -> None:
    """It is outdated, with its draft; nothing is made in its place."""
    _say_absent(database, event_id, "d-bora")
    _finish(database, first, 2)
    with database.read() as reading:
        row = open_proposal(reading, event_id)
        assert row is not None
        draft = stage_of(reading, row).draft_id
    assert draft is not None
    database.write(lambda s: s.add(_an_edit(event_id, draft)))
    _book(database, _examined(database, event_id))
    with database.read() as reading:
        row = open_proposal(reading, event_id)
        assert row is not None
        assert stage_of(reading, row).stage is Stage.OUTDATED
        assert draft_row(reading, draft).name.startswith("Late changes")


def test_draft_of_before_is_kept_and_says_what_it_would_cancel(
    database: Database, event_id: int, first: Plan
) -> None:
    """It is not released with the booking, and does not know it."""
    draft = _draft(database, event_id, first)
    asked = _examined(database, event_id)
    _book(database, asked)
    with database.read() as reading:
        assert draft_row(reading, draft).version == 1
        ready = examine_draft(reading, event_id, draft)
    start = asked.meeting.start
    assert [m.id for m in ready.undone_bookings(utc(first.run.created))] == [
        asked.meeting.id
    ]
    assert ready.undone_bookings(start) == ()
    assert not ready.is_refused


def test_what_cannot_be_taken_back(database: Database, event_id: int) -> None:
    """A booking canceled already, one that another release dropped, a stale page."""
    _book(database, _examined(database, event_id))
    with database.read() as reading:
        row = standing_bookings(reading, event_id)[0]
        ready = examine_cancel(reading, row)

    def stale(session: Session) -> None:
        own = booking_row(session, event_id, row.id)
        cancel(session, own, ready, seen=own.version + 1, author="bo", workers=1)

    with pytest.raises(StaleError):
        database.write(stale)
    _cancel(database, event_id)
    with database.read() as reading:
        gone = booking_row(reading, event_id, row.id)
        with pytest.raises(RefusedError, match="has no such meeting any more"):
            examine_cancel(reading, gone)


def test_nothing_is_booked_before_a_release_or_after_the_event(
    database: Database, event_id: int
) -> None:
    """There is no plan to book beside, or no time."""
    other = database.write(lambda s: save_event(s, coming_event()))
    with pytest.raises(RefusedError, match="no plan is released yet"):
        _examined(database, other)

    def end(session: Session) -> None:
        event_row(session, event_id).phase = "after"

    database.write(end)
    with pytest.raises(RefusedError, match="the event is over"):
        _examined(database, event_id)


def test_promise_that_an_import_took_away_does_not_hinder(
    database: Database, event_id: int
) -> None:
    """The meeting is canceled all the same."""
    _book(database, _examined(database, event_id))

    def lose(session: Session) -> None:
        for row in session.scalars(select(WishRow).where(WishRow.is_promised)):
            session.delete(row)

    database.write(lose)
    assert _cancel(database, event_id) == 3


def _say_absent(database: Database, event_id: int, who: str) -> None:
    def work(session: Session) -> None:
        row = delegate_row(session, event_id, who)
        change_late(session, row, ABSENT, seen=row.version, workers=1)

    database.write(work, actor=f"delegate {who}")


def _finish(database: Database, given: Plan, revision: int) -> None:
    held = database.write(lambda s: claim(s, "w", 60.0))
    assert held is not None
    made = given.model_copy(update={"revision": revision})
    database.write(
        lambda s: finish(s, held, made, made_from=data_version(s, held.event_id))
    )


def _an_edit(event_id: int, draft: int) -> EditRow:
    """Return that somebody dropped a meeting of a draft."""
    return EditRow(
        event_id=event_id,
        draft_id=draft,
        at=now(),
        actor="ann",
        words="dropped",
        before={},
        after={},
    )
