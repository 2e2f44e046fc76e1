"""One or more walks on one problem, in threads, that share what they find."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

import numpy as np

from solver.anneal.state import (
    GAPS,
    IMPROVED,
    LEVELS_COMPARED,
    best_plan,
    copy_plan,
    load,
    new_state,
)
from solver.anneal.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from solver.anneal.model import Int32Array, Model
    from solver.anneal.state import State
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment

SEED_STEP = 1_000_003
"""Between the seeds of two walks."""


class Team:
    """Walks of equal standing; the first of equally good ones wins.

    Attributes
    ----------
    plan : Assignment
        The best plan that any walk has found, without tables.
    values : int64[NUM_LEVELS]
        Its values.
    """

    def __init__(
        self,
        problem: Problem,
        model: Model,
        start: Assignment,
        *,
        seed: int,
        workers: int,
    ) -> None:
        self._problem = problem
        self._model = model
        self._states = [
            new_state(model, problem.num_participants, seed=seed + i * SEED_STEP)
            for i in range(workers)
        ]
        self._threads = ThreadPoolExecutor(workers) if workers > 1 else None
        load(problem, model, self._states[0], start)
        self.plan = best_plan(self._states[0])
        self.values = self._states[0].level.copy()

    def __enter__(self) -> Self:
        """Use it in a `with` block, which ends the threads."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the threads."""
        if self._threads is not None:
            self._threads.shutdown()

    def __len__(self) -> int:
        """How many walks there are."""
        return len(self._states)

    def restart(
        self, weight: IntArray, compared: Sequence[int], *, has_gaps: bool
    ) -> None:
        """Let every walk start from the best plan, with new costs of the levels.

        Parameters
        ----------
        weight : int64[NUM_LEVELS]
        compared : sequence of int
            Levels that decide which plan is better.
        has_gaps : bool
            Levels that depend on which slots are busy are followed.
        """
        first = self._states[0]
        load(self._problem, self._model, first, self.plan)
        first.weight[:] = weight
        first.compared[: len(compared)] = compared
        first.count[LEVELS_COMPARED] = len(compared)
        first.count[GAPS] = has_gaps
        self.values = first.level.copy()
        for state in self._states[1:]:
            copy_plan(first, state)

    def walk(self, until: Int32Array, temperature: float, moves: int) -> bool:
        """Propose so many moves in each walk; True if there is a better plan."""
        for state in self._states:
            state.count[IMPROVED] = 0
        if self._threads is None:
            walk(self._model, self._states[0], until, temperature, moves)
        else:
            runs = [
                self._threads.submit(
                    walk, self._model, state, until, temperature, moves
                )
                for state in self._states
            ]
            for run in runs:
                run.result()
        is_better = False
        for state in self._states:
            if state.count[IMPROVED] and self._beats(state):
                self.plan = best_plan(state)
                self.values = state.best.copy()
                is_better = True
        return is_better

    def share(self) -> None:
        """Let all walks go on from the plan that costs least now."""
        costs = [int(state.weight @ state.level) for state in self._states]
        cheapest = int(np.argmin(costs))
        for i, state in enumerate(self._states):
            if costs[i] > costs[cheapest]:
                copy_plan(self._states[cheapest], state)

    def _beats(self, state: State) -> bool:
        number = state.count[LEVELS_COMPARED]
        compared = state.compared[:number]
        return tuple(state.best[compared]) < tuple(self.values[compared])
