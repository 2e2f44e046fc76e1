"""One participant's agenda: which rules it breaks, how much it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.anneal.bits import ONE, ZERO, count_ones, highest_one, lowest_one
from solver.anneal.generator import below
from solver.anneal.model import (
    FIRST,
    FOLLOWS,
    LAST,
    LENGTH,
    LONGEST_RUN,
    MOST,
    ROW,
    WINDOWS,
    WINDOWS_END,
    WORD,
    WORDS,
    WORDS_END,
)
from solver.compiled import inner

if TYPE_CHECKING:
    from solver.anneal.model import Model, WordArray
    from solver.anneal.state import State

NOWHERE = -1


@inner
def is_busy(model: Model, state: State, person: int, slot: int) -> bool:
    """Whether a participant has a meeting in a slot (in the move under way)."""
    word = state.busy[person, model.slot[slot, WORD]]
    return bool((word & model.slot_bit[slot]) != ZERO)


@inner
def is_idle(model: Model, person: int, slot: int) -> bool:
    """Whether an unused slot can count as waiting."""
    word = model.idle[person, model.slot[slot, WORD]]
    return bool((word & model.slot_bit[slot]) != ZERO)


@inner
def excess(model: Model, state: State, person: int, slot: int) -> tuple[int, int]:
    """Find a rule on one agenda that the meeting in ``slot`` breaks.

    Returns
    -------
    tuple of int
        First and last slot of a range in which another meeting has to go, so that
        the rule holds sooner or later; ``NOWHERE`` twice if every rule holds.
    """
    row = model.slot[slot, ROW]
    in_all = 0
    for w in range(state.busy.shape[1]):
        in_all += count_ones(state.busy[person, w])
    if in_all > model.person[person, MOST]:
        return 0, len(model.slot) - 1
    in_row = 0
    for w in range(model.row[row, WORDS], model.row[row, WORDS_END]):
        in_row += count_ones(state.busy[person, w])
    if in_row > model.most_row[person, row]:
        return model.row[row, FIRST], model.row[row, LAST]
    first, last = slot, slot
    length = model.slot[slot, LENGTH]
    longest = model.person[person, LONGEST_RUN]
    while model.slot[first, FOLLOWS] and is_busy(model, state, person, first - 1):
        first -= 1
        length += model.slot[first, LENGTH]
    while (
        last + 1 < len(model.slot)
        and model.slot[last + 1, FOLLOWS]
        and is_busy(model, state, person, last + 1)
    ):
        last += 1
        length += model.slot[last, LENGTH]
    if length > longest:
        return first, last
    for k in range(model.person[person, WINDOWS], model.person[person, WINDOWS_END]):
        first, last = model.window[k, 0], model.window[k, 1]
        if first <= slot <= last:
            most_free = _longest_free(model, state, person, first, last)
            if most_free < model.window[k, 2]:
                return first, last
    return NOWHERE, NOWHERE


@inner
def _longest_free(
    model: Model, state: State, person: int, first: int, last: int
) -> int:
    longest = 0
    free = 0
    for slot in range(first, last + 1):
        if is_busy(model, state, person, slot):
            free = 0
        else:
            free += 1
            longest = max(longest, free)
    return longest


@inner
def random_busy(
    model: Model, state: State, person: int, first: int, last: int, other: int
) -> int:
    """Draw a busy slot in ``first..last`` but ``other``; ``NOWHERE`` if none is."""
    seen = 0
    chosen = NOWHERE
    for slot in range(first, last + 1):
        if slot != other and is_busy(model, state, person, slot):
            seen += 1
            if below(state.random, seen) == 0:
                chosen = slot
    return chosen


@inner
def gaps(
    model: Model, words: WordArray, index: int, person: int, row: int
) -> tuple[int, int]:
    """Waiting slots and breaks in a row of slots, of busy slots ``words[index]``."""
    first, end = model.row[row, WORDS], model.row[row, WORDS_END]
    if end - first == 1:
        return _gaps_of_word(words[index, first], model.idle[person, first])
    waiting = 0
    breaks = 0
    pending = 0
    is_started = False
    for w in range(first, end):
        busy = words[index, w]
        idle = model.idle[person, w] & ~busy
        while busy != ZERO:
            below_it = (busy & (~busy + ONE)) - ONE
            found = pending + count_ones(idle & below_it)
            if is_started and found:
                waiting += found
                breaks += 1
            is_started = True
            pending = 0
            idle &= ~below_it
            busy &= busy - ONE
        if is_started:
            pending += count_ones(idle)
    return waiting, breaks


@inner
def _gaps_of_word(busy: np.uint64, idle: np.uint64) -> tuple[int, int]:
    """The same for a row that fits in one word, without a loop.

    A break ends at a busy slot before which no busy slot lies, directly or across
    slots that count for nothing; adding to those carries a bit across them.
    """
    if busy == ZERO:
        return 0, 0
    below_first = (busy & (~busy + ONE)) - ONE
    below_last = (ONE << np.uint64(highest_one(busy))) - ONE
    waiting = count_ones(below_last & ~below_first & idle & ~busy)
    nothing = ~(busy | idle)
    across = ((nothing + ((busy << ONE) & nothing)) ^ nothing) & nothing
    stretches = count_ones(busy & ~((busy | across) << ONE))
    return waiting, stretches - 1


@inner
def may_be(model: Model, option: int, slot: int) -> bool:
    """Whether an option can be held in a slot on its own."""
    word = model.mask[option, model.slot[slot, WORD]]
    return bool((word & model.slot_bit[slot]) != ZERO)


@inner
def random_slot(model: Model, state: State, option: int, other: int) -> int:
    """Draw a slot in which an option can be, but ``other``; ``NOWHERE`` if none."""
    number = 0
    for w in range(model.mask.shape[1]):
        number += count_ones(model.mask[option, w])
    if other >= 0:
        number -= may_be(model, option, other)
    if number <= 0:
        return NOWHERE
    n = below(state.random, number)
    for w in range(model.mask.shape[1]):
        word = model.mask[option, w]
        if other >= 0 and model.slot[other, WORD] == w:
            word &= ~model.slot_bit[other]
        ones = count_ones(word)
        if n < ones:
            for _ in range(n):
                word &= word - ONE
            return int(model.word_slot[w] + lowest_one(word))
        n -= ones
    return NOWHERE
