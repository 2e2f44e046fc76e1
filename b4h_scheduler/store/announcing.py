"""Many new messages at once, as a release writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from b4h_scheduler.store.many import write_many
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_FRESH: dict[str, Any] = {
    "attempts": 0,
    "is_in_doubt": False,
    "token": 0,
    "lease_until": None,
    "reply": "",
    "ended": None,
}
"""What a message is where nothing is said."""


def add_messages(session: Session, messages: Sequence[dict[str, Any]]) -> None:
    """Put messages into the outbox in this order.

    What ``session.add_all`` and a flush would store (a test compares), without an
    object for each: a first release writes to a thousand people.

    Parameters
    ----------
    messages
        Columns of `OutboxRow`, the same of each but those of `_FRESH`.
    """
    session.flush()  # what they take the place of has ended before
    if messages:
        rows = [_FRESH | message for message in messages]
        write_many(session, insert(OutboxRow), rows)
