"""The figures of a plan: what the summary, workbook, report and terminal show.

Counts and sums only; shares are properties, so that nothing can disagree. Shares use
plain values (without bonuses), see DESIGN "Levels and what a bound means".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.ids import (
    DelegateId,
    OrganizationId,
    SlotId,
    TableId,
    ZoneId,
)
from b4h_scheduler.domain.wishes import Priority

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan

Num = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


class Size(Entity):
    """How large the event is."""

    num_organizations: Num
    num_delegates: Num
    num_online: Num
    """Delegates who attend online."""
    num_companions: Num
    num_wishes: Num
    num_candidates: Num
    num_eligible: Num
    """Candidates that may be held, whatever the timetable."""
    num_slots: Num
    num_tables: Num
    """Common tables; home places are counted by their capacity apart."""
    num_home_places: Num
    num_meetings: Num
    num_mutual: Num
    """Meetings that both sides wished for."""
    num_online_meetings: Num
    """Meetings without a table."""


class PriorityFigures(Entity):
    """Wishes of one priority, each row of the wishes counted."""

    priority: Priority
    wishes: Num
    eligible: Num
    """Wishes whose candidate may be held."""
    met: Num
    """Wishes whose candidate is held."""

    @property
    def share(self) -> float | None:
        """Met of eligible; None if there are none."""
        return _share(self.met, self.eligible)


class Satisfaction(Entity):
    """What one delegate (or organization) got of its own wishes.

    A wish of the organization counts for each of its delegates when it attends
    together, for the organization once.
    """

    organization: OrganizationId
    delegate: DelegateId | None
    """None: the organization as a whole."""
    own_wishes: Num
    """Eligible wishes it made itself."""
    own_met: Num
    own_value: Num
    """Plain value of those wishes."""
    own_value_met: Num
    candidates: Num
    """Eligible candidates it takes part in, wished by whichever side."""
    meetings: Num
    waiting: Num
    """Idle available slots between first and last meeting of a day, over all days."""
    breaks: Num
    table_changes: Num

    @property
    def share(self) -> float | None:
        """Own wish value met; None for who wished for nothing eligible."""
        return _share(self.own_value_met, self.own_value)


class Spread(Entity):
    """How shares of own wish value are spread; None where nobody has one."""

    num: Num
    """Delegates (or organizations) with a share."""
    lowest: Share | None
    tenth_percentile: Share | None
    median: Share | None
    mean: Share | None
    gini: Share | None


class RegionFigures(Entity):
    """One region (country where no region is given; empty if neither is known)."""

    region: str
    country: str
    organizations: Num
    delegates: Num
    meetings: Num
    """Meetings with at least one side from here."""
    own_wishes: Num
    own_met: Num
    own_value: Num
    own_value_met: Num

    @property
    def share(self) -> float | None:
        """Own wish value met."""
        return _share(self.own_value_met, self.own_value)


class RegionPair(Entity):
    """Meetings between two regions, indices into ``Figures.regions``; first <= second.

    Pairs without a meeting are left out.
    """

    first: Num
    second: Num
    meetings: Num


class SlotFigures(Entity):
    """How full one slot is."""

    slot: SlotId
    meetings: Num
    online: Num
    """Of these, meetings without a table."""
    tables_used: Num
    """Common tables."""
    tables_open: Num
    home_used: Num
    """Meetings at home places."""
    delegates_busy: Num
    delegates_present: Num


class TableFigures(Entity):
    """How full one table or home place is over the event."""

    table: TableId
    zone: ZoneId
    is_home: bool
    meetings: Num
    open_slots: Num
    """Slots it is open in, times its capacity."""


class VoucherFigures(Entity):
    """Voucher holders in all."""

    holders: Num
    least_reached: Num
    """Holders with at least the least number of counting meetings."""
    target_reached: Num
    missing: Num
    """Counting meetings missing below the targets, in all."""
    missing_beyond_wishes: Num
    """Of these, what holders' own candidates and times cannot give."""


class Figures(Entity):
    """All figures of a plan."""

    size: Size
    plain_value: int
    bonus: int
    wishes_bound_share: Share | None
    """Achieved part of the proven bound on the wishes level; None without a bound."""
    priorities: tuple[PriorityFigures, ...]
    """By priority 1, 2, 3."""
    delegates: tuple[Satisfaction, ...]
    """All, in the event's order."""
    organizations: tuple[Satisfaction, ...]
    """All, in the event's order."""
    spread_delegates: Spread
    spread_organizations: Spread
    worst_off: tuple[DelegateId, ...]
    """Lowest shares first, then fewest meetings; at most 20."""
    without_meeting: tuple[DelegateId, ...]
    regions: tuple[RegionFigures, ...]
    region_pairs: tuple[RegionPair, ...]
    slots: tuple[SlotFigures, ...]
    """All slots in order of time."""
    tables: tuple[TableFigures, ...]
    """All tables and home places, in the event's order."""
    vouchers: VoucherFigures
    waiting: Num
    """Idle available slots between meetings, over all agendas and days."""
    breaks: Num
    table_changes: Num
    """Between consecutive meetings of a day, over all agendas."""


def figures(event: Event, plan: Plan) -> Figures:
    """Return all figures of a plan of an event."""
    from b4h_scheduler.planning.basis import basis_of  # noqa: PLC0415
    from b4h_scheduler.planning.tally import tally  # noqa: PLC0415  (imports this)

    return tally(basis_of(event), plan)
