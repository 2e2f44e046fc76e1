"""The table of a sheet, which no template writes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from web.release.sheet_days import SheetDays
from web.release.sheets import Row, Sheet

if TYPE_CHECKING:
    from tests.web.world import World

FIRST, SECOND = date(2045, 1, 2), date(2045, 1, 3)
ROWS = (
    Row(FIRST, "09:00", "09:20", "A & B", "Ada <b>, Bo", "Table 1, Hall <1>"),
    Row(FIRST, "09:20", "09:40", "A & B", "Cleo", "Online"),
    Row(SECOND, "09:00", "09:20", "Dahl", "Dora", "Table 1, Hall <1>"),
)


def test_rows_stand_under_their_day_and_nothing_is_taken_for_html(world: World) -> None:
    """Texts of people are escaped, also where they stand again."""
    with world.app.test_request_context("/"):
        table = SheetDays().of(Sheet("d-ada", "Ada", "Alba", ROWS))
    assert table == (
        '<table><thead><tr><th scope="col" class="time">Time</th>'
        '<th scope="col">With</th><th scope="col" class="place">Where</th>'
        "</tr></thead><tbody>"
        '<tr class="day"><th colspan="3" scope="rowgroup">Monday, 2 January 2045</th>'
        '</tr><tr><td class="time">09:00–09:20</td><td><strong>A &amp; B</strong><br>'
        "Ada &lt;b&gt;, Bo</td><td>Table 1, Hall &lt;1&gt;</td></tr>"
        '<tr><td class="time">09:20–09:40</td><td><strong>A &amp; B</strong><br>'
        "Cleo</td><td>Online</td></tr>"
        '<tr class="day"><th colspan="3" scope="rowgroup">Tuesday, 3 January 2045</th>'
        '</tr><tr><td class="time">09:00–09:20</td><td><strong>Dahl</strong><br>'
        "Dora</td><td>Table 1, Hall &lt;1&gt;</td></tr></tbody></table>"
    )
