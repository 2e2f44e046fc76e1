"""Who has come, and who is still waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.late.asking import is_absent
from b4h_scheduler.store.base import now
from b4h_scheduler.store.check_in import checked_in
from web.readings import read_event
from web.released import released_lookup
from web.staff.people import visible

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting
    from b4h_scheduler.store.schema_desk import CheckInRow
    from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delegate as the desk looks for one.

    Attributes
    ----------
    here : CheckInRow or None
        The check-in, of who has come.
    is_expected : bool
        Comes to the place, and did not say "I cannot come".
    meeting : Meeting or None
        Of the released plan, the first that is not over.
    has_begun : bool
        Whether that meeting has.
    """

    delegate: DelegateRow
    organization: OrganizationRow
    here: CheckInRow | None
    is_expected: bool
    meeting: Meeting | None
    has_begun: bool

    @property
    def is_awaited(self) -> bool:
        """Whether the delegate should come and has not."""
        return self.is_expected and self.here is None


def arrivals(reading: Session, event_id: int) -> list[Arrival]:
    """Return all delegates that the visitor may see, by organization and name."""
    here = checked_in(reading, event_id)
    lookup = released_lookup(reading, event_id)
    people = {str(each.id): each for each in read_event(reading, event_id).delegates}
    firsts = _firsts(lookup)
    moment = now()
    found = []
    for delegate, organization in visible(reading, event_id):
        person, first = people[delegate.key], firsts.get(delegate.key)
        found.append(
            Arrival(
                delegate=delegate,
                organization=organization,
                here=here.get(delegate.key),
                is_expected=not person.is_online and not is_absent(person),
                meeting=first,
                has_begun=first is not None and utc(first.start) <= moment,
            )
        )
    return found


def most_urgent(found: list[Arrival]) -> list[Arrival]:
    """Return who is waited for, by when the next meeting begins."""
    awaited = [each for each in found if each.is_awaited]
    return sorted(
        awaited,
        key=lambda each: _NEVER if each.meeting is None else utc(each.meeting.start),
    )


def _firsts(lookup: Lookup | None) -> dict[str, Meeting]:
    """Return everybody's first meeting that is not over."""
    if lookup is None:
        return {}
    moment = now()
    found: dict[str, Meeting] = {}
    for meeting in lookup.meetings:
        if utc(meeting.end) > moment:
            for delegate in (*meeting.delegates[0], *meeting.delegates[1]):
                found.setdefault(str(delegate), meeting)
    return found
