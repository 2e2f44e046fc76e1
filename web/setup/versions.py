"""Two versions of a form side by side, where somebody else saved it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.languages.texts import capital, gettext
from web.setup.fields import Kind, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from web.setup.fields import Field, Group


def differing(
    parts: Sequence[Group | Rows], stored: Mapping[str, str], typed: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Return the fields that differ: as the page calls them, stored, typed."""
    return tuple(
        (title, _told(each, theirs), _told(each, yours))
        for name, title, each in _inputs(parts, {*stored, *typed})
        for theirs, yours in [(_at(stored, name), _at(typed, name))]
        if theirs != yours and each.kind is not Kind.HIDDEN
    )


def _inputs(
    parts: Sequence[Group | Rows], names: set[str]
) -> Iterator[tuple[str, str, Field]]:
    """Yield every input that is there, with its title."""
    for part in parts:
        if not isinstance(part, Rows):
            for each in part.fields:
                yield each.path, gettext(each.label), each
            continue
        one = gettext(part.one)
        one = capital(one)
        number = 0
        while names & {f"{part.name}-{number}-{each.path}" for each in part.fields}:
            for each in part.fields:
                name = f"{part.name}-{number}-{each.path}"
                yield name, f"{one} {number + 1}: {gettext(each.label)}", each
            number += 1


def _at(content: Mapping[str, str], name: str) -> str:
    return "\n".join(content.get(name, "").strip().splitlines())


def _told(each: Field, value: str) -> str:
    """Return a value as the page shows it: a choice by its words."""
    if each.kind is Kind.CHECK:
        return gettext("yes") if value == "yes" else gettext("no")
    words = dict(each.choices)
    return gettext(words[value]) if value and value in words else value
