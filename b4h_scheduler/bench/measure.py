"""Measure the kernel on one problem: ``python -m b4h_scheduler.bench.measure``.

Arguments: suite, number of the case, seed, threads. Writes one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import TYPE_CHECKING, Any

from b4h_scheduler.bench.cases import SUITES, Case, Suite
from b4h_scheduler.bench.problem_file import digest
from b4h_scheduler.bench.warm_up import warm_up
from solver.levels import Level
from solver.solving import solve
from solver.validate import validate

if TYPE_CHECKING:
    from solver.result import Progress, Result

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Solve and report."""
    suite, number, seed, workers = sys.argv[1:]
    case = SUITES[Suite(suite)][int(number)]
    print(json.dumps(measure(case, int(seed), int(workers))))  # noqa: T201


def measure(case: Case, seed: int, workers: int) -> dict[str, Any]:
    """Solve one problem, after others that load compiled code."""
    warm_up(workers)
    problem = case.problem(seed)
    steps: dict[str, Progress] = {}

    def note(event: Progress) -> None:
        if event.level is Level.VALUE and event.value is not None:
            steps[event.step] = event

    started = time.monotonic()
    result = solve(
        problem,
        time_limit_s=case.time_limit_s,
        workers=workers,
        seed=seed,
        on_progress=note,
    )
    seconds = time.monotonic() - started
    if result.assignment is None:
        message = f"{case.name}, seed {seed}: {result.status} {result.message}"
        raise RuntimeError(message)
    return {
        "case": case.name,
        "seed": seed,
        "problem": digest(problem),
        "status": str(result.status),
        "seconds": seconds,
        "steps": result.seconds_per_step,
        "levels": _levels(result),
        "meetings": result.assignment.num_meetings,
        "violations": len(validate(problem, result.assignment)),
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT,
    }


def _levels(result: Result) -> dict[str, dict[str, Any]]:
    return {
        str(entry.level): {
            "value": entry.value,
            "bound": entry.bound,
            "scope": str(entry.scope),
            "proven": entry.proven,
            "method": entry.method,
        }
        for entry in result.certificate
    }


if __name__ == "__main__":
    main()
