"""Kempe chains: meetings of two slots change places, as few as have to.

A chain is closed under shared participants: whoever meets in the slot that a meeting
moves to moves the other way with that meeting. So nobody gets two meetings at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.agenda import is_busy, may_be
from solver.anneal.ejection import counts_in, user_of
from solver.anneal.gaps import cost_of_gaps, loss_in_gaps
from solver.anneal.generator import below
from solver.anneal.model import PEOPLE, PEOPLE_END, ROWS, ROWS_END
from solver.anneal.state import (
    ENTRIES,
    ENTRY,
    GAPS,
    MOST_ENTRIES,
    NEW_OPTION,
    NEW_SLOT,
    OPTION,
    SLOT,
    WHO,
)
from solver.anneal.tentative import (
    cost,
    count_rows,
    count_slot,
    flip,
    has_room,
    keeps_rules,
    lay,
)
from solver.compiled import inner

if TYPE_CHECKING:
    from solver.anneal.model import Model
    from solver.anneal.state import State

MOST_LINKS = MOST_ENTRIES // 2
"""Meetings of one chain."""
MOST_CHAINS = 3
"""Chains of one move, where table rows need others to move the other way."""
LOOKS = 120
"""Participants asked for a meeting to move the other way that makes no gaps."""
ANOTHER_COST = 64
"""What a further meeting in a chain counts as, beside the cost of gaps."""
NO_LIMIT = float("inf")


@inner
def swap(model: Model, state: State, who: int, slot: int, limit: float) -> bool:
    """Move a meeting to another slot, and the chain that hangs on it.

    Where a table row is full then, chains that move the other way join. False, with
    the move half made, if a rule does not permit it, or if what is moved first costs
    more than ``limit``.
    """
    home = state.plan[who, SLOT]
    if state.count[GAPS] and _own_loss(model, state, who, slot) > limit:
        return False
    if not _link(model, state, who, slot):
        return False
    return _exchange(model, state, home, slot, limit) and keeps_rules(model, state)


@inner
def _own_loss(model: Model, state: State, who: int, slot: int) -> int:
    """Cost of gaps if a meeting moves, for its people who are free then."""
    option, home = state.plan[who, OPTION], state.plan[who, SLOT]
    loss = 0
    for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
        person = model.people[i]
        if not is_busy(model, state, person, slot):
            loss += loss_in_gaps(model, state, person, home, slot)
    return loss


@inner
def insert_by_chain(
    model: Model, state: State, who: int, option: int, slot: int, other: int
) -> bool:
    """Hold a candidate in a slot after moving what is in its way to another slot.

    False, with the move half made, if a rule does not permit it.
    """
    first, end = model.option[option, PEOPLE], model.option[option, PEOPLE_END]
    for i in range(first, end):
        blocker = state.agenda[model.people[i], slot]
        if (
            blocker >= 0
            and state.plan[blocker, ENTRY] < 0
            and not _link(model, state, blocker, other)
        ):
            _unlink(state, 0)
            return False
    if state.count[ENTRIES] == 0:
        for i in range(model.option[option, ROWS], model.option[option, ROWS_END]):
            row = model.row_of[i]
            if state.used[slot, row] >= model.capacity[slot, row]:
                user = user_of(model, state, slot, row)
                if user < 0 or not _link(model, state, user, other):
                    _unlink(state, 0)
                    return False
    if not _exchange(model, state, slot, other, NO_LIMIT):
        return False
    for i in range(first, end):
        if is_busy(model, state, model.people[i], slot):
            return False
    return (
        lay(model, state, who, option, slot)
        and has_room(model, state, option, slot)
        and keeps_rules(model, state)
    )


@inner
def _link(model: Model, state: State, who: int, slot: int) -> bool:
    """Let a meeting of the plan move to a slot; False if it may not."""
    option = state.plan[who, OPTION]
    k = state.count[ENTRIES]
    if k >= MOST_LINKS or not may_be(model, option, slot):
        return False
    state.count[ENTRIES] = k + 1
    state.plan[who, ENTRY] = k
    state.entry[k, WHO] = who
    state.entry[k, NEW_OPTION] = option
    state.entry[k, NEW_SLOT] = slot
    return True


@inner
def _exchange(model: Model, state: State, one: int, other: int, limit: float) -> bool:
    """Close the linked meetings under shared participants, and move them."""
    first = 0
    has_slot_costs = len(model.base) > 0 or len(model.late) > 0
    for chain in range(MOST_CHAINS):
        if not _close(model, state, one, other, first):
            _unlink(state, first)
            return False
        for k in range(first, state.count[ENTRIES]):
            who, option = state.entry[k, WHO], state.entry[k, NEW_OPTION]
            before, now = state.plan[who, SLOT], state.entry[k, NEW_SLOT]
            _trade(model, state, option, before, now)
            count_rows(model, state, option, before, -1)
            count_rows(model, state, option, now, 1)
            if has_slot_costs:
                count_slot(model, state, who, option, before, -1)
                count_slot(model, state, who, option, now, 1)
        first = state.count[ENTRIES]
        slot, row = _full(model, state)
        if row < 0:
            return True
        spare = limit - cost(state)
        if state.count[GAPS]:
            spare -= cost_of_gaps(model, state)
            if spare < 0:
                return False
        if chain + 1 < MOST_CHAINS:
            to = one + other - slot
            user = _returning(model, state, slot, row, to, spare)
            if user < 0 or not _link(model, state, user, to):
                return False
    return False


@inner
def _returning(
    model: Model, state: State, slot: int, row: int, to: int, spare: float
) -> int:
    """Draw a meeting that leaves a full table row for another slot, or -1.

    Where gaps count, the first found that adds none and costs no more than ``spare``,
    or else the cheapest.
    """
    if not state.count[GAPS]:
        return user_of(model, state, slot, row)
    enough = min(spare, 0.0)
    best = -1
    least = NO_LIMIT
    for _ in range(LOOKS):
        who = state.agenda[below(state.random, len(state.agenda)), slot]
        if who < 0 or state.plan[who, ENTRY] >= 0:
            continue
        option = state.plan[who, OPTION]
        if not may_be(model, option, to) or not counts_in(model, option, row):
            continue
        loss = float(_own_loss(model, state, who, to))
        for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
            loss += ANOTHER_COST * is_busy(model, state, model.people[i], to)
        if loss < least:
            best, least = int(who), loss
            if loss <= enough:
                break
    return best


@inner
def _trade(model: Model, state: State, option: int, before: int, now: int) -> None:
    """Let busy slots follow a meeting of a closed chain.

    Who meets in both slots does so in the end as well.
    """
    for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
        person = model.people[i]
        if state.agenda[person, now] < 0:
            flip(model, state, person, before)
            flip(model, state, person, now)


@inner
def _close(model: Model, state: State, one: int, other: int, first: int) -> bool:
    """Link all meetings that share participants with those from ``first`` on."""
    k = first
    while k < state.count[ENTRIES]:
        option, slot = state.entry[k, NEW_OPTION], state.entry[k, NEW_SLOT]
        for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
            who = state.agenda[model.people[i], slot]
            if (
                who >= 0
                and state.plan[who, ENTRY] < 0
                and not _link(model, state, who, one + other - slot)
            ):
                return False
        k += 1
    return True


@inner
def _unlink(state: State, first: int) -> None:
    """Forget links that have not been moved."""
    for k in range(first, state.count[ENTRIES]):
        state.plan[state.entry[k, WHO], ENTRY] = -1
    state.count[ENTRIES] = first


@inner
def _full(model: Model, state: State) -> tuple[int, int]:
    """Find a slot and table row with too many meetings, or -1 twice."""
    for k in range(state.count[ENTRIES]):
        slot, option = state.entry[k, NEW_SLOT], state.entry[k, NEW_OPTION]
        for i in range(model.option[option, ROWS], model.option[option, ROWS_END]):
            row = model.row_of[i]
            if state.used[slot, row] > model.capacity[slot, row]:
                return slot, row
    return -1, -1
