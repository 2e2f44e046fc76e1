"""Put one more candidate into a plan as it is: drop what is in the way, move nothing.

A quick upper end of a price (`solver.price`) where planning anew near the plan is worse
than the plan itself: the search for it took longer than a price may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.evaluate import agendas, level_values
from solver.incumbent import ranking
from solver.problem import NO_TABLE
from solver.result import Assignment
from solver.rules import Rule
from solver.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.validate import Violation

MOST_TRIES = 16
"""Ways that are tried, those with the least value in the way first."""
MOST_DROPS = 4
"""Further meetings dropped for one way, because of limits."""


def insert(problem: Problem, plan: Assignment, candidate: int) -> Assignment | None:
    """Return the best valid plan found that holds a candidate, or None.

    Parameters
    ----------
    problem : Problem
        In which the candidate may be mandatory.
    plan : Assignment
        Valid but for that.
    """
    best, best_rank = None, None
    agenda = agendas(problem, plan)
    for option, slot, in_way in _ways(problem, agenda, candidate)[:MOST_TRIES]:
        found = _mended(problem, _with(problem, plan, option, slot, in_way), candidate)
        if found is None:
            continue
        rank = ranking(problem, level_values(problem, found))
        if best_rank is None or rank > best_rank:
            best, best_rank = found, rank
    return best


def _ways(
    problem: Problem, agenda: IntArray, candidate: int
) -> list[tuple[int, int, IntArray]]:
    """Option, slot and the meetings in the way, those of least value first."""
    start = problem.candidates.option_start
    value = problem.candidates.value
    protected = problem.mandatory.copy()
    protected[candidate] = False
    found = []
    for option in range(int(start[candidate]), int(start[candidate + 1])):
        people = problem.options.participants[option]
        for slot in np.flatnonzero(problem.option_slots[option]).tolist():
            here = agenda[people, slot]
            in_way = np.unique(here[here >= 0])
            if not protected[in_way].any():
                found.append((int(value[in_way].sum()), option, slot, in_way))
    found.sort(key=lambda way: way[:3])
    return [(option, slot, in_way) for _, option, slot, in_way in found]


def _with(
    problem: Problem, plan: Assignment, option: int, slot: int, in_way: IntArray
) -> Assignment:
    """Return the plan with the option in the slot, at a table that is not too far."""
    parts = (plan.option.copy(), plan.slot.copy(), plan.table.copy())
    for part in parts:
        part[in_way] = -1
    changed = Assignment(*parts)
    kind = int(problem.options.table_set[option])
    candidate = int(problem.option_candidate[option])
    if kind != NO_TABLE:
        changed.table[candidate] = _table(problem, changed, option, slot)
    changed.option[candidate], changed.slot[candidate] = option, slot
    return changed


def _table(problem: Problem, plan: Assignment, option: int, slot: int) -> int:
    """A free table, else one whose meeting is worth least and goes; -1: none."""
    tables = problem.tables
    kind = int(problem.options.table_set[option])
    allowed = tables.sets[kind] & tables.open[:, slot]
    near = np.flatnonzero(allowed & _is_near(problem, plan, option, slot))
    here = np.flatnonzero((plan.slot == slot) & (plan.table >= 0))
    holder = np.full(len(tables), -1, dtype=np.int64)
    holder[plan.table[here]] = here
    kept = int(tables.spare[kind])
    num_free = int((allowed & (holder < 0)).sum())
    free = near[holder[near] < 0]
    if len(free) and num_free > kept:
        return int(free[0])
    taken = near[holder[near] >= 0]
    taken = taken[~problem.mandatory[holder[taken]]]
    if not len(taken):
        return -1
    weakest = int(taken[problem.candidates.value[holder[taken]].argmin()])
    for part in (plan.option, plan.slot, plan.table):
        part[holder[weakest]] = -1
    return weakest


def _is_near(problem: Problem, plan: Assignment, option: int, slot: int) -> np.ndarray:
    """bool[T]: near enough to where everyone is right before and after."""
    tables, adjacent = problem.tables, problem.slots.adjacent
    near = np.ones(len(tables), dtype=np.bool_)
    if not tables.too_far.any():
        return near
    table = np.append(plan.table, -1)[agendas(problem, plan)]
    people = problem.options.participants[option]
    for other in _neighbors(adjacent, slot):
        for one in table[people, other].tolist():
            if one >= 0:
                near &= ~tables.too_far[tables.zone[one]][tables.zone]
    return near


def _neighbors(adjacent: np.ndarray, slot: int) -> Iterator[int]:
    if adjacent[slot]:
        yield slot + 1
    if slot and adjacent[slot - 1]:
        yield slot - 1


def _mended(problem: Problem, plan: Assignment, candidate: int) -> Assignment | None:
    """Drop meetings of those whose limits are broken, until the plan is valid."""
    for _ in range(MOST_DROPS + 1):
        broken = validate(problem, plan)
        if not broken:
            return plan
        gone = _to_drop(problem, plan, candidate, broken[0])
        if gone < 0:
            return None
        for part in (plan.option, plan.slot, plan.table):
            part[gone] = -1
    return None


def _to_drop(
    problem: Problem, plan: Assignment, candidate: int, broken: Violation
) -> int:
    """The least valuable other meeting of whoever breaks a limit; -1: none helps."""
    limits = {Rule.MOST, Rule.MOST_ROW, Rule.LONGEST_RUN, Rule.WINDOW}
    if broken.rule not in limits or broken.participant < 0:
        return -1
    mine = agendas(problem, plan)[broken.participant]
    if broken.rule is not Rule.MOST:  # of the same row as the new meeting
        mine = mine[problem.slots.row == problem.slots.row[plan.slot[candidate]]]
    mine = mine[(mine >= 0) & (mine != candidate)]
    mine = mine[~problem.mandatory[mine]]
    if not len(mine):
        return -1
    return int(mine[problem.candidates.value[mine].argmin()])
