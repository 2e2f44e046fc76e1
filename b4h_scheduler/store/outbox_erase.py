"""An erased person leaves the outbox: own messages, and the name in those of others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from b4h_scheduler.store.outbox import OPEN, State, end
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ERASED = "(erased)"


def erase_from_outbox(
    session: Session, event_id: int, delegate: str, old: str, new: str
) -> None:
    """Remove a person.

    What others were told keeps times and tables; the texts of messages that have gone
    and may name the person are deleted. One that still waits goes out as it is.

    Parameters
    ----------
    old, new
        The name as JSON has it, and what stands there instead.
    """
    query = select(OutboxRow).where(OutboxRow.event_id == event_id)
    for row in session.scalars(query.options(defer(OutboxRow.body))):
        if row.delegate_key == delegate:
            _erase(row)
            continue
        text = json.dumps(row.content, ensure_ascii=False)
        is_named = old in text
        if is_named:
            row.content = json.loads(text.replace(old, new))
        # A text without a content beside it may name anybody.
        if row.state not in OPEN and (is_named or row.content is None):
            row.body = None


def _erase(row: OutboxRow) -> None:
    if row.state in OPEN:
        end(row, State.WITHDRAWN, "the person was erased")
    row.recipient, row.subject, row.reply = "", ERASED, ""
    row.body, row.content = None, None
