"""The plain model of everything: one variable a candidate and slot.

For problems of candidates with one option and one pool of tables, as the profiles
``plain`` and ``scattered`` have them; peers solve it, and its relaxation bounds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.ragged import Ragged
from solver.result import Assignment

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray


@dataclass(frozen=True, eq=False)
class PlainModel:
    """Maximize ``value @ x`` over binary ``x``, at most ``limit`` in each row.

    Attributes
    ----------
    problem : Problem
    candidate, slot, value : int64[X]
        Of each variable.
    """

    problem: Problem
    candidate: IntArray
    slot: IntArray
    value: IntArray

    @classmethod
    def of(cls, problem: Problem) -> PlainModel:
        """Return the model of a problem.

        Raises
        ------
        ValueError
            Options, tables or limits that this model does not know.
        """
        if (
            problem.num_options != problem.num_candidates
            or len(problem.tables.sets) != 1
            or problem.tables.spare.any()
            or not problem.tables.open.all()
            or problem.participants.least.any()
            or (problem.participants.longest_run < problem.slots.length.sum()).any()
        ):
            message = "the plain model knows one option, one pool of tables, no limits"
            raise ValueError(message)
        candidate, slot = np.nonzero(problem.option_slots)
        value = problem.candidates.value[candidate]
        return cls(problem, candidate, slot, value)

    def __len__(self) -> int:
        return len(self.candidate)

    @cached_property
    def of_candidate(self) -> Ragged:
        """C rows of variables: at most one of each."""
        index = np.arange(len(self))
        return Ragged.from_pairs(self.candidate, index, self.problem.num_candidates)

    @cached_property
    def of_agenda(self) -> Ragged:
        """P * S rows of variables (row ``p * S + s``): at most one of each."""
        pair = self.problem.options.participants.items.reshape(-1, 2)[self.candidate]
        slots = self.problem.num_slots
        row = (pair * slots + self.slot[:, None]).reshape(-1)
        index = np.repeat(np.arange(len(self)), 2)
        return Ragged.from_pairs(row, index, self.problem.num_participants * slots)

    @cached_property
    def of_slot(self) -> Ragged:
        """S rows of variables: at most as many as there are tables."""
        return Ragged.from_pairs(
            self.slot, np.arange(len(self)), self.problem.num_slots
        )

    def chosen(self, assignment: Assignment) -> np.ndarray:
        """bool[X]: the variables that are 1 in a plan."""
        return np.equal(assignment.slot[self.candidate], self.slot)

    def assignment(self, chosen: np.ndarray) -> Assignment:
        """Return the plan of a solution; tables are handed out slot by slot."""
        plan = Assignment.empty(self.problem.num_candidates)
        held = self.candidate[chosen]
        plan.option[held] = held
        plan.slot[held] = self.slot[chosen]
        for slot in range(self.problem.num_slots):
            there = np.flatnonzero(plan.slot == slot)
            plan.table[there] = np.arange(len(there))
        return plan

    def relaxation(self) -> float:
        """Return the optimum of the linear relaxation (HiGHS, interior point)."""
        from scipy.optimize import linprog  # noqa: PLC0415
        from scipy.sparse import csr_array, vstack  # noqa: PLC0415

        parts, limits = [], []
        tables = self.problem.num_tables
        for rows, limit in (
            (self.of_candidate, 1),
            (self.of_agenda, 1),
            (self.of_slot, tables),
        ):
            ones = np.ones(len(rows.items))
            shape = (len(rows), len(self))
            parts.append(csr_array((ones, rows.items, rows.start), shape=shape))
            limits.append(np.full(len(rows), limit))
        found = linprog(  # type: ignore[call-overload]  # no sparse rows
            -self.value.astype(np.float64),
            A_ub=vstack(parts, format="csr"),
            b_ub=np.concatenate(limits),
            bounds=(0, 1),
            method="highs-ipm",
        )
        return -float(found.fun)
