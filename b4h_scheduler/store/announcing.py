"""Many new messages at once, as a release writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update
from sqlalchemy.orm.attributes import set_committed_value

from b4h_scheduler.store.many import write_many
from b4h_scheduler.store.outbox import REPLACED, State, ended, is_replaceable
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
_AT_ONCE = 1000
"""Numbers of messages in one statement."""


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


def supersede_all(session: Session, rows: Sequence[OutboxRow]) -> None:
    """End unsent messages that newer ones make needless.

    As `outbox.supersede` does, without a statement for each (a test compares).
    """
    found = [row for row in rows if is_replaceable(row)]
    if not found:
        return
    session.flush()
    columns = ended(State.SUPERSEDED, REPLACED)
    ids = [row.id for row in found]
    for first in range(0, len(ids), _AT_ONCE):
        some = OutboxRow.id.in_(ids[first : first + _AT_ONCE])
        ending = update(OutboxRow).where(some).values(columns)
        session.execute(ending, execution_options={"synchronize_session": False})
    for row in found:  # the session knows them, too
        for name, value in columns.items():
            set_committed_value(row, name, value)
