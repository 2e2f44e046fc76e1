"""Make a plan by diving: slot after slot is decided, with the rest relaxed.

The linear relaxation over (option, slot) pairs (`solver.slotlp`) is solved; one slot's
meetings are then chosen exactly, by the prices of everything that this slot shares with
others and as near to the relaxed solution as possible; the relaxation of the slots that
are left is solved again, and so on. The last slots are planned exactly together. Where
little is left, relaxations are quick: then several slots are tried, and of all that was
tried the states with the best relaxations are carried on, a beam search (Lowerre 1976).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.budget import Budget
from solver.capacity import busy_capacity
from solver.mixed import solve_mixed
from solver.openmodel import OpenModel
from solver.slotlp import relax
from solver.slotmodel import Neighborhood, combined, slot_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.levels import Level
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment
    from solver.slotmodel import SlotModel
    from solver.slotrows import FloatArray
    from solver.tablerows import TableRows

MOST_PAIRS_LAST = 2_200
"""(option, slot) pairs of the last slots, which are planned exactly together."""
NEARNESS = 4.0
"""What a pair of the relaxed solution is worth, beside the gains at their prices."""
TOLERANCE = 3e-4
MOST_ITERATIONS = 2_000
SLOT_S, LAST_S = 3.0, 8.0
SCARCITY = 1.0
"""What a pair is worth that is its candidate's last, in the same sense."""
PAIRS_PER_SLOT = 16_000
"""(option, slot) pairs in all relaxations that deciding one slot may take."""
UNITS_PER_SLOT = 5
"""Units of work that one choice for a slot is charged for."""


@dataclass(slots=True, eq=False)
class _State:
    """Pairs decided so far, and the relaxation of the rest.

    Attributes
    ----------
    slots : bool[S]
        Slots that are not decided yet.
    chosen : bool[pairs]
    columns : int64[n]
        Columns of the model that are open.
    x : float64[n]
    multipliers : float64[rows]
    value : float
        Gain of what is chosen and of the relaxed rest.
    """

    slots: BoolArray
    chosen: BoolArray
    columns: IntArray
    x: FloatArray
    multipliers: FloatArray
    value: float


class SlotDive:
    """Dives for one level, from different orders of the slots.

    Parameters
    ----------
    achieved : mapping
        Values of the levels above; a plan found is at least as good on them.
    budget : Budget
        For the relaxation of everything, with which every dive begins.

    Attributes
    ----------
    root : _State or None
        None where the relaxation of everything has no solution, or none in time.
    """

    def __init__(
        self,
        problem: Problem,
        rows: TableRows,
        level: Level,
        achieved: Mapping[Level, int],
        budget: Budget,
    ) -> None:
        self.problem = problem
        self.rows = rows
        self.level = level
        self.achieved = dict(achieved)
        everything = Neighborhood.everything(problem)
        capacity = busy_capacity(problem)
        model = slot_model(
            problem, rows, level, self.achieved, everything, capacity=capacity
        )
        self.model = model
        self.open = OpenModel(problem, model)
        self.is_local = _local_rows(model)
        self.root = self._relaxed(
            np.ones(problem.num_slots, dtype=np.bool_),
            np.zeros(model.num_pairs, dtype=np.bool_),
            None,
            budget,
        )

    def run(self, seed: int, budget: Budget) -> Assignment | None:
        """Return a plan without tables, or None if a slot had no choice left.

        ``seed`` draws the order in which slots are tried.
        """
        random = np.random.Generator(np.random.PCG64(seed))
        if self.root is None:
            return None
        beam = [self.root]
        while beam[0].slots.any() and len(beam[0].columns) > MOST_PAIRS_LAST:
            found = [] if budget.is_exhausted else self._next(beam, random, budget)
            if not found:
                return self._hurried(beam[0], budget)
            beam = found
        return self._last(beam[0], budget)

    def _next(
        self, beam: list[_State], random: np.random.Generator, budget: Budget
    ) -> list[_State]:
        """Decide one slot more in each state, in several ways; return the best."""
        choices = max(1, PAIRS_PER_SLOT // len(beam[0].columns))
        each = max(1, choices // len(beam))
        found: dict[bytes, _State] = {}
        for state in beam:
            waiting = random.permutation(np.flatnonzero(state.slots))
            for slot in waiting[: min(each, max(1, len(waiting) // 2))]:
                one = self._decided(state, int(slot), budget)
                if one is not None:
                    found.setdefault(one.chosen.tobytes(), one)
        ranked = sorted(found.values(), key=lambda one: -one.value)
        return ranked[: math.isqrt(choices)]

    def _hurried(self, state: _State, budget: Budget) -> Assignment | None:
        """Decide the slots that are left without new relaxations: time is over."""
        work = UNITS_PER_SLOT if budget.is_reproducible else None
        for slot in np.flatnonzero(state.slots):
            if budget.should_stop():
                return None
            each = Budget(SLOT_S, work, budget.should_stop)
            chosen = self._chosen(state, int(slot), each)
            if chosen is None:
                return None
            slots = state.slots.copy()
            slots[slot] = False
            columns = self.open.open(slots, chosen)
            x = self._carried(state, columns)
            state = replace(state, slots=slots, chosen=chosen, columns=columns, x=x)
        everything = Neighborhood.everything(self.problem)
        return combined(self.problem, everything, self.model, state.chosen)

    def _carried(self, before: _State, columns: IntArray) -> FloatArray:
        """The relaxed solution of an earlier state, of columns still open."""
        x = np.zeros(len(self.model.gain))
        x[before.columns] = before.x
        return x[columns]

    def _relaxed(
        self,
        slots: BoolArray,
        chosen: BoolArray,
        before: _State | None,
        budget: Budget,
    ) -> _State | None:
        """Solve the relaxation of what is open, beginning where the last one ended.

        None where it has no solution, or none in time.
        """
        model = self.model
        columns = self.open.open(slots, chosen)
        part = self.open.part(columns, chosen)
        start: tuple[FloatArray, FloatArray] | tuple[()] = ()
        if before is not None:
            start = (self._carried(before, columns), before.multipliers)
        relaxed = relax(
            part,
            budget,
            tolerance=TOLERANCE,
            most_iterations=MOST_ITERATIONS,
            start=start,
        )
        if relaxed is None:
            return None
        x, multipliers = relaxed
        gained = float(model.gain[: model.num_pairs][chosen].sum())
        value = gained + float(part.gain @ x)
        return _State(slots, chosen, columns, x, multipliers, value)

    def _decided(self, state: _State, slot: int, budget: Budget) -> _State | None:
        """Choose the meetings of one slot, and relax the rest again."""
        chosen = self._chosen(state, slot, budget)
        if chosen is None:
            return None
        slots = state.slots.copy()
        slots[slot] = False
        return self._relaxed(slots, chosen, state, budget)

    def _chosen(self, state: _State, slot: int, budget: Budget) -> BoolArray | None:
        """bool[pairs]: what is chosen, with the meetings of one slot more."""
        at = self._pairs_of(state, slot)
        columns = state.columns[at]
        worth = NEARNESS * state.x[at] + SCARCITY / self._num_open(state)[at]
        shared = np.where(self.is_local, 0.0, state.multipliers)
        part = self.open.part(columns, state.chosen)
        gain = part.gain + part.matrix.T @ shared + worth
        counts = self.is_local | self.open.is_packing
        part = replace(
            part,
            gain=gain,
            constant=0,
            matrix=part.matrix[counts],
            lower=np.where(self.is_local, part.lower, -math.inf)[counts],
            upper=part.upper[counts],
        )
        answer = solve_mixed(part, budget.part(1.0, most_s=SLOT_S))
        budget.charge(min(budget.work_left(), UNITS_PER_SLOT))
        if answer.chosen is None:
            return None
        chosen = state.chosen.copy()
        chosen[columns[answer.chosen]] = True
        return chosen

    def _num_open(self, state: _State) -> FloatArray:
        """For each open column the pairs that its candidate has left."""
        pairs = state.columns[state.columns < self.model.num_pairs]
        candidate = self.open.candidate[pairs]
        count = np.bincount(candidate, minlength=self.problem.num_candidates)
        return count[candidate].astype(np.float64)

    def _pairs_of(self, state: _State, slot: int) -> IntArray:
        """Positions in ``state.columns`` of the open pairs of a slot."""
        pairs = state.columns[state.columns < self.model.num_pairs]
        return np.flatnonzero(self.model.slot[pairs] == slot)

    def _last(self, state: _State, budget: Budget) -> Assignment | None:
        """Plan what is left exactly."""
        everything = Neighborhood.everything(self.problem)
        fixed = combined(self.problem, everything, self.model, state.chosen)
        near = Neighborhood(state.slots, fixed, ~fixed.held)
        model = slot_model(self.problem, self.rows, self.level, self.achieved, near)
        answer = solve_mixed(model, budget.part(1.0, most_s=LAST_S))
        if answer.chosen is None:
            return None
        return combined(self.problem, near, model, answer.chosen)


def _local_rows(model: SlotModel) -> BoolArray:
    """bool[rows]: all columns of the row are pairs of one slot."""
    entries = model.matrix.tocoo()
    is_pair = entries.col < model.num_pairs
    slot = np.where(is_pair, model.slot[np.where(is_pair, entries.col, 0)], -1)
    least = np.full(model.matrix.shape[0], np.iinfo(np.int64).max)
    most = np.full(model.matrix.shape[0], -1)
    np.minimum.at(least, entries.row, slot)
    np.maximum.at(most, entries.row, slot)
    is_local: BoolArray = (least == most) & (most >= 0)
    return is_local
