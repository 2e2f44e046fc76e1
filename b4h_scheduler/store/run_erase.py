"""An erased person leaves the runs: what they told, and the answers to questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from b4h_scheduler.sentence import put_together, taken_apart
from b4h_scheduler.store.schema_plans import RunRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PLAN = "plan"


def erase_from_runs(session: Session, event_id: int, old: str, new: str) -> None:
    """Take a name out of failures of runs; questions are forgotten, as all changed.

    Parameters
    ----------
    old, new
        The name as JSON has it, and what stands there instead.
    """
    session.execute(
        delete(RunRow).where(RunRow.event_id == event_id, RunRow.kind != _PLAN)
    )
    for row in session.scalars(select(RunRow).where(RunRow.event_id == event_id)):
        message = taken_apart(row.message)
        told = json.dumps([message, row.answer], ensure_ascii=False)
        if old in told:
            message, row.answer = json.loads(told.replace(old, new))
            row.message = put_together(message)
