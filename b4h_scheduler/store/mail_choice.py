"""Which messages a delegate does not want; agendas and their changes always come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.schema_late import MailChoiceRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow

OPTIONAL = ("digest", "last-call", "reminder", "day-before")
"""Kinds of messages (`mail.kinds.Kind`) that can be turned off."""


def unwanted(session: Session, event_id: int) -> dict[str, frozenset[str]]:
    """Return the kinds that each delegate turned off; who turned off none is left."""
    query = select(MailChoiceRow).where(MailChoiceRow.event_id == event_id)
    return {
        row.delegate_key: frozenset(row.without["kinds"])
        for row in session.scalars(query)
        if row.without["kinds"]
    }


def unwanted_by(session: Session, delegate: DelegateRow) -> frozenset[str]:
    """Return the kinds that a delegate turned off."""
    row = _row(session, delegate)
    return frozenset() if row is None else frozenset(row.without["kinds"])


def turn_off(session: Session, delegate: DelegateRow, kinds: Collection[str]) -> None:
    """Keep which kinds a delegate does not want, instead of what was kept before."""
    chosen = {"kinds": [kind for kind in OPTIONAL if kind in kinds]}
    row = _row(session, delegate)
    if row is None:
        if chosen["kinds"]:
            session.add(
                MailChoiceRow(
                    event_id=delegate.event_id,
                    delegate_key=delegate.key,
                    without=chosen,
                )
            )
    elif row.without != chosen:
        row.without = chosen


def _row(session: Session, delegate: DelegateRow) -> MailChoiceRow | None:
    query = select(MailChoiceRow).where(
        MailChoiceRow.event_id == delegate.event_id,
        MailChoiceRow.delegate_key == delegate.key,
    )
    return session.scalar(query)
