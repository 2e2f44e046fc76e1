"""The profile ``full``: everything an event can ask for at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.policy import Policy
from b4h_scheduler.generate.pairs import Pairs, candidates_of
from b4h_scheduler.generate.presence import Times, random_times, traveler_times
from b4h_scheduler.generate.roster import Roster, draw_roster
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
    Targets,
)
from solver.ragged import Ragged

if TYPE_CHECKING:
    from b4h_scheduler.generate.wishing import Wishing
    from solver.ragged import BoolArray, IntArray

SCATTERED_SHARE = 0.1
SCATTERED_FREE = 0.4
ACCEPTED_SHARE = 0.4
"""Of wishes that are not mutual, those that were accepted."""
CALLS_SHARE = 0.2
"""Common tables from which calls can be made."""
PROMISED_SHARE = 0.002
RUN_SLOTS = 5
VOUCHER_LEAST = 6
MOST_OF_DAY = 0.8
TABLES_A_ZONE = 100
COMMON, CALLS = 0, 1
"""Rows of ``Tables.sets``; then each home place's own, then those with overflow."""


def full_problem(
    rng: np.random.Generator,
    num_participants: int,
    num_wishes: int,
    slots: Slots,
    num_tables: int,
    *,
    skew: float,
) -> Problem:
    """See `generate_problem`."""
    people = draw_roster(rng, num_participants)
    times = _draw_times(rng, people, slots)
    wishing = draw_wishes(rng, len(people.size), num_wishes, skew=skew)
    pairs = candidates_of(
        wishing, _wish_values(rng, wishing, len(people.size)), len(people.size)
    )
    start, options = _options(people, pairs)
    promised = rng.random(len(pairs)) < PROMISED_SHARE
    participants = _participants(people, times, slots, pairs)
    owner = np.repeat(np.arange(len(pairs)), np.diff(start))
    return Problem(
        slots=slots,
        participants=participants,
        candidates=Candidates(
            pairs.value, np.zeros(len(pairs), dtype=np.bool_), promised, start
        ),
        options=options,
        tables=_tables(people, num_tables, len(slots)),
        slot_sets=np.ones((1, len(slots)), dtype=np.bool_),
        targets=_targets(people, times.traveler, participants.most, options, owner),
        bonus=np.array(Policy().fairness.bonus, dtype=np.int64),
        num_groups=len(people.size),
    )


def _draw_times(rng: np.random.Generator, people: Roster, slots: Slots) -> Times:
    """Travelers do not travel to a call; 10 % of all have scattered free slots."""
    num = len(people.organization)
    travel = traveler_times(rng, num, slots)
    scattered = rng.random(num) < SCATTERED_SHARE
    can = travel.can | people.online[:, None]
    can &= random_times(rng, num, slots, SCATTERED_FREE).can | ~scattered[:, None]
    alone = ~can.any(axis=1)
    can[alone] = travel.can[alone]
    return Times(can, travel.traveler & ~people.online)


def _wish_values(
    rng: np.random.Generator, wishing: Wishing, num_sides: int
) -> IntArray:
    """int64[W]: by the product's default policy, mutual wishes counting in full."""
    values = Policy().values
    worth = np.array([0, *values.priority], dtype=np.int64)[wishing.priority]
    key = wishing.wisher * num_sides + wishing.wished
    mutual = np.isin(key, wishing.wished * num_sides + wishing.wisher)
    accepted = rng.random(len(wishing)) < ACCEPTED_SHARE
    one_sided = np.where(
        accepted,
        worth + values.accepted_bonus,
        worth * values.unanswered_percent // 100,
    )
    return np.where(mutual, worth, one_sided)


def _tables(people: Roster, num_common: int, num_slots: int) -> Tables:
    """The common pool, then a table for each delegate of a home place's owner."""
    owner = np.flatnonzero(people.home >= 0)
    home_of = np.repeat(people.home[owner], people.size[owner])
    num = num_common + len(home_of)
    sets = np.zeros((2 + 2 * len(owner), num), dtype=np.bool_)
    sets[COMMON, :num_common] = True
    sets[CALLS, : max(1, round(CALLS_SHARE * num_common))] = True
    own = np.arange(num_common, num)
    sets[2 + home_of, own] = True
    overflow = 2 + len(owner) + home_of
    sets[overflow, own] = True
    sets[2 + len(owner) :, :num_common] = True
    # An owner that is always at home has no set with overflow.
    used = np.ones(len(sets), dtype=np.bool_)
    used[2 + len(owner) :] = ~people.always[owner]
    spare = np.zeros(len(sets), dtype=np.int64)
    percent = Policy().limits.spare_tables_percent
    spare[COMMON] = min(num_common - 1, max(1, num_common * percent // 100))
    zones = max(1, num_common // TABLES_A_ZONE)
    zone = np.concatenate([np.arange(num_common) * zones // num_common, own % zones])
    away = np.abs(np.subtract.outer(np.arange(zones), np.arange(zones)))
    return Tables(
        open=np.ones((num, num_slots), dtype=np.bool_),
        zone=zone,
        sets=sets[used],
        spare=spare[used],
        distance=1 + 2 * away,
        too_far=np.zeros((zones, zones), dtype=np.bool_),
    )


def _overflow_set(people: Roster) -> IntArray:
    """int64[M]: the row of ``Tables.sets`` of a home place with overflow, or -1."""
    owner = np.flatnonzero(people.home >= 0)
    has = ~people.always[owner]
    row = np.full(len(people.size), -1, dtype=np.int64)
    row[owner[has]] = 2 + len(owner) + np.arange(np.count_nonzero(has))
    return row


def _options(people: Roster, pairs: Pairs) -> tuple[IntArray, Options]:
    """Every delegate of the one with every delegate of the other organization."""
    each = people.size[pairs.first] * people.size[pairs.second]
    start = np.concatenate([[0], np.cumsum(each)])
    owner = np.repeat(np.arange(len(pairs)), each)
    turn = np.arange(start[-1]) - start[owner]
    first, second = pairs.first[owner], pairs.second[owner]
    a = people.first[first] + turn // people.size[second]
    b = people.first[second] + turn % people.size[second]
    table_set, home_set = _places(people, first, second, a, b)
    row = 2 * np.arange(len(a) + 1, dtype=np.int64)
    return start, Options(
        participants=Ragged(row, np.column_stack([a, b]).reshape(-1)),
        slot_set=np.zeros(len(a), dtype=np.int64),
        table_set=table_set,
        home_set=home_set,
        groups=Ragged(row, np.column_stack([first, second]).reshape(-1)),
    )


def _places(
    people: Roster, first: IntArray, second: IntArray, a: IntArray, b: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the table and home set of options between delegates ``a`` and ``b``.

    The one that is wished for hosts if it has a home place, else the other. Calls
    from a home place stay there if it is always used, else go to a calls table.
    """
    home = people.home
    host = np.where(home[second] >= 0, second, first)
    there = (home[host] >= 0) & ~people.online[np.where(home[second] >= 0, b, a)]
    always = there & people.always[host]
    num_online = people.online[a].astype(np.int64) + people.online[b]
    table_set = np.full(len(a), COMMON, dtype=np.int64)
    table_set[num_online == 1] = CALLS
    table_set[always] = 2 + home[host[always]]
    preferred = there & ~people.always[host] & (num_online == 0)
    table_set[preferred] = _overflow_set(people)[host[preferred]]
    home_set = np.full(len(a), NO_TABLE, dtype=np.int64)
    home_set[always | preferred] = 2 + home[host[always | preferred]]
    both = people.online[a] & people.online[b]
    table_set[both] = home_set[both] = NO_TABLE
    return table_set, home_set


def _participants(
    people: Roster, times: Times, slots: Slots, pairs: Pairs
) -> Participants:
    num, limits = len(people.organization), Policy().limits
    own = times.can.sum(axis=1)
    in_row = np.column_stack(
        [times.can[:, slots.row == row].sum(axis=1) for row in range(slots.num_rows)]
    )
    both = np.concatenate([pairs.first, pairs.second])
    candidates = np.bincount(both, minlength=len(people.size))[people.organization]
    return Participants(
        can=times.can,
        idle=times.can.copy(),
        most=np.maximum(1, own * limits.most_percent // 100),
        most_row=np.maximum(1, (MOST_OF_DAY * in_row).astype(np.int64)),
        least=np.minimum(Policy().fairness.least_meetings, candidates),
        least_weight=np.ones(num, dtype=np.int64),
        least_row=np.zeros((num, slots.num_rows), dtype=np.int64),
        longest_run=np.full(num, RUN_SLOTS * int(slots.length[0]), dtype=np.int64),
        most_breaks=np.full(num, UNLIMITED, dtype=np.int64),
        late=np.zeros(times.can.shape, dtype=np.int64),
    )


def _targets(
    people: Roster,
    has_voucher: BoolArray,
    most: IntArray,
    options: Options,
    owner: IntArray,
) -> Targets:
    """Meetings on site with another country count, up to what a holder can reach."""
    pair = options.participants.items.reshape(-1, 2)
    country = people.country[people.organization[pair]]
    counts = (country[:, 0] != country[:, 1]) & ~people.online[pair].any(axis=1)
    counting = np.flatnonzero(counts)
    option = np.repeat(counting, 2)
    holder = pair[counting].reshape(-1)
    mine = has_voucher[holder]
    option, holder = option[mine], holder[mine]
    num = len(people.organization)
    partners = np.unique(holder * len(owner) + owner[option]) // len(owner)
    can_reach = np.minimum(np.bincount(partners, minlength=num), most)
    holders = np.flatnonzero(has_voucher)
    number = np.full(num, -1, dtype=np.int64)
    number[holders] = np.arange(len(holders))
    target = VOUCHER_LEAST + Policy().voucher_reserve
    return Targets(
        amount=np.minimum(target, can_reach[holders]),
        weight=np.ones(len(holders), dtype=np.int64),
        options=Ragged.from_pairs(number[holder], option, len(holders)),
    )
