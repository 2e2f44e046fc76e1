"""Colleagues whom delegates bring along: further people of their own organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import select

from b4h_scheduler.domain.people import Delegate
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.enrolling import NEW, enroll_delegate
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.field_faults import first_fault
from b4h_scheduler.store.names import organization_with
from b4h_scheduler.store.own_changes import require_may_change
from b4h_scheduler.store.schema_event import DelegateRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_PEOPLE = 10
"""Of one organization; the organizer may add more."""


def colleagues_of(session: Session, row: DelegateRow) -> list[DelegateRow]:
    """Return who attends for a delegate's organization, the delegate too."""
    query = select(DelegateRow).where(
        DelegateRow.event_id == row.event_id,
        DelegateRow.organization_key == row.organization_key,
    )
    return list(session.scalars(query.order_by(DelegateRow.position)))


def bring_along(
    session: Session, row: DelegateRow, *, name: str, email: str, role: str
) -> DelegateRow:
    """Let a colleague of a delegate attend too: until closing, latecomers longer.

    Raises
    ------
    RefusedError
        The phase is past, there are enough of them, the address takes part already, or
        something cannot be.
    """
    require_may_change(session, row)
    if len(colleagues_of(session, row)) >= MOST_PEOPLE:
        raise RefusedError(
            Sentence(
                "your organization has {most} people here already: ask the organizer "
                "for more",
                most=MOST_PEOPLE,
            )
        )
    if organization_with(session, row.event_id, email) is not None:
        raise RefusedError(
            Sentence("{email} is the address of somebody who takes part", email=email)
        )
    try:
        delegate = Delegate.model_validate(
            {
                "id": NEW,
                "organization": row.organization_key,
                "unit": row.content.get("unit"),
                "name": name,
                "email": email,
                "role": role,
                "language": row.content["language"],
            }
        )
    except ValidationError as error:
        raise RefusedError(first_fault(error)) from error
    return enroll_delegate(session, row.event_id, delegate)
