"""Places offered to who waits, in both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from b4h_scheduler.store.admission import approve
from b4h_scheduler.store.application import Application
from b4h_scheduler.store.application_states import State, is_kept, is_lapsed
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.offer_answers import accept, turn_down, wait_again
from b4h_scheduler.store.offering import offer, offered_day, take_back, usual_day
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.places import full_for, places_taken
from b4h_scheduler.store.registration import (
    application_row,
    confirm,
    decline,
    place_in_line,
    register,
    withdraw,
)
from b4h_scheduler.store.rules import Mode, Rules, read_rules, save_rules
from b4h_scheduler.store.schema_event import DelegateRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database
    from b4h_scheduler.store.schema_registration import ApplicationRow

TODAY = now().date()
TOMORROW = TODAY + timedelta(days=1)
DAY_AFTER = now() + timedelta(days=3)
"""When an offer until tomorrow is over on every clock."""


class Waiting:
    """Three registrations that wait for one free place."""

    def __init__(self, database: Database, event_id: int) -> None:
        self.database, self.event_id = database, event_id
        with database.read() as session:
            self.num_there = len(load_event(session, event_id).organizations)
        self.set_places(0)
        self.ids = [database.write(self._register(name)) for name in ["Ao", "Bo", "Co"]]
        self.set_places(1)

    def set_places(self, free: int) -> None:
        """Leave so many places free."""

        def work(session: Session) -> None:
            _, version = read_rules(session, self.event_id)
            places = [{"number": self.num_there + free}]
            rules = Rules.model_validate({"mode": Mode.OPEN, "places": places})
            save_rules(session, self.event_id, rules, seen=version)
            event_row(session, self.event_id).phase = Phase.WISHES.value

        self.database.write(work)

    def change(
        self, number: int, work: Callable[[Session, ApplicationRow], object]
    ) -> None:
        """Change one of the three."""
        self.database.write(lambda session: work(session, self._row(session, number)))

    def offer(
        self, number: int, until: date = TOMORROW, least: dict[int, int] | None = None
    ) -> None:
        """Offer one of them the place."""
        self.change(
            number,
            lambda s, row: offer(s, row, until, seen=row.version, least=least),
        )

    def state(self, number: int) -> str:
        """Return how far one is."""
        with self.database.read() as session:
            return self._row(session, number).state

    def line(self) -> list[int]:
        """Return who waits, in order."""
        with self.database.read() as session:
            rows = {number: self._row(session, number) for number in range(3)}
            waiting = {n: row for n, row in rows.items() if row.state == State.WAITING}
            return sorted(waiting, key=lambda n: place_in_line(session, waiting[n]))

    def full(self) -> str:
        """Return why there is no place; empty: there is one."""
        with self.database.read() as session:
            return str(full_for(session, self.event_id, "company", ""))

    def _row(self, session: Session, number: int) -> ApplicationRow:
        return application_row(session, self.event_id, self.ids[number])

    def _register(self, name: str) -> Callable[[Session], int]:
        def work(session: Session) -> int:
            row = register(session, self.event_id, _application(name))
            assert confirm(session, row) is State.WAITING
            return row.id

        return work


def _application(name: str) -> Application:
    person = {
        "id": "new-0",
        "name": f"Kim {name}",
        "email": f"kim@{name.casefold()}.example",
        "organization": "new",
        "voucher": {"number": f"V-{name}", "least": 4},
    }
    return Application.model_validate(
        {
            "organization": {"id": "new", "name": name},
            "delegates": [person],
            "agreed": now(),
        }
    )


@pytest.fixture
def waiting(database: Database, event_ids: tuple[int, int]) -> Waiting:
    """Three who wait for one place."""
    return Waiting(database, event_ids[0])


def test_offered_place_is_kept(waiting: Waiting) -> None:
    """It counts as taken: nobody else is offered or given it, nor put before."""
    waiting.offer(0)
    assert waiting.full().endswith("are taken, and 1 offered")
    with pytest.raises(RefusedError, match="there is no place left"):
        waiting.offer(1)
    with pytest.raises(RefusedError, match="there is no place left"):
        waiting.change(1, lambda s, row: approve(s, row, seen=row.version))
    assert waiting.line() == [1, 2]
    waiting.offer(0, TOMORROW + timedelta(days=1))
    with waiting.database.read() as session:
        (taken,) = places_taken(session, waiting.event_id)
        day = offered_day(session, waiting._row(session, 0))
    assert (taken.offered, taken.is_full, day) == (1, True, TOMORROW + timedelta(1))


def test_accepting_makes_people_of_the_event(waiting: Waiting) -> None:
    """Once, with the voucher that staff looked up; pressed again nothing happens."""
    waiting.offer(0, least={0: 6})
    waiting.change(0, accept)
    waiting.change(0, accept)
    with waiting.database.read() as session:
        event = load_event(session, waiting.event_id)
        people = session.scalars(
            select(DelegateRow).where(DelegateRow.name == "Kim Ao")
        ).all()
        row = waiting._row(session, 0)
        left = (row.state, row.content, row.email, row.offered_until)
    assert left == (State.APPROVED, {}, "", None)
    assert len(event.organizations) == waiting.num_there + 1
    assert [each.content["voucher"]["least"] for each in people] == [6]
    with pytest.raises(RefusedError, match="there is no place left"):
        waiting.offer(1)


def test_unanswered_offer_lapses_by_its_date(waiting: Waiting) -> None:
    """No job has to run: the place is free for the next, the offer gives nothing."""
    waiting.offer(0)
    with time_machine.travel(DAY_AFTER):
        assert waiting.full() == ""
        with waiting.database.read() as session:
            row = waiting._row(session, 0)
            assert (is_kept(row), is_lapsed(row)) == (False, True)
        with pytest.raises(RefusedError, match="this offer is over"):
            waiting.change(0, accept)
        waiting.offer(1, DAY_AFTER.date() + timedelta(days=1))
        with pytest.raises(RefusedError, match="there is no place left"):
            waiting.change(0, lambda s, row: approve(s, row, seen=row.version))
        waiting.change(1, accept)
        waiting.change(0, wait_again)
        assert waiting.line() == [2, 0]


def test_last_moment_of_the_day_counts_on_the_clocks_of_the_event(
    waiting: Waiting,
) -> None:
    """A second later it is over."""
    waiting.offer(0)
    with waiting.database.read() as session:
        until = waiting._row(session, 0).offered_until
        zone = load_event(session, waiting.event_id).zone_info
    assert until is not None
    assert f"{until.astimezone(zone):%Y-%m-%d %H:%M:%S}" == f"{TOMORROW} 23:59:59"

    def found_at(moment: datetime) -> bool:
        with time_machine.travel(moment, tick=False), waiting.database.read() as s:
            return is_kept(waiting._row(s, 0))

    assert found_at(until)
    assert not found_at(until + timedelta(seconds=1))


def test_who_declines_gives_the_place_back(waiting: Waiting) -> None:
    """And may wait again, behind all others."""
    waiting.offer(0)
    waiting.change(0, turn_down)
    waiting.change(0, turn_down)
    assert waiting.state(0) == State.TURNED_DOWN
    assert waiting.full() == ""
    with pytest.raises(RefusedError, match="no place is offered to you now"):
        waiting.change(0, accept)
    waiting.change(0, wait_again)
    waiting.change(0, wait_again)
    assert waiting.line() == [1, 2, 0]


def test_offer_taken_back_leaves_the_place_in_line(waiting: Waiting) -> None:
    """It did nothing that would put it behind the others."""
    waiting.offer(0)
    waiting.change(0, lambda s, row: take_back(s, row, seen=row.version))
    assert waiting.line() == [0, 1, 2]
    assert waiting.full() == ""
    with pytest.raises(RefusedError, match="no place is offered"):
        waiting.change(0, lambda s, row: take_back(s, row, seen=row.version))


def test_kept_place_stands_when_there_are_fewer(waiting: Waiting) -> None:
    """Whoever was promised it has it."""
    waiting.offer(0)
    waiting.set_places(0)
    waiting.change(0, accept)
    assert waiting.state(0) == State.APPROVED


@pytest.mark.parametrize("how", ["declined", "withdrawn", "given at once"])
def test_other_ends_of_an_offer(waiting: Waiting, how: str) -> None:
    """The place counts once or not at all; nothing can be accepted any more."""
    waiting.offer(0)
    work: dict[str, Callable[[Session, ApplicationRow], object]] = {
        "declined": lambda _, row: decline(row, "no", seen=row.version),
        "withdrawn": withdraw,
        "given at once": lambda s, row: approve(s, row, seen=row.version),
    }
    waiting.change(0, work[how])
    with waiting.database.read() as session:
        assert waiting._row(session, 0).offered_until is None
    assert bool(waiting.full()) == (how == "given at once")
    if how != "given at once":
        with pytest.raises(RefusedError, match="no place is offered to you now"):
            waiting.change(0, accept)


def test_offers_that_cannot_be(waiting: Waiting) -> None:
    """Of a day that is over, of an older state, to who does not wait or is there."""
    with pytest.raises(RefusedError, match="that day is over"):
        waiting.offer(0, TODAY - timedelta(days=2))
    with pytest.raises(StaleError):
        waiting.change(0, lambda s, row: offer(s, row, TOMORROW, seen=9))
    waiting.set_places(2)
    waiting.change(0, lambda s, row: approve(s, row, seen=row.version))
    with pytest.raises(RefusedError, match=r"this one: approved"):
        waiting.offer(0)

    def come_otherwise(session: Session) -> None:
        query = select(DelegateRow).where(DelegateRow.event_id == waiting.event_id)
        person = session.scalars(query).first()
        assert person is not None
        person.email = "kim@bo.example"

    waiting.offer(1)
    waiting.database.write(come_otherwise)
    with pytest.raises(RefusedError, match="one of you is at the event already"):
        waiting.change(1, accept)
    with pytest.raises(RefusedError, match="is at the event already, for"):
        waiting.offer(1)


def test_nothing_is_accepted_after_the_event(waiting: Waiting) -> None:
    """However long the offer stands."""
    waiting.offer(0)

    def end(session: Session) -> None:
        event_row(session, waiting.event_id).phase = Phase.AFTER.value

    waiting.database.write(end)
    with pytest.raises(RefusedError, match="the event is over"):
        waiting.change(0, accept)


def test_usual_day_is_a_week_or_the_closing(waiting: Waiting) -> None:
    """Whichever is sooner; a closing that is over does not matter."""

    def usual(closing: datetime | None) -> date:
        def work(session: Session) -> date:
            row = event_row(session, waiting.event_id)
            dates = {} if closing is None else {Phase.CLOSED.value: closing.isoformat()}
            row.phase_dates = dates
            return usual_day(session, waiting.event_id)

        return waiting.database.write(work)

    with waiting.database.read() as session:
        event = load_event(session, waiting.event_id)
    start = min(each.start for each in event.sessions)
    long_before = start - timedelta(days=60)
    with time_machine.travel(long_before, tick=False):
        today = long_before.date()
        assert usual(None) == today + timedelta(days=7)
        assert usual(start - timedelta(days=57)) == today + timedelta(days=3)
        assert usual(start - timedelta(days=70)) == today + timedelta(days=7)
    with time_machine.travel(start - timedelta(days=2), tick=False):
        assert usual(None) == start.date()
