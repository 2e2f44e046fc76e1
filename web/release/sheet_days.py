"""The table of a person's meetings on paper, made without the template's help.

All agendas of a large event are 18,000 rows, whose cells repeat: each text is escaped
once, and rows are filled in as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from web.languages.local import full_date
from web.languages.texts import gettext

if TYPE_CHECKING:
    from datetime import date

    from web.release.sheets import Row, Sheet

_HEAD = Markup(
    '<table><thead><tr><th scope="col" class="time">{}</th><th scope="col">{}</th>'
    '<th scope="col" class="place">{}</th></tr></thead><tbody>'
)
_DAY = Markup('<tr class="day"><th colspan="3" scope="rowgroup">{}</th></tr>')
_FOOT = "</tbody></table>"


class SheetDays:
    """Writes the tables of one print, in the page's language."""

    def __init__(self) -> None:
        self._escaped = _Escaped()
        self._days: dict[date, str] = {}
        self._head = _HEAD.format(gettext("Time"), gettext("With"), gettext("Where"))

    def of(self, sheet: Sheet) -> Markup:
        """Return the table of a sheet, day by day."""
        parts: list[str] = [self._head]
        for day, rows in sheet.days:
            parts.append(self._day(day))
            parts += map(self._row, rows)
        parts.append(_FOOT)
        return Markup("".join(parts))  # noqa: S704  (escaped cell by cell)

    def _day(self, day: date) -> str:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = _DAY.format(full_date(day))
        return found

    def _row(self, row: Row) -> str:
        _, begins, ends, what, people, where = row
        known = self._escaped
        return (
            f'<tr><td class="time">{known[begins]}–{known[ends]}</td>'
            f"<td><strong>{known[what]}</strong><br>{known[people]}</td>"
            f"<td>{known[where]}</td></tr>"
        )


class _Escaped(dict[str, str]):
    """Texts as they stand in a page, each made once."""

    def __missing__(self, text: str) -> str:
        """Make one."""
        made = self[text] = str(escape(text))
        return made
