"""CSV as spreadsheet programs open it: UTF-8 with a byte order mark, no formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.plain_text import is_formula, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def csv_bytes(
    header: Sequence[str], rows: Iterable[Iterable[str | int | None]]
) -> bytes:
    """Return a table as the bytes of a CSV file.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    text = one_line(value)
    return f"'{text}" if is_formula(text) else text
