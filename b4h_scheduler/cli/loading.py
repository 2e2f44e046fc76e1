"""Reading an event for a command, saying what was found on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.cli import console
from b4h_scheduler.cli.fault_table import show_faults

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.files.load import Loaded
    from b4h_scheduler.plans import Plan

MOST_SHOWN = 20
"""Warnings shown when planning; `b4h check` shows all."""


def load(path: Path, *, skip_faulty: bool) -> Loaded:
    """Read an event; warnings and rows left out go to standard error.

    Raises
    ------
    FaultsError
        The files have errors (and none is to be skipped), or nobody can meet.
    """
    from b4h_scheduler.files.faults import FaultsError  # noqa: PLC0415  (heavy)
    from b4h_scheduler.files.load import load_event  # noqa: PLC0415  (heavy)

    loaded = load_event(path, skip_faulty=skip_faulty)
    if loaded.errors:
        raise FaultsError((*loaded.errors, *loaded.skipped, *loaded.warnings))
    show_faults(loaded.skipped)
    if loaded.skipped:
        num = len(loaded.skipped)
        console.note(f"{num} fault{'s' if num != 1 else ''}: rows were left out")
    show_faults(loaded.warnings[:MOST_SHOWN])
    if len(loaded.warnings) > MOST_SHOWN:
        left = len(loaded.warnings) - MOST_SHOWN
        console.say(f"and {left} more warnings: see `b4h check {path}`")
    return loaded


def with_file_warnings(plan: Plan, loaded: Loaded) -> Plan:
    """Return the plan with what the files' reading has to say, for every output."""
    skipped = (f"left out: {fault}" for fault in loaded.skipped)
    lines = (*skipped, *map(str, loaded.warnings), *plan.warnings)
    return plan.model_copy(update={"warnings": tuple(dict.fromkeys(lines))})
