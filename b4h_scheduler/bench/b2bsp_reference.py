"""The published results of the public benchmark (``reference.csv`` beside its files).

Columns: instance, variant, fairness_d, optimal_breaks (a number or ``UNSAT``), and the
seconds of the three published methods (a number or ``TO``: not solved in two hours).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.bench.b2bsp_file import InstanceError

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = "reference.csv"
COLUMNS = (
    "instance",
    "variant",
    "fairness_d",
    "optimal_breaks",
    "maxsat_s",
    "chuffed_s",
    "mip_s",
)
UNSAT, TIMED_OUT = "UNSAT", "TO"


@dataclass(frozen=True, slots=True)
class Published:
    """One published result.

    Attributes
    ----------
    breaks : int or None
        The fewest breaks; None: there is no plan.
    maxsat_s, chuffed_s, mip_s : float or None
        Published seconds; None: not solved in two hours.
    """

    breaks: int | None
    maxsat_s: float | None
    chuffed_s: float | None
    mip_s: float | None


Reference = dict[tuple[str, int], Published]
"""By name of the file (without its ending) and spread."""


def read_reference(folder: Path) -> Reference:
    """Read the published results of a folder of instances; none where it has none.

    Raises
    ------
    InstanceError
        The file has other columns, or a cell cannot be read; says which.
    """
    path = folder / REFERENCE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            message = f"{path}: no column {missing[0]}; expected {', '.join(COLUMNS)}"
            raise InstanceError(message)
        return dict(_row(row, f"{path}, row {n}") for n, row in enumerate(rows, 2))


def _row(row: dict[str, str], where: str) -> tuple[tuple[str, int], Published]:
    try:
        breaks = None if row["optimal_breaks"] == UNSAT else int(row["optimal_breaks"])
        times = [
            None if row[name] == TIMED_OUT else float(row[name])
            for name in ("maxsat_s", "chuffed_s", "mip_s")
        ]
        key = (f"{row['instance']}.{row['variant']}", int(row["fairness_d"]))
    except (TypeError, ValueError) as error:
        message = f"{where}: {error}; a number, {UNSAT} or {TIMED_OUT} was expected"
        raise InstanceError(message) from error
    return key, Published(breaks, *times)
