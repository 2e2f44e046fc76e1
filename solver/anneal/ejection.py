"""Put a candidate where it may be, and eject whatever is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.agenda import NOWHERE, excess, is_busy, random_busy
from solver.anneal.bits import ONE, ZERO, count_ones, lowest_one
from solver.anneal.generator import below
from solver.anneal.model import (
    GAINS,
    GAINS_END,
    HARD,
    IS_PROMISED,
    MANDATORY,
    PEOPLE,
    PEOPLE_END,
    PROMISED,
    ROWS,
    ROWS_END,
    TERM_LEVEL,
    TERMS,
    TERMS_END,
    VALUE,
    WORD,
)
from solver.anneal.state import ENTRIES, ENTRY, NEW_OPTION, OPTION, WHO
from solver.anneal.tentative import fits, keeps_orders, lay, lift, slot_on_trial
from solver.compiled import inner

if TYPE_CHECKING:
    import numpy as np

    from solver.anneal.model import Model
    from solver.anneal.state import State

MOST_EJECTED = 8
"""Meetings that may leave one agenda, or one table row, for one that comes."""
TRIES = 3
"""Slots tried for a meeting that was ejected."""
SAMPLES = 24
"""Participants asked for a meeting that uses a table row."""


@inner
def put(model: Model, state: State, who: int, option: int, slot: int) -> bool:
    """Hold a candidate with an option in a slot (allowed by its mask).

    Meetings of the same people then, meetings that would break a rule on their
    agendas, and one that uses the table are taken out of the plan. False, with the
    move half made, if something that is in the way has to stay.
    """
    entry = state.plan[who, ENTRY]
    if (entry < 0 and state.plan[who, OPTION] >= 0) or (
        entry >= 0 and state.entry[entry, NEW_OPTION] >= 0
    ):
        lift(model, state, who)
    first, end = model.option[option, PEOPLE], model.option[option, PEOPLE_END]
    for i in range(first, end):
        person = model.people[i]
        if is_busy(model, state, person, slot) and not _eject(
            model, state, state.agenda[person, slot]
        ):
            return False
    if not lay(model, state, who, option, slot):
        return False
    for i in range(first, end):
        if not _make_room(model, state, model.people[i], slot):
            return False
    return _free_tables(model, state, option, slot) and _free_orders(
        model, state, who, slot
    )


@inner
def least_loss(model: Model, state: State, who: int, option: int, slot: int) -> int:
    """Cost that putting a candidate surely adds, seen without trying (or less).

    Counted are the candidate itself and the meetings of its people in the slot that
    have no other free slot; concave counts as if someone else had left before.
    """
    loss = -_worth(model, state, who, option)
    for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
        other = state.agenda[model.people[i], slot]
        if other < 0 or other == who:
            continue
        has_met = False
        for k in range(model.option[option, PEOPLE], i):
            has_met |= state.agenda[model.people[k], slot] == other
        held = state.plan[other, OPTION]
        if not has_met and not _has_free_slot(model, state, held):
            loss += _worth(model, state, other, held)
    return loss


@inner
def _worth(model: Model, state: State, who: int, option: int) -> int:
    """What holding a candidate takes off the cost, apart from when it is."""
    worth = (
        state.weight[HARD] * model.candidate[who, MANDATORY]
        + state.weight[PROMISED] * model.candidate[who, IS_PROMISED]
        + state.weight[VALUE] * model.value[who]
    )
    for i in range(model.option[option, TERMS], model.option[option, TERMS_END]):
        term = model.term_of[i]
        gain = model.term[term, GAINS] + max(0, state.counts[term] - 1)
        if gain < model.term[term, GAINS_END]:
            worth += state.weight[model.term[term, TERM_LEVEL]] * model.gain[gain]
    return int(worth)


@inner
def _has_free_slot(model: Model, state: State, option: int) -> bool:
    for w in range(model.mask.shape[1]):
        if free_word(model, state, option, w) != ZERO:
            return True
    return False


@inner
def _eject(model: Model, state: State, who: int) -> bool:
    if model.candidate[who, MANDATORY] or state.plan[who, ENTRY] >= 0:
        return False
    return lift(model, state, who)


@inner
def _make_room(model: Model, state: State, person: int, slot: int) -> bool:
    """Eject meetings until the rules on one agenda hold."""
    for _ in range(MOST_EJECTED):
        first, last = excess(model, state, person, slot)
        if first == NOWHERE:
            return True
        other = random_busy(model, state, person, first, last, slot)
        if other == NOWHERE:
            return False
        if not _eject(model, state, state.agenda[person, other]):
            return False
    return False


@inner
def _free_tables(model: Model, state: State, option: int, slot: int) -> bool:
    """Eject meetings until the table rows of an option hold."""
    for i in range(model.option[option, ROWS], model.option[option, ROWS_END]):
        row = model.row_of[i]
        for _ in range(MOST_EJECTED):
            if state.used[slot, row] <= model.capacity[slot, row]:
                break
            other = user_of(model, state, slot, row)
            if other < 0 or not _eject(model, state, other):
                return False
        if state.used[slot, row] > model.capacity[slot, row]:
            return False
    return True


@inner
def _free_orders(model: Model, state: State, who: int, slot: int) -> bool:
    """Eject candidates whose precedences a newcomer would break."""
    if not len(model.order_other):
        return True
    for i in range(model.order_start[who], model.order_start[who + 1]):
        other = model.order_other[i]
        at = slot_on_trial(state, other)
        if at < 0:
            continue
        is_right = slot < at if model.order_after[i] else at < slot
        if not is_right and not _eject(model, state, other):
            return False
    return True


@inner
def user_of(model: Model, state: State, slot: int, row: int) -> int:
    """Draw a meeting that counts in a table row, not of the move; -1 if unlucky."""
    for _ in range(SAMPLES):
        who = state.agenda[below(state.random, len(state.agenda)), slot]
        if who < 0 or state.plan[who, ENTRY] >= 0:
            continue
        if counts_in(model, state.plan[who, OPTION], row):
            return int(who)
    return -1


@inner
def counts_in(model: Model, option: int, row: int) -> bool:
    """Whether meetings of an option count in a table row."""
    for i in range(model.option[option, ROWS], model.option[option, ROWS_END]):
        if model.row_of[i] == row:
            return True
    return False


@inner
def free_word(model: Model, state: State, option: int, w: int) -> np.uint64:
    """Slots of word ``w`` in which an option can be and everyone is free."""
    word: np.uint64 = model.mask[option, w]
    for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
        word &= ~state.busy[model.people[i], w]
    return word


@inner
def is_free(model: Model, state: State, option: int, slot: int) -> bool:
    """Whether an option can be in a slot and everyone is free then."""
    word = free_word(model, state, option, model.slot[slot, WORD])
    return bool((word & model.slot_bit[slot]) != ZERO)


@inner
def random_free_slot(model: Model, state: State, option: int) -> int:
    """Draw a slot in which an option can be and everyone is free, or ``NOWHERE``."""
    number = 0
    for w in range(model.mask.shape[1]):
        number += count_ones(free_word(model, state, option, w))
    if number == 0:
        return NOWHERE
    n = below(state.random, number)
    for w in range(model.mask.shape[1]):
        word = free_word(model, state, option, w)
        ones = count_ones(word)
        if n < ones:
            for _ in range(n):
                word &= word - ONE
            return int(model.word_slot[w] + lowest_one(word))
        n -= ones
    return NOWHERE


@inner
def settle(model: Model, state: State, who: int, option: int) -> bool:
    """Lay a candidate in some slot in which everything is free for it."""
    for _ in range(TRIES):
        slot = random_free_slot(model, state, option)
        if slot == NOWHERE:
            return False
        if not lay(model, state, who, option, slot):
            return False
        if fits(model, state, option, slot) and keeps_orders(model, state):
            return True
        lift(model, state, who)
    return False


@inner
def settle_ejected(model: Model, state: State) -> None:
    """Find other slots for the meetings that the move ejects, where there are any."""
    for k in range(state.count[ENTRIES]):
        if state.entry[k, NEW_OPTION] < 0:
            who = state.entry[k, WHO]
            settle(model, state, who, state.plan[who, OPTION])
