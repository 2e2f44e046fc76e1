"""A defect of ours, packed to be reported: numbers and ids, no people."""

from __future__ import annotations

import json
import platform
import traceback
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from solver.errors import InvalidPlanError
    from solver.problem import Problem


class DefectError(Exception):
    """Our own plan was rejected; ``path`` is the bundle."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


def defect(
    error: InvalidPlanError, problem: Problem, options: dict[str, object], folder: Path
) -> DefectError:
    """Write a bundle into ``folder`` and return the error that names it.

    The bundle holds the problem as arrays of integers, the validator's findings, the
    options and versions; no name, address or text of the event.
    """
    from b4h_scheduler.bench.problem_file import problem_bytes  # noqa: PLC0415
    from b4h_scheduler.planning.run import versions  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"b4h-defect-{now:%Y%m%d-%H%M%S}.zip"
    report = {
        "created": now.isoformat(),
        "faults": list(error.faults),
        "options": options,
        "versions": versions(),
        "platform": platform.platform(),
        "trace": [
            f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ],
    }
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("report.json", json.dumps(report, indent=2, default=str))
        bundle.writestr("problem.npz", problem_bytes(problem))
    path.write_bytes(content.getvalue())
    message = (
        "b4h computed a plan that its own checker rejects, so there is no plan. This "
        f"is a defect of b4h, not of your data. Please report it with {path}: it "
        "holds numbers only, no names."
    )
    return DefectError(message, path)
