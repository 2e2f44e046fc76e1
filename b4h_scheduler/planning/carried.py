"""What of a draft laid out stays as it was, as the event changes a little at a time.

A draft of a large event holds thousands of meetings, of which a change of the event
concerns a few. Nothing is taken over on trust: the ways of a candidate are the same
object only where everything they depend on was compared (`known_ways`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.plans import Meeting
    from solver.ragged import BoolArray
    from solver.result import Assignment


def unchanged(before: Compiled, now: Compiled) -> BoolArray:
    """bool[C] of ``now``: candidates that can be held in the very same ways as before.

    They have the same number in both, and the same value.
    """
    num = len(now.in_problem)
    if before is now:
        return np.ones(num, dtype=np.bool_)
    then, found = before.found.get, now.found.get
    old, new = before.told.candidates, now.told.candidates
    kept = np.zeros(num, dtype=np.bool_)
    same = [
        a is b and (ways := found(a.id)) is not None and then(a.id) is ways
        for a, b in zip(old, new, strict=False)
    ]
    kept[: len(same)] = same
    return kept


def same_rows(
    before: tuple[Compiled, Assignment], now: tuple[Compiled, Assignment]
) -> BoolArray:
    """bool[C] of ``now``: unchanged candidates that are held as they were."""
    (then, old), (compiled, plan) = before, now
    if len(plan.option) != len(old.option):
        return np.zeros(len(plan.option), dtype=np.bool_)
    found = unchanged(then, compiled)
    if not found.any():
        return found
    one, other = (
        each.problem.candidates.option_start[:-1] for each in (then, compiled)
    )
    found &= plan.held & old.held
    found &= old.option - one == plan.option - other
    found &= (old.slot == plan.slot) & (old.table == plan.table)
    return found


def carry_over(before: Laid, compiled: Compiled, into: Assignment) -> BoolArray:
    """Enter what was laid out before and is unchanged; bool[C]: which that is.

    Meetings at places with several seats are left out: which seat is whose depends on
    the others there.
    """
    kept = unchanged(before.compiled, compiled)
    if not kept.any():
        return kept
    old = before.assignment
    is_alone = (old.table < 0) | _is_alone(compiled)[old.table]
    num = min(len(kept), len(is_alone))  # one more, or less, was agreed at the desk
    kept[:num] &= (old.held & is_alone)[:num]
    then, now = (
        each.problem.candidates.option_start[:-1]
        for each in (before.compiled, compiled)
    )
    numbers = np.flatnonzero(kept)
    into.option[numbers] = old.option[numbers] - then[numbers] + now[numbers]
    into.slot[numbers], into.table[numbers] = old.slot[numbers], old.table[numbers]
    return kept


def take_out(into: Assignment, numbers: Iterable[int]) -> None:
    """Hold candidates no more."""
    for each in (into.option, into.slot, into.table):
        each[list(numbers)] = -1


def _is_alone(compiled: Compiled) -> BoolArray:
    """bool[T]: tables of the kernel that are the only one of their place.

    One more at the end, for no table.
    """
    ids = [place.id for place in compiled.places.place]
    num: dict[str, int] = {}
    for each in ids:
        num[each] = num.get(each, 0) + 1
    return np.array([*(num[each] == 1 for each in ids), True])


def still_held(
    known: tuple[Laid, tuple[Meeting, ...]], laid: Laid, after: Assignment
) -> list[bool]:
    """Say of each candidate whether its meeting was found to be as it is held now.

    Parameters
    ----------
    known
        A state of the draft, and those of its meetings that were as they are held,
        with others that were made anew.
    """
    then, meetings = known
    before = then.compiled, then.assignment
    found: list[bool] = same_rows(before, (laid.compiled, after)).tolist()
    as_held = set(map(id, meetings))
    is_known = {
        candidate
        for candidate, meeting in then.meeting_of.items()
        if id(meeting) in as_held and laid.meeting_of.get(candidate) is meeting
    }
    for number, index in enumerate(laid.compiled.in_problem.tolist()):
        if found[number] and laid.compiled.gathered[index].id not in is_known:
            found[number] = False
    return found
