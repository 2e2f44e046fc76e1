"""Sheets of an .xlsx workbook as tables of cells."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from b4h_scheduler.files import archive
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.sheet_scan import (
    Marks,
    check_bounds,
    check_texts,
    first_hidden_row,
    marks,
)
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from b4h_scheduler.files.cell_types import Cell

LOG = logging.getLogger(__name__)
_RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet from A1 on, and which of them have faults of their own."""

    cells: list[list[Cell]]
    marks: Marks
    hidden_row: int | None
    """Number of the first row that is hidden."""
    is_hidden: bool


class Workbook:
    """An opened workbook; sheets are read when asked for."""

    def __init__(self, data: bytes, max_rows: int) -> None:
        """Open a workbook.

        Raises
        ------
        CellError
            It cannot be read, or not within bounds.
        """
        self._parts = archive.unpack(data)
        self._max_rows = max_rows
        self._part_of, self._hidden = _sheet_parts(self._parts)
        self._reader: CalamineWorkbook | None = None
        self.names = list(self._part_of)

    def sheet(self, name: str) -> Sheet:
        """Return the cells of a sheet.

        Raises
        ------
        CellError
            The sheet is damaged or too large.
        """
        part = self._parts.get(self._part_of[name])
        if part is None:
            raise _damaged(f"sheet {name!r} is missing in the file")
        check_bounds(part, self._max_rows)
        check_texts(part, self._parts.get("xl/sharedstrings.xml", b""))
        return Sheet(
            cells=self._cells(name),
            marks=marks(part),
            hidden_row=first_hidden_row(part),
            is_hidden=name in self._hidden,
        )

    def _cells(self, name: str) -> list[list[Cell]]:
        from python_calamine import (  # noqa: PLC0415 - only for workbooks
            CalamineError,
            CalamineWorkbook,
        )

        try:
            if self._reader is None:
                content = archive.repack(_original_names(self._parts))
                self._reader = CalamineWorkbook.from_filelike(io.BytesIO(content))
            sheet = self._reader.get_sheet_by_name(name)
            cells: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
        except (CalamineError, ValueError, OSError) as error:
            raise _damaged(str(error)) from None
        except BaseException as error:
            # What the reader, written in Rust, raises when it trips over a file.
            if type(error).__name__ != "PanicException":
                raise
            raise _damaged("the reader gave up") from None
        if any(b"_x" in part for part in self._parts.values()):
            cells = [[_unescaped(cell) for cell in row] for row in cells]
        return cells


def _unescaped(cell: Cell) -> Cell:
    """Return a cell with ``_x000D_``, as workbooks write a carriage return, undone."""
    if isinstance(cell, str) and "_x" in cell:
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    return cell


def _damaged(why: str) -> CellError:
    LOG.info("a workbook is damaged: %s", why)
    message = mark("the workbook is cut off or damaged.")
    return CellError(
        Code.TRUNCATED_WORKBOOK, message, mark("Copy or save the file again.")
    )


def _original_names(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts under the names the reader looks for."""
    usual = {
        "[content_types].xml": "[Content_Types].xml",
        "xl/sharedstrings.xml": "xl/sharedStrings.xml",
    }
    return {usual.get(name, name): part for name, part in parts.items()}


def _sheet_parts(parts: dict[str, bytes]) -> tuple[dict[str, str], set[str]]:
    """Return the part of each sheet, in order of the workbook, and which are hidden."""
    try:
        relations = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314 - no entities: archive.py refuses them
        book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314
    except (KeyError, ET.ParseError) as error:
        raise _damaged(str(error)) from None
    targets = {
        each.get("Id", ""): each.get("Target", "").lstrip("/").removeprefix("xl/")
        for each in relations
    }
    found: dict[str, str] = {}
    hidden: set[str] = set()
    for sheet in book.iterfind(".//{*}sheets/{*}sheet"):
        relation = next((sheet.get(key) for key in _RELATION if sheet.get(key)), "")
        target = targets.get(relation or "", "")
        if "worksheets/" in target or "sheets/" in target:
            found[sheet.get("name", "")] = f"xl/{target}".lower()
            if "hidden" in sheet.get("state", "").lower():
                hidden.add(sheet.get("name", ""))
    if not found:
        raise CellError(
            Code.EMPTY_FILE, mark("the workbook has no sheet."), mark("Add one.")
        )
    return found, hidden
