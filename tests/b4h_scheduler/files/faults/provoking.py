"""Loads the files of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode
from b4h_scheduler.files.faults import Fault, FaultsError
from b4h_scheduler.files.load import load_event
from tests.b4h_scheduler.files.small_event import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.b4h_scheduler.files.faults.case import Case


def provoked(case: Case, folder: Path) -> tuple[Fault, ...]:
    """Return all faults that loading the case's files gives."""
    if case.code is FaultCode.NO_SUCH_EVENT:
        path = folder / "nowhere"
    elif case.workbook is not None:
        path = folder / "event.xlsx"
        path.write_bytes(case.workbook)
    else:
        path = write(folder, case.files)
    if case.code is FaultCode.UNREADABLE_FILE:
        # Root may read anything, but not what points to itself.
        (path / "tables.csv").unlink()
        (path / "tables.csv").symlink_to(path / "tables.csv")
    try:
        loaded = load_event(path)
    except FaultsError as error:
        return error.faults
    return (*loaded.errors, *loaded.warnings, *loaded.skipped)
