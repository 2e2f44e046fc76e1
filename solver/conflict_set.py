"""Which demands contradict each other: a smallest set, of which none can be left out.

Demands are rules of one thing each: a candidate that must be held, a pin, somebody's
times or limits, tables, an order. One constraint program has a switch for each; a core
of switches that cannot all be on is found and then thinned by leaving out one after the
other (a deletion filter: Chinneck and Dravnieks 1991, doi:10.1287/ijoc.3.2.157).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from solver.conflict_model import ConflictModel, Demand

if TYPE_CHECKING:
    from solver.problem import Problem

__all__ = ["Conflict", "Demand", "conflict_set"]

MOST_WAYS = 300_000
"""(option, slot) pairs of candidates that must be held, up to which it is tried."""
SECONDS = 20.0
CHECK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands that cannot be met together.

    Attributes
    ----------
    demands : tuple of Demand
        Candidates and pins first.
    is_irreducible : bool
        Proven: without any one of them the others can be met.
    """

    demands: tuple[Demand, ...]
    is_irreducible: bool


def conflict_set(problem: Problem) -> Conflict | None:
    """Return demands that contradict each other, none too many.

    None where the demands looked at can be met together (zones too far apart and
    numbers of breaks are not looked at), or nothing was found in the time.
    """
    must = problem.mandatory[problem.option_candidate]
    if int(must.sum()) * problem.num_slots > MOST_WAYS:
        return None
    found = ConflictModel(problem)
    search = _Search(found)
    core = search.core(tuple(range(len(found.demands))), SECONDS)
    if core is None:
        return None
    is_irreducible = True
    for one in core:
        if one not in core:
            continue
        rest = tuple(other for other in core if other != one)
        smaller = search.core(rest, CHECK_SECONDS)
        if smaller is not None:
            core = smaller
        elif not search.is_settled:
            is_irreducible = False
    demands = sorted((found.demands[place] for place in core), key=_order)
    return Conflict(tuple(demands), is_irreducible)


def _order(demand: Demand) -> tuple[int, str, int, int]:
    is_limit = demand.candidate < 0
    return is_limit, demand.rule, demand.candidate, demand.participant


class _Search:
    """Asks whether some demands can be met together."""

    def __init__(self, found: ConflictModel) -> None:
        self._found = found
        self._place = {
            switch.index: place for place, switch in enumerate(found.switches)
        }
        self.is_settled = True

    def core(self, places: tuple[int, ...], seconds: float) -> tuple[int, ...] | None:
        """Return some of these demands that cannot be met together, or None.

        ``is_settled`` tells whether None is a proof that they can.
        """
        model = self._found.model
        model.clear_assumptions()
        model.add_assumptions([self._found.switches[place] for place in places])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(model)
        self.is_settled = status != cp_model.UNKNOWN
        if status != cp_model.INFEASIBLE:
            return None
        core = solver.sufficient_assumptions_for_infeasibility()
        return tuple(sorted(self._place[index] for index in core))
