"""How fairly wishes are met, and how much wish value fairness costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.planning.figures import Figures, RegionFigures, Spread, figures
from b4h_scheduler.planning.laid_out import lay_out
from b4h_scheduler.planning.tally import spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan
    from solver.levels import Level
    from solver.problem import Problem


class PlainBest(Entity):
    """The most plain wish value under some of the demands of fairness."""

    demand: str
    """The level demanded last (``solver.Level`` value), as good as in the plan;
    empty: nothing is demanded; ``bonuses``: the plan itself, which all are in."""
    at_most: int
    """No plan that meets the demands has more."""
    at_least: int
    """A timetable that meets them has so much (before seating)."""

    @property
    def is_exact(self) -> bool:
        """Both are the same."""
        return self.at_most == self.at_least


class FairShares(Entity):
    """Spread of own wish value met, and the price of fairness."""

    delegates: Spread
    organizations: Spread
    voucher_holders: Spread
    other_delegates: Spread
    regions: tuple[RegionFigures, ...]
    plain: tuple[PlainBest, ...]
    """Demands added one after the other, in the organizer's order."""

    @property
    def price(self) -> tuple[int, int]:
        """Plain wish value given up for fairness: at least, at most."""
        first, last = self.plain[0], self.plain[-1]
        return max(0, first.at_least - last.at_most), first.at_most - last.at_most


def fair_shares(event: Event, plan: Plan) -> FairShares:
    """Return how fair a plan is.

    Raises
    ------
    PlanningError
        The event has changed since the plan was made.
    """
    found = figures(event, plan)
    return FairShares(
        delegates=found.spread_delegates,
        organizations=found.spread_organizations,
        voucher_holders=spread_of_holders(found, plan, are_holders=True),
        other_delegates=spread_of_holders(found, plan, are_holders=False),
        regions=found.regions,
        plain=plain_values(event, plan),
    )


def spread_of_holders(found: Figures, plan: Plan, *, are_holders: bool) -> Spread:
    """Return how the shares of voucher holders, or of all others, are spread."""
    holders = {voucher.delegate for voucher in plan.vouchers}
    return spread(
        [
            each.share
            for each in found.delegates
            if (each.delegate in holders) is are_holders
        ]
    )


def plain_values(event: Event, plan: Plan) -> tuple[PlainBest, ...]:
    """Return the most plain wish value with each demand of fairness added in turn.

    Re-solved, not estimated: a select and a timetable each.
    """
    from solver.evaluate import level_values  # noqa: PLC0415  (loads solvers)
    from solver.levels import SELECT_LEVELS, Level  # noqa: PLC0415

    laid = lay_out(event, plan)
    problem = laid.compiled.problem
    plain = replace(problem, bonus=np.zeros(0, dtype=np.int64))
    values = level_values(plain, laid.assignment)
    above = [
        level
        for level in problem.levels[: problem.levels.index(Level.VALUE)]
        if level in SELECT_LEVELS
    ]
    found = []
    for number in range(len(above) + 1):
        demanded = {level: values[level] for level in above[:number]}
        at_least, at_most = _most(plain, demanded)
        demand = str(above[number - 1]) if number else ""
        found.append(PlainBest(demand=demand, at_most=at_most, at_least=at_least))
    own = values[Level.VALUE]
    found.append(PlainBest(demand="bonuses", at_most=own, at_least=own))
    return tuple(found)


def _most(problem: Problem, demanded: Mapping[Level, int]) -> tuple[int, int]:
    """The most plain value with levels as good as demanded: found, and a bound."""
    from solver.budget import Budget  # noqa: PLC0415
    from solver.evaluate import level_values  # noqa: PLC0415
    from solver.levels import Level  # noqa: PLC0415
    from solver.select import bound_level, select  # noqa: PLC0415
    from solver.tablerows import table_rows  # noqa: PLC0415
    from solver.timetable import timetable  # noqa: PLC0415

    problem = replace(problem, levels=(*demanded, Level.VALUE))
    rows = table_rows(problem)
    selection = select(problem, rows, Budget())
    placed = timetable(problem, rows, selection.option, Budget())
    values = level_values(problem, placed)
    is_as_good = all(
        (values[level] - value) * level.sense >= 0 for level, value in demanded.items()
    )
    bound = selection.bounds[Level.VALUE]
    if bound.upper != tuple(demanded.values()):
        bound = bound_level(problem, rows, Level.VALUE, demanded, Budget())
    return values[Level.VALUE] if is_as_good else 0, bound.bound
