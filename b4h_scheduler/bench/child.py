"""Run one measurement in a process of its own: its time and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


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
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=err)  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Ended(
            process.returncode,
            seconds,
            usage.ru_maxrss * _RSS_UNIT,
            out.read().decode(errors="replace"),
            err.read().decode(errors="replace"),
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
