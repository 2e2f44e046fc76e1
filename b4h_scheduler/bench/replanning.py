"""Re-planning after late arrivals, against freeze-and-fill.

``python -m b4h_scheduler.bench.replanning CASE SEED WORKERS [FOLDER]`` measures one
case (an example's in its folder) and writes one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from b4h_scheduler.bench.freeze_and_fill import freeze_and_fill
from b4h_scheduler.domain.presence import present_from
from b4h_scheduler.domain.times import later
from b4h_scheduler.files.load import load_event
from b4h_scheduler.generate.difficulty import PROFILES, Size
from b4h_scheduler.generate.events import generate_event
from b4h_scheduler.planning.changed_event import OVERRIDE_REASON, changed
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.run import plan as plan_event
from solver.evaluate import level_values
from solver.levels import Level
from solver.priced import solve_at_price
from solver.solving import solve
from solver.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate
    from solver.problem import Problem
    from solver.result import Result

LATE_SHARE, LATE_MIN = 0.05, 60
SHORTLY_BEFORE_MIN = 45
"""Re-planned so long before the first slot: before the notice period."""
PRICES = (40, 5)
"""Points of wish value for a point of changes, in the methods with a price."""
AS_MANY = "at most as many"
"""The method that may change as much as freeze and fill did."""


@dataclass(frozen=True, slots=True)
class ReplanCase:
    """An event, and the seconds of its first plan and of each re-planning."""

    name: str
    plan_s: float
    replan_s: float
    example: str = ""
    """Of ``examples``; else generated."""


CASES = (
    ReplanCase("stuttgart", 20, 30, "stuttgart"),
    ReplanCase("trade-fair", 30, 60, "trade-fair"),
    ReplanCase("generated 1,000 / 15,000 / 36", 30, 90),
)


def event_of(case: ReplanCase, seed: int, folder: Path | None) -> Event:
    """Return the event as it was planned first.

    Parameters
    ----------
    folder : Path, optional
        Of the example.
    """
    if folder is not None:
        return load_event(folder).event
    size = Size(delegates=1_000, wishes=15_000, days=2, slots=36)
    return generate_event(size, PROFILES["plain"], seed=seed, name=case.name)


def with_late(event: Event, seed: int) -> tuple[Event, int]:
    """Return the event with some delegates an hour late, and how many.

    By their schedule where they have a trip, else from the first slot on.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    on_site = [n for n, each in enumerate(event.delegates) if not each.is_online]
    num = max(1, round(LATE_SHARE * len(event.delegates)))
    chosen = rng.choice(on_site, size=min(num, len(on_site)), replace=False)
    delegates = list(event.delegates)
    for place in chosen.tolist():
        delegates[place] = _late(event, delegates[place])
    return changed(event, delegates=tuple(delegates)), len(chosen)


def _late(event: Event, delegate: Delegate) -> Delegate:
    start = present_from(event, delegate) or event.slots[0].start
    trip = delegate.trip.model_copy(
        update={
            "present_from": later(start, LATE_MIN),
            "override_reason": OVERRIDE_REASON,
        }
    )
    return delegate.model_copy(update={"trip": trip})


def measure(
    case: ReplanCase, seed: int, workers: int, folder: Path | None
) -> dict[str, Any]:
    """Plan, let some be late, re-plan in each way."""
    event = event_of(case, seed, folder)
    released = plan_event(event, time_limit_s=case.plan_s, seed=seed, workers=workers)
    after, num_late = with_late(event, seed)
    now = later(event.slots[0].start, -SHORTLY_BEFORE_MIN)
    compiled = compile_event(after, released=released, now=now)
    problem = compiled.problem
    limits = {"time_limit_s": case.replan_s, "seed": seed, "workers": workers}
    peer = _row(problem, freeze_and_fill, limits)
    return {
        "case": case.name,
        "seed": seed,
        "delegates": len(event.delegates),
        "late": num_late,
        "meetings": len(released.meetings),
        "impossible": len(compiled.fixed.forced) if compiled.fixed else 0,
        "now": _text(now),
        "methods": {
            "fewest changes": _row(problem, solve, limits),
            "freeze and fill": peer,
            AS_MANY: _row(problem, _with_changes_of(peer), limits),
            **{
                f"{price} points a change": _row(
                    problem, partial(solve_at_price, price=price), limits
                )
                for price in PRICES
            },
        },
    }


def _with_changes_of(peer: dict[str, Any]) -> Callable[..., Result]:
    """Return our method that may change as much as the peer did."""
    most = peer["levels"][str(Level.CHANGES)] if "levels" in peer else 0
    return partial(solve_at_price, price=1, most_changes=most)


def _row(
    problem: Problem, method: Callable[..., Result], limits: dict[str, Any]
) -> dict[str, Any]:
    started = time.monotonic()
    result = method(problem, **limits)
    seconds = time.monotonic() - started
    plan = result.assignment
    if plan is None:
        return {"seconds": seconds, "status": str(result.status)}
    # Frozen tables are pins of the peer's own, no rules of the problem.
    values = level_values(problem, plan)
    bounds = {str(entry.level): entry.bound for entry in result.certificate}
    return {
        "seconds": seconds,
        "status": str(result.status),
        "violations": len(validate(problem, plan)),
        "levels": {str(level): value for level, value in values.items()},
        "changes_bound": bounds.get(str(Level.CHANGES)),
        "method": next(
            (e.method for e in result.certificate if e.level is Level.CHANGES), ""
        ),
    }


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def main() -> None:
    """Measure one case."""
    number, seed, workers = map(int, sys.argv[1:4])
    case = CASES[number]
    folder = Path(sys.argv[4]) if len(sys.argv) > 4 else None  # noqa: PLR2004
    print(json.dumps(measure(case, seed, workers, folder)))  # noqa: T201


if __name__ == "__main__":
    main()
