"""Late changes and the proposal that is open for them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from b4h_scheduler.store.audit import ACTOR_KEY
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.schema_late import LateChangeRow, ProposalRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow


class LateKind(StrEnum):
    """What a delegate says."""

    ARRIVES = "arrives"
    """Later (or earlier) than the plan has it."""
    LEAVES = "leaves"
    ABSENT = "absent"
    BACK = "back"
    """Comes after all."""
    INSTEAD = "instead"
    """Somebody else comes with the same agenda."""


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    RELEASED = "released"
    DISMISSED = "dismissed"


def add_change(
    session: Session, delegate: DelegateRow, kind: LateKind, told: dict[str, Any]
) -> LateChangeRow:
    """Write down what a delegate said; the event's data have it already."""
    session.flush()
    row = LateChangeRow(
        event_id=delegate.event_id,
        delegate_key=delegate.key,
        kind=kind.value,
        told=told,
        made=now(),
        made_by=session.info[ACTOR_KEY],
        data_version=data_version(session, delegate.event_id),
        is_settled=False,
    )
    session.add(row)
    session.flush()
    return row


def changes_by(
    session: Session, event_id: int, delegate: str
) -> Sequence[LateChangeRow]:
    """Return what a delegate said, the last first."""
    query = select(LateChangeRow).where(
        LateChangeRow.event_id == event_id, LateChangeRow.delegate_key == delegate
    )
    return session.scalars(query.order_by(LateChangeRow.id.desc())).all()


def change_row(session: Session, event_id: int, change_id: int) -> LateChangeRow:
    """Return something that was said.

    Raises
    ------
    NotFoundError
        There is none of this id at the event.
    """
    row = session.get(LateChangeRow, change_id)
    if row is None or row.event_id != event_id:
        raise NotFoundError("there is no such late change at this event")
    return row


def open_changes(session: Session, event_id: int) -> Sequence[LateChangeRow]:
    """Return what no release has taken up and nobody set aside, in order of time."""
    query = select(LateChangeRow).where(
        LateChangeRow.event_id == event_id, LateChangeRow.is_settled.is_(False)
    )
    return session.scalars(query.order_by(LateChangeRow.id)).all()


def open_proposal(session: Session, event_id: int) -> ProposalRow | None:
    """Return the proposal that awaits the organizer, if there is one."""
    query = select(ProposalRow).where(
        ProposalRow.event_id == event_id, ProposalRow.state == ProposalState.OPEN
    )
    return session.scalar(query.order_by(ProposalRow.id.desc()).limit(1))


def require_proposal(session: Session, event_id: int, proposal_id: int) -> ProposalRow:
    """Return a proposal of an event that is still open.

    Raises
    ------
    NotFoundError
        Somebody released or set it aside meanwhile, or there never was one.
    """
    row = session.get(ProposalRow, proposal_id)
    if row is None or row.event_id != event_id or row.state != ProposalState.OPEN:
        raise NotFoundError(
            "there is no such open proposal: somebody released or dismissed it"
        )
    return row


def end_proposal(
    row: ProposalRow, state: ProposalState, revision: int | None = None
) -> None:
    """Close a proposal."""
    row.state, row.revision, row.ended = state.value, revision, now()


def settle(session: Session, event_id: int, made_from: int, revision: int) -> None:
    """Settle the changes that a released plan knew, whichever draft it came from.

    Parameters
    ----------
    made_from
        `store.drafts.data_version` of the event that was planned.
    """
    left = False
    for row in open_changes(session, event_id):
        if row.data_version <= made_from:
            row.is_settled = True
        else:
            left = True
    proposal = open_proposal(session, event_id)
    if proposal is not None and not left:
        end_proposal(proposal, ProposalState.RELEASED, revision)


def holders(session: Session, event_id: int) -> dict[str, str]:
    """Return who has the agenda of delegates for whom somebody else came.

    A name of their own for each later person, from which identifiers are derived.
    """
    query = (
        select(LateChangeRow.delegate_key, func.count(LateChangeRow.id))
        .where(
            LateChangeRow.event_id == event_id, LateChangeRow.kind == LateKind.INSTEAD
        )
        .group_by(LateChangeRow.delegate_key)
    )
    return {key: f"{key} {number}" for key, number in session.execute(query)}


def handed_over_since(session: Session, event_id: int, moment: datetime) -> set[str]:
    """Return the keys of delegates for whom somebody else came since then."""
    query = select(LateChangeRow.delegate_key).where(
        LateChangeRow.event_id == event_id,
        LateChangeRow.kind == LateKind.INSTEAD,
        LateChangeRow.made > moment,
    )
    return set(session.scalars(query))


def erase_from_late(session: Session, event_id: int, delegate: str) -> None:
    """Forget what an erased person said; that something was said stays."""
    for row in changes_by(session, event_id, delegate):
        row.told = {}
