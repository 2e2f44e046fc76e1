"""Run a suite: every case with every seed, each in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from b4h_scheduler.bench.cases import SUITES, Case, Suite
from b4h_scheduler.bench.child import measured
from b4h_scheduler.bench.whole_runs import WholeRun, large_runs, stuttgart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PEER_SEEDS = {Suite.SMALL: 1, Suite.STANDARD: 1, Suite.FULL: 3}
"""Peers take most of the time: so many of the seeds are enough."""


@dataclass(frozen=True, slots=True)
class CaseRuns:
    """One row a seed, as `measure` wrote it; comparisons with peers, if any."""

    case: Case
    rows: tuple[dict[str, Any], ...]
    comparisons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything a suite found."""

    suite: Suite
    seeds: tuple[int, ...]
    workers: int
    cases: tuple[CaseRuns, ...]
    whole: tuple[WholeRun, ...]


def run_suite(
    suite: Suite,
    seeds: Sequence[int],
    workers: int,
    example: Path,
    say: Callable[[str], None],
) -> Measured:
    """Measure a suite; ``say`` is told what is being done."""
    cases = []
    for number, case in enumerate(SUITES[suite]):
        rows, comparisons = [], []
        for turn, seed in enumerate(seeds):
            arguments = (str(suite), str(number), str(seed), str(workers))
            say(f"{case.name}, seed {seed}")
            row, _ = measured("b4h_scheduler.bench.measure", *arguments)
            rows.append(row)
            if case.peers_s and turn < PEER_SEEDS[suite]:
                say(f"{case.name}, seed {seed}: peers")
                row, _ = measured("b4h_scheduler.bench.compare", *arguments)
                comparisons.append(row)
        cases.append(CaseRuns(case, tuple(rows), tuple(comparisons)))
    whole: list[WholeRun] = []
    if suite is not Suite.SMALL:
        say("b4h plan examples/stuttgart")
        whole.append(stuttgart(example, seeds))
        say("whole runs of large events")
        whole.extend(large_runs(seeds[0]))
    return Measured(suite, tuple(seeds), workers, tuple(cases), tuple(whole))
