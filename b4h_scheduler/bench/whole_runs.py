"""Whole runs as an organizer starts them: from files to files."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from b4h_scheduler.bench.child import Ended, MeasurementError, run
from b4h_scheduler.files.write import write_event
from b4h_scheduler.generate.difficulty import PROFILES, Size
from b4h_scheduler.generate.events import generate_event

if TYPE_CHECKING:
    from collections.abc import Sequence

B4H = (sys.executable, "-c", "from b4h_scheduler.cli import main; main()")
LOAD = "import sys, b4h_scheduler as b; b.load_event(sys.argv[1])"
LOAD_SIZE = Size(delegates=6_000, wishes=120_000, days=3, slots=54, tables=900)
LARGE_SIZE = Size(delegates=5_700, wishes=100_000, days=3, slots=54, tables=900)
LARGE_SEARCH_S = 90


@dataclass(frozen=True, slots=True)
class WholeRun:
    """One run; ``summary`` is what `b4h plan --json` said, empty for loading."""

    name: str
    must: str
    seconds: float
    peak_bytes: int
    summary: dict[str, Any]

    @property
    def proven(self) -> tuple[str, ...]:
        """Levels on which no plan can do better."""
        lines = self.summary.get("certificate", ())
        return tuple(line["level"] for line in lines if line["proven"])


def stuttgart(event: Path, seeds: Sequence[int]) -> WholeRun:
    """`b4h plan` on the example, from start to files: the slowest of some runs.

    Raises
    ------
    MeasurementError
        What is proven differs from run to run.
    """
    runs = [_stuttgart(event, seed) for seed in seeds]
    if len({run.proven for run in runs}) > 1:
        found = "; ".join(", ".join(run.proven) for run in runs)
        message = f"stuttgart: proven levels differ between seeds: {found}"
        raise MeasurementError(message)
    return max(runs, key=lambda run: run.seconds)


def _stuttgart(event: Path, seed: int) -> WholeRun:
    with TemporaryDirectory() as folder:
        options = ["--out", f"{folder}/out", "--seed", str(seed), "--json"]
        ended = _ended([*B4H, "plan", str(event), *options])
    must = "under 15 s; promised, vouchers, nobody empty and wishes proven"
    return WholeRun(
        "b4h plan examples/stuttgart",
        must,
        ended.seconds,
        ended.peak_bytes,
        json.loads(ended.output),
    )


def load(seed: int, kind: Literal["CSV files", "workbook"]) -> WholeRun:
    """Load 120,000 wishes."""
    with TemporaryDirectory() as place:
        folder, workbook = Path(place) / "event", None
        if kind == "workbook":
            workbook = Path(place) / "event.xlsx"
        event = generate_event(LOAD_SIZE, PROFILES["plain"], seed=seed)
        write_event(event, folder, workbook=workbook)
        ended = _ended([sys.executable, "-c", LOAD, str(workbook or folder)])
    return WholeRun(
        f"load 6,000 delegates / 120,000 wishes, {kind}, with start-up",
        "under 5 s",
        ended.seconds,
        ended.peak_bytes,
        {},
    )


def large(seed: int) -> WholeRun:
    """Plan an event of BIO-Europe's size."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "event"
        write_event(generate_event(LARGE_SIZE, PROFILES["full"], seed=seed), folder)
        started = time.monotonic()
        command = [
            *B4H, "plan", str(folder), "--out", f"{place}/out", "--json",
            "--time-limit", str(LARGE_SEARCH_S),
        ]  # fmt: skip
        ended = _ended(command)
        seconds = time.monotonic() - started
    return WholeRun(
        f"b4h plan 5,700 / 100,000 / 54 / 900 full, {LARGE_SEARCH_S} s of search",
        "under 180 s and 4 GB from start to files",
        seconds,
        ended.peak_bytes,
        json.loads(ended.output),
    )


def _ended(command: list[str]) -> Ended:
    ended = run(command)
    if ended.status != 0:
        message = f"{command} ended with {ended.status}: {ended.errors[-800:]}"
        raise MeasurementError(message)
    return ended
