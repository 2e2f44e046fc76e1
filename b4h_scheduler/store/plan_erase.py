"""A text leaves every plan of an event: drafts, releases, edits and runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.edits import erase_from_edits
from b4h_scheduler.store.run_erase import erase_from_runs
from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def erase_from_plans(session: Session, event_id: int, old: str, new: str) -> None:
    """Replace a text in plans and what is told of them; ids and times stay.

    Parameters
    ----------
    old, new
        As JSON has them.
    """
    plans: list[DraftRow | RevisionRow] = [
        *session.scalars(select(DraftRow).where(DraftRow.event_id == event_id)),
        *session.scalars(select(RevisionRow).where(RevisionRow.event_id == event_id)),
    ]
    for plan in plans:
        text = json.dumps(plan.plan, ensure_ascii=False)
        if old in text:
            plan.plan = json.loads(text.replace(old, new))
    erase_from_edits(session, event_id, old, new)
    erase_from_runs(session, event_id, old, new)
