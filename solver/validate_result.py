"""Check a whole result: its plan, its values, its bounds and its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.result import Status
from solver.validate import recompute, validate
from solver.validate_bounds import recompute_safe_bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.levels import Level
    from solver.problem import Problem
    from solver.result import Entry, Result


def check_result(problem: Problem, result: Result) -> list[str]:
    """Return everything that is wrong with a result; an empty list if nothing is.

    Checks the plan's rules, the stated values, every stated safe bound against the
    prices it comes from, that no value is better than its bound, and the status.
    """
    found = result.status in (Status.OPTIMAL, Status.FEASIBLE)
    if result.assignment is None:
        faults = [f"status {result.status} without a plan"] if found else []
        if result.certificate:
            faults.append("a certificate without a plan")
        return faults
    if not found:
        return [f"status {result.status} with a plan"]
    violations = validate(problem, result.assignment)
    faults = [f"{one.rule}: {one.message}" for one in violations]
    values = recompute(problem, result.assignment)
    if [entry.level for entry in result.certificate] != list(problem.levels):
        faults.append("certificate: not one entry for each level of the problem")
    for entry in result.certificate:
        faults.extend(f"{entry.level}: {one}" for one in _entry(problem, entry, values))
    is_proven = all(entry.proven for entry in result.certificate)
    if is_proven != (result.status is Status.OPTIMAL):
        faults.append(f"status {result.status}, but every level proven: {is_proven}")
    return faults


def _entry(problem: Problem, entry: Entry, values: dict[Level, int]) -> Iterator[str]:
    sense = entry.level.sense
    if values.get(entry.level) != entry.value:
        yield f"value {entry.value} stated, {values.get(entry.level)} found"
    if sense * entry.value > sense * entry.bound:
        yield f"value {entry.value} is better than its bound {entry.bound}"
    if not entry.method:
        yield "no method is named for its bound"
    if (entry.prices is None) != (entry.safe_bound is None):
        yield "prices and safe bound are given together or not at all"
    if entry.prices is None or entry.safe_bound is None:
        return
    if entry.prices.level != entry.level:
        yield f"prices are those of {entry.prices.level}"
        return
    for level, achieved in zip(
        entry.prices.upper_levels, entry.prices.achieved, strict=True
    ):
        if values.get(level) != achieved:
            yield f"prices take {achieved} for {level}, {values.get(level)} found"
    try:
        safe = recompute_safe_bound(problem, entry.prices)
    except ValueError as error:
        yield str(error)
        return
    if safe != entry.safe_bound:
        yield f"safe bound {entry.safe_bound} stated, {safe} follows from the prices"
    if sense * entry.bound > sense * safe:
        yield f"bound {entry.bound} is weaker than the safe bound {safe}"
