"""Meetings of stored plans that lose what they need: a slot, a table, who attends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.planning.collector import collector_paused
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


@collector_paused()
def uprooted_by(
    session: Session,
    event_id: int,
    why: Callable[[dict[str, Any]], str],
    *,
    why_in_draft: Callable[[dict[str, Any]], str] | None = None,
    zone: ZoneInfo | None = None,
) -> list[Uprooted]:
    """Return the meetings of all drafts, and of the latest release, that would go.

    Parameters
    ----------
    why
        Of a stored meeting: why it cannot be held; empty: it can.
    why_in_draft
        The same, asked about meetings of drafts; None: as of all others.
    zone
        On whose clocks the start is told; None: the event's.
    """
    zone = zone or settings_of(event_row(session, event_id)).zone_info
    query = select(OrganizationRow.key, OrganizationRow.name)
    query = query.where(OrganizationRow.event_id == event_id)
    names = {row.key: row.name for row in session.execute(query)}
    found = []
    for draft, meetings, is_released in stored_meetings(session, event_id):
        why_here = why if is_released else why_in_draft or why
        for meeting in meetings:
            reason = why_here(meeting)
            if reason:
                one, other = (
                    names.get(side["organization"], side["organization"])
                    for side in meeting["sides"]
                )
                start = datetime.fromisoformat(meeting["start"]).astimezone(zone)
                found.append(Uprooted(draft, start, (one, other), reason, is_released))
    return found


def stored_meetings(
    session: Session, event_id: int
) -> Iterator[tuple[str, list[dict[str, Any]], bool]]:
    """Yield the latest release and all drafts: name, meetings, whether released.

    What plans hold beside their meetings, some megabytes, is not read.
    """
    parts = RevisionRow.plan["meetings"], DraftRow.plan["meetings"]
    yield from _stored(session, event_id, *parts)


def stored_plans(
    session: Session, event_id: int
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield the latest release and all drafts: name, plan, whether it is released."""
    yield from _stored(session, event_id, RevisionRow.plan, DraftRow.plan)


def _stored(
    session: Session,
    event_id: int,
    of_release: Any,  # noqa: ANN401  (a column of a plan)
    of_draft: Any,  # noqa: ANN401
) -> Iterator[tuple[str, Any, bool]]:
    released = select(RevisionRow.number, of_release).where(
        RevisionRow.event_id == event_id
    )
    latest = released.order_by(RevisionRow.number.desc()).limit(1)
    for number, found in session.execute(latest):
        yield Sentence("release {number}", number=number), found, True
    drafts = select(DraftRow.name, of_draft).where(DraftRow.event_id == event_id)
    for name, found in session.execute(drafts.order_by(DraftRow.id)):
        yield name, found, False
