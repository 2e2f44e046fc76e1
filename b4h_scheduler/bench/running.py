"""Run a suite: every case with every seed, each in a process of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from b4h_scheduler.bench.cases import SUITES, Case, Suite
from b4h_scheduler.bench.child import measured
from b4h_scheduler.bench.kept import EVERYTHING, Kept
from b4h_scheduler.bench.whole_runs import WholeRun, large, load, stuttgart

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
    kept: Kept | None = None,
) -> Measured:
    """Measure a suite; ``say`` is told what is being done.

    Parameters
    ----------
    kept : Kept, optional
        Rows measured before are taken from there.
    """
    rows = kept or Kept(None)

    def measure(module: str, name: str, number: int, seed: int) -> dict[str, Any]:
        def run() -> dict[str, Any]:
            say(name)
            arguments = (str(suite), str(number), str(seed), str(workers))
            return measured(f"b4h_scheduler.bench.{module}", *arguments)[0]

        found: dict[str, Any] = rows.row(f"{name}, {workers} threads", run)
        return found

    cases = []
    for number, case in enumerate(SUITES[suite]):
        seen = seeds[: case.most_seeds]
        ours = [
            measure("measure", f"{case.title}, seed {seed}", number, seed)
            for seed in seen
        ]
        peers = [
            measure("compare", f"{case.title}, seed {seed}: peers", number, seed)
            for seed in (seen[: PEER_SEEDS[suite]] if case.peers_s else ())
        ]
        cases.append(CaseRuns(case, tuple(ours), tuple(peers)))
    whole = [] if suite is Suite.SMALL else _whole(seeds, example, rows, say)
    return Measured(suite, tuple(seeds), workers, tuple(cases), tuple(whole))


def _whole(
    seeds: Sequence[int], example: Path, rows: Kept, say: Callable[[str], None]
) -> list[WholeRun]:
    runs = {
        f"b4h plan examples/stuttgart, seeds {seeds}": lambda: stuttgart(
            example, seeds
        ),
        f"load CSV files, seed {seeds[0]}": lambda: load(seeds[0], "CSV files"),
        f"load a workbook, seed {seeds[0]}": lambda: load(seeds[0], "workbook"),
        f"b4h plan of a large event, seed {seeds[0]}": lambda: large(seeds[0]),
    }
    found = []
    for name, run in runs.items():

        def measure(name: str = name, run: Callable[[], WholeRun] = run) -> Any:  # noqa: ANN401
            say(name)
            return asdict(run())

        found.append(WholeRun(**rows.row(name, measure, EVERYTHING)))
    return found
