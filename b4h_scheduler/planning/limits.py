"""What each participant may and should have: most, least, runs, risk of lateness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.presence import present_from
from solver.problem import UNLIMITED, Participants

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.agendas import Agenda, Agendas
    from solver.problem import Slots
    from solver.ragged import IntArray


def compile_participants(
    event: Event, agendas: Agendas, slots: Slots, num_candidates: IntArray
) -> Participants:
    """Return the participants' arrays.

    Parameters
    ----------
    num_candidates : int64[P]
        Candidates each can take part in.
    """
    num, rows = len(agendas.all), slots.num_rows
    can = np.zeros((num, len(slots)), dtype=np.bool_)
    for agenda in agendas.all:
        can[agenda.index] = agenda.can
    is_companion = np.array([a.companion is not None for a in agendas.all], np.bool_)
    most = np.array([_most(event, a) for a in agendas.all], dtype=np.int64)
    least = np.array([_least(event, a) for a in agendas.all], dtype=np.int64)
    reachable = np.minimum(num_candidates, np.minimum(most, can.sum(axis=1)))
    per_day = event.policy.limits.most_per_day
    return Participants(
        can=can,
        idle=can & ~is_companion[:, None],
        most=most,
        most_row=np.full((num, rows), per_day or UNLIMITED, dtype=np.int64),
        least=np.minimum(least, reachable),
        least_weight=np.ones(num, dtype=np.int64),
        least_row=np.zeros((num, rows), dtype=np.int64),
        longest_run=np.full(num, longest_run(event), dtype=np.int64),
        most_breaks=np.full(num, UNLIMITED, dtype=np.int64),
        late=_late(event, agendas),
    )


def longest_run(event: Event) -> int:
    """Return the longest run in minutes; a single slot is always within it."""
    limit = event.policy.limits.longest_run_min
    if not limit:
        return UNLIMITED
    return max(limit, *(slot.minutes for slot in event.slots))


def _most(event: Event, agenda: Agenda) -> int:
    """What its delegates say (the lowest number), else a part of its own slots."""
    if agenda.companion is not None:
        return UNLIMITED
    people = [event.delegates[person] for person in agenda.delegates]
    stated = [person.most for person in people if person.most is not None]
    if stated:
        return min(stated)
    percent = event.policy.limits.most_percent
    if not percent:
        return UNLIMITED
    return max(1, int(agenda.can.sum()) * percent // 100)


def _least(event: Event, agenda: Agenda) -> int:
    """What its delegates ask for (the highest number), else the event's number."""
    if agenda.companion is not None:
        return 0
    people = [event.delegates[person] for person in agenda.delegates]
    stated = [person.least for person in people if person.least is not None]
    return max(stated) if stated else event.policy.fairness.least_meetings


def _late(event: Event, agendas: Agendas) -> IntArray:
    """int64[P, S]: chance in thousandths to miss a slot by arriving late.

    An arrival point says by how much one in ten is late; delays are taken to be
    exponential: ``P(delay > x) = 10 ** (-x / late_min)``. The trip's buffer is part of
    what a delay may use up. On a shared agenda the surest arrival counts.
    """
    late = np.zeros((len(agendas.all), len(event.slots)), dtype=np.int64)
    points = {point.id: point for point in event.arrival_points}
    starts = np.array([start for start, _ in event.slot_seconds], dtype=np.float64)
    for agenda in agendas.all:
        chances = []
        for person in agenda.delegates:
            delegate = event.delegates[person]
            there = present_from(event, delegate)
            if there is None or delegate.trip.arrival_point is None:
                break
            point = points[delegate.trip.arrival_point]
            if not point.late_min:
                break
            slack = (starts - there.timestamp()) / 60 + point.buffer
            chances.append(10.0 ** (-np.maximum(slack, 0) / point.late_min))
        else:
            if chances:
                thousandths = np.floor(1000 * np.min(chances, axis=0) + 0.5)
                late[agenda.index] = thousandths.astype(np.int64)
    return late
