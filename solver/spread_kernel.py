"""One choice of option and row for each meeting, again and again (compiled)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.compiled import entry, inner

if TYPE_CHECKING:
    from solver.linear import FloatArray
    from solver.ragged import IntArray

OVER = 1000.0
"""Cost of one meeting more than a participant or its row can have, at first."""
NEED = 50.0
"""Gain of a meeting that a participant or (at first) a target still needs."""
_MOST_NEED = 400.0


_PATIENCE = 5
"""Sweeps without improvement after which there is no hope."""


class Choices(NamedTuple):
    """What meetings can choose from, and what it would use.

    Meeting ``h`` chooses ``start[h] <= i < start[h + 1]``: ``option[i]``, ``row[i]``.
    Options: ``people`` from ``people_start``, targets ``goal`` from ``goal_start``,
    table rows ``table`` from ``table_start``. Capacities ``cap`` int64[P],
    ``cap_row`` int64[P, R], ``cap_table`` int64[N, R]; ``least`` int64[P] and
    ``amount`` int64[V] are wanted.
    """

    start: IntArray
    option: IntArray
    row: IntArray
    people_start: IntArray
    people: IntArray
    goal_start: IntArray
    goal: IntArray
    table_start: IntArray
    table: IntArray
    cap: IntArray
    cap_row: IntArray
    cap_table: IntArray
    least: IntArray
    amount: IntArray


class Loads(NamedTuple):
    """What the choices made add up to, and what one too many costs.

    ``total`` int64[P], ``in_row`` int64[P, R], ``reached`` int64[V], ``tables``
    int64[N, R], ``cost`` float64[P], ``cost_row`` float64[P, R]; ``need`` float64[V]:
    what a meeting that a target lacks is worth.
    """

    total: IntArray
    in_row: IntArray
    reached: IntArray
    tables: IntArray
    cost: FloatArray
    cost_row: FloatArray
    need: FloatArray


@inner
def _cost(has: Choices, loads: Loads, choice: int) -> float:
    """Cost of making this choice for one more meeting; fuller rows cost more."""
    option, row = has.option[choice], has.row[choice]
    cost = 0.0
    for at in range(has.people_start[option], has.people_start[option + 1]):
        person = has.people[at]
        if loads.total[person] >= has.cap[person]:
            cost += loads.cost[person]
        if loads.in_row[person, row] >= has.cap_row[person, row]:
            cost += loads.cost_row[person, row]
        cost += (loads.in_row[person, row] + 1.0) / (has.cap_row[person, row] + 1.0)
        if loads.total[person] < has.least[person]:
            cost -= NEED
    for at in range(has.goal_start[option], has.goal_start[option + 1]):
        if loads.reached[has.goal[at]] < has.amount[has.goal[at]]:
            cost -= loads.need[has.goal[at]]
    for at in range(has.table_start[option], has.table_start[option + 1]):
        used, limit = (
            loads.tables[has.table[at], row],
            has.cap_table[has.table[at], row],
        )
        if used >= limit:
            cost += OVER
        cost += (used + 1.0) / (limit + 1.0)
    return cost


@inner
def _add(has: Choices, loads: Loads, choice: int, sign: int) -> None:
    """Count a choice (sign 1) or take it back (-1)."""
    option, row = has.option[choice], has.row[choice]
    for at in range(has.people_start[option], has.people_start[option + 1]):
        loads.total[has.people[at]] += sign
        loads.in_row[has.people[at], row] += sign
    for at in range(has.goal_start[option], has.goal_start[option + 1]):
        loads.reached[has.goal[at]] += sign
    for at in range(has.table_start[option], has.table_start[option + 1]):
        loads.tables[has.table[at], row] += sign


@inner
def _cheapest(has: Choices, loads: Loads, meeting: int) -> int:
    """Return the cheapest choice of a meeting, the first of equals."""
    found: int = has.start[meeting]
    lowest = np.inf
    for choice in range(has.start[meeting], has.start[meeting + 1]):
        cost = _cost(has, loads, choice)
        if cost < lowest:
            found, lowest = choice, cost
    return found


@inner
def _raise_costs(has: Choices, loads: Loads) -> int:
    """Make what is overloaded dearer, what is lacking worth more; count both."""
    over = 0
    for person in range(len(has.cap)):
        if loads.total[person] > has.cap[person]:
            loads.cost[person] += OVER
            over += 1
        for row in range(has.cap_row.shape[1]):
            if loads.in_row[person, row] > has.cap_row[person, row]:
                loads.cost_row[person, row] += OVER
                over += 1
    for goal in range(len(has.amount)):
        lacking = has.amount[goal] - loads.reached[goal]
        if lacking > 0:
            loads.need[goal] = min(loads.need[goal] + NEED, _MOST_NEED)
            over += lacking
    return over


@entry([__file__])
def choose(has: Choices, loads: Loads, chosen: IntArray, most_sweeps: int) -> int:
    """Fill ``chosen`` (int64[H], -1 at first); return how many sweeps it took.

    Ends also when a number of sweeps have brought nothing.
    """
    fewest, since = 2**62, 0
    for sweep in range(most_sweeps):
        changed = 0
        for meeting in range(len(chosen)):
            before = chosen[meeting]
            if before >= 0:
                if has.start[meeting + 1] - has.start[meeting] == 1:
                    continue
                _add(has, loads, before, -1)
            after = _cheapest(has, loads, meeting)
            _add(has, loads, after, 1)
            chosen[meeting] = after
            changed += after != before
        over = _raise_costs(has, loads)
        since = 0 if over < fewest else since + 1
        fewest = min(fewest, over)
        if changed == 0 or over == 0 or since >= _PATIENCE:
            return sweep + 1
    return most_sweeps
