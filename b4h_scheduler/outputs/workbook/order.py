"""The order of names in lists that people look somebody up in."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from b4h_scheduler.outputs.plain_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.people import Companion, Delegate

Person = TypeVar("Person", "Delegate", "Companion")


def by_name(people: Iterable[Person]) -> list[Person]:
    """Return people in order of their names; accents and case count little."""
    return sorted(people, key=lambda person: (_key(person.name), person.id))


def _key(name: str) -> tuple[str, str]:
    text = one_line(name).casefold()
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)), text
