from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from b4h_scheduler.domain.event import Event
from b4h_scheduler.store.content import _MOMENTS, from_json


def _moments(kind: object, seen: set) -> set[str]:
    """Names of all fields below a type that hold a moment."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {name for part in get_args(kind) for name in _moments(part, seen)}
    if kind in seen:
        return set()
    seen.add(kind)
    found = set()
    for name, field in kind.model_fields.items():
        if datetime in {field.annotation, *get_args(field.annotation)} or (
            "AwareDatetime" in str(field.annotation)
        ):
            found.add(name)
        found |= _moments(field.annotation, seen)
    return found


def test_every_moment_of_the_domain_is_known() -> None:
    """Fields read back as moments are those that hold one."""
    assert _moments(Event, set()) == _MOMENTS


def test_values_of_a_sentence_are_no_moments() -> None:
    """What a sentence calls its start may be words, and is left alone."""
    sentence = {"template": "from {start}", "values": {"start": "17:20"}}
    found = from_json(
        {"start": "2037-03-09T09:00:00+00:00", "reasons": [sentence]}, ZoneInfo("UTC")
    )
    assert found["start"] == datetime(2037, 3, 9, 9, tzinfo=UTC)
    assert found["reasons"] == [sentence]
