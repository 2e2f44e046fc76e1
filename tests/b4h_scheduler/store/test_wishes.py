from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.domain.wishes import Answer, Side, Wish
from b4h_scheduler.store.errors import NotFoundError, RefusedError, StaleError
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.phases import Phase, set_phase
from b4h_scheduler.store.schema_event import DelegateRow, EventRow, WishRow
from b4h_scheduler.store.wishes import add_wish, answer_wish, edit_wish, withdraw_wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

    Pair = tuple[DelegateRow, DelegateRow]


def _to_phase(database: Database, event_id: int, phase: Phase) -> None:
    def work(session: Session) -> None:
        seen = session.get_one(EventRow, event_id).version
        set_phase(session, event_id, phase, is_held=True, seen=seen)

    database.write(work)


@pytest.fixture
def people(
    database: Database, event_ids: tuple[int, int]
) -> tuple[DelegateRow, DelegateRow]:
    """Two delegates of two organizations without wishes between them; wishes open."""
    _to_phase(database, event_ids[0], Phase.WISHES)
    with database.read() as session:
        wishes = session.scalars(select(WishRow)).all()
        pairs = {(row.wisher_organization, row.wished_organization) for row in wishes}
        query = select(DelegateRow).where(DelegateRow.event_id == event_ids[0])
        rows = session.scalars(query.order_by(DelegateRow.id)).all()
    return next(
        (a, b)
        for a in rows
        for b in rows
        if a.organization_key != b.organization_key
        and (a.organization_key, b.organization_key) not in pairs
    )


def _side(row: DelegateRow) -> Side:
    return Side(organization=row.organization_key)


def _wish(a: DelegateRow, b: DelegateRow) -> Wish:
    return Wish(wisher=_side(a), wished=_side(b), priority=1, message="Hello")


@pytest.fixture
def wish_id(database: Database, people: Pair) -> int:
    """A wish of the first for the second."""
    return database.write(
        lambda session: add_wish(session, people[0].event_id, _wish(*people))
    )


def test_wish_is_part_of_the_event(
    database: Database, people: Pair, wish_id: int
) -> None:
    """The domain's event holds it, last, and open."""
    with database.read() as session:
        event = load_event(session, people[0].event_id)
    assert event.wishes[-1] == _wish(*people)


def test_second_wish_for_the_same_is_refused(
    database: Database, people: Pair, wish_id: int
) -> None:
    """A doubled click makes one wish."""
    with pytest.raises(RefusedError, match="on your list already"):
        database.write(
            lambda session: add_wish(session, people[0].event_id, _wish(*people))
        )


def test_full_list_is_refused(database: Database, people: Pair) -> None:
    """The message gives the limit."""
    with pytest.raises(RefusedError, match="full \\(0 wishes\\)"):
        database.write(
            lambda session: add_wish(
                session, people[0].event_id, _wish(*people), most=0
            )
        )


@pytest.mark.parametrize("part", ["unit", "delegate"])
def test_wish_for_a_part_that_is_not_there_is_refused(
    database: Database, people: Pair, part: str
) -> None:
    """A row that names it would keep the whole event from being read."""
    a, b = people
    # The wisher's own delegate is no delegate of the other side.
    name = {"unit": "no-such-lab", "delegate": a.key}[part]
    for wish in (
        Wish(wisher=_side(a), wished=_side(b).model_copy(update={part: name})),
        Wish(
            wisher=_side(a).model_copy(
                update={part: {"delegate": b.key}.get(part, name)}
            ),
            wished=_side(b),
        ),
    ):
        with pytest.raises(NotFoundError, match="does not belong to this organization"):
            database.write(partial(add_wish, event_id=a.event_id, wish=wish))
    with database.read() as session:
        assert load_event(session, a.event_id).wishes


def test_edit_on_an_unseen_version_is_refused(
    database: Database, people: Pair, wish_id: int
) -> None:
    """A colleague's edit is not overwritten."""

    def edit(session: Session) -> None:
        edit_wish(session, people[0], wish_id, 3, "Later", seen=1)

    database.write(edit)
    with pytest.raises(StaleError, match="you saw version 1, stored is 2"):
        database.write(edit)
    with database.read() as session:
        row = session.get_one(WishRow, wish_id)
    assert (row.priority, row.message) == (3, "Later")


def test_answer_can_be_changed(database: Database, people: Pair, wish_id: int) -> None:
    """The last one counts."""
    for answer in (Answer.DECLINED, Answer.ACCEPTED):
        act = partial(answer_wish, delegate=people[1], wish_id=wish_id, answer=answer)
        database.write(act)
    with database.read() as session:
        assert session.get_one(WishRow, wish_id).answer == "accepted"


STRANGERS: dict[str, Callable[[Session, tuple, int], None]] = {
    "edit": lambda session, people, wish_id: edit_wish(
        session, people[1], wish_id, 1, "", seen=1
    ),
    "withdraw": lambda session, people, wish_id: withdraw_wish(
        session, people[1], wish_id
    ),
    "answer": lambda session, people, wish_id: answer_wish(
        session, people[0], wish_id, Answer.ACCEPTED
    ),
}


@pytest.mark.parametrize("act", STRANGERS)
def test_other_side_s_part_is_not_one_s_own(
    database: Database, people: Pair, wish_id: int, act: str
) -> None:
    """Who is wished for neither edits nor withdraws; who wishes does not answer."""
    with pytest.raises(NotFoundError, match="no such wish"):
        database.write(lambda session: STRANGERS[act](session, people, wish_id))


def test_withdrawn_wish_is_gone(database: Database, people: Pair, wish_id: int) -> None:
    """The row is deleted."""
    database.write(lambda session: withdraw_wish(session, people[0], wish_id))
    with database.read() as session:
        assert session.get(WishRow, wish_id) is None


def test_closed_wishes_cannot_be_answered(
    database: Database, people: Pair, wish_id: int
) -> None:
    """After closing, answers stand."""
    _to_phase(database, people[0].event_id, Phase.CLOSED)
    with pytest.raises(RefusedError, match="not open now"):
        database.write(
            lambda session: answer_wish(session, people[1], wish_id, Answer.ACCEPTED)
        )
