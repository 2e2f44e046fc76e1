"""What a delegate does with wishes: wish, edit, withdraw, answer; until closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from b4h_scheduler.domain.wishes import Answer, Wish
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row, wish_row
from b4h_scheduler.store.people import delegate_row, organization_row
from b4h_scheduler.store.phases import LATE, Phase, phase_at
from b4h_scheduler.store.schema_event import OrganizationRow, WishRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.wishes import Priority, Side
    from b4h_scheduler.store.schema_event import DelegateRow, EventRow

MOST_WISHES = 50
"""Of one side, by default."""
_LAST_POSITION = select(func.max(WishRow.position)).where(
    WishRow.event_id == bindparam("event_id")
)
_NO_PART = mark(
    "whom you wish for does not belong to this organization any more: look at its page"
)
_APPROVED = select(OrganizationRow.id).where(
    OrganizationRow.event_id == bindparam("event_id"),
    OrganizationRow.key == bindparam("key"),
    OrganizationRow.is_approved,
)


def add_wish(
    session: Session, event_id: int, wish: Wish, *, most: int = MOST_WISHES
) -> int:
    """Add a wish and return its id.

    Raises
    ------
    RefusedError
        Wishes are closed, it is there already, there are too many, or it is for
        oneself.
    NotFoundError
        There is no such organization, or no such unit or delegate of it.
    """
    require_wishes_open(session, event_id, wish.wisher.organization)
    if wish.wisher.organization == wish.wished.organization:
        raise RefusedError("an organization cannot wish to meet itself")
    _require_organization(session, event_id, wish.wished.organization)
    for side in (wish.wisher, wish.wished):
        _require_part(session, event_id, side)
    own = _wished_by(session, event_id, wish.wisher)
    wished = wish.wished
    if (wished.organization, wished.unit, wished.delegate) in own:
        raise RefusedError("this wish is on your list already; edit it there")
    if len(own) >= most:
        raise RefusedError(
            Sentence(
                "your list is full ({most} wishes): withdraw one to add another",
                most=most,
            )
        )
    position = session.scalar(_LAST_POSITION, {"event_id": event_id})
    row = wish_row(event_id, 0 if position is None else position + 1, wish)
    session.add(row)
    session.flush()
    return row.id


def edit_wish(
    session: Session,
    delegate: DelegateRow,
    wish_id: int,
    priority: Priority,
    message: str,
    *,
    seen: int,
) -> None:
    """Change priority and message of an own wish.

    Raises
    ------
    RefusedError, NotFoundError, StaleError
        Closed; not one's own; changed since version ``seen``.
    """
    row = _own(session, delegate, wish_id)
    require_version(row, seen)
    checked = Wish.model_validate(
        {
            "wisher": {"organization": row.wisher_organization},
            "wished": {"organization": row.wished_organization},
            "priority": priority,
            "message": message,
        }
    )
    row.priority, row.message = checked.priority, checked.message


def withdraw_wish(session: Session, delegate: DelegateRow, wish_id: int) -> None:
    """Take an own wish back.

    Raises
    ------
    RefusedError, NotFoundError
        Closed; not one's own.
    """
    session.delete(_own(session, delegate, wish_id))


def answer_wish(
    session: Session,
    delegate: DelegateRow,
    wish_id: int,
    answer: Answer,
    reply: str | None = None,
    *,
    was: str | None = None,
) -> None:
    """Answer a wish for one's organization; changeable until closing.

    Parameters
    ----------
    reply
        What the wisher reads with an acceptance, or while it is open; None: that of
        before stays.
    was
        The answer that was seen; None: whatever it is now.

    Raises
    ------
    RefusedError, NotFoundError
        Closed; answered by a colleague meanwhile; not for this organization.
    """
    row = _wish(session, delegate, wish_id)
    if row.wished_organization != delegate.organization_key:
        raise NotFoundError("there is no such wish: it may have been withdrawn")
    if was is not None and row.answer not in {was, answer.value}:
        raise RefusedError(
            Sentence(
                "a colleague of yours answered this meanwhile ({answer}): look at it, "
                "then answer again",
                answer=Answer(row.answer),
            )
        )
    row.answer, row.answered_at = answer.value, now()
    if reply is not None:
        row.reply = reply


def require_wishes_open(session: Session, event_id: int, *sides: str) -> None:
    """Refuse wishes and answers after closing, but for those of latecomers.

    Raises
    ------
    RefusedError
        The phase is another one, and no side came late.
    """
    if not are_wishes_open(session, event_id, *sides):
        phase = phase_at(event_row(session, event_id), now())
        raise RefusedError(
            Sentence(
                "wishes and answers are not open now (phase: {phase})", phase=phase
            )
        )


def are_wishes_open(session: Session, event_id: int, *sides: str) -> bool:
    """Whether these organizations may wish and answer now.

    After closing only who came late may, and who answers a latecomer.
    """
    return are_wishes_open_at(session, event_row(session, event_id), *sides)


def are_wishes_open_at(session: Session, event: EventRow, *sides: str) -> bool:
    """Whether they may, at an event that was read already."""
    phase = phase_at(event, now())
    if phase is Phase.WISHES:
        return True
    if phase not in LATE:
        return False
    return not late_organizations(session, event.id).isdisjoint(sides)


def late_organizations(session: Session, event_id: int) -> frozenset[str]:
    """Return the keys of those who came after closing."""
    query = select(OrganizationRow.key).where(
        OrganizationRow.event_id == event_id, OrganizationRow.is_late
    )
    return frozenset(session.scalars(query))


def _own(session: Session, delegate: DelegateRow, wish_id: int) -> WishRow:
    row = _wish(session, delegate, wish_id)
    if row.wisher_organization != delegate.organization_key:
        raise NotFoundError("there is no such wish: it may have been withdrawn")
    return row


def _wish(session: Session, delegate: DelegateRow, wish_id: int) -> WishRow:
    row = session.get(WishRow, wish_id)
    if row is None or row.event_id != delegate.event_id or row.is_promised:
        raise NotFoundError("there is no such wish: it may have been withdrawn")
    require_wishes_open(
        session,
        delegate.event_id,
        row.wisher_organization,
        row.wished_organization,
    )
    return row


def _require_organization(session: Session, event_id: int, key: str) -> None:
    if session.scalar(_APPROVED, {"event_id": event_id, "key": key}) is None:
        raise NotFoundError(
            Sentence("there is no organization {key!r} at this event", key=key)
        )


def _require_part(session: Session, event_id: int, side: Side) -> None:
    """Refuse a unit or a delegate who is not of the organization.

    A page may show one that was removed meanwhile, and a form may be made up.
    """
    if side.unit is not None:
        row = organization_row(session, event_id, side.organization)
        if side.unit not in {unit["id"] for unit in row.content["units"]}:
            raise NotFoundError(_NO_PART)
    if side.delegate is not None:
        found = delegate_row(session, event_id, side.delegate)
        if found.organization_key != side.organization:
            raise NotFoundError(_NO_PART)


def _wished_by(
    session: Session, event_id: int, side: Side
) -> list[tuple[str, str | None, str | None]]:
    """Return organization, unit and delegate of each wish of a side."""
    query = select(
        WishRow.wished_organization, WishRow.wished_unit, WishRow.wished_delegate
    ).where(
        WishRow.event_id == event_id,
        WishRow.wisher_organization == side.organization,
        WishRow.wisher_unit.is_(None)
        if side.unit is None
        else WishRow.wisher_unit == side.unit,
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
