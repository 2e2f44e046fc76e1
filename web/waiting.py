"""What waits for the organizer: late changes that no release has taken up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.late.proposing import Stage, stage_of
from b4h_scheduler.store.late import open_changes, open_proposal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open late changes, and whether a proposal can be released."""

    num_changes: int
    is_ready: bool


def waiting(reading: Session, event_id: int) -> Waiting | None:
    """Return what waits; None: nothing."""
    row = open_proposal(reading, event_id)
    if row is None:
        return None
    is_ready = stage_of(reading, row).stage is Stage.READY
    return Waiting(len(open_changes(reading, event_id)), is_ready)
