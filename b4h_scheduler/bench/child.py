"""Run one measurement in a process of its own: its time and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended; ``peak_bytes`` includes its own children."""

    status: int
    seconds: float
    peak_bytes: int
    output: str
    errors: str


class MeasurementError(Exception):
    """A measured process failed; the message has the end of what it said."""


def run(command: Sequence[str]) -> Ended:
    """Run a command to its end."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), str(report)]
        said = subprocess.run(  # noqa: S603
            [*launcher, *command], capture_output=True, text=True, check=True
        )
        status, seconds, peak_bytes = report.read_text("ascii").split()
    return Ended(
        os.waitstatus_to_exitcode(int(status)),
        float(seconds),
        int(peak_bytes),
        said.stdout,
        said.stderr,
    )


def measured(module: str, *arguments: str) -> tuple[dict[str, Any], Ended]:
    """Run a module of ours that writes one JSON object; return it.

    Raises
    ------
    MeasurementError
        The process failed.
    """
    command = [sys.executable, "-m", module, *arguments]
    ended = run(command)
    if ended.status != 0:
        message = (
            f"{' '.join(command)} ended with {ended.status}: {ended.errors[-800:]}"
        )
        raise MeasurementError(message)
    return json.loads(ended.output.splitlines()[-1]), ended
