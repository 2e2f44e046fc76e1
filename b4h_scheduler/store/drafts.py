"""Drafts: plans that are not released, and what changed since they were made."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from b4h_scheduler.domain.words import APART
from b4h_scheduler.plans import Plan
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.audit import latest_change
from b4h_scheduler.store.base import now
from b4h_scheduler.store.content import from_json
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_PLANNED_FROM = (
    "event", "organization", "delegate", "companion", "meeting_table", "wish", "veto",
)  # fmt: skip
"""Tables that a plan depends on."""


def data_version(session: Session, event_id: int) -> int:
    """Return a number that rises with every change a plan may depend on."""
    return latest_change(session, event_id, *_PLANNED_FROM)


def changed_since(session: Session, draft: DraftRow) -> list[AuditRow]:
    """Return the changes of the event's data since a draft was made."""
    conditions = (*_concerning(draft.event_id), AuditRow.id > draft.data_version)
    query = select(AuditRow).where(*conditions).order_by(AuditRow.id)
    return list(session.scalars(query))


def num_changed_since(session: Session, draft: DraftRow) -> int:
    """Return how many changes `changed_since` would return."""
    conditions = (*_concerning(draft.event_id), AuditRow.id > draft.data_version)
    return session.scalar(select(func.count(AuditRow.id)).where(*conditions)) or 0


def add_draft(
    session: Session, event_id: int, name: str, plan: Plan, *, made_from: int
) -> int:
    """Keep a plan as a new draft and return its id.

    Parameters
    ----------
    made_from
        `data_version` when the event was read for this plan.
    """
    row = DraftRow(
        event_id=event_id,
        name=name,
        plan=plan.model_dump(mode="json", context=APART),
        data_version=made_from,
        created=now(),
    )
    session.add(row)
    session.flush()
    return row.id


def draft_row(session: Session, draft_id: int) -> DraftRow:
    """Return a draft; the plan in it, some megabytes, is read when it is asked for.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    row = session.get(DraftRow, draft_id, options=[defer(DraftRow.plan)])
    if row is None:
        message = Sentence(
            "there is no draft {draft_id}: it was deleted, or never existed",
            draft_id=draft_id,
        )
        raise NotFoundError(message)
    return row


def draft_of(session: Session, event_id: int, draft_id: int) -> DraftRow:
    """Return a draft of an event.

    Raises
    ------
    NotFoundError
        There is none of this id, or not at this event.
    """
    row = draft_row(session, draft_id)
    if row.event_id != event_id:
        raise NotFoundError("there is no such draft at this event")
    return row


def preview_draft(session: Session, draft: DraftRow, *, is_previewed: bool) -> None:
    """Show delegates their agendas of a draft instead of any other, or of none."""
    query = select(DraftRow).where(
        DraftRow.event_id == draft.event_id, DraftRow.is_previewed
    )
    for shown in session.scalars(query):
        shown.is_previewed = False
    draft.is_previewed = is_previewed


def shown_plan(session: Session, event_id: int) -> DraftRow | RevisionRow | None:
    """Return what delegates see: the latest revision, else the draft previewed.

    The plan in it is read from the database only when it is asked for.
    """
    released = (
        select(RevisionRow)
        .where(RevisionRow.event_id == event_id)
        .order_by(RevisionRow.number.desc())
        .options(defer(RevisionRow.plan))
    )
    revision = session.scalar(released.limit(1))
    if revision is not None:
        return revision
    previewed = select(DraftRow).where(
        DraftRow.event_id == event_id, DraftRow.is_previewed
    )
    return session.scalar(previewed.options(defer(DraftRow.plan)).limit(1))


def plan_of(content: dict[str, Any]) -> Plan:
    """Return a stored plan, with times in the event's zone."""
    zone = ZoneInfo(content["time_zone"])
    moments = _Moments(zone)
    # Thousands of them, at the same few times; other lists, as long, hold no moments.
    meetings = [
        each | {"start": moments[each["start"]], "end": moments[each["end"]]}
        for each in content["meetings"]
    ]
    changes = from_json(content.get("changes", []), zone)
    found = content | {"meetings": meetings, "changes": changes}
    return Plan.model_validate(found, context=APART)


class _Moments(dict[str, datetime]):
    """Moments of a time zone by their text, each read once."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, text: str) -> datetime:
        """Read one."""
        moment = datetime.fromisoformat(text).astimezone(self._zone)
        self[text] = moment
        return moment


def _concerning(event_id: int) -> tuple[ColumnElement[bool], ...]:
    return (AuditRow.event_id == event_id, AuditRow.kind.in_(_PLANNED_FROM))
