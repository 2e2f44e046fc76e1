"""The hash of an event's content, whatever files it was read from."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from b4h_scheduler.domain.wishes import Wish

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event

_WISHES = TypeAdapter(tuple[Wish, ...])


def input_hash(event: Event) -> str:
    """Return the SHA-256 of everything the event holds, in its order.

    Files of another kind, encoding or line ending give the same hash; another order
    of rows does not, since plans of equal worth may then differ.
    """
    content = event.model_dump(exclude={"wishes", "promised"})
    text = json.dumps(
        content,
        default=_plain,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    for wishes in (event.wishes, event.promised):
        # Ten times as fast as Python's json; wishes hold no sets, whose order varies.
        digest.update(_WISHES.dump_json(wishes, exclude={"__all__": {"source"}}))
    return digest.hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever the domain holds
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value.isoformat()
