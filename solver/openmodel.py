"""The slot model of everything, and what is left of it once some pairs are chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from solver.budget import Budget
from solver.mixed import improve_mixed

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.slotmodel import SlotModel
    from solver.slotrows import FloatArray

NEGLIGIBLE = 1e-6
UNITS_PER_PART = 10
"""Units of work that one exact part is charged for."""


class OpenModel:
    """A model whose pairs are chosen bit by bit.

    Attributes
    ----------
    problem : Problem
    model : SlotModel
        Of everything.
    is_packing : bool[rows]
        No coefficient is negative, so that part of the row must fit too.
    unit : float
        Mean gain of the pairs that gain anything.
    """

    def __init__(self, problem: Problem, model: SlotModel) -> None:
        self.problem, self.model = problem, model
        self.is_packing = _packing_rows(model)
        gains = model.gain[: model.num_pairs]
        self.unit = float(gains[gains > 0].mean()) if (gains > 0).any() else 1.0
        self._num_candidates = problem.num_candidates
        self._by_column = model.matrix.tocsc()
        self._auxiliary = np.arange(model.num_pairs, len(model.gain))

    def open(self, slots: BoolArray, chosen: BoolArray) -> IntArray:
        """Columns that are open: of candidates not chosen, in some slots.

        Parameters
        ----------
        slots : bool[S]
        chosen : bool[pairs]
        """
        pairs = np.flatnonzero(slots[self.model.slot] & ~self._taken(chosen))
        return np.concatenate([pairs, self._auxiliary])

    def fitting(self, chosen: BoolArray) -> IntArray:
        """Columns that are open: pairs of any slot that fit beside what is chosen."""
        model = self.model
        left = model.upper - model.matrix @ self._values(chosen)
        is_full = self.is_packing & (left < 1)
        clashes = self._by_column.T @ is_full.astype(np.float64) > 0
        pairs = np.flatnonzero(~clashes[: model.num_pairs] & ~self._taken(chosen))
        return np.concatenate([pairs, self._auxiliary])

    def part(self, columns: IntArray, chosen: BoolArray) -> SlotModel:
        """Return the model of some columns, with what is chosen taken from the rows."""
        model = self.model
        used = model.matrix @ self._values(chosen)
        pairs = columns[columns < model.num_pairs]
        return replace(
            model,
            candidate=model.candidate[pairs],
            option=model.option[pairs],
            slot=model.slot[pairs],
            gain=model.gain[columns],
            matrix=self._by_column[:, columns].tocsr(),
            lower=model.lower - used,
            upper=model.upper - used,
            most=model.most[columns],
            is_integral=model.is_integral[columns],
        )

    def completed(
        self,
        kept: BoolArray,
        start: FloatArray,
        budget: Budget,
        seconds: float,
        units: int = UNITS_PER_PART,
    ) -> tuple[BoolArray | None, bool]:
        """Plan all that fits beside what is kept exactly.

        Parameters
        ----------
        start : float64[columns]
            A solution to begin with, where that pays.
        budget : Budget
            Charged with ``units`` for it; under a work limit the piece has as many.

        Returns
        -------
        chosen : bool[pairs] or None
            None: nothing was found.
        is_optimal : bool
        """
        columns = self.fitting(kept)
        if len(columns) == 0:
            return (kept if self._is_within(kept) else None), True
        part = self.part(columns, kept)
        work = units if budget.is_reproducible else None
        piece = Budget(seconds, work, budget.should_stop)
        answer = improve_mixed(part, start[columns], piece)
        budget.charge(min(budget.work_left(), units))
        if answer.chosen is None:
            return None, False
        chosen = kept.copy()
        chosen[columns[: part.num_pairs][answer.chosen]] = True
        return chosen, answer.is_optimal

    def _is_within(self, chosen: BoolArray) -> bool:
        """Whether what is chosen alone keeps all rows."""
        rows = self.model.matrix @ self._values(chosen)
        above = (rows > self.model.upper + NEGLIGIBLE).any()
        return not (above or (rows < self.model.lower - NEGLIGIBLE).any())

    def _taken(self, chosen: BoolArray) -> BoolArray:
        """bool[pairs]: of a candidate that is chosen."""
        taken = np.zeros(self._num_candidates, dtype=np.bool_)
        taken[self.model.candidate[chosen]] = True
        return taken[self.model.candidate]

    def _values(
        self, chosen: BoolArray
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        values = np.zeros(len(self.model.gain))
        values[: self.model.num_pairs][chosen] = 1.0
        return values


def _packing_rows(model: SlotModel) -> BoolArray:
    entries = sparse.coo_matrix(model.matrix)
    is_packing = np.ones(model.matrix.shape[0], dtype=np.bool_)
    is_packing[entries.row[entries.data < 0]] = False
    return is_packing
