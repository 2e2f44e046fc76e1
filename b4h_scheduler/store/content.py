"""The domain's types as JSON and back, exactly."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from b4h_scheduler.sentence import is_apart

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from b4h_scheduler.domain.base import Entity

_MOMENTS = frozenset(
    {"start", "end", "arrival", "departure", "present_from", "present_until"}
)
"""Fields of the domain that hold a moment; a test compares with the types."""


_NESTED = (dict, list)


def to_json(entity: Entity, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the fields of an entity as JSON; sets are sorted."""
    content: dict[str, Any] = json.loads(
        json.dumps(entity.model_dump(exclude=set(without)), default=_plain)
    )
    return content


def from_json(content: Any, zone: ZoneInfo) -> Any:  # noqa: ANN401  (any JSON)
    """Return JSON with moments in the event's time zone, ready for the domain."""
    # Most values are plain: no call for each of them.
    if isinstance(content, list):
        return [
            from_json(item, zone) if isinstance(item, _NESTED) else item
            for item in content
        ]
    if isinstance(content, dict):
        if is_apart(content):
            return content
        return {
            key: from_json(value, zone)
            if isinstance(value, _NESTED)
            else datetime.fromisoformat(value).astimezone(zone)
            if key in _MOMENTS and isinstance(value, str)
            else value
            for key, value in content.items()
        }
    return content


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value.isoformat()
