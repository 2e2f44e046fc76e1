"""How little waiting is possible: a bound from each agenda on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.result import Scope

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment

NOBODY = "no plan is below 0"
ALONE = "every agenda on its own (dynamic program)"
MOST_WAYS = 64
"""Ways to lay the pauses of one participant in one row that are told apart."""


def waiting_bound(problem: Problem, plan: Assignment) -> tuple[int, Scope, str]:
    """Bound the level waiting.

    Everyone's least waiting for its number of meetings, whoever they are with: by the
    slots in which its meetings can be, longest run, windows and limits.

    Returns
    -------
    tuple of (int, Scope, str)
        Bound, over which plans it holds, where it comes from. The scope is `Scope.ALL`
        unless plans with the same meetings allow a greater bound.
    """
    return _bound(problem, plan, breaks=False)


def breaks_bound(problem: Problem, plan: Assignment) -> tuple[int, Scope, str]:
    """Bound the level breaks; as `waiting_bound`."""
    return _bound(problem, plan, breaks=True)


def least_waiting(problem: Problem, plan: Assignment) -> IntArray:
    """int64[P]: waiting that each one's number of meetings makes unavoidable."""
    slots, count = _held_agendas(problem, plan)
    costs = least_by_count(problem, slots, breaks=False)
    return costs[np.arange(len(count)), count]


def _bound(
    problem: Problem, plan: Assignment, *, breaks: bool
) -> tuple[int, Scope, str]:
    slots, count = _held_agendas(problem, plan)
    costs = least_by_count(problem, slots, breaks=breaks)
    with_same = int(costs[np.arange(len(count)), count].sum())
    in_all = _in_all(problem, plan, breaks=breaks) if with_same else 0
    if with_same > in_all:
        return with_same, Scope.HELD, ALONE
    return in_all, Scope.ALL, ALONE if in_all else NOBODY


def _held_agendas(problem: Problem, plan: Assignment) -> tuple[BoolArray, IntArray]:
    """Slots that someone's held meetings can be in (bool[P, S]); their number."""
    return _agendas(problem, plan.option[plan.held])


def _agendas(problem: Problem, options: IntArray) -> tuple[BoolArray, IntArray]:
    people = problem.options.participants.take(options)
    bits = np.packbits(problem.option_slots[options], axis=1)
    packed = np.zeros((problem.num_participants, bits.shape[1]), dtype=np.uint8)
    np.bitwise_or.at(packed, people.items, bits[people.rows])
    slots = np.unpackbits(packed, axis=1, count=problem.num_slots).astype(np.bool_)
    return slots, np.bincount(people.items, minlength=problem.num_participants)


def _in_all(problem: Problem, plan: Assignment, *, breaks: bool) -> int:
    """Bound over all plans at least as good above: by what everyone must hold."""
    fewest = _fewest_meetings(problem, plan)
    if not fewest.any():
        return 0
    slots, _ = _agendas(problem, np.arange(problem.num_options))
    costs = least_by_count(problem, slots, breaks=breaks)
    counts = np.arange(costs.shape[1])
    enough = np.where(counts >= fewest[:, np.newaxis], costs, costs.max() + 1)
    return int(enough.min(axis=1).sum())


def _fewest_meetings(problem: Problem, plan: Assignment) -> IntArray:
    """int64[P]: meetings in every plan at least as good on the levels above."""
    must = problem.mandatory.copy()
    above = _levels_above(problem)
    promised = problem.candidates.promised
    if Level.PROMISED in above and plan.held[promised].all():
        must |= promised
    # Someone is in a candidate for certain where it is in all of its options.
    people = problem.options.participants
    owner = problem.option_candidate[people.rows]
    mine = must[owner]
    key = owner[mine] * problem.num_participants + people.items[mine]
    pairs, times = np.unique(key, return_counts=True)
    num_options = np.diff(problem.candidates.option_start)
    certain = pairs[times == num_options[pairs // problem.num_participants]]
    return np.bincount(
        certain % problem.num_participants, minlength=problem.num_participants
    )


def _levels_above(problem: Problem) -> tuple[Level, ...]:
    levels = problem.levels
    places = [
        levels.index(one) for one in (Level.WAITING, Level.BREAKS) if one in levels
    ]
    return levels[: min(places, default=len(levels))]


def least_by_count(problem: Problem, slots: BoolArray, *, breaks: bool) -> IntArray:
    """Least waiting (or breaks) of each participant for each number of meetings.

    Parameters
    ----------
    slots : bool[P, S]
        Slots that meetings can be in.

    Returns
    -------
    int64[P, S + 1]
        Very large where so many meetings cannot be.
    """
    from solver.waitbound_kernel import NEVER  # noqa: PLC0415  (loads numba)

    people = len(slots)
    total = np.full((people, problem.num_slots + 1), NEVER, dtype=np.int64)
    total[:, 0] = 0
    for row in range(problem.num_rows):
        costs = _row_costs(problem, slots, row, breaks=breaks)
        most = problem.participants.most_row[:, row]
        costs[np.arange(costs.shape[1]) > most[:, np.newaxis]] = NEVER
        before = total.copy()
        for count in range(1, costs.shape[1]):
            added = before[:, :-count] + costs[:, count, np.newaxis]
            total[:, count:] = np.minimum(total[:, count:], added)
    return np.minimum(total, NEVER)


def _row_costs(
    problem: Problem, slots: BoolArray, row: int, *, breaks: bool
) -> IntArray:
    """int64[P, n + 1]: the same in one row of n slots."""
    from solver.waitbound_kernel import NEVER, least_costs  # noqa: PLC0415

    inside = np.flatnonzero(problem.slots.row == row)
    who, allowed = _with_pauses(problem, slots[:, inside], inside)
    idle = problem.participants.idle[:, inside][who]
    length = problem.slots.length[inside]
    limit = np.minimum(problem.participants.longest_run[who], length.sum())
    # Many agendas are alike.
    key = np.hstack([np.packbits(allowed, axis=1), np.packbits(idle, axis=1)])
    key = np.hstack([key, limit[:, np.newaxis].view(np.uint8)])
    _, example, alike = np.unique(key, axis=0, return_index=True, return_inverse=True)
    costs = least_costs(
        allowed[example],
        idle[example],
        limit[example],
        length,
        problem.slots.adjacent[inside],
        count_stretches=breaks,
    )
    least = np.full((len(slots), len(inside) + 1), NEVER, dtype=np.int64)
    np.minimum.at(least, who, costs[alike.reshape(-1)])
    return least


def _with_pauses(
    problem: Problem, allowed: BoolArray, inside: IntArray
) -> tuple[IntArray, BoolArray]:
    """Lines of participants and slots, one for each way to lay the pauses they owe.

    Whoever has more ways than `MOST_WAYS` has one line without pauses (which costs no
    more than any of them).
    """
    who = np.arange(len(allowed), dtype=np.int64)
    windows = problem.windows
    mine = (windows.first >= inside[0]) & (windows.first <= inside[-1])
    numbers = np.flatnonzero(mine & (windows.free > 0))
    ways = np.ones(len(allowed), dtype=np.float64)
    places = windows.last - windows.first + 2 - windows.free
    np.multiply.at(ways, windows.participant[numbers], places[numbers])
    numbers = numbers[ways[windows.participant[numbers]] <= MOST_WAYS]
    lines: list[BoolArray] = []
    whose: list[int] = []
    for p in np.unique(windows.participant[numbers]):
        found = [allowed[p]]
        for w in numbers[windows.participant[numbers] == p]:
            begins = range(windows.first[w], windows.last[w] - windows.free[w] + 2)
            found = [
                line & ~((inside >= begin) & (inside < begin + windows.free[w]))
                for line in found
                for begin in begins
            ]
        lines.extend(found)
        whose.extend([int(p)] * len(found))
    rest = np.setdiff1d(who, whose)
    stacked = np.array(lines, dtype=np.bool_).reshape(len(lines), len(inside))
    return (
        np.concatenate([rest, np.array(whose, dtype=np.int64)]),
        np.vstack([allowed[rest], stacked]),
    )
