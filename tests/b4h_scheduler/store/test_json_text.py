from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import column, insert, select, table, text
from sqlalchemy.types import JSON

from b4h_scheduler.store.json_text import JsonText

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database

ROWS = table("rows_of_json", column("content", JSON))
TOLD = {"name": 'Łódź "q"', "times": [1, None, True]}
TEXT = '{"name": "\\u0141\\u00f3d\\u017a \\"q\\"", "times": [1, null, true]}'


def test_json_that_is_text_already_is_stored_as_it_is(database: Database) -> None:
    """Beside values that are made text; text alone is a value like any other."""
    with database.writing.begin() as connection:
        connection.execute(text("CREATE TABLE rows_of_json (content JSON)"))
        given = [JsonText(TEXT), TOLD, TEXT]
        connection.execute(insert(ROWS), [{"content": each} for each in given])
    with database.read() as reading:
        assert list(reading.scalars(select(ROWS.c.content))) == [TOLD, TOLD, TEXT]
