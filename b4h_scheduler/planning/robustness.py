"""What delays would do to a plan: simulated, with a stated number of draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import AwareDatetime

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.ids import ArrivalPointId, DelegateId, MeetingId
from b4h_scheduler.domain.policy import LevelName
from b4h_scheduler.planning.changed_event import changed
from b4h_scheduler.planning.lateness import Dependence, dependence, travelers

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.lateness import Traveler
    from b4h_scheduler.plans import Plan
    from solver.ragged import IntArray

DRAWS = 10_000
BLOCK = 500
"""Draws at once."""
TIGHT = 0.05
"""First meetings missed with at least this chance are tight."""


class PointDelay(Entity):
    """The delays of one arrival point."""

    point: ArrivalPointId
    name: str
    late_min: int
    """Late by so many minutes or more in one case of ten."""
    median_min: float
    travelers: int


class TightMeeting(Entity):
    """A first meeting that a delegate may well miss."""

    delegate: DelegateId
    meeting: MeetingId
    start: AwareDatetime
    slack_min: float
    """Minutes of delay that do not miss it."""
    chance: float
    """To miss it."""


class DelegateRisk(Entity):
    """Meetings that fail for one delegate, on average."""

    delegate: DelegateId
    missed: float
    """Because the own or the other side is late."""
    own: float
    """Of these, because the own side is late."""
    chance: float
    """That at least one fails."""


class Robustness(Entity):
    """What delays would do to a plan."""

    draws: int
    seed: int
    points: tuple[PointDelay, ...]
    meetings: int
    missed: float
    """Meetings that fail, on average."""
    missed_in_one_of_ten: int
    """So many or more in one case of ten."""
    value_lost: float
    """Plain wish value of the meetings that fail, on average."""
    delegates: tuple[DelegateRisk, ...]
    """Those with a chance of at least one in a thousand, greatest loss first."""
    tight: tuple[TightMeeting, ...]
    """Greatest chance first."""


@dataclass(slots=True, eq=False)
class _Counts:
    """Sums over all draws: ``failed`` int64[meetings], and for each delegate."""

    failed: IntArray
    totals: list[int]
    own: dict[DelegateId, int]
    any_failed: dict[DelegateId, int]


def robustness(
    event: Event, plan: Plan, *, draws: int = DRAWS, seed: int = 0
) -> Robustness:
    """Simulate delays and count the meetings of a plan that fail.

    Parameters
    ----------
    draws : int
    seed : int
        Of numpy's PCG64: equal seeds give equal figures.
    """
    who = travelers(event)
    counts = _simulated(plan, who, draws, seed)
    value = np.array([meeting.value for meeting in plan.meetings], dtype=np.int64)
    return Robustness(
        draws=draws,
        seed=seed,
        points=_points(event, who),
        meetings=len(plan.meetings),
        missed=float(counts.failed.sum() / draws),
        missed_in_one_of_ten=int(np.quantile(counts.totals, 0.9)),
        value_lost=float(counts.failed @ value / draws),
        delegates=_delegates(plan, counts, draws),
        tight=_tight(plan, who),
    )


def with_risk_level(event: Event, *, is_on: bool) -> Event:
    """Return the event with or without the risk level; new, it follows the wishes."""
    given = event.policy.levels
    levels: list[LevelName] = [level for level in given if level != LevelName.RISK]
    if is_on:
        if LevelName.RISK in event.policy.levels:
            return event
        levels.insert(levels.index(LevelName.WISHES) + 1, LevelName.RISK)
    policy = event.policy.model_copy(update={"levels": tuple(levels)})
    return changed(event, policy=policy)


def _simulated(
    plan: Plan, who: dict[DelegateId, Traveler], draws: int, seed: int
) -> _Counts:
    depends = dependence(plan.meetings, who)
    num = 1 + max((each.connection for each in who.values()), default=-1)
    rng = np.random.Generator(np.random.PCG64(seed))
    counts = _Counts(np.zeros(len(plan.meetings), dtype=np.int64), [], {}, {})
    concerned = _concerned(plan, depends)
    for first in range(0, draws, BLOCK):
        uniform = rng.random((min(BLOCK, draws - first), num))
        # Above x in 10 ** -x of the cases, x in units of late_min.
        missing = depends.missing(-np.log10(1.0 - uniform))
        _count(counts, depends, missing, concerned)
    return counts


@dataclass(frozen=True, slots=True)
class _Concerned:
    """For each delegate: sides that can be missing in meetings; own ones apart."""

    sides: dict[DelegateId, list[int]]
    own: dict[DelegateId, list[int]]


def _concerned(plan: Plan, depends: Dependence) -> _Concerned:
    found = _Concerned({}, {})
    rows = zip(depends.meeting.tolist(), depends.side.tolist(), strict=True)
    for place, (index, side) in enumerate(rows):
        teams = plan.meetings[index].delegates
        for delegate in {*teams[0], *teams[1]}:
            found.sides.setdefault(delegate, []).append(place)
        for delegate in teams[side]:
            found.own.setdefault(delegate, []).append(place)
    return found


def _count(
    counts: _Counts, depends: Dependence, missing: np.ndarray, concerned: _Concerned
) -> None:
    index, place = np.unique(depends.meeting, return_inverse=True)
    failed = np.zeros((len(missing), len(index)), dtype=np.bool_)
    for side, at in enumerate(place.tolist()):
        failed[:, at] |= missing[:, side]
    counts.failed[index] += failed.sum(axis=0)
    counts.totals += failed.sum(axis=1).tolist()
    for delegate, sides in concerned.sides.items():
        any_failed = int(missing[:, sides].any(axis=1).sum())
        counts.any_failed[delegate] = counts.any_failed.get(delegate, 0) + any_failed
    for delegate, sides in concerned.own.items():
        own = int(missing[:, sides].sum())
        counts.own[delegate] = counts.own.get(delegate, 0) + own


def _delegates(plan: Plan, counts: _Counts, draws: int) -> tuple[DelegateRisk, ...]:
    missed: dict[DelegateId, int] = {}
    for meeting, failed in zip(plan.meetings, counts.failed.tolist(), strict=True):
        for delegate in {*meeting.delegates[0], *meeting.delegates[1]}:
            missed[delegate] = missed.get(delegate, 0) + failed
    found = [
        DelegateRisk(
            delegate=delegate,
            missed=missed[delegate] / draws,
            own=counts.own.get(delegate, 0) / draws,
            chance=number / draws,
        )
        for delegate, number in counts.any_failed.items()
        if number * 1000 >= draws
    ]
    found.sort(key=lambda each: (-each.missed, each.delegate))
    return tuple(found)


def _tight(plan: Plan, who: dict[DelegateId, Traveler]) -> tuple[TightMeeting, ...]:
    first: dict[DelegateId, TightMeeting] = {}
    for meeting in sorted(plan.meetings, key=lambda each: each.start):
        for delegate in {*meeting.delegates[0], *meeting.delegates[1]}:
            if delegate in who and delegate not in first:
                first[delegate] = TightMeeting(
                    delegate=delegate,
                    meeting=meeting.id,
                    start=meeting.start,
                    slack_min=round(who[delegate].slack_min(meeting), 1),
                    chance=who[delegate].chance(meeting),
                )
    tight = [each for each in first.values() if each.chance >= TIGHT]
    tight.sort(key=lambda each: (-each.chance, each.delegate))
    return tuple(tight)


def _points(event: Event, who: dict[DelegateId, Traveler]) -> tuple[PointDelay, ...]:
    at = [event.delegate_of[delegate].trip.arrival_point for delegate in who]
    return tuple(
        PointDelay(
            point=point.id,
            name=point.name,
            late_min=point.late_min,
            median_min=round(point.late_min * float(np.log10(2)), 1),
            travelers=at.count(point.id),
        )
        for point in event.arrival_points
        if point.late_min
    )
