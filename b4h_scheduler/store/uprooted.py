"""Meetings of stored plans that lose what they need: a slot, a table, who attends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_event import OrganizationRow
from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow
from b4h_scheduler.store.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Uprooted:
    """A meeting of a plan that cannot be held any more.

    Attributes
    ----------
    draft : str
        Name of the draft, or number of the release.
    is_released : bool
        Of the latest release.
    """

    draft: str
    start: datetime
    sides: tuple[str, str]
    why: str
    is_released: bool


class WithMeetings:
    """What takes meetings of drafts and of the latest release with it."""

    __slots__ = ()
    meetings: Sequence[Uprooted]

    @property
    def released(self) -> list[Uprooted]:
        """Meetings that people have in their calendars."""
        return [each for each in self.meetings if each.is_released]

    @property
    def drafted(self) -> list[Uprooted]:
        """Meetings of drafts."""
        return [each for each in self.meetings if not each.is_released]


def uprooted_by(
    session: Session,
    event_id: int,
    why: Callable[[dict[str, Any]], str],
    *,
    zone: ZoneInfo | None = None,
) -> list[Uprooted]:
    """Return the meetings of all drafts, and of the latest release, that would go.

    Parameters
    ----------
    why
        Of a stored meeting: why it cannot be held; empty: it can.
    zone
        On whose clocks the start is told; None: the event's.
    """
    zone = zone or settings_of(event_row(session, event_id)).zone_info
    query = select(OrganizationRow).where(OrganizationRow.event_id == event_id)
    names = {row.key: row.name for row in session.scalars(query)}
    found = []
    for draft, plan, is_released in stored_plans(session, event_id):
        for meeting in plan["meetings"]:
            reason = why(meeting)
            if reason:
                one, other = (
                    names.get(side["organization"], side["organization"])
                    for side in meeting["sides"]
                )
                start = datetime.fromisoformat(meeting["start"]).astimezone(zone)
                found.append(Uprooted(draft, start, (one, other), reason, is_released))
    return found


def stored_plans(
    session: Session, event_id: int
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield the latest release and all drafts: name, plan, whether it is released."""
    released = select(RevisionRow).where(RevisionRow.event_id == event_id)
    latest = session.scalar(released.order_by(RevisionRow.number.desc()).limit(1))
    if latest is not None:
        name = Sentence("release {number}", number=latest.number)
        yield name, latest.plan, True
    drafts = select(DraftRow).where(DraftRow.event_id == event_id)
    for draft in session.scalars(drafts.order_by(DraftRow.id)):
        yield draft.name, draft.plan, False
