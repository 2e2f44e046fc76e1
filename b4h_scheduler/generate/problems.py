"""Kernel problems by size and seed, for benchmarks and tuning.

Three profiles (DESIGN "The kernel" and "Tests and benchmarks"):

``plain``
    Heavy-tailed popularity, 25 % travelers who arrive late or leave early, one pool
    of tables, no limits. Values are 3, 2, 1 by priority, mutual wishes add up.
``scattered``
    As plain, but every participant is free in a random share of the slots.
``full``
    30 % of organizations with two or three delegates (each with an agenda), voucher
    targets, runs of at most five slots, limits per day, 10 % of organizations with a
    home place, 10 % online, 10 % free in random slots, bonuses, spare tables, and
    the product's values.
"""

from __future__ import annotations

import math
from typing import Literal, get_args

import numpy as np

from b4h_scheduler.generate.errors import SizeError
from b4h_scheduler.generate.full import full_problem
from b4h_scheduler.generate.pairs import candidates_of
from b4h_scheduler.generate.presence import Times, random_times, traveler_times
from b4h_scheduler.generate.wishing import draw_wishes
from solver.problem import (
    NO_TABLE,
    UNLIMITED,
    Candidates,
    Options,
    Participants,
    Problem,
    Slots,
    Tables,
)
from solver.ragged import Ragged

Profile = Literal["plain", "scattered", "full"]

SLOTS_A_DAY = 18
SLOT_MIN = 20
PLAIN_VALUES = np.array([0, 3, 2, 1])
"""Of priority 1, 2, 3."""


def generate_problem(  # noqa: PLR0913  (sizes and traits, each named)
    participants: int,
    wishes: int,
    slots: int,
    tables: int,
    *,
    profile: Profile = "plain",
    seed: int = 0,
    rows: int | None = None,
    free_share: float = 0.4,
    skew: float = 0.4,
) -> Problem:
    """Return the problem of this size; equal arguments give equal arrays.

    Parameters
    ----------
    participants, wishes, slots, tables : int
        Agendas, directed wishes (a mutual pair counts twice), slots in all, tables of
        the common pool. In ``full``, wishes are between organizations, of which there
        are fewer than agendas; home places come on top of ``tables``.
    profile : "plain", "scattered" or "full"
    seed : int
        Of numpy's PCG64.
    rows : int, optional
        Days; as many as days of 18 slots are needed by default.
    free_share : float
        In ``scattered``: each participant is free in each slot with this chance.
    skew : float
        Popularity is Pareto distributed with exponent ``1 / skew``.

    Raises
    ------
    SizeError
        A size that cannot be, or an unknown profile.
    """
    if min(participants, slots, tables) < 1 or wishes < 0:
        message = (
            f"sizes must be positive: {participants} participants, {wishes} wishes, "
            f"{slots} slots, {tables} tables found"
        )
        raise SizeError(message)
    if profile not in get_args(Profile):
        message = f"unknown profile {profile!r}; use {', '.join(get_args(Profile))}"
        raise SizeError(message)
    rng = np.random.Generator(np.random.PCG64(seed))
    days = rows if rows is not None else math.ceil(slots / SLOTS_A_DAY)
    time = generated_slots(slots, days)
    if profile == "full":
        return full_problem(rng, participants, wishes, time, tables, skew=skew)
    if profile == "plain":
        times = traveler_times(rng, participants, time)
    else:
        times = random_times(rng, participants, time, free_share)
    return _one_pool(rng, wishes, time, times, tables, skew)


def generated_slots(num_slots: int, num_rows: int) -> Slots:
    """Slots of 20 minutes in rows as equal as can be, each with a rest at its middle.

    Raises
    ------
    SizeError
        More rows than slots, or none.
    """
    if not 1 <= num_rows <= num_slots:
        message = f"{num_slots} slots cannot stand in {num_rows} rows"
        raise SizeError(message)
    row = np.arange(num_slots, dtype=np.int64) * num_rows // num_slots
    rest_after = np.zeros(num_slots, dtype=np.bool_)
    first = np.searchsorted(row, np.arange(num_rows))
    sizes = np.bincount(row)
    rest_after[(first + sizes // 2 - 1)[sizes > 1]] = True
    return Slots(row, rest_after, np.full(num_slots, SLOT_MIN, dtype=np.int64))


def _one_pool(
    rng: np.random.Generator,
    num_wishes: int,
    slots: Slots,
    times: Times,
    num_tables: int,
    skew: float,
) -> Problem:
    """Participants without limits, candidates of two with one option each."""
    num, num_slots, num_rows = len(times.can), len(slots), slots.num_rows
    wishing = draw_wishes(rng, num, num_wishes, skew=skew)
    pairs = candidates_of(wishing, PLAIN_VALUES[wishing.priority], num)
    count = len(pairs)
    zero = np.zeros(num, dtype=np.int64)
    unlimited = np.full(num, UNLIMITED, dtype=np.int64)
    people = Participants(
        can=times.can,
        idle=times.can.copy(),
        most=unlimited,
        most_row=np.full((num, num_rows), UNLIMITED, dtype=np.int64),
        least=zero,
        least_weight=np.ones(num, dtype=np.int64),
        least_row=np.zeros((num, num_rows), dtype=np.int64),
        longest_run=unlimited,
        most_breaks=unlimited,
        late=np.zeros((num, num_slots), dtype=np.int64),
    )
    no = np.zeros(count, dtype=np.bool_)
    start = np.arange(count + 1, dtype=np.int64)
    two = np.column_stack([pairs.first, pairs.second]).reshape(-1)
    options = Options(
        participants=Ragged(2 * start, two),
        slot_set=np.zeros(count, dtype=np.int64),
        table_set=np.zeros(count, dtype=np.int64),
        home_set=np.full(count, NO_TABLE, dtype=np.int64),
        groups=Ragged.empty(count),
    )
    places = Tables(
        open=np.ones((num_tables, num_slots), dtype=np.bool_),
        zone=np.zeros(num_tables, dtype=np.int64),
        sets=np.ones((1, num_tables), dtype=np.bool_),
        spare=np.zeros(1, dtype=np.int64),
        distance=np.ones((1, 1), dtype=np.int64),
        too_far=np.zeros((1, 1), dtype=np.bool_),
    )
    return Problem(
        slots=slots,
        participants=people,
        candidates=Candidates(pairs.value, no, no.copy(), start),
        options=options,
        tables=places,
        slot_sets=np.ones((1, num_slots), dtype=np.bool_),
    )
