"""What can go wrong: what is said about it, and with which exit status."""

from __future__ import annotations

import json
import sys
import traceback
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli import console

if TYPE_CHECKING:
    from b4h_scheduler.files.faults import FaultsError


class ExitStatus(IntEnum):
    """How a command ends (DESIGN "Command line and Python")."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    INFEASIBLE = 3
    NOTHING_FOUND = 4


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that ended a command."""

    status: ExitStatus
    message: str
    faults: FaultsError | None = None
    details: str = ""
    """For developers, below the message."""
    extra: dict[str, Any] = field(default_factory=dict)

    def tell(self, *, as_json: bool) -> None:
        """Write to standard error, and as JSON to standard output if asked to."""
        if as_json:
            content: dict[str, Any] = {
                "status": self.status.name.lower().replace("_", "-"),
                "message": self.message,
                **self.extra,
            }
            if self.faults is not None:
                from b4h_scheduler.files.faults import faults_json  # noqa: PLC0415

                content["faults"] = json.loads(faults_json(self.faults.faults))
            click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        if self.faults is not None:
            from b4h_scheduler.cli.fault_table import show_faults  # noqa: PLC0415

            show_faults(self.faults.faults)
        if self.details:
            click.echo(self.details.rstrip(), err=True)
        console.error(self.message)


def failure_of(error: Exception) -> Failure:
    """Return what to say about an error; unknown ones are defects of ours."""
    from b4h_scheduler.bench.child import MeasurementError  # noqa: PLC0415
    from b4h_scheduler.cli.bundle import DefectError  # noqa: PLC0415
    from b4h_scheduler.files.faults import FaultsError  # noqa: PLC0415
    from b4h_scheduler.outputs.errors import OutputError  # noqa: PLC0415
    from b4h_scheduler.planning.errors import (  # noqa: PLC0415
        InfeasibleEventError,
        NothingFoundError,
        PlanningError,
    )
    from solver.errors import SolverError  # noqa: PLC0415

    if isinstance(error, FaultsError):
        return _faulty(error)
    if isinstance(error, InfeasibleEventError):
        demands = {"demands": list(error.demands)} if error.demands else {}
        message = f"No plan is possible: {error}"
        return Failure(ExitStatus.INFEASIBLE, message, extra=demands)
    if isinstance(error, NothingFoundError):
        hint = "Give more time (--time-limit) or check what must be held."
        return Failure(ExitStatus.NOTHING_FOUND, f"No plan was found: {error}. {hint}")
    if isinstance(error, DefectError):
        extra = {"bundle": str(error.path)}
        return Failure(ExitStatus.ERROR, str(error), extra=extra)
    known = (PlanningError, OutputError, SolverError, MeasurementError, OSError)
    if isinstance(error, known):
        return Failure(ExitStatus.ERROR, _sentence(error))
    details = "".join(traceback.format_exception(error))
    message = (
        "This is a defect of b4h, not of your data. Please report the lines above, "
        "after a look whether they hold names."
    )
    return Failure(ExitStatus.ERROR, message, details=details)


def _faulty(error: FaultsError) -> Failure:
    from b4h_scheduler.files.codes import Severity  # noqa: PLC0415

    num = sum(fault.severity is Severity.ERROR for fault in error.faults)
    them = "them" if num != 1 else "it"
    cure = (
        f"Correct {them}, or leave such rows out with --skip-faulty."
        if error.are_skippable
        else f"Correct {them}: --skip-faulty leaves out no more than rows of "
        "participants, wishes and tables."
    )
    message = (
        f"{num} error{'s' if num != 1 else ''} in the files: nothing was planned. "
    )
    return Failure(ExitStatus.ERROR, message + cure, error)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}"
    return str(error)


def exit_with(status: ExitStatus) -> None:
    """End the command with a status other than done."""
    if status is not ExitStatus.DONE:
        sys.stdout.flush()
        raise click.exceptions.Exit(int(status))
