"""The parts of a stored event as the domain's objects, those known made only once.

An event of 1,000 delegates has 17,000 parts, of which a change concerns one or two.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, select

from b4h_scheduler.domain.wishes import Side, Wish
from b4h_scheduler.store.audit import latest_change
from b4h_scheduler.store.content import from_json
from b4h_scheduler.store.schema_event import WishRow

if TYPE_CHECKING:
    from collections.abc import Hashable
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnExpressionArgument
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.base import Entity

_OF_WISH = (
    WishRow.wisher_organization,
    WishRow.wisher_unit,
    WishRow.wisher_delegate,
    WishRow.wished_organization,
    WishRow.wished_unit,
    WishRow.wished_delegate,
    WishRow.priority,
    WishRow.message,
    WishRow.answer,
    WishRow.source,
    WishRow.reply,
)


class PartMemory:
    """Parts by all that they were made from, so that a part is never out of date.

    Attributes
    ----------
    known, wishes, sides : dict
        Each wish, each side of wishes, all other parts.
    wished : tuple, or None
        The number of the latest change of any wish, and all wishes as they were then.
    """

    def __init__(self) -> None:
        self.known: dict[Hashable, Any] = {}
        self.wishes: dict[Hashable, Wish] = {}
        self.sides: dict[Hashable, Side] = {}
        self.wished: tuple[int, list[Wish], list[Wish]] | None = None


class PartReader:
    """Reads the parts of one event, once."""

    def __init__(
        self, session: Session, event_id: int, zone: ZoneInfo, memory: PartMemory
    ) -> None:
        self._session = session
        self._event_id = event_id
        self._zone = zone
        self._memory = memory
        self._used: dict[Hashable, Any] = {}

    def parts(
        self,
        row: Any,  # noqa: ANN401  (any table of parts)
        kind: type[Entity],
        *conditions: ColumnExpressionArgument[bool],
    ) -> list[Any]:
        """Return all parts of a kind in their order."""
        query = select(cast(row.content, Text)).where(
            row.event_id == self._event_id, *conditions
        )
        query = query.order_by(row.position, row.id)
        return [self._part(kind, text) for text in self._session.scalars(query)]

    def wishes(self) -> tuple[list[Wish], list[Wish]]:
        """Return the wishes of people, and those that stand for promised meetings."""
        version = latest_change(self._session, self._event_id, "wish")
        known = self._memory.wished
        if known is None or known[0] != version:
            known = self._memory.wished = version, *self._read_wishes()
        return known[1:]

    def _read_wishes(self) -> tuple[list[Wish], list[Wish]]:
        query = select(*_OF_WISH, WishRow.is_promised, WishRow.promised_position)
        query = query.where(WishRow.event_id == self._event_id)
        own, promised = [], []
        used: dict[Hashable, Wish] = {}
        query = query.order_by(WishRow.position, WishRow.id)
        for row in self._session.execute(query):
            *content, is_promised, position = row
            key = tuple(content)
            wish = used[key] = self._memory.wishes.get(key) or self._wish(key)
            if not is_promised:
                own.append(wish)
            if position is not None:
                promised.append((position, wish))
        self._memory.wishes = used
        promised.sort(key=lambda pair: pair[0])
        return own, [wish for _, wish in promised]

    def remember(self) -> None:
        """Keep the parts of this reading, and no older ones."""
        self._memory.known = self._used

    def _part(self, kind: type[Entity], text: str) -> Entity:
        key = (kind, self._zone.key, text)
        found = self._memory.known.get(key)
        if found is None:
            found = kind.model_validate(from_json(json.loads(text), self._zone))
        self._used[key] = found
        part: Entity = found
        return part

    def _wish(self, key: tuple[Any, ...]) -> Wish:
        return Wish(
            wisher=self._side(key[0:3]),
            wished=self._side(key[3:6]),
            priority=key[6],
            message=key[7],
            answer=key[8],
            source=key[9],
            reply=key[10],
        )

    def _side(self, key: tuple[Any, ...]) -> Side:
        """Return the one object that stands for a side in all wishes."""
        found = self._memory.sides.get(key)
        if found is None:
            found = Side(organization=key[0], unit=key[1], delegate=key[2])
            self._memory.sides[key] = found
        return found
