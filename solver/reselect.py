"""Select again, with slots, for whoever cannot keep what was selected.

``select`` counts a participant's meetings against its busy slots; but meetings of an
interpreter who is wanted in the same three slots do not fit, however many others are
free (Hall's condition). For participants whose selected meetings do not fit into their
slots, this model knows slots: columns (option, slot) wherever such a participant takes
part, columns (option) elsewhere. Its optimum is a bound, between those of ``select``
and of the slot model.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_bipartite_matching

from solver.capacity import busy_capacity
from solver.known import Bound
from solver.mixed import METHOD, solve_mixed
from solver.problem import NO_TABLE
from solver.result import Scope
from solver.slotgains import from_maximize_form, gains
from solver.slotmodel import SlotModel
from solver.slotrows import RowBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.slotrows import FloatArray
    from solver.tablerows import TableRows

MOST_ROUNDS = 6
MOST_COLUMNS = 60_000


@dataclass(frozen=True, slots=True, eq=False)
class Reselected:
    """A selection that each participant alone could keep.

    ``option``: int64[C], -1 where not held; ``bound``: on the level, scope ``all``.
    """

    option: IntArray
    bound: Bound | None


def without_room(problem: Problem, option: IntArray, people: IntArray) -> IntArray:
    """Of some participants, those whose options do not fit into different slots."""
    chosen = option[option >= 0]
    of_person = problem.options.participants.take(chosen).transposed(
        problem.num_participants
    )
    found = []
    for person in people.tolist():
        mine = chosen[of_person[person]]
        graph = sparse.csr_matrix(problem.option_slots[mine].astype(np.int8))
        placed = maximum_bipartite_matching(graph, perm_type="column")
        if np.count_nonzero(placed >= 0) < len(mine):
            found.append(person)
    return np.array(found, dtype=np.int64)


def reselect(
    problem: Problem,
    rows: TableRows,
    level: Level,
    achieved: Mapping[Level, int],
    option: IntArray,
    budget: Budget,
) -> Reselected | None:
    """Return a better founded selection, or None if the given one has room for all.

    Parameters
    ----------
    level : Level
        Maximized, upper levels (``achieved``) held.
    option : int64[C]
        The selection of ``select``.
    """
    everyone = np.arange(problem.num_participants)
    detailed = np.zeros(problem.num_participants, dtype=np.bool_)
    if problem.baseline is not None:  # changes depend on slots
        kept = problem.options.participants.take(problem.baseline.option)
        detailed[kept.items] = True
    result = None
    for _ in range(MOST_ROUNDS):
        short = without_room(problem, option, everyone)
        is_known = result is not None and detailed[short].all()
        if len(short) == 0 or is_known or budget.is_exhausted:
            break
        detailed[short] = True
        started = time.monotonic()
        model = _hybrid(problem, rows, level, achieved, detailed)
        if len(model.most) > MOST_COLUMNS:
            break
        answer = solve_mixed(model, budget)
        if answer.chosen is None:
            break
        option = np.full(problem.num_candidates, -1, dtype=np.int64)
        chosen = model.option[answer.chosen]
        option[problem.option_candidate[chosen]] = chosen
        bound = None
        if answer.bound is not None:
            bound = Bound(
                level,
                from_maximize_form(problem, level, answer.bound),
                Scope.ALL,
                METHOD,
                tuple(achieved.values()),
                seconds=time.monotonic() - started,
            )
        result = Reselected(option, bound)
    return result


def _hybrid(
    problem: Problem,
    rows: TableRows,
    level: Level,
    achieved: Mapping[Level, int],
    detailed: BoolArray,
) -> SlotModel:
    """Slots for options of detailed participants; slot 0 stands in for others."""
    allowed = problem.option_slots
    people = problem.options.participants
    knows = np.zeros(problem.num_options, dtype=np.bool_)
    knows[people.rows[detailed[people.items]]] = True
    option, slot = np.nonzero(allowed & knows[:, np.newaxis])
    plain = np.flatnonzero(~knows & allowed.any(axis=1))
    option = np.concatenate([option, plain])
    slot = np.concatenate([slot, np.zeros(len(plain), dtype=np.int64)])
    block = RowBuilder()
    candidate = problem.option_candidate[option]
    columns = np.arange(len(option))
    ones = np.ones(problem.num_candidates, dtype=np.int64)
    must = problem.mandatory.astype(np.int64)
    block.add_grouped(candidate, columns, ones, lower=must)
    in_column = people.take(option)
    total, _ = busy_capacity(problem)
    block.add_grouped(in_column.items, in_column.rows, total)
    counts = detailed[in_column.items]
    key = in_column.items * problem.num_slots + slot[in_column.rows]
    free = np.ones(problem.num_participants * problem.num_slots, dtype=np.int64)
    block.add_grouped(key[counts], in_column.rows[counts], free)
    table_set = problem.options.table_set[option]
    seated = np.flatnonzero(table_set != NO_TABLE)
    used = rows.of_set.take(table_set[seated])
    block.add_grouped(used.items, seated[used.rows], rows.capacity.sum(axis=1))
    return _with_levels(problem, block, option, slot, level, achieved)


def _with_levels(
    problem: Problem,
    block: RowBuilder,
    option: IntArray,
    slot: IntArray,
    level: Level,
    achieved: Mapping[Level, int],
) -> SlotModel:
    num = len(option)
    most = [np.ones(num)]
    size = num
    gain: FloatArray = np.zeros(0)
    for each in [*achieved, level]:
        part = gains(problem, each, option, slot)
        segments = np.arange(size, size + len(part.segment_unit))
        size += len(segments)
        most.append(part.segment_length.astype(np.float64))
        block.add(
            np.concatenate([part.segment_count, part.count]),
            np.concatenate([segments, part.column]),
            np.zeros(part.num_counts),
            entry=np.concatenate([np.ones(len(segments)), -np.ones(len(part.count))]),
        )
        values = np.concatenate([part.weight, part.segment_unit]).astype(np.float64)
        columns = np.concatenate([np.arange(num), segments])
        if each is level:
            gain = np.zeros(size)
            gain[columns] = values
        else:
            least = from_maximize_form(problem, each, achieved[each])
            block.add(
                np.zeros(len(columns), dtype=np.int64),
                columns,
                np.array([np.inf]),
                entry=values,
                lower=np.array([least]),
            )
    none = (0, np.zeros(0, dtype=np.int64))
    integral = np.zeros(size, dtype=np.bool_)
    integral[:num] = True
    return SlotModel(
        candidate=problem.option_candidate[option],
        option=option,
        slot=slot,
        gain=gain,
        constant=0,
        matrix=block.matrix(size),
        lower=block.lower,
        upper=block.upper,
        most=np.concatenate(most),
        is_integral=integral,
        participant_rows=none,
        table_rows=none,
        most_rows=none,
        most_row_rows=none,
        count_rows=(),
        level_rows=(),
    )
