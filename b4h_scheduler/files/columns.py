"""The lists an event consists of, and the columns of each (columns.toml).

A list stands in a file of its own (``wishes.csv``, ``wishes.xlsx``), in a sheet of
that name, or in event.toml as ``[[wishes]]``: the columns are the same everywhere.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from b4h_scheduler.files.vocabulary import heading_key


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    key: str
    """Its name in event.toml, in files we write, and in the code."""
    doc: str
    also: tuple[str, ...] = ()
    """Other headings that mean the same (English, German, French, b2match)."""
    is_required: bool = False
    is_kept: bool = True
    """False: known, and of no use for planning."""


@dataclass(frozen=True)
class ListForm:
    """The form of one list."""

    name: str
    doc: str
    columns: tuple[Column, ...]

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        """Columns by each of their headings, as ``heading_key`` makes it."""
        return {
            heading_key(heading): column
            for column in self.columns
            for heading in (column.key, *column.also)
        }

    @cached_property
    def kept_keys(self) -> str:
        """The columns that are used, for messages."""
        return ", ".join(column.key for column in self.columns if column.is_kept)


def _read_forms() -> dict[str, ListForm]:
    content: dict[str, dict[str, Any]] = tomllib.loads(
        files("b4h_scheduler.files")
        .joinpath("columns.toml")
        .read_text(encoding="utf-8")
    )

    def column(name: str, key: str) -> Column:
        entry = content[name]["columns"][key]
        if isinstance(entry, str):  # the same as in that list
            return column(entry, key)
        return Column(
            key=key,
            doc=entry["doc"],
            also=tuple(entry.get("also", ())),
            is_required=entry.get("required", False),
            is_kept=entry.get("kept", True),
        )

    return {
        name: ListForm(
            name,
            form["doc"],
            tuple(column(name, key) for key in form["columns"]),
        )
        for name, form in content.items()
    }


FORMS = _read_forms()
"""By name."""
