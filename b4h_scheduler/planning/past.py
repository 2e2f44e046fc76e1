"""An event with whatever its past meetings name, also if it is gone since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import Interval
from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.ids import ZoneId
from b4h_scheduler.domain.people import Companion, Delegate, Organization
from b4h_scheduler.domain.places import Table, Zone

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import CompanionId, DelegateId, TableId
    from b4h_scheduler.plans import Meeting, Plan

GONE = ZoneId("gone")
"""Zone of tables that are not there any more."""


def with_past(event: Event, plan: Plan) -> Event:
    """Return the event with stand-ins for what only pinned meetings still name.

    A meeting that took place stays in the plan although its table, a delegate, an
    organization or an interpreter has been struck off since. For outputs they come
    back, with their ids as names: a table closed for good, people without a session.
    What meetings to come name must be in the event itself.
    """
    pinned = [meeting for meeting in plan.meetings if meeting.is_pinned]
    always = Interval(start=event.slots[0].start, end=event.slots[-1].end)
    tables = _tables(event, pinned, always)
    organizations = {
        side.organization: Organization(id=side.organization, name=side.organization)
        for meeting in pinned
        for side in meeting.sides
        if side.organization not in event.organization_of
    }
    delegates = _delegates(event, pinned)
    companions = _companions(event, pinned, always)
    if not (tables or organizations or delegates or companions):
        return event
    fields = {name: getattr(event, name) for name in Event.model_fields}
    if tables and all(zone.id != GONE for zone in event.zones):
        fields["zones"] = (*event.zones, Zone(id=GONE, name=GONE))
    fields["tables"] = (*event.tables, *tables.values())
    fields["organizations"] = (*event.organizations, *organizations.values())
    fields["delegates"] = (*event.delegates, *delegates.values())
    fields["companions"] = (*event.companions, *companions.values())
    return Event(**fields)


def _tables(
    event: Event, pinned: list[Meeting], always: Interval
) -> dict[TableId, Table]:
    return {
        table: Table(id=table, zone=GONE, closed=(always,))
        for table in (meeting.table for meeting in pinned)
        if table is not None and table not in event.place_of
    }


def _delegates(event: Event, pinned: list[Meeting]) -> dict[DelegateId, Delegate]:
    return {
        who: Delegate(
            id=who, name=who, organization=side.organization, sessions=frozenset()
        )
        for meeting in pinned
        for side, team in zip(meeting.sides, meeting.delegates, strict=True)
        for who in team
        if who not in event.delegate_of
    }


def _companions(
    event: Event, pinned: list[Meeting], always: Interval
) -> dict[CompanionId, Companion]:
    known = {companion.id for companion in event.companions}
    return {
        who: Companion(id=who, name=who, languages=frozenset(), busy=(always,))
        for meeting in pinned
        for who in meeting.companions
        if who not in known
    }
