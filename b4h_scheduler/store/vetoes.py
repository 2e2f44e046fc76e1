"""Whom an organization must not meet, as its delegates say themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from b4h_scheduler.domain.wishes import Side, Veto
from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.once import once
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.schema_event import VetoRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ASKED = "asked for by "
_ALL = (
    select(VetoRow)
    .where(VetoRow.event_id == bindparam("event_id"))
    .order_by(VetoRow.position, VetoRow.id)
)


def vetoes_by(session: Session, event_id: int, organization: str) -> list[VetoRow]:
    """Return the vetoes that an organization asked for itself."""
    return [
        row
        for row in _rows(session, event_id)
        if row.content["reason"] == _ASKED + organization
    ]


def barred_for(session: Session, event_id: int, organization: str) -> frozenset[str]:
    """Return the organizations that this one cannot meet, whoever ruled it."""
    found = set()
    for row in _rows(session, event_id):
        sides = [side["organization"] for side in row.content["sides"]]
        if organization in sides:
            found |= set(sides) - {organization}
    return frozenset(found)


def add_veto(session: Session, event_id: int, by: str, against: str) -> None:
    """Rule out all meetings of two organizations, at the wish of one.

    Raises
    ------
    RefusedError
        It is there already, or against oneself.
    NotFoundError
        There is no such organization.
    """
    if by == against:
        raise RefusedError("an organization cannot rule out itself")
    organization_row(session, event_id, against)
    if any(other_of(row, by) == against for row in vetoes_by(session, event_id, by)):
        raise RefusedError("you ruled this organization out already")
    last = session.scalar(
        select(func.max(VetoRow.position)).where(VetoRow.event_id == event_id)
    )
    veto = Veto.model_validate(
        {
            "sides": ({"organization": by}, {"organization": against}),
            "reason": _ASKED + by,
        }
    )
    session.add(
        VetoRow(
            event_id=event_id,
            position=0 if last is None else last + 1,
            content=to_json(veto),
        )
    )


def remove_veto(session: Session, event_id: int, by: str, against: str) -> None:
    """Take a veto back that the organization asked for itself.

    Raises
    ------
    NotFoundError
        There is none.
    """
    for row in vetoes_by(session, event_id, by):
        if other_of(row, by) == against:
            session.delete(row)
            return
    raise NotFoundError("you did not rule this organization out")


def other_of(row: VetoRow, organization: str) -> str:
    """Return the other side's organization."""
    sides = [Side.model_validate(side) for side in row.content["sides"]]
    return str(next(s.organization for s in sides if s.organization != organization))


def _rows(session: Session, event_id: int) -> list[VetoRow]:
    return once(
        session,
        ("vetoes", event_id),
        lambda: list(session.scalars(_ALL, {"event_id": event_id})),
    )
