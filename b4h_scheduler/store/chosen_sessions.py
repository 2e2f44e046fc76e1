"""Choices of sessions by delegates, where a session that they chose goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.schema_event import DelegateRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate


@dataclass(frozen=True, slots=True)
class EndedChoice:
    """A delegate who chose a session that goes.

    Attributes
    ----------
    key, name, organization : str
        Key and name of the delegate; name of the organization.
    gone, left : tuple of str
        Names of the sessions that go, and of those chosen that stay; none stays: the
        delegate counts as there in all sessions.
    """

    key: str
    name: str
    organization: str
    gone: tuple[str, ...]
    left: tuple[str, ...]


def only_among(
    delegates: tuple[Delegate, ...], sessions: Collection[str]
) -> tuple[Delegate, ...]:
    """Return delegates whose choices name only these sessions.

    Who chose none of them has no choice any more: that is all sessions.
    """
    return tuple(
        each
        if each.sessions is None or each.sessions <= set(sessions)
        else each.model_copy(
            update={"sessions": each.sessions.intersection(sessions) or None}
        )
        for each in delegates
    )


def ended_choices(before: Event, after: Event) -> list[EndedChoice]:
    """Return whose choices a set-up ends, in the order of the delegates."""
    stay = {each.id for each in after.sessions}
    found = []
    for each in before.delegates:
        chosen = [s for s in before.sessions if s.id in (each.sessions or ())]
        gone = tuple(s.name for s in chosen if s.id not in stay)
        if gone:
            left = tuple(s.name for s in chosen if s.id in stay)
            organization = before.organization_of[each.organization].name
            found.append(EndedChoice(each.id, each.name, organization, gone, left))
    return found


def save_choices(session: Session, event_id: int, before: Event, after: Event) -> None:
    """Store the choices of sessions that changed."""
    changed: dict[str, Delegate] = {
        new.id: new
        for old, new in zip(before.delegates, after.delegates, strict=True)
        if old.sessions != new.sessions
    }
    if not changed:
        return
    query = select(DelegateRow).where(
        DelegateRow.event_id == event_id, DelegateRow.key.in_(list(changed))
    )
    for row in session.scalars(query):
        row.content = to_json(changed[row.key])
