"""Which columns a list needs to hold what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.columns import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.files.tabulate import Entry

_ALWAYS = frozenset({"name", "email", "priority"})
"""Written even if empty: who adds rows will want them."""


def columns_in_use(name: str, entries: Sequence[Entry]) -> list[str]:
    """Return the columns that are required or hold anything, in their order."""
    used = {key for each in entries for key, v in each.items() if v not in {None, ""}}
    return [
        column.key
        for column in FORMS[name].columns
        if column.is_required or column.key in used | _ALWAYS
    ]
