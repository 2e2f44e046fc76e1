"""Gaps in the agendas of a move: what it adds, and what another step would add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.agenda import gaps
from solver.anneal.bits import count_ones
from solver.anneal.model import (
    BREAKS,
    HARD,
    LEAST,
    MOST_BREAKS,
    ROW,
    WAITING,
    WORD,
    WORDS,
    WORDS_END,
)
from solver.anneal.state import GAPPY, GAPS, TOUCHED
from solver.compiled import inner

if TYPE_CHECKING:
    from solver.anneal.model import Model
    from solver.anneal.state import State


@inner
def count_gaps(model: Model, state: State) -> None:
    """Levels that depend on which slots of a row are busy."""
    if not state.count[GAPS]:
        return
    for k in range(state.count[TOUCHED]):
        person = state.touched[k]
        most = model.person[person, MOST_BREAKS]
        breaks_before = 0
        breaks_now = 0
        is_changed = False
        for row in range(len(model.row)):
            is_same = _is_same(model, state, k, row)
            if is_same and most > len(model.slot):
                continue
            waiting, breaks = gaps(model, state.saved, k, person, row)
            breaks_before += breaks
            if is_same:
                breaks_now += breaks
                continue
            is_changed = True
            state.delta[WAITING] -= waiting
            waiting, breaks = gaps(model, state.busy, person, person, row)
            breaks_now += breaks
            state.delta[WAITING] += waiting
            if len(model.least_row):
                _count_least(model, state, k, row)
        if is_changed:
            state.delta[BREAKS] += breaks_now - breaks_before
            state.delta[HARD] += max(0, breaks_now - most)
            state.delta[HARD] -= max(0, breaks_before - most)


@inner
def _count_least(model: Model, state: State, k: int, row: int) -> None:
    person = state.touched[k]
    least = model.least_row[person, row]
    before = 0
    now = 0
    for w in range(model.row[row, WORDS], model.row[row, WORDS_END]):
        before += count_ones(state.saved[k, w])
        now += count_ones(state.busy[person, w])
    missing = max(0, least - now) - max(0, least - before)
    state.delta[LEAST] += model.least_weight[person] * missing


@inner
def cost_of_gaps(model: Model, state: State) -> int:
    """Weighted cost of the gaps that the move makes so far, counted nowhere."""
    more_waiting = 0
    more_breaks = 0
    for k in range(state.count[TOUCHED]):
        person = state.touched[k]
        for row in range(len(model.row)):
            if _is_same(model, state, k, row):
                continue
            waiting, breaks = gaps(model, state.saved, k, person, row)
            more_waiting -= waiting
            more_breaks -= breaks
            waiting, breaks = gaps(model, state.busy, person, person, row)
            more_waiting += waiting
            more_breaks += breaks
    return int(
        state.weight[WAITING] * more_waiting + state.weight[BREAKS] * more_breaks
    )


@inner
def loss_in_gaps(model: Model, state: State, person: int, slot: int, to: int) -> int:
    """Weighted cost of gaps if a participant met in ``to`` instead of in ``slot``."""
    before = _cost_in_rows(model, state, person, slot, to)
    _turn(model, state, person, slot, to)
    after = _cost_in_rows(model, state, person, slot, to)
    _turn(model, state, person, slot, to)
    return after - before


@inner
def _turn(model: Model, state: State, person: int, slot: int, to: int) -> None:
    state.busy[person, model.slot[slot, WORD]] ^= model.slot_bit[slot]
    state.busy[person, model.slot[to, WORD]] ^= model.slot_bit[to]


@inner
def _cost_in_rows(model: Model, state: State, person: int, slot: int, to: int) -> int:
    """Weighted cost of the gaps in the rows of two slots."""
    row, other = model.slot[slot, ROW], model.slot[to, ROW]
    waiting, breaks = gaps(model, state.busy, person, person, row)
    if other != row:
        more_waiting, more_breaks = gaps(model, state.busy, person, person, other)
        waiting += more_waiting
        breaks += more_breaks
    return int(state.weight[WAITING] * waiting + state.weight[BREAKS] * breaks)


@inner
def _is_same(model: Model, state: State, k: int, row: int) -> bool:
    """Whether the move leaves a row of its ``k``-th participant as it was."""
    person = state.touched[k]
    for w in range(model.row[row, WORDS], model.row[row, WORDS_END]):
        if state.saved[k, w] != state.busy[person, w]:
            return False
    return True


@inner
def list_gaps(model: Model, state: State, k: int) -> None:
    """Note in which rows a participant waits now."""
    person = state.touched[k]
    for row in range(len(model.row)):
        if _is_same(model, state, k, row):
            continue
        waiting, _ = gaps(model, state.busy, person, person, row)
        pair = person * len(model.row) + row
        place = state.gap_place[pair]
        if waiting and place < 0:
            state.gap_place[pair] = state.count[GAPPY]
            state.gappy[state.count[GAPPY]] = pair
            state.count[GAPPY] += 1
        elif not waiting and place >= 0:
            state.count[GAPPY] -= 1
            last = state.gappy[state.count[GAPPY]]
            state.gappy[place] = last
            state.gap_place[last] = place
            state.gap_place[pair] = -1
