"""What was typed into a page of the set-up: as changes, and faults at their inputs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from b4h_scheduler.files.text_cells import slug
from b4h_scheduler.store.errors import RefusedError
from web.languages.texts import told
from web.setup.fields import Group, Kind, Rows, at, is_blank, put, value_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from b4h_scheduler.store.field_faults import FieldsError
from web.setup.fields import Field

MOST_ROWS = 200
_QUOTED = re.compile(r"'([^']*)'")


@dataclass(slots=True)
class Typed:
    """The fields of a form.

    Attributes
    ----------
    changes : dict
        Fields of the event.
    faults : dict
        Message by input; by ``""`` those that belong to none.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, list[int]] = field(default_factory=dict)
    """Of each list, which rows of the form are its members."""
    _inputs: list[str] = field(default_factory=list)

    def rows_of(self, name: str) -> list[int]:
        """Return which rows of the form are the members of a list."""
        return self._kept[name]

    def tell(self, error: FieldsError) -> None:
        """Put what the domain refuses at its inputs."""
        for where, text in error.faults:
            name = self._input_at(list(where)) if where else self._input_named(text)
            known = self.faults.get(name)
            said = told(text)
            self.faults[name] = f"{known}; {said}" if known else said

    def _input_at(self, where: list[str | int]) -> str:
        head = str(where[0])
        if head in self._kept and len(where) > 1 and isinstance(where[1], int):
            where = [head, self._kept[head][where[1]], *where[2:]]
        name = "-".join(str(part) for part in where)
        for known in self._inputs:
            if known == name or name.startswith(f"{known}-"):
                return known
        return next((k for k in self._inputs if k.startswith(f"{name}-")), "")

    def _input_named(self, text: str) -> str:
        """Find the row that a sentence names by its key."""
        named = set(_QUOTED.findall(text))
        for head, kept in self._kept.items():
            for member, number in zip(self.changes[head], kept, strict=True):
                own = {str(member.get(key, "")) for key in ("id", "name")} - {""}
                # A slot is named after its session.
                starts = tuple(f"{each}-" for each in own)
                if named & own or any(n.startswith(starts) for n in named if starts):
                    first = [
                        i for i in self._inputs if i.startswith(f"{head}-{number}-")
                    ]
                    return next((i for i in first if i.endswith("start")), first[0])
        return ""


def typed_of(
    parts: tuple[Group | Rows, ...], form: Mapping[str, str], zone: ZoneInfo
) -> Typed:
    """Read a form."""
    typed = Typed()
    for part in parts:
        if isinstance(part, Group):
            for each in part.fields:
                _take(typed, typed.changes, each, each.path, form, zone)
        else:
            _take_rows(typed, part, form, zone)
    if "policy" in typed.changes:
        # Nothing chosen is a choice too.
        typed.changes["policy"] = {"eligibility": {}, "levels": []} | typed.changes[
            "policy"
        ]
    return typed


def _take_rows(
    typed: Typed, rows: Rows, form: Mapping[str, str], zone: ZoneInfo
) -> None:
    members: list[dict[str, Any]] = []
    typed._kept[rows.name] = kept = []  # noqa: SLF001  (its own maker)
    ids: set[str] = set()
    for number in range(min(num_rows(rows, form), MOST_ROWS)):
        if is_blank(rows, number, form):
            continue
        member: dict[str, Any] = {}
        for each in rows.fields:
            name = f"{rows.name}-{number}-{each.path}"
            _take(typed, member, each, name, form, zone)
        if "id" in member:
            key = member["id"] or slug(str(member.get("name", ""))) or rows.one
            while not member["id"] and key in ids:
                key += "-2"
            member["id"] = key
            ids.add(key)
        members.append(member)
        kept.append(number)
    typed.changes[rows.name] = members


def _take(
    typed: Typed,
    content: dict[str, Any],
    each: Field,
    name: str,
    form: Mapping[str, str],
    zone: ZoneInfo,
) -> None:
    typed._inputs.append(name)  # noqa: SLF001
    try:
        value = value_of(each, form.get(name, ""), zone)
    except RefusedError as error:
        typed.faults[name] = told(error.args[0])
        return
    if value is None and each.kind is Kind.MAYBE_CHOICE:
        return
    put(content, each.path, value)


def num_rows(rows: Rows, form: Mapping[str, str]) -> int:
    """Return how many rows of a list a form has, blank ones too."""
    number = re.compile(rf"{re.escape(rows.name)}-(\d{{1,4}})-")
    found = (number.match(name) for name in form)
    return max((int(hit[1]) + 1 for hit in found if hit), default=0)


def words(
    parts: tuple[Group | Rows, ...], content: dict[str, Any], zone: ZoneInfo
) -> dict[str, str]:
    """Return what is stored as the fields show it, with blank rows at the end."""
    shown: dict[str, str] = {}
    for part in parts:
        if isinstance(part, Group):
            for each in part.fields:
                shown[each.path] = words_of(at(content, each.path), zone)
            continue
        members = content[part.name]
        for number in range(len(members) + part.num_new):
            for each in part.fields:
                is_new = number >= len(members)
                value = None if is_new else at(members[number], each.path)
                text = each.default if is_new else words_of(value, zone)
                shown[f"{part.name}-{number}-{each.path}"] = text
    return shown
