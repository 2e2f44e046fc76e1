"""Staff adds, changes and removes one interpreter or coach, checked as files are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz
from sqlalchemy import select

from b4h_scheduler.domain.people import Companion
from b4h_scheduler.domain.presence import companion_present
from b4h_scheduler.files.identifiers import companion_id
from b4h_scheduler.files.text_cells import lookup_key
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.companion_erase import erase_companion
from b4h_scheduler.store.content import from_json, to_json
from b4h_scheduler.store.enrolling import NEW, new_key, next_position
from b4h_scheduler.store.errors import NotFoundError, RefusedError, StaleError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.events import new_companion as new_row
from b4h_scheduler.store.field_faults import FieldsError, accepted
from b4h_scheduler.store.schema_event import CompanionRow
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.uprooted import WithMeetings, uprooted_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.base import Interval
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.uprooted import Uprooted

_ALIKE = 90
"""Percent from which two names are pointed out."""
_GOES = mark("the companion goes")


@dataclass(frozen=True, slots=True)
class Joined(WithMeetings):
    """The meetings that hang on a companion.

    Attributes
    ----------
    meetings
        Of drafts and of the latest release.
    """

    meetings: Sequence[Uprooted]
    version: int

    @property
    def seen(self) -> str:
        """What a confirmation is about: nothing else may be removed by it."""
        return f"{self.version}.{len(self.meetings)}"


def companion_row(session: Session, event_id: int, key: str) -> CompanionRow:
    """Return a companion.

    Raises
    ------
    NotFoundError
        There is none of this key at the event.
    """
    query = select(CompanionRow).where(
        CompanionRow.event_id == event_id, CompanionRow.key == key
    )
    row = session.scalar(query)
    if row is None:
        raise NotFoundError("there is no such companion: it may have been removed")
    return row


def companions_of(session: Session, event_id: int) -> list[CompanionRow]:
    """Return the companions of an event in their order."""
    query = select(CompanionRow).where(CompanionRow.event_id == event_id)
    rows = session.scalars(query.order_by(CompanionRow.position, CompanionRow.id))
    return list(rows)


def companion_of(row: CompanionRow, zone: ZoneInfo) -> Companion:
    """Return the domain's companion of a row."""
    return Companion.model_validate(from_json(row.content, zone))


def checked_companion(content: dict[str, Any], key: str = NEW) -> Companion:
    """Return the companion of a form, if it can be.

    Parameters
    ----------
    content
        Fields of `domain.people.Companion` without the id.

    Raises
    ------
    FieldsError
        With each fault at its field.
    """
    companion = accepted(Companion, content | {"id": key})
    if not companion.languages:
        raise FieldsError([(("languages",), mark("give at least one language"))])
    return companion


def doubts_about_companion(
    session: Session, event_id: int, companion: Companion
) -> list[str]:
    """Return why a companion may be a mistake: a name that is there, odd times."""
    own = lookup_key(companion.name)
    names = (
        row.content["name"]
        for row in companions_of(session, event_id)
        if row.key != companion.id
    )
    doubts: list[str] = [
        Sentence("{name} is in the list already", name=name)
        for name in names
        if fuzz.ratio(own, lookup_key(name)) >= _ALIKE
    ]
    settings = settings_of(event_row(session, event_id))
    return doubts + list(_odd_times(settings, companion))


def add_companion(
    session: Session, event_id: int, content: dict[str, Any]
) -> CompanionRow:
    """Add a companion at the end of the list.

    Raises
    ------
    FieldsError
        As `checked_companion`.
    """
    companion = checked_companion(content)
    key = new_key(session, CompanionRow, event_id, companion_id(companion.name))
    position = next_position(session, CompanionRow, event_id)
    row = new_row(event_id, companion.model_copy(update={"id": key}), position)
    session.add(row)
    session.flush()
    return row


def edit_companion(row: CompanionRow, content: dict[str, Any], *, seen: int) -> None:
    """Change a companion; the key stays.

    Raises
    ------
    FieldsError
        As `checked_companion`.
    StaleError
        Somebody changed the companion since version ``seen``.
    """
    require_version(row, seen)
    row.content = to_json(checked_companion(content, row.key))


def joined_by(session: Session, row: CompanionRow) -> Joined:
    """Return the meetings that name a companion."""
    meetings = uprooted_by(
        session,
        row.event_id,
        lambda meeting: _GOES if row.key in meeting["companions"] else "",
    )
    return Joined(meetings, row.version)


def why_companion_stays(found: Joined, name: str) -> str:
    """Return why a removal is refused; empty: it is possible."""
    if not found.released:
        return ""
    return Sentence(
        "{name} joins meetings of the released plan: release a plan without them first",
        name=name,
    )


def remove_companion(
    session: Session, row: CompanionRow, *, seen: str, erases: bool = False
) -> None:
    """Remove a companion; drafts list its meetings as impossible.

    Parameters
    ----------
    seen
        `Joined.seen` as it was confirmed.
    erases
        The name leaves the log, messages and plans, too.

    Raises
    ------
    RefusedError
        The companion joins meetings of the released plan.
    StaleError
        The companion was changed, or other meetings hang on it by now.
    """
    found, name = joined_by(session, row), row.content["name"]
    refusal = why_companion_stays(found, name)
    if refusal:
        raise RefusedError(refusal)
    if found.seen != seen:
        raise StaleError(name, None, None)
    session.delete(row)
    if erases:
        session.flush()
        erase_companion(session, row)


def _odd_times(settings: Event, companion: Companion) -> Iterator[str]:
    if not any(companion_present(settings, companion)):
        yield mark("with these times the companion is there in no slot of the event")
        return
    for stretch in (*companion.available, *companion.busy):
        if not _touches(settings, stretch):
            yield Sentence(
                "{start}–{end} touches no session",
                start=f"{stretch.start:%d.%m. %H:%M}",
                end=f"{stretch.end:%d.%m. %H:%M}",
            )


def _touches(settings: Event, stretch: Interval) -> bool:
    return any(session.time.overlaps(stretch) for session in settings.sessions)
