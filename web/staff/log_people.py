"""Delegates and organizations of the log by name, and found by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.names import names_of
from b4h_scheduler.store.schema_event import OrganizationRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_audit import AuditRow

_ERASED = "(erased)"
_KINDS = frozenset({"delegate", "organization"})


def called(
    reading: Session, event_id: int, entries: Iterable[AuditRow]
) -> dict[str, str]:
    """Return names by how the log calls people and organizations: table and key.

    Who was removed is named by the entry that tells of it, unless erased.
    """
    names = {
        row.subject: row.before["name"]
        for row in entries
        if row.action == "deleted" and row.kind in _KINDS and row.before
    }
    gone = {subject: name for subject, name in names.items() if name != _ERASED}
    return gone | _all(reading, event_id)


def subjects_named(reading: Session, event_id: int, words: str) -> list[str]:
    """Return how the log calls the people and organizations with these words."""
    wanted = words.casefold()
    found = _all(reading, event_id).items()
    return [subject for subject, name in found if wanted in name.casefold()]


def _all(reading: Session, event_id: int) -> dict[str, str]:
    query = select(OrganizationRow.key, OrganizationRow.name)
    organizations = query.where(OrganizationRow.event_id == event_id)
    return {
        f"organization {row.key}": row.name for row in reading.execute(organizations)
    } | {
        f"delegate {key}": f"{name}, {of}"
        for key, (name, of) in names_of(reading, event_id).items()
    }
