"""Vouchers as the kernel's targets: how many meetings must count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.options import counts
from solver.capacity import busy_capacity
from solver.problem import Targets
from solver.ragged import Ragged

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.planning.released import Fixed
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
    capacity, _ = busy_capacity(problem)
    found = []
    for number, delegate in enumerate(event.delegates):
        if delegate.voucher is None:
            continue
        apart = sum(counts_for(event, delegate.id, meeting) for meeting in carried)
        options = np.array(counting.get(number, ()), dtype=np.int64)
        found.append(
            VoucherTarget(
                delegate=number,
                least=delegate.voucher.least,
                target=delegate.voucher.least + event.policy.voucher_reserve,
                possible=apart + _possible(problem, capacity, options),
                carried=apart,
                options=options,
            )
        )
    return tuple(found)


def counts_for(event: Event, holder: DelegateId, meeting: Meeting) -> bool:
    """Whether a meeting is one that counts for a voucher holder."""
    teams = meeting.delegates
    voucher = event.delegate_of[holder].voucher
    if voucher is None or not any(holder in team for team in teams):
        return False
    countries = [
        event.organization_of[side.organization].country
        for side in meeting.sides
        if side.organization in event.organization_of
    ]
    known = event.delegate_of
    return counts(
        event.policy.voucher_counts if voucher.counts is None else voucher.counts,
        is_at_table=all(
            any(d not in known or not known[d].is_online for d in team)
            for team in teams
        ),
        is_abroad=len(countries) == len(teams)
        and all(countries)
        and countries[0] != countries[1],
    )


def _possible(problem: Problem, capacity: IntArray, options: IntArray) -> int:
    """Most counting meetings if everybody else were free for the holder.

    A matching of candidates and slots, and no more than the limits on the holder's
    agenda (``capacity``: int64[P]) allow.
    """
    # SciPy takes a second to load, and many events have no vouchers.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import maximum_bipartite_matching  # noqa: PLC0415

    if not len(options):
        return 0
    slots = problem.option_slots[options]
    rows, columns = np.nonzero(slots)
    owners = np.unique(problem.option_candidate[options], return_inverse=True)
    shape = (len(owners[0]), problem.num_slots)
    graph = csr_array(
        (np.ones(len(rows), np.int8), (owners[1][rows], columns)), shape=shape
    )
    matched = maximum_bipartite_matching(graph, perm_type="column")
    people = [set(problem.options.participants[option].tolist()) for option in options]
    always_there = list(set.intersection(*people))
    most = capacity[always_there].min(initial=problem.num_slots)
    return int(min(np.count_nonzero(matched >= 0), most))


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
