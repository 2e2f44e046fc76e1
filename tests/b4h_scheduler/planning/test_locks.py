"""Locks: kept by every plan, or told with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.locks import (
    Holds,
    impossible,
    is_kept,
    lock_of,
    lock_words,
    with_locks,
)
from solver import solve
from solver.validate import validate
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.plans import plan_by_hand, plan_first_come
from tests.b4h_scheduler.planning.random_events import random_event, with_mishaps
from tests.b4h_scheduler.planning.small_events import at, event, wish

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event


def _event() -> Event:
    wishes = (wish("ann", "bob", 1), wish("ann", "cid", 3), wish("bob", "cid", 2))
    return event(("ann", "bob", "cid"), wishes)


@pytest.mark.parametrize("holds", Holds)
@pytest.mark.parametrize("seed", range(8))
def test_plan_around_locks_keeps_them(seed: int, holds: Holds) -> None:
    """Three meetings of a first plan, locked: the kernel holds them as they are."""
    planned = random_event(seed)
    plan = plan_first_come(planned)
    locks = [lock_of(meeting, holds) for meeting in plan.meetings[:3]]
    compiled = compile_event(planned)
    locked = with_locks(compiled, locks)
    found = solve(locked.problem, work_limit=3).assignment
    assert found is not None
    assert validate(compiled.problem, found) == []
    editor = Editor(compiled)
    assert all(
        editor.keeps(found, lock, editor.encoder.number[lock.candidate])
        for lock in locks
    )


@pytest.mark.parametrize("seed", range(25))
def test_lock_is_impossible_or_kept_after_mishaps(seed: int) -> None:
    """Each lock alone: told with a reason, or a valid plan keeps it."""
    planned = random_event(seed)
    plan = plan_first_come(planned)
    changed, _ = with_mishaps(planned, seed)
    compiled = compile_event(changed)
    editor = Editor(compiled)
    for meeting in plan.meetings[:4]:
        lock = lock_of(meeting, Holds.ALL)
        cannot = impossible(compiled, (lock,))
        locked = with_locks(compiled, (lock,))
        new = [text for text in locked.warnings if text not in compiled.warnings]
        assert len(new) == 1
        assert ("cannot be kept" in new[0]) is bool(cannot)
        if cannot:
            assert cannot[0].reason in new[0]
            assert locked.problem.mandatory.sum() == 0
        else:
            number = editor.encoder.number[lock.candidate]
            option_slots = locked.problem.option_slots
            start = locked.problem.candidates.option_start
            own = option_slots[start[number] : start[number + 1]]
            assert own.any(axis=0).sum() == 1


def test_lock_of_somebody_gone_stays_and_is_told() -> None:
    """Bob withdraws: the lock is impossible with that reason, not lost."""
    planned = _event()
    plan = plan_by_hand(planned, {("ann", "bob"): ("09:00", "hall-1")})
    lock = lock_of(plan.meetings[0], Holds.TIME)
    fewer = planned.model_copy(
        update={
            "delegates": tuple(d for d in planned.delegates if d.id != "bob"),
        }
    )
    fields = {name: getattr(fewer, name) for name in type(fewer).model_fields}
    compiled = compile_event(type(planned)(**fields))
    reasons = [each.reason for each in impossible(compiled, (lock,))]
    assert reasons == ["nobody attends for Bob"]


def test_lock_outweighs_a_better_plan() -> None:
    """The pair of the lowest value is held, at the locked time and table."""
    planned = _event()
    plan = plan_by_hand(planned, {("ann", "cid"): ("10:00", "hall-2")})
    lock = lock_of(plan.meetings[0], Holds.ALL)
    compiled = with_locks(compile_event(planned), (lock,))
    found = first_come(compiled.problem)
    editor = Editor(compile_event(planned))
    assert editor.keeps(found, lock, editor.encoder.number[lock.candidate])
    assert compiled.warnings[-1] == (
        "1 lock holds: what is proven is about plans that keep them"
    )


def test_words_and_keeping_agree_with_what_is_held() -> None:
    """Time, table or both; the pair is kept wherever it meets."""
    planned = _event()
    meeting = plan_by_hand(planned, {("ann", "cid"): ("10:00", "hall-2")}).meetings[0]
    moved = meeting.model_copy(update={"start": at("10:20")})
    told = {holds: lock_words(lock_of(meeting, holds)) for holds in Holds}
    kept = {holds: is_kept(lock_of(meeting, holds), moved) for holds in Holds}
    assert told == {
        Holds.PAIR: "the two meet",
        Holds.TIME: "Thu 10:00",
        Holds.TABLE: "table hall-2",
        Holds.ALL: "Thu 10:00, table hall-2",
    }
    assert kept == {
        Holds.PAIR: True, Holds.TIME: False, Holds.TABLE: True, Holds.ALL: False
    }  # fmt: skip
    assert not is_kept(lock_of(meeting, Holds.PAIR), None)
