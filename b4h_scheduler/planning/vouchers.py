"""Vouchers as the kernel's targets: how many meetings must count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.planning.counting import counts
from solver.capacity import busy_capacity
from solver.problem import Targets
from solver.ragged import Ragged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.planning.fixed import Fixed
    from b4h_scheduler.plans import Meeting
    from solver.problem import Problem
    from solver.ragged import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class VoucherTarget:
    """A voucher holder in the problem.

    Attributes
    ----------
    delegate : int
        Index into ``Event.delegates``.
    least, target : int
        Meetings that must count; with the event's reserve.
    possible : int
        No plan can give more, whatever the others do.
    carried : int
        Counting meetings that took place and are not in the problem.
    options : int64[n]
        Options that count.
    """

    delegate: int
    least: int
    target: int
    possible: int
    carried: int
    options: IntArray


def voucher_targets(
    event: Event,
    problem: Problem,
    counting: dict[int, list[int]],
    fixed: Fixed | None = None,
) -> tuple[VoucherTarget, ...]:
    """Return all voucher holders, in the event's order.

    Parameters
    ----------
    counting : dict
        Options that count, by holder (index into ``Event.delegates``).
    fixed : Fixed, optional
        What a released plan fixes.
    """
    if all(delegate.voucher is None for delegate in event.delegates):
        return ()
    carried = fixed.carried if fixed is not None else []
    holders = [
        (number, delegate, delegate.voucher)
        for number, delegate in enumerate(event.delegates)
        if delegate.voucher is not None
    ]
    options = Ragged.of([counting.get(number, ()) for number, _, _ in holders])
    possible = _possible(problem, options).tolist()
    found = []
    for place, (number, delegate, voucher) in enumerate(holders):
        apart = sum(counts_for(event, delegate.id, meeting) for meeting in carried)
        found.append(
            VoucherTarget(
                delegate=number,
                least=voucher.least,
                target=voucher.least + event.policy.voucher_reserve,
                possible=apart + possible[place],
                carried=apart,
                options=options[place],
            )
        )
    return tuple(found)


def counts_for(event: Event, holder: DelegateId, meeting: Meeting) -> bool:
    """Whether a meeting is one that counts for a voucher holder."""
    first, second = meeting.delegates
    known = event.delegate_of
    voucher = known[holder].voucher
    if voucher is None or not (holder in first or holder in second):
        return False
    rule = event.policy.voucher_counts if voucher.counts is None else voucher.counts
    if rule is CountingMeetings.ALL:
        return True
    if not (_is_on_site(known, first) and _is_on_site(known, second)):
        return False
    organizations = event.organization_of
    one, other = (organizations.get(side.organization) for side in meeting.sides)
    is_abroad = (
        one is not None
        and other is not None
        and bool(one.country and other.country)
        and one.country != other.country
    )
    return counts(rule, is_at_table=True, is_abroad=is_abroad)


def _is_on_site(
    known: Mapping[DelegateId, Delegate], team: tuple[DelegateId, ...]
) -> bool:
    """Whether somebody sits at the table; who is gone since did."""
    for each in team:
        delegate = known.get(each)
        if delegate is None or not delegate.is_online:
            return True
    return False


def _possible(problem: Problem, options: Ragged) -> IntArray:
    """Most counting meetings of each holder if everybody else were free: int64[V].

    A matching of candidates and slots, for all holders at once; and no more than the
    limits on the agendas that all options of a holder share allow.
    """
    # SciPy takes a second to load, and many events have no vouchers.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import maximum_bipartite_matching  # noqa: PLC0415

    if not len(options.items):
        return np.zeros(len(options), dtype=np.int64)
    # Options of a candidate follow each other: a row for each holder's candidate.
    key = options.rows * problem.num_candidates
    key += problem.option_candidate[options.items]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    slots = np.logical_or.reduceat(problem.option_slots[options.items], first)
    row, slot = np.nonzero(slots)
    holder = options.rows[first]
    column = holder[row] * problem.num_slots + slot
    shape = (len(first), len(options) * problem.num_slots)
    graph = csr_array((np.ones(len(row), np.int8), (row, column)), shape=shape)
    matched = maximum_bipartite_matching(graph, perm_type="column")
    most = np.bincount(holder[matched >= 0], minlength=len(options))
    return np.minimum(most, _least_capacity(problem, options))


def _least_capacity(problem: Problem, options: Ragged) -> IntArray:
    """int64[V]: what the fullest agenda in all options of a holder bears."""
    capacity, _ = busy_capacity(problem)
    people = problem.options.participants.take(options.items)
    pair = options.rows[people.rows] * problem.num_participants + people.items
    known, times = np.unique(pair, return_counts=True)
    holder, person = np.divmod(known, problem.num_participants)
    is_always = times == options.lengths[holder]
    least = np.full(len(options), problem.num_slots, dtype=np.int64)
    np.minimum.at(least, holder[is_always], capacity[person[is_always]])
    return least


def compile_targets(vouchers: tuple[VoucherTarget, ...]) -> Targets:
    """Return the kernel's targets: no more is asked than is possible."""
    amount = [
        max(0, min(voucher.target, voucher.possible) - voucher.carried)
        for voucher in vouchers
    ]
    return Targets(
        amount=np.array(amount, dtype=np.int64),
        weight=np.ones(len(vouchers), dtype=np.int64),
        options=Ragged.of([voucher.options.tolist() for voucher in vouchers]),
    )
