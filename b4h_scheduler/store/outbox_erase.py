"""An erased person leaves the outbox: own messages, and the name in those of others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from b4h_scheduler.sentence import mark
from b4h_scheduler.store.body_erase import without_name
from b4h_scheduler.store.message_files import remove_files, rewrite_files
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
    and may name the person are deleted. One that still waits goes out without the name.
    Where messages became files, own ones are deleted, those of others lose the name.

    Parameters
    ----------
    old, new
        The name, and what stands there instead.
    """
    quoted = json.dumps(old, ensure_ascii=False)[1:-1]
    own, named = [], []
    query = select(OutboxRow).where(OutboxRow.event_id == event_id)
    for row in session.scalars(query.options(defer(OutboxRow.body))):
        if row.delegate_key == delegate:
            _erase(row)
            own.append(row.id)
            continue
        text = json.dumps(row.content, ensure_ascii=False)
        is_named = quoted in text
        if is_named:
            row.content = json.loads(text.replace(quoted, new))
        # A text without a content beside it may name anybody.
        if is_named or row.content is None:
            named.append(row.id)
            if row.state not in OPEN:
                row.body = None
            elif row.body:
                row.body = without_name(row.body, old, new)
    remove_files(session, own)
    rewrite_files(session, named, lambda body: without_name(body, old, new))


def _erase(row: OutboxRow) -> None:
    if row.state in OPEN:
        end(row, State.WITHDRAWN, mark("the person was erased"))
    row.recipient, row.subject, row.reply = "", ERASED, ""
    row.body, row.content = None, None
