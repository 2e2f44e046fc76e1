"""The workbook being written: its formats, and what all sheets share."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import xlsxwriter

from b4h_scheduler.outputs.plain_text import one_line, printable, shortened
from b4h_scheduler.outputs.workbook.quick_sheet import QuickSheet

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.figures import Figures

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
_MOST_CELL = 32_000
_MOST_HEADER = 80
_A4 = 9
# Shades that differ in gray, too: 97 %, 90 %, 82 %, 30 % of white.
SHADES = {"pale": "#F6F7F9", "soft": "#E3E8EF", "mid": "#CBD3DE", "dark": "#2B3A55"}
LINE = "#B4BCC8"


class Book:
    """A workbook file with the formats and the footer of this plan.

    Text never becomes a formula, a link or a number.

    Parameters
    ----------
    path : Path
    lookup : Lookup
    figures : Figures
    """

    def __init__(self, path: Path, lookup: Lookup, figures: Figures) -> None:
        self.lookup = lookup
        self.figures = figures
        self.file = xlsxwriter.Workbook(
            str(path),
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._serials: dict[datetime, float] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        created = lookup.local(lookup.plan.run.created)
        self.state = "Draft"
        if lookup.plan.revision:
            self.state = f"Revision {lookup.plan.revision}"
        self.made = f"{created:%Y-%m-%d %H:%M}"
        self.file.set_properties(
            {
                "title": f"{one_line(lookup.event.name)}: meeting plan",
                "subject": self.state,
                "author": one_line(lookup.event.organizer),
                "created": created.replace(tzinfo=None),
            }
        )

    def format(self, **properties: Any) -> Format:
        """Return the cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        found = self._formats.get(key)
        if found is None:
            base = {"valign": "top", "font_size": 10}
            found = self._formats[key] = self.file.add_format(base | properties)
        return found

    def sheet(self, name: str, *, is_landscape: bool = True) -> QuickSheet:
        """Return a new sheet, set up for A4 with header and footer."""
        sheet: QuickSheet = self.file.add_worksheet(name, QuickSheet)
        sheet.set_paper(_A4)
        if is_landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        event = shortened(one_line(self.lookup.event.name), _MOST_HEADER)
        # The space: digits at the start of a name would join the font size.
        sheet.set_header(f"&L&9 {_escaped(event)}&R&9 {_escaped(name)}")
        sheet.set_footer(f"&L&9{self.state} · {self.made}&R&9Page &P of &N")
        sheet.hide_gridlines(2)
        return sheet

    def serial(self, moment: datetime) -> float:
        """Return a moment as a spreadsheet's day number, by the event's clocks."""
        found = self._serials.get(moment)
        if found is None:
            local = self.lookup.local(moment).replace(tzinfo=None)
            found = self._serials[moment] = (local - _EPOCH) / timedelta(days=1)
        return found

    def close(self) -> None:
        """Write the file."""
        self.file.close()


@lru_cache(maxsize=16_384)
def cell_text(text: str) -> str:
    """Return text as a cell can hold it; a name stands in hundreds of cells."""
    return shortened(printable(text), _MOST_CELL)


def _escaped(text: str) -> str:
    """Return text for a header, where ``&`` begins a code."""
    return text.replace("&", "&&")
