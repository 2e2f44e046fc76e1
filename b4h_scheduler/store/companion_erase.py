"""An interpreter or coach who is removed leaves no name behind, if that is asked for.

The key of a companion is made of the name, so it goes, too.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.calendar_state import erase_from_entries
from b4h_scheduler.store.outbox_erase import erase_from_outbox
from b4h_scheduler.store.people import ERASED, blank
from b4h_scheduler.store.plan_erase import erase_from_plans
from b4h_scheduler.store.schema_audit import AuditRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import CompanionRow


def erase_companion(session: Session, row: CompanionRow) -> None:
    """Take name, address and key of a removed companion out of everything kept.

    Parameters
    ----------
    row
        Removed in this transaction.
    """
    name, key, event_id = row.content["name"], row.key, row.event_id
    other = "c-" + secrets.token_hex(5)
    erase_from_plans(session, event_id, _inner(name), _inner(ERASED))
    erase_from_plans(session, event_id, json.dumps(key), json.dumps(other))
    erase_from_outbox(session, event_id, key, name, ERASED)
    erase_from_entries(session, event_id, key, name, ERASED)
    session.flush()
    # Last: what was just emptied stands in the log as it was before.
    own, told = f"companion {key}", f"companion {other}"
    for entry in session.scalars(select(AuditRow).where(AuditRow.event_id == event_id)):
        said = json.dumps([entry.before, entry.after], ensure_ascii=False)
        is_own = entry.subject == own
        if is_own or _inner(name) in said or json.dumps(key) in said:
            entry.before, entry.after = blank(entry.before), blank(entry.after)
        if is_own:
            entry.subject = told


def _inner(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
