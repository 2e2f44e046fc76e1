"""Whether two states of an event are one and the same to planning.

Most changes of a large event are of what planning never reads: who a delegate is, and
how to reach the person. The problem, a draft laid out on it and its figures stay.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from b4h_scheduler.domain.event import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.base import Entity

UNREAD = frozenset({"email", "phone", "role", "language"})
"""Fields of a delegate that no module of planning reads; a test looks at the code."""
_ROWS = (
    "organizations",
    "companions",
    "tables",
    "home_places",
    "wishes",
    "vetoes",
    "promised",
)
"""Fields of an event with very many parts, which two states mostly share."""
_SETTINGS = set(Event.model_fields) - {"delegates", *_ROWS}


def are_alike(one: Event, other: Event) -> bool:
    """Whether everything that planning makes of two events is the same."""
    if one is other:
        return True
    if not are_settings_alike(one, other):
        return False
    return are_same(one.delegates, other.delegates, set(UNREAD)) and all(
        are_same(getattr(one, name), getattr(other, name), set()) for name in _ROWS
    )


def are_settings_alike(one: Event, other: Event) -> bool:
    """Whether all is the same but the parts of which there are very many."""
    return one.model_dump_json(include=_SETTINGS) == other.model_dump_json(
        include=_SETTINGS
    )


def are_same(one: Sequence[Entity], other: Sequence[Entity], but: set[str]) -> bool:
    """Whether parts are the same objects, or say the same.

    Compared as text: of two moments of one time zone `==` sees only the wall clock,
    which shows the same twice when clocks go back.
    """
    if len(one) != len(other):
        return False
    if all(map(is_, one, other)):
        return True
    return all(
        a is b or a.model_dump_json(exclude=but) == b.model_dump_json(exclude=but)
        for a, b in zip(one, other, strict=True)
    )


class Versions:
    """Numbers the states of an event so that alike ones have the same number."""

    def __init__(self) -> None:
        self._last: tuple[Event, int] | None = None

    def number(self, event: Event, version: int) -> int:
        """Return the version from which on the event was as it is, to planning.

        Parameters
        ----------
        version
            Of this state: another one for every other state.
        """
        last = self._last
        found = version
        if last is not None and are_alike(last[0], event):
            found = last[1]
        self._last = event, found
        return found
