"""How long the price of a wish takes, and what it tells.

``python -m b4h_scheduler.bench.prices CASE SEED WORKERS`` measures one case and writes
one JSON object.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from b4h_scheduler.bench.child import MeasurementError
from b4h_scheduler.bench.warm_up import warm_up
from b4h_scheduler.generate.difficulty import PROFILES, Size
from b4h_scheduler.generate.events import generate_event
from b4h_scheduler.generate.problems import generate_problem
from b4h_scheduler.planning.prices import PRICE_S, Prices
from b4h_scheduler.planning.run import plan as plan_event
from solver.budget import Budget
from solver.price import Price, Pricer
from solver.solving import solve

if TYPE_CHECKING:
    from b4h_scheduler.planning.prices import WishPrice

NUM_PRICED = 25
"""Wishes drawn at random from those that the plan leaves out."""

Ask = Callable[[], "Price | WishPrice"]
"""Works out one price."""


@dataclass(frozen=True, slots=True)
class PriceCase:
    """A problem of the kernel or a whole event, planned for so many seconds."""

    kind: Literal["kernel", "event"]
    profile: Literal["plain", "full"]
    plan_s: float
    delegates: int = 1_000
    wishes: int = 15_000
    slots: int = 36
    tables: int = 350

    @property
    def name(self) -> str:
        """Such as ``kernel plain 1,000 / 15,000 / 36``."""
        sizes = (self.delegates, self.wishes, self.slots)
        return f"{self.kind} {self.profile} {' / '.join(f'{n:,}' for n in sizes)}"


CASES = (
    PriceCase("kernel", "plain", 20),
    PriceCase("kernel", "full", 40),
    PriceCase("event", "plain", 30),
    PriceCase("event", "full", 40),
)


def measure(case: PriceCase, seed: int, workers: int) -> dict[str, Any]:
    """Plan, then price some wishes that are not granted, one after the other."""
    rng = np.random.Generator(np.random.PCG64(seed))
    asks = _of_kernel if case.kind == "kernel" else _of_event
    seconds, told = [], Counter[str]()
    for ask in asks(case, seed, workers, rng):
        started = time.perf_counter()
        price = ask()
        seconds.append(time.perf_counter() - started)
        told[_told(price)] += 1
    return {
        "case": case.name,
        "seed": seed,
        "priced": len(seconds),
        "median_s": statistics.median(seconds),
        "greatest_s": max(seconds),
        "told": dict(told),
    }


def _of_kernel(
    case: PriceCase, seed: int, workers: int, rng: np.random.Generator
) -> Iterator[Ask]:
    problem = generate_problem(
        case.delegates,
        case.wishes,
        case.slots,
        case.tables,
        profile=case.profile,
        seed=seed,
    )
    result = solve(problem, time_limit_s=case.plan_s, seed=seed, workers=workers)
    if result.assignment is None:
        message = f"{case.name}: {result.message}"
        raise MeasurementError(message)
    pricer = Pricer(problem, result.assignment)
    for number in _drawn(rng, np.flatnonzero(~result.assignment.held).tolist()):
        yield partial(pricer.price, number, Budget(PRICE_S))


def _of_event(
    case: PriceCase, seed: int, workers: int, rng: np.random.Generator
) -> Iterator[Ask]:
    size = Size(
        delegates=case.delegates,
        wishes=case.wishes,
        days=-(-case.slots // 18),
        slots=case.slots,
    )
    event = generate_event(size, PROFILES[case.profile], seed=seed, name=case.name)
    plan = plan_event(event, time_limit_s=case.plan_s, seed=seed, workers=workers)
    prices = Prices(event, plan)
    # Estimates are of those that might be held and are not.
    for candidate in _drawn(rng, sorted(prices.estimates())):
        yield partial(prices.price, candidate)


def _drawn(rng: np.random.Generator, of: Sequence[Any]) -> list[Any]:
    chosen = rng.choice(len(of), size=min(NUM_PRICED, len(of)), replace=False)
    return [of[place] for place in chosen.tolist()]


def _told(price: Price | WishPrice) -> str:
    if not price.is_possible:
        return "impossible"
    if price.is_gain:
        return "a better plan"
    if price.is_exact:
        return "exact"
    if price.at_most is None:
        return "a lower end"
    return "two ends" if price.at_least > 0 else "an upper end"


def prices_table(rows: Sequence[dict[str, Any]]) -> str:
    """Return what was measured as a table (Markdown)."""
    lines = [
        "| plan of, seed | prices | median s | greatest s | what was told |",
        "|---|--:|--:|--:|---|",
    ]
    for row in rows:
        told = ", ".join(f"{number} {kind}" for kind, number in row["told"].items())
        lines.append(
            f"| {row['case']}, {row['seed']} | {row['priced']} "
            f"| {row['median_s']:.2f} | {row['greatest_s']:.2f} | {told} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure one case."""
    number, seed, workers = map(int, sys.argv[1:4])
    warm_up(workers)
    print(json.dumps(measure(CASES[number], seed, workers)))  # noqa: T201


if __name__ == "__main__":
    main()
