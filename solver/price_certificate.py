"""What is proven about a plan that was made at a price per change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.certificate import Finished, certify
from solver.evaluate import level_values
from solver.known import Bound, Known
from solver.levels import SELECT_LEVELS, Level
from solver.result import Result, Status
from solver.tablerows import table_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from solver.budget import Budget
    from solver.net_value import NetBound
    from solver.price_of_change import PriceOfChange
    from solver.problem import Problem
    from solver.result import Assignment


def certified(
    problem: Problem,
    plan: Assignment,
    price: PriceOfChange,
    net: NetBound,
    first: Result,
    budget: Budget,
) -> Result:
    """Return the plan with bounds on every level, and on both together in words.

    Parameters
    ----------
    problem : Problem
        Whose levels have value where changes were.
    first : Result
        The plan of fewest changes, with bounds on the levels above.
    """
    values = level_values(problem, plan)
    entries = certify(
        Finished(problem, table_rows(problem), plan, values),
        _known(first, problem.levels[: problem.levels.index(Level.VALUE)]),
        budget,
    )
    return Result(
        Status.FEASIBLE,
        plan,
        entries,
        first.seconds_per_step,
        budget.work_used,
        tuple(_told(values, price, net)),
    )


def _known(first: Result, above: Collection[Level]) -> Known:
    """Bounds on the levels above, which the first solve has found."""
    known = Known()
    upper: tuple[int, ...] = ()
    for entry in first.certificate:
        if entry.level not in above or entry.level not in SELECT_LEVELS:
            continue
        bound = Bound(
            entry.level,
            entry.bound,
            entry.scope,
            entry.method,
            upper,
            entry.safe_bound,
            entry.prices,
        )
        known.add(bound)
        upper = (*upper, entry.value)
    return known


def _told(
    values: dict[Level, int], price: PriceOfChange, net: NetBound
) -> Iterator[str]:
    found = values[Level.VALUE] - price.least * values[Level.CHANGES]
    proof = "no plan has more"
    if found != net.value:
        proof += f" than {net.value:,}"
    words = f"value less changes is {found:,}: {proof} ({net.method})"
    yield f"at {price.least} a change, {words}"
    if price.most_changes is not None:
        used = f"{values[Level.CHANGES]:,} are used"
        yield f"of at most {price.most_changes:,} points of changes {used}"
