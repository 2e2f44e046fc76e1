"""For whom a meeting counts: whose bonus it raises, and which travel vouchers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.domain.policy import FairnessOver

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, OrganizationId, UnitId
    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.planning.agendas import Agendas, Variant
    from b4h_scheduler.planning.candidates import Gathered

    GroupKey = tuple[OrganizationId, UnitId | None] | int


class Counting:
    """The rules of one event."""

    def __init__(self, event: Event, agendas: Agendas) -> None:
        self.event = event
        self.agendas = agendas
        self._rule = event.policy.voucher_counts

    def groups(
        self, gathered: Gathered, variants: tuple[Variant, Variant]
    ) -> tuple[GroupKey, ...]:
        """Return whose bonus a meeting of these variants of agendas raises."""
        if variants[0].groups:
            return variants[0].groups + variants[1].groups
        one, two = gathered.sides
        return (one.organization, one.unit), (two.organization, two.unit)

    def holders(
        self,
        organizations: tuple[Organization, Organization],
        variants: tuple[Variant, Variant],
        *,
        is_at_table: bool,
    ) -> tuple[int, ...]:
        """Return voucher holders in the meeting for whom it counts."""
        if not variants[0].holders and not variants[1].holders:
            return ()
        countries = [organization.country for organization in organizations]
        is_abroad = all(countries) and countries[0] != countries[1]
        holders = variants[0].holders + variants[1].holders
        return tuple(
            holder
            for holder in holders
            if counts(
                self._rule_of(holder), is_at_table=is_at_table, is_abroad=is_abroad
            )
        )

    def counted(
        self,
        gathered: Gathered,
        teams: tuple[tuple[DelegateId, ...], tuple[DelegateId, ...]],
    ) -> tuple[tuple[GroupKey, ...], tuple[int, ...]]:
        """Return groups and voucher holders of a meeting that these people had."""
        delegates, index = self.event.delegates, self.agendas.delegate_index
        first, second = (tuple(index[d] for d in team if d in index) for team in teams)
        groups: tuple[GroupKey, ...] = tuple(
            (side.organization, side.unit) for side in gathered.sides
        )
        if self.event.policy.fairness.over is FairnessOver.DELEGATES:
            groups = (*first, *second)
        countries = [
            self.event.organization_of[side.organization].country
            for side in gathered.sides
        ]
        holders = tuple(
            person
            for person in (*first, *second)
            if delegates[person].voucher is not None
            and counts(
                self._rule_of(person),
                is_at_table=all(
                    any(not delegates[p].is_online for p in team)
                    for team in (first, second)
                ),
                is_abroad=all(countries) and countries[0] != countries[1],
            )
        )
        return groups, holders

    def _rule_of(self, holder: int) -> CountingMeetings:
        voucher = self.event.delegates[holder].voucher
        rule = None if voucher is None else voucher.counts
        return self._rule if rule is None else rule


def counts(rule: CountingMeetings, *, is_at_table: bool, is_abroad: bool) -> bool:
    """Whether a meeting counts for a voucher.

    On site means that both sides sit at the table. A partner whose country is not
    known is not from abroad.
    """
    if rule is CountingMeetings.ALL:
        return True
    if rule is CountingMeetings.ON_SITE:
        return is_at_table
    return is_at_table and is_abroad
