"""Where a meeting could go."""

from __future__ import annotations

from itertools import product

import pytest

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.edits import Swap
from b4h_scheduler.planning.targets import Finder
from solver.result import Assignment
from solver.validate import validate
from tests.b4h_scheduler.planning.plans import plan_by_hand, plan_first_come
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import event, wish


def _possible(editor: Editor, plan: Assignment, number: int) -> set[tuple[int, int]]:
    """Every (slot, kernel table) that the validator accepts, by trying them all."""
    problem = editor.problem
    start = problem.candidates.option_start
    found = set()
    for option, slot, table in product(
        range(int(start[number]), int(start[number + 1])),
        range(problem.num_slots),
        range(-1, problem.num_tables),
    ):
        arrays = [plan.option.copy(), plan.slot.copy(), plan.table.copy()]
        for array, value in zip(arrays, (option, slot, table), strict=True):
            array[number] = value
        if not validate(problem, Assignment(*arrays)):
            found.add((slot, table))
    return found


@pytest.mark.parametrize("seed", range(15))
def test_targets_are_those_that_the_validator_accepts(seed: int) -> None:
    """Every slot and table of random events, against trying them all one by one."""
    planned = random_event(seed)
    editor = Editor(compile_event(planned))
    plan = plan_first_come(planned)
    laid = editor.lay_out(plan)
    slots = [slot.id for slot in planned.slots]
    free = [u.candidate.id for u in plan.unmet if u.candidate.ineligible is None]
    for candidate in (*[m.candidate for m in plan.meetings[:3]], *free[:3]):
        number = editor.encoder.number[candidate]
        possible = _possible(editor, laid.assignment, number)
        finder = Finder(editor, laid, candidate)
        found = {
            (editor.slot_index[slot], table)
            for (slot, table), target in finder.tables(slots).items()
            if not target.reasons
        }
        expected = {
            (slot, editor.compiled.places.id_of(table))
            for slot, table in possible
            if table >= 0
        }
        assert found == expected
        at_all = {s.slot for s in finder.slots(slots) if not s.reasons}
        assert at_all == {slots[slot] for slot, _ in possible}


@pytest.mark.parametrize("seed", range(8))
def test_swaps_are_told_as_they_are_checked(seed: int) -> None:
    """A target with a meeting says whether the two can change places."""
    planned = random_event(seed)
    editor = Editor(compile_event(planned))
    laid = editor.lay_out(plan_first_come(planned))
    if not laid.plan.meetings:
        pytest.skip("nothing is held")
    own = laid.plan.meetings[0].candidate
    found = Finder(editor, laid, own).tables([slot.id for slot in planned.slots])
    swaps = [t for t in found.values() if t.swap_with is not None]
    for target in swaps:
        assert target.swap_with is not None
        checked = editor.check(laid, Swap(own, target.swap_with))
        assert target.swap_reasons is not None
        assert bool(target.swap_reasons) is bool(checked.reasons)
    assert [t.is_own for t in found.values()].count(True) <= 1


def test_meeting_that_took_place_can_go_nowhere() -> None:
    """Neither alone nor by a swap."""
    planned = event(
        ("ann", "bob", "cid", "dot"), (wish("ann", "bob"), wish("cid", "dot"))
    )
    held = {("ann", "bob"): ("09:00", "hall-1"), ("cid", "dot"): ("09:20", "hall-1")}
    plan = plan_by_hand(planned, held)
    past = plan.meetings[0].model_copy(update={"is_pinned": True})
    plan = plan.model_copy(update={"meetings": (past, *plan.meetings[1:])})
    editor = Editor(compile_event(planned))
    finder = Finder(editor, editor.lay_out(plan), past.candidate)
    slots = [slot.id for slot in planned.slots]
    stays = ("Ann – Bob has taken place: it stays as it was",)
    found = finder.tables(slots).values()
    assert {target.reasons for target in found} == {stays}
    assert {target.swap_reasons for target in found} <= {None, stays}
    assert {slot.reasons for slot in finder.slots(slots)} == {stays}


def test_reason_at_each_table_names_the_meeting_there() -> None:
    """Tables are judged together where rules see no difference, but told one by one."""
    wishes = (wish("ann", "bob"), wish("cid", "dot"), wish("eve", "fay"))
    planned = event(("ann", "bob", "cid", "dot", "eve", "fay"), wishes)
    held = {
        ("ann", "bob"): ("09:00", "hall-1"),
        ("cid", "dot"): ("09:20", "hall-1"),
        ("eve", "fay"): ("09:20", "hall-2"),
    }
    plan = plan_by_hand(planned, held)
    editor = Editor(compile_event(planned))
    finder = Finder(editor, editor.lay_out(plan), plan.meetings[0].candidate)
    slot = planned.slots[1].id
    assert [target.reasons for target in finder.tables((slot,)).values()] == [
        ("table hall-1 is taken at 09:20: Cid – Dot",),
        ("table hall-2 is taken at 09:20: Eve – Fay",),
        ("the last free tables at 09:20 are kept for the help desk",),
    ]
