"""One core-guided search (CP-SAT) in a thread of its own."""

from __future__ import annotations

import importlib.metadata
import math
from threading import Thread
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from solver.budget import DETERMINISTIC_TIME_PER_UNIT

if TYPE_CHECKING:
    from solver.breaks_model import BreaksModel
    from solver.budget import Budget
    from solver.result import Assignment

METHOD = (
    f"core-guided constraint program (CP-SAT {importlib.metadata.version('ortools')})"
)
_ROUNDING = 1e-6
_JOIN_S = 0.05


class CoreSearch:
    """Raises the bound by unsatisfiable cores until a plan reaches it.

    Parameters
    ----------
    is_second : bool
        Search in the way that is to differ from the first.

    Attributes
    ----------
    bound : int
        No plan of the model's meetings has a lower value of its objective.
    plan : Assignment or None
        The best found, without tables: with cores, an optimal one or none.
    is_infeasible : bool
        Proven: the model has no plan.
    """

    def __init__(self, model: BreaksModel, *, seed: int, is_second: bool) -> None:
        self._model = model
        self._solver = _solver(seed, is_second=is_second)
        self._thread: Thread | None = None
        self._error: BaseException | None = None
        self._is_stopped = False
        self.bound = 0
        self.plan: Assignment | None = None
        self.is_proven = False
        self.is_infeasible = False

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._thread is not None and not self._thread.is_alive()

    def start(self, budget: Budget) -> None:
        """Begin, in a thread."""
        if math.isfinite(budget.seconds_left()):
            self._solver.parameters.max_time_in_seconds = budget.seconds_left()
        self._thread = Thread(target=self._guarded, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait for its end, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def stop(self) -> None:
        """End it and wait for that.

        Raises
        ------
        BaseException
            What went wrong in the thread.
        """
        self._is_stopped = True
        while self._thread is not None and self._thread.is_alive():
            self._solver.stop_search()
            self._thread.join(_JOIN_S)
        if self._error is not None:
            raise self._error

    def run(self, budget: Budget) -> None:
        """Search here and now, by units of work."""
        limit = budget.work_left() * DETERMINISTIC_TIME_PER_UNIT
        self._solver.parameters.max_deterministic_time = limit
        self._search()
        spent = self._solver.response_proto.deterministic_time
        budget.charge(math.ceil(spent / DETERMINISTIC_TIME_PER_UNIT))

    def _guarded(self) -> None:
        try:
            self._search()
        except BaseException as error:  # noqa: BLE001  (raised again by `stop`)
            self._error = error

    def _search(self) -> None:
        if self._is_stopped:
            return
        self._solver.best_bound_callback = self._raise
        status = self._solver.solve(self._model.model)
        if status == cp_model.INFEASIBLE:
            self.is_infeasible = True
        elif status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            self.plan = self._model.plan(self._solver)
            self._raise(self._solver.best_objective_bound)
            self.is_proven = status == cp_model.OPTIMAL

    def _raise(self, bound: float) -> None:
        if math.isfinite(bound):
            self.bound = max(self.bound, math.ceil(bound - _ROUNDING))


def _solver(seed: int, *, is_second: bool) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = seed
    parameters.num_workers = 1
    parameters.optimize_with_core = True
    # All of the model is clauses and small sums: relaxations only cost. Probing often
    # does, and sometimes it decides; so the second search goes without.
    parameters.linearization_level = 0
    if is_second:
        parameters.cp_model_probing_level = 0
        parameters.max_sat_reverse_assumption_order = True
    return solver
