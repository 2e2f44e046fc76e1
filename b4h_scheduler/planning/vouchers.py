"""Vouchers as the kernel's targets: how many meetings must count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from solver.problem import Targets
from solver.ragged import Ragged

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
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
    options : int64[n]
        Options that count.
    """

    delegate: int
    least: int
    target: int
    possible: int
    options: IntArray


def voucher_targets(
    event: Event, problem: Problem, counting: dict[int, list[int]]
) -> tuple[VoucherTarget, ...]:
    """Return all voucher holders, in the event's order.

    Parameters
    ----------
    counting : dict
        Options that count, by holder (index into ``Event.delegates``).
    """
    return tuple(
        _target(event, problem, number, np.array(counting.get(number, ()), np.int64))
        for number, delegate in enumerate(event.delegates)
        if delegate.voucher is not None
    )


def _target(
    event: Event, problem: Problem, number: int, options: IntArray
) -> VoucherTarget:
    voucher = event.delegates[number].voucher
    least = 0 if voucher is None else voucher.least
    target = least + event.policy.voucher_reserve
    return VoucherTarget(number, least, target, _possible(problem, options), options)


def _possible(problem: Problem, options: IntArray) -> int:
    """Most counting meetings if everybody else were free for the holder.

    A matching of candidates and slots, and no more than the holder's limits allow.
    """
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
    most = problem.participants.most[always_there]
    return int(min(np.count_nonzero(matched >= 0), most.min(initial=2**31)))


def compile_targets(vouchers: tuple[VoucherTarget, ...]) -> Targets:
    """Return the kernel's targets: no more is asked than is possible."""
    amount = [min(voucher.target, voucher.possible) for voucher in vouchers]
    return Targets(
        amount=np.array(amount, dtype=np.int64),
        weight=np.ones(len(vouchers), dtype=np.int64),
        options=Ragged.of([voucher.options.tolist() for voucher in vouchers]),
    )
