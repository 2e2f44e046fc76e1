"""Give wanted candidates a place: greedily, by Kempe chains, by ejection.

Ejection follows Nagata and Braysy (2009, doi:10.1016/j.orl.2009.04.006): what cannot
be placed goes where it ejects candidates that rarely failed to find a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.agenda import NOWHERE, may_be, random_slot
from solver.anneal.bits import ONE, ZERO, lowest_one
from solver.anneal.chains import insert_by_chain
from solver.anneal.ejection import free_word, is_free, put
from solver.anneal.generator import below
from solver.anneal.incumbent import keep_and_compare, store_best
from solver.anneal.model import ROWS, ROWS_END
from solver.anneal.sources import SOURCES
from solver.anneal.state import ENTRIES, NEW_OPTION, WAITERS, WHO
from solver.anneal.tentative import fits, keeps_orders, lay, take_back
from solver.compiled import entry, inner

if TYPE_CHECKING:
    from solver.anneal.model import Int32Array, Model
    from solver.anneal.state import State

CHAINS_TRIED = 400
"""Chains tried for a candidate at first."""
CHAINS_RETRIED = 60
"""Chains tried each time before a candidate ejects others."""
PLACES_TRIED = 16
"""Places compared for a candidate that has to eject others."""
PLENTY = 2**30
"""Spare tables where an option needs none; a cost above any other."""


@entry(SOURCES)
def place_all(model: Model, state: State, order: Int32Array, hint: Int32Array) -> None:
    """Place the wanted candidates in this order; what fails waits.

    Parameters
    ----------
    order : int32[n]
        Candidates.
    hint : int32[n]
        Slot to try first for each of them, or -1.
    """
    for i in range(len(order)):
        who = order[i]
        option = state.wanted[who]
        slot = hint[i]
        if slot >= 0 and is_free(model, state, option, slot):
            if _lay(model, state, who, option, slot):
                keep_and_compare(model, state)
                continue
            take_back(model, state)
        if not _place_somehow(model, state, who, CHAINS_TRIED):
            _wait(state, who)
    store_best(state)


@entry(SOURCES)
def eject(model: Model, state: State, steps: int) -> int:
    """Place waiting candidates by ejecting others, which wait in turn.

    Returns
    -------
    int
        Steps made: fewer than asked for if nobody waits any more.
    """
    for step in range(steps):
        number = state.count[WAITERS]
        if number == 0:
            store_best(state)
            return step
        i = below(state.random, number)
        who = state.waiting[i]
        state.waiting[i] = state.waiting[number - 1]
        state.count[WAITERS] = number - 1
        if not _place_somehow(model, state, who, CHAINS_RETRIED):
            state.missed[who] += 1
            if not _force(model, state, who):
                _wait(state, who)
    store_best(state)
    return steps


@inner
def _wait(state: State, who: int) -> None:
    state.waiting[state.count[WAITERS]] = who
    state.count[WAITERS] += 1


@inner
def _place_somehow(model: Model, state: State, who: int, chains: int) -> bool:
    """Place a candidate with the option wanted or else another, ejecting nobody."""
    wanted = state.wanted[who]
    if _place(model, state, who, wanted):
        return True
    if _chain(model, state, who, wanted, chains):
        return True
    for option in range(model.option_start[who], model.option_start[who + 1]):
        if option != wanted and _place(model, state, who, option):
            return True
    return False


@inner
def _lay(model: Model, state: State, who: int, option: int, slot: int) -> bool:
    return (
        lay(model, state, who, option, slot)
        and fits(model, state, option, slot)
        and keeps_orders(model, state)
    )


@inner
def _place(model: Model, state: State, who: int, option: int) -> bool:
    """Place a candidate in the free slot with most spare tables."""
    chosen = NOWHERE
    most = 0
    for w in range(model.mask.shape[1]):
        word = free_word(model, state, option, w)
        while word != ZERO:
            slot = model.word_slot[w] + lowest_one(word)
            word &= word - ONE
            spare = _spare(model, state, option, slot)
            if spare > most or (spare == most and spare and below(state.random, 2)):
                if _lay(model, state, who, option, slot):
                    chosen = slot
                    most = spare
                take_back(model, state)
    if chosen == NOWHERE:
        return False
    lay(model, state, who, option, chosen)
    keep_and_compare(model, state)
    return True


@inner
def _spare(model: Model, state: State, option: int, slot: int) -> int:
    spare = PLENTY
    for i in range(model.option[option, ROWS], model.option[option, ROWS_END]):
        row = model.row_of[i]
        spare = min(spare, model.capacity[slot, row] - state.used[slot, row])
    return spare


@inner
def _chain(model: Model, state: State, who: int, option: int, tries: int) -> bool:
    """Place a candidate where a Kempe chain makes room."""
    slots = len(model.slot)
    first = below(state.random, slots)
    tried = 0
    for i in range(slots):
        slot = (first + i) % slots
        if not may_be(model, option, slot):
            continue
        shift = below(state.random, slots)
        for k in range(slots):
            other = (shift + k) % slots
            if other == slot:
                continue
            if insert_by_chain(model, state, who, option, slot, other):
                keep_and_compare(model, state)
                return True
            take_back(model, state)
            tried += 1
            if tried >= tries:
                return False
    return False


@inner
def _force(model: Model, state: State, who: int) -> bool:
    """Place a candidate where it ejects what has failed least often."""
    first, end = model.option_start[who], model.option_start[who + 1]
    least = PLENTY
    best_option, best_slot, best_random = -1, -1, state.random[0]
    for _ in range(PLACES_TRIED):
        option = state.wanted[who]
        if end - first > 1 and below(state.random, 2):
            option = first + below(state.random, end - first)
        slot = random_slot(model, state, option, NOWHERE)
        if slot == NOWHERE:
            continue
        before = state.random[0]
        if put(model, state, who, option, slot):
            ejected = 0
            for k in range(state.count[ENTRIES]):
                if state.entry[k, NEW_OPTION] < 0:
                    ejected += 1 + state.missed[state.entry[k, WHO]]
            if ejected < least:
                least = ejected
                best_option, best_slot, best_random = option, slot, before
        take_back(model, state)
    if best_option < 0:
        return False
    after = state.random[0]
    state.random[0] = best_random
    put(model, state, who, best_option, best_slot)
    state.random[0] = after
    for k in range(state.count[ENTRIES]):
        if state.entry[k, NEW_OPTION] < 0:
            ejected_one = state.entry[k, WHO]
            if state.wanted[ejected_one] >= 0:
                _wait(state, ejected_one)
    keep_and_compare(model, state)
    return True
