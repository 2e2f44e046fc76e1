"""Simulated annealing: the loop over proposed moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.agenda import (
    NOWHERE,
    is_busy,
    is_idle,
    may_be,
    random_busy,
    random_slot,
)
from solver.anneal.chains import insert_by_chain, swap
from solver.anneal.ejection import least_loss, put, settle_ejected
from solver.anneal.gaps import count_gaps
from solver.anneal.generator import below
from solver.anneal.incumbent import keep_and_compare, store_best
from solver.anneal.model import (
    CANDIDATE,
    FIRST,
    LAST,
    MANDATORY,
    PEOPLE,
    PEOPLE_END,
    WISHED,
    WISHED_END,
)
from solver.anneal.sources import SOURCES
from solver.anneal.state import GAPPY, GAPS, HELD, OPTION, SLOT
from solver.anneal.tentative import cost, lift, take_back
from solver.compiled import entry, inner

if TYPE_CHECKING:
    from solver.anneal.model import Int32Array, Model
    from solver.anneal.state import State

SWAP, SHIFT, INSERT, CHAIN, EXCHANGE, DROP, FILL = range(7)
NUM_KINDS = 7
SHARES = 1024
"""Shares of kinds of moves are given in this many parts."""
PARTNERS = 4
"""Wishes of a participant looked at for one that is not held."""


@entry(SOURCES)
def walk(
    model: Model,
    state: State,
    until: Int32Array,
    temperature: float,
    moves: int,
) -> int:
    """Propose moves, and accept them by the rule of Metropolis.

    Parameters
    ----------
    until : int32[NUM_KINDS]
        Upper end of each kind's range in ``0..SHARES``.
    temperature : float
        In units of ``state.weight``.

    Returns
    -------
    int
        How many moves were accepted.
    """
    accepted = 0
    for _ in range(moves):
        draw = below(state.random, SHARES)
        kind = 0
        while draw >= until[kind]:
            kind += 1
        limit = temperature * model.surprise[below(state.random, 4096)]
        if not _propose(model, state, kind, limit):
            take_back(model, state)
            continue
        if not state.count[GAPS] and cost(state) > limit:
            take_back(model, state)
            continue
        count_gaps(model, state)
        if cost(state) > limit:
            take_back(model, state)
            continue
        keep_and_compare(model, state)
        accepted += 1
    store_best(state)
    return accepted


@inner
def _propose(model: Model, state: State, kind: int, limit: float) -> bool:
    """Make a random move of a kind; False if it is not possible."""
    held = state.count[HELD]
    if kind in (INSERT, CHAIN):
        if held == len(state.listed):
            return False
        who = state.listed[held + below(state.random, len(state.listed) - held)]
        return _insert(model, state, who, kind, limit)
    if held == 0:
        return False
    who = state.listed[below(state.random, held)]
    if kind == SWAP:
        option = state.plan[who, OPTION]
        slot = random_slot(model, state, option, state.plan[who, SLOT])
        return slot != NOWHERE and swap(model, state, who, slot, limit)
    if kind == FILL:
        return _fill(model, state, limit)
    if kind == SHIFT:
        return _insert(model, state, who, kind, limit)
    if model.candidate[who, MANDATORY]:
        return False
    if kind == EXCHANGE:
        return _exchange(model, state, who)
    return lift(model, state, who)


@inner
def _insert(model: Model, state: State, who: int, kind: int, limit: float) -> bool:
    first, end = model.option_start[who], model.option_start[who + 1]
    option = first + below(state.random, end - first)
    slot = random_slot(model, state, option, NOWHERE)
    if slot == NOWHERE:
        return False
    if kind == CHAIN:
        other = below(state.random, len(model.slot))
        if other == slot:
            return False
        return insert_by_chain(model, state, who, option, slot, other)
    if option == state.plan[who, OPTION] and slot == state.plan[who, SLOT]:
        return False
    if (
        kind == INSERT
        and not len(model.base)
        and not state.count[GAPS]
        and least_loss(model, state, who, option, slot) > limit
    ):
        return False
    if not put(model, state, who, option, slot):
        return False
    settle_ejected(model, state)
    return True


@inner
def _fill(model: Model, state: State, limit: float) -> bool:
    """Swap a meeting of someone who waits into a slot of the waiting."""
    if state.count[GAPPY] == 0:
        return False
    pair = state.gappy[below(state.random, state.count[GAPPY])]
    person, row = pair // len(model.row), pair % len(model.row)
    first, last = model.row[row, FIRST], model.row[row, LAST]
    meets = random_busy(model, state, person, first, last, NOWHERE)
    while not is_busy(model, state, person, first):
        first += 1
    while not is_busy(model, state, person, last):
        last -= 1
    waits = NOWHERE
    seen = 0
    for slot in range(first, last):
        if not is_busy(model, state, person, slot) and is_idle(model, person, slot):
            seen += 1
            if below(state.random, seen) == 0:
                waits = slot
    who = state.agenda[person, meets]
    if waits == NOWHERE or not may_be(model, state.plan[who, OPTION], waits):
        return False
    return swap(model, state, who, waits, limit)


@inner
def _exchange(model: Model, state: State, who: int) -> bool:
    """Hold another candidate of one of the participants instead."""
    option = state.plan[who, OPTION]
    first, end = model.option[option, PEOPLE], model.option[option, PEOPLE_END]
    person = model.people[first + below(state.random, end - first)]
    first, end = model.person[person, WISHED], model.person[person, WISHED_END]
    for _ in range(PARTNERS):
        other = model.person_option[first + below(state.random, end - first)]
        candidate = model.option[other, CANDIDATE]
        if state.plan[candidate, OPTION] >= 0:
            continue
        slot = state.plan[who, SLOT]
        if below(state.random, 2) or not may_be(model, other, slot):
            slot = random_slot(model, state, other, NOWHERE)
        if slot == NOWHERE or not lift(model, state, who):
            return False
        if not put(model, state, candidate, other, slot):
            return False
        settle_ejected(model, state)
        return True
    return False
