"""Counts the figures of a plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.agenda_arrays import agenda_arrays
from b4h_scheduler.planning.figures import (
    Figures,
    PriorityFigures,
    RegionFigures,
    RegionPair,
    Satisfaction,
    Size,
    Spread,
    VoucherFigures,
)
from b4h_scheduler.planning.own_wishes import OwnWishes, own_wishes
from b4h_scheduler.planning.usage import slot_figures, table_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from b4h_scheduler.domain.ids import DelegateId, OrganizationId
    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.planning.agenda_arrays import AgendaArrays
    from b4h_scheduler.planning.agendas import Agendas
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.plans import Meeting, Plan

NUM_WORST_OFF = 20


def tally(basis: Basis, plan: Plan) -> Figures:
    """Return all figures of a plan; `figures` where the basis is not at hand."""
    return _Tally(basis, plan).figures()


class _Tally:
    """One plan being counted."""

    def __init__(self, basis: Basis, plan: Plan) -> None:
        self.event = basis.event
        self.plan = plan
        self.agendas: Agendas = basis.agendas
        self.own: OwnWishes = own_wishes(basis, plan)
        self.people = self._arrays_of_people()
        self.shared = self._arrays_of_agendas()

    def figures(self) -> Figures:
        delegates = self._delegates()
        organizations = self._organizations()
        regions, pairs = self._regions()
        waiting = int(self.shared.waits().sum())
        return Figures(
            size=self._size(),
            plain_value=self.plan.plain_value,
            bonus=self.plan.bonus,
            wishes_bound_share=_bound_share(self.plan),
            priorities=tuple(
                PriorityFigures(
                    priority=priority,
                    wishes=self.own.wishes[priority],
                    eligible=self.own.eligible[priority],
                    met=self.own.met[priority],
                )
                for priority in (1, 2, 3)
            ),
            delegates=delegates,
            organizations=organizations,
            spread_delegates=spread([s.share for s in delegates]),
            spread_organizations=spread([s.share for s in organizations]),
            worst_off=_worst_off(delegates),
            without_meeting=tuple(
                s.delegate for s in delegates if s.delegate and not s.meetings
            ),
            regions=regions,
            region_pairs=pairs,
            slots=slot_figures(
                self.event, self.plan, self.people.busy, self.agendas.present
            ),
            tables=table_figures(self.event, self.plan),
            vouchers=_vouchers(self.plan),
            waiting=waiting,
            breaks=int(self.shared.breaks().sum()),
            table_changes=int(self.shared.table_changes().sum()),
        )

    def _arrays_of_people(self) -> AgendaArrays:
        index = self.agendas.delegate_index

        def who(meeting: Meeting) -> Iterable[int]:
            return (index[d] for team in meeting.delegates for d in team if d in index)

        return agenda_arrays(self.event, self.plan, self.agendas.present, who)

    def _arrays_of_agendas(self) -> AgendaArrays:
        known = self.agendas.by_delegate
        num = sum(agenda.companion is None for agenda in self.agendas.all)
        can = np.zeros((num, len(self.event.slots)), dtype=np.bool_)
        for agenda in self.agendas.all[:num]:
            can[agenda.index] = agenda.can

        def who(meeting: Meeting) -> Iterable[int]:
            teams = meeting.delegates
            return {known[d].index for team in teams for d in team if d in known}

        return agenda_arrays(self.event, self.plan, can, who)

    def _size(self) -> Size:
        event, plan = self.event, self.plan
        open_left = sum(u.candidate.ineligible is None for u in plan.unmet)
        return Size(
            num_organizations=len(event.organizations),
            num_delegates=len(event.delegates),
            num_online=sum(d.is_online for d in event.delegates),
            num_companions=len(event.companions),
            num_wishes=len(event.wishes),
            num_candidates=len(plan.meetings) + len(plan.unmet),
            num_eligible=len(plan.meetings) + open_left,
            num_slots=len(event.slots),
            num_tables=len(event.tables),
            num_home_places=sum(home.capacity for home in event.home_places),
            num_meetings=len(plan.meetings),
            num_mutual=sum(m.is_mutual for m in plan.meetings),
            num_online_meetings=sum(m.table is None for m in plan.meetings),
        )

    def _delegates(self) -> tuple[Satisfaction, ...]:
        meetings = self.people.busy.sum(axis=1)
        waiting = self.people.waits().sum(axis=1)
        breaks, moves = self.people.breaks(), self.people.table_changes()
        held = np.column_stack((meetings, waiting, breaks, moves)).tolist()
        own = self.own.of_delegate.tolist()
        return tuple(
            self._satisfaction(
                own[number], delegate.organization, delegate.id, held[number]
            )
            for number, delegate in enumerate(self.event.delegates)
        )

    def _organizations(self) -> tuple[Satisfaction, ...]:
        waiting = self.shared.waits().sum(axis=1)
        breaks, moves = self.shared.breaks(), self.shared.table_changes()
        number_of = {each.id: n for n, each in enumerate(self.event.organizations)}
        mine = [
            (number_of[agenda.organization.id], agenda.index)
            for agenda in self.agendas.all
            if agenda.organization is not None
        ]
        whose, which = np.array(mine, dtype=np.int64).reshape(-1, 2).T
        sums = np.zeros((len(number_of), 3), dtype=np.int64)
        np.add.at(sums, whose, np.column_stack((waiting, breaks, moves))[which])
        held = Counter(
            organization
            for meeting in self.plan.meetings
            for organization in {side.organization for side in meeting.sides}
        )
        own, counts = self.own.of_organization.tolist(), sums.tolist()
        return tuple(
            self._satisfaction(
                own[number],
                organization.id,
                None,
                (held[organization.id], *counts[number]),
            )
            for number, organization in enumerate(self.event.organizations)
        )

    @staticmethod
    def _satisfaction(
        own: Sequence[int],
        organization: OrganizationId,
        delegate: DelegateId | None,
        agenda: Sequence[int],
    ) -> Satisfaction:
        wishes, met, value, value_met, num = own
        meetings, waiting, breaks, moves = agenda
        return Satisfaction(
            organization=organization,
            delegate=delegate,
            own_wishes=wishes,
            own_met=met,
            own_value=value,
            own_value_met=value_met,
            candidates=num,
            meetings=meetings,
            waiting=waiting,
            breaks=breaks,
            table_changes=moves,
        )

    def _regions(self) -> tuple[tuple[RegionFigures, ...], tuple[RegionPair, ...]]:
        home = {o.id: _region(o) for o in self.event.organizations}
        keys = sorted(set(home.values()))
        index = {key: number for number, key in enumerate(keys)}
        organizations = Counter(home.values())
        delegates = Counter(home[d.organization] for d in self.event.delegates)
        own = np.zeros((len(keys), 5), dtype=np.int64)
        at = [index[home[each.id]] for each in self.event.organizations]
        np.add.at(own, np.array(at, dtype=np.int64), self.own.of_organization)
        pairs: Counter[tuple[int, int]] = Counter()
        for meeting in self.plan.meetings:
            sides = [
                index[home[s.organization]]
                for s in meeting.sides
                if s.organization in home
            ]
            if sides:
                pairs[min(sides), max(sides)] += 1
        meetings = [
            sum(count for pair, count in pairs.items() if number in pair)
            for number in range(len(keys))
        ]
        regions = tuple(
            RegionFigures(
                region=region,
                country=country,
                organizations=organizations[country, region],
                delegates=delegates[country, region],
                meetings=meetings[number],
                own_wishes=int(own[number, 0]),
                own_met=int(own[number, 1]),
                own_value=int(own[number, 2]),
                own_value_met=int(own[number, 3]),
            )
            for number, (country, region) in enumerate(keys)
        )
        return regions, tuple(
            RegionPair(first=first, second=second, meetings=count)
            for (first, second), count in sorted(pairs.items())
        )


def spread(shares: Sequence[float | None]) -> Spread:
    """Return how shares are spread; those who have none do not count."""
    known = np.sort(np.array([s for s in shares if s is not None], dtype=np.float64))
    if not len(known):
        return Spread(
            num=0, lowest=None, tenth_percentile=None, median=None, mean=None, gini=None
        )
    return Spread(
        num=len(known),
        lowest=float(known[0]),
        tenth_percentile=float(np.percentile(known, 10)),
        median=float(np.median(known)),
        mean=float(known.mean()),
        gini=_gini(known),
    )


def _gini(ordered: np.ndarray) -> float:
    """Return the Gini coefficient of an ascending array: 0 where all have the same."""
    total = float(ordered.sum())
    if total == 0:
        return 0.0
    num = len(ordered)
    weights = 2 * np.arange(1, num + 1) - num - 1
    return max(0.0, float((weights * ordered).sum()) / (num * total))


def _worst_off(delegates: Iterable[Satisfaction]) -> tuple[DelegateId, ...]:
    short = [
        (s.share, s.meetings, s.delegate)
        for s in delegates
        if s.share is not None and s.share < 1 and s.delegate is not None
    ]
    short.sort()
    return tuple(delegate for _, _, delegate in short[:NUM_WORST_OFF])


def _region(organization: Organization) -> tuple[str, str]:
    return organization.country, organization.region or organization.country


def _bound_share(plan: Plan) -> float | None:
    for line in plan.certificate:
        if line.level == "value" and line.scope == "all" and line.bound > 0:
            return min(1.0, line.value / line.bound)
    return None


def _vouchers(plan: Plan) -> VoucherFigures:
    holders = plan.vouchers
    return VoucherFigures(
        holders=len(holders),
        least_reached=sum(v.counting >= v.least for v in holders),
        target_reached=sum(v.counting >= v.target for v in holders),
        missing=sum(max(0, v.target - v.counting) for v in holders),
        missing_beyond_wishes=sum(max(0, v.target - v.possible) for v in holders),
    )
