"""JSON that is text already, for columns of JSON."""

from __future__ import annotations

import json


class JsonText(str):
    """JSON as text: the database gets it as it is.

    Where thousands of rows are written of what was made text before, for its hash.
    """

    __slots__ = ()


def as_json(value: object) -> str:
    """Return a value as a column of JSON stores it."""
    return value if isinstance(value, JsonText) else json.dumps(value)
