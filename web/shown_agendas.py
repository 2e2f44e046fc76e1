"""A delegate's agenda, of whichever plan delegates see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.releases.standing import standing_lookup
from b4h_scheduler.store.drafts import data_version, shown_plan
from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow
from web.draft_views import draft_lookup
from web.readings import read_event, released_plan
from web.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.schema_event import DelegateRow


@dataclass(frozen=True, slots=True)
class ShownAgenda:
    """A delegate's agenda of the plan that delegates see."""

    lookup: Lookup
    delegate: Delegate
    is_provisional: bool

    @property
    def plan(self) -> Plan:
        """The plan it is of."""
        return self.lookup.plan


def agenda_of(reading: Session, delegate: DelegateRow) -> ShownAgenda | None:
    """Return a delegate's agenda of the released or previewed plan, if there is one."""
    row = shown_plan(reading, delegate.event_id)
    if row is None:
        return None
    event = read_event(reading, delegate.event_id)
    if isinstance(row, DraftRow):
        lookup: Lookup | None = draft_lookup(reading, row, event)
    else:
        version = data_version(reading, delegate.event_id)
        key = ("shown", row.id, row.number, version)
        plan = released_plan(reading, row)
        lookup = site().cache.get(key, lambda: standing_lookup(event, plan))
    own = next((d for d in event.delegates if d.id == delegate.key), None)
    if lookup is None or own is None:
        return None
    return ShownAgenda(lookup, own, is_provisional=not isinstance(row, RevisionRow))
