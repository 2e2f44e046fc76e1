"""What a reading session was asked for already: it sees one state of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlalchemy.orm import Session

    T = TypeVar("T")

_KEY = "b4h.once"


def remembering() -> dict[str, Any]:
    """Return what makes a session remember, for its ``info``."""
    return {_KEY: {}}


def once(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` returns, which a reading session asks only once.

    A session that writes asks each time.
    """
    known: dict[Hashable, object] | None = session.info.get(_KEY)
    if known is None:
        return make()
    if key not in known:
        known[key] = make()
    return cast("T", known[key])
