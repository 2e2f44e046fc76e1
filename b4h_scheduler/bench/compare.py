"""Our kernel and its peers on one problem: ``python -m b4h_scheduler.bench.compare``.

Arguments: suite, number of the case, seed, threads. All get the same seconds and
threads; HiGHS and CP-SAT once more with our plan as hint. Writes one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

from b4h_scheduler.bench.cases import SUITES, Case, Suite
from b4h_scheduler.bench.exact_peers import Found, cp_sat, highs
from b4h_scheduler.bench.greedy_peers import first_come, greedy_by_value
from b4h_scheduler.bench.plain_model import PlainModel
from b4h_scheduler.bench.warm_up import warm_up
from solver.evaluate import level_values
from solver.levels import Level
from solver.solving import solve
from solver.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.problem import Problem
    from solver.result import Assignment


def main() -> None:
    """Run all and report."""
    suite, number, seed, workers = sys.argv[1:]
    case = SUITES[Suite(suite)][int(number)]
    print(json.dumps(compare(case, int(seed), int(workers))))  # noqa: T201


def compare(case: Case, seed: int, workers: int) -> dict[str, Any]:
    """Return one row a method: value, own bound, seconds, and other levels."""
    warm_up(workers)
    problem, limit = case.problem(seed), case.peers_s
    model = PlainModel.of(problem)
    rows = {
        "first come, first served": _timed(lambda: first_come(problem)),
        "greedy by value": _timed(lambda: greedy_by_value(problem)),
        "HiGHS": highs(model, limit),
        "CP-SAT": cp_sat(model, limit, workers),
    }
    ours, entry = _ours(problem, limit, seed, workers)
    rows["b4h"] = ours
    if ours.assignment is not None:
        hint = ours.assignment
        rows["HiGHS, our plan as hint"] = highs(model, limit, hint)
        rows["CP-SAT, our plan as hint"] = cp_sat(model, limit, workers, hint)
    return {
        "case": case.name,
        "seed": seed,
        "limit_s": limit,
        "relaxation": model.relaxation(),
        "bound": entry,
        "methods": {name: _row(problem, found) for name, found in rows.items()},
    }


def _timed(method: Callable[[], Assignment]) -> Found:
    started = time.monotonic()
    plan = method()
    return Found(plan, None, time.monotonic() - started)


def _ours(
    problem: Problem, limit: float, seed: int, workers: int
) -> tuple[Found, float | None]:
    started = time.monotonic()
    result = solve(problem, time_limit_s=limit, workers=workers, seed=seed)
    seconds = time.monotonic() - started
    bound = float(result[Level.VALUE].bound) if result.certificate else None
    return Found(result.assignment, bound, seconds), bound


def _row(problem: Problem, found: Found) -> dict[str, Any]:
    if found.assignment is None:
        return {"value": None, "bound": found.bound, "seconds": found.seconds}
    violations = validate(problem, found.assignment)
    if violations:
        message = f"a peer's plan is not valid: {violations[0]}"
        raise RuntimeError(message)
    values = level_values(problem, found.assignment)
    return {
        "value": values[Level.VALUE],
        "waiting": values[Level.WAITING],
        "bound": found.bound,
        "seconds": found.seconds,
    }


if __name__ == "__main__":
    main()
