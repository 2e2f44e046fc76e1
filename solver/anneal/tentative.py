"""A move on trial: made on part of the state, judged, then kept or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.agenda import NOWHERE, excess
from solver.anneal.bits import ONE, ZERO, lowest_one
from solver.anneal.gaps import list_gaps
from solver.anneal.model import (
    BASE_OPTION,
    BASE_SLOT,
    CHANGES,
    ELSEWHERE_COST,
    GAINS,
    GAINS_END,
    HARD,
    IS_PROMISED,
    KEPT_COST,
    MANDATORY,
    PEOPLE,
    PEOPLE_END,
    PROMISED,
    RISK,
    ROWS,
    ROWS_END,
    TERM_LEVEL,
    TERMS,
    TERMS_END,
    UNHELD_COST,
    VALUE,
    WORD,
)
from solver.anneal.state import (
    ENTRIES,
    ENTRY,
    GAPS,
    HELD,
    MOST_ENTRIES,
    NEW_OPTION,
    NEW_SLOT,
    OPTION,
    PLACE,
    SLOT,
    TOUCHED,
    WHO,
)
from solver.compiled import inner

if TYPE_CHECKING:
    from solver.anneal.model import Model
    from solver.anneal.state import State


@inner
def flip(model: Model, state: State, person: int, slot: int) -> None:
    """Make a participant busy in a slot, or free again."""
    if state.touch[person] < 0:
        k = state.count[TOUCHED]
        state.count[TOUCHED] = k + 1
        state.touch[person] = k
        state.touched[k] = person
        for w in range(state.busy.shape[1]):
            state.saved[k, w] = state.busy[person, w]
    state.busy[person, model.slot[slot, WORD]] ^= model.slot_bit[slot]


@inner
def flip_all(model: Model, state: State, option: int, slot: int) -> None:
    """Make everyone of an option busy in a slot, or free again."""
    for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
        flip(model, state, model.people[i], slot)


@inner
def count_rows(model: Model, state: State, option: int, slot: int, sign: int) -> None:
    """Count a meeting in its table rows, or no longer."""
    for i in range(model.option[option, ROWS], model.option[option, ROWS_END]):
        state.used[slot, model.row_of[i]] += sign


@inner
def count_terms(model: Model, state: State, option: int, sign: int) -> None:
    """Count an option in its terms, or no longer."""
    for i in range(model.option[option, TERMS], model.option[option, TERMS_END]):
        term = model.term_of[i]
        before = state.counts[term]
        state.counts[term] = before + sign
        gain = model.term[term, GAINS] + min(before, before + sign)
        if gain < model.term[term, GAINS_END]:
            state.delta[model.term[term, TERM_LEVEL]] -= sign * model.gain[gain]


@inner
def count_slot(
    model: Model, state: State, who: int, option: int, slot: int, sign: int
) -> None:
    """Levels that depend on the slot of one meeting alone."""
    if len(model.base):
        is_kept = (
            model.base[who, BASE_OPTION] == option
            and model.base[who, BASE_SLOT] == slot
        )
        cost = KEPT_COST if is_kept else ELSEWHERE_COST
        state.delta[CHANGES] += sign * model.base[who, cost]
    if len(model.late):
        worst = 0
        for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
            worst = max(worst, model.late[model.people[i], slot])
        state.delta[RISK] += sign * worst * model.value[who]


@inner
def count_held(model: Model, state: State, who: int, sign: int) -> None:
    """Levels that depend on a candidate's being held alone."""
    state.delta[HARD] -= sign * model.candidate[who, MANDATORY]
    state.delta[PROMISED] -= sign * model.candidate[who, IS_PROMISED]
    if len(model.base):
        state.delta[CHANGES] -= sign * model.base[who, UNHELD_COST]
    state.delta[VALUE] -= sign * model.value[who]


@inner
def lift(model: Model, state: State, who: int) -> bool:
    """Take a meeting out of the plan; False if the move is too large."""
    k = state.plan[who, ENTRY]
    if k < 0:
        k = state.count[ENTRIES]
        if k >= MOST_ENTRIES:
            return False
        state.count[ENTRIES] = k + 1
        state.plan[who, ENTRY] = k
        state.entry[k, WHO] = who
        option, slot = state.plan[who, OPTION], state.plan[who, SLOT]
    else:
        option, slot = state.entry[k, NEW_OPTION], state.entry[k, NEW_SLOT]
    state.entry[k, NEW_OPTION] = -1
    state.entry[k, NEW_SLOT] = -1
    flip_all(model, state, option, slot)
    count_rows(model, state, option, slot, -1)
    count_terms(model, state, option, -1)
    count_slot(model, state, who, option, slot, -1)
    count_held(model, state, who, -1)
    return True


@inner
def lay(model: Model, state: State, who: int, option: int, slot: int) -> bool:
    """Put a candidate that is not held into the plan, whatever rules it breaks.

    Everyone must be free then. False if the move is too large.
    """
    k = state.plan[who, ENTRY]
    if k < 0:
        k = state.count[ENTRIES]
        if k >= MOST_ENTRIES:
            return False
        state.count[ENTRIES] = k + 1
        state.plan[who, ENTRY] = k
        state.entry[k, WHO] = who
    state.entry[k, NEW_OPTION] = option
    state.entry[k, NEW_SLOT] = slot
    flip_all(model, state, option, slot)
    count_rows(model, state, option, slot, 1)
    count_terms(model, state, option, 1)
    count_slot(model, state, who, option, slot, 1)
    count_held(model, state, who, 1)
    return True


@inner
def has_room(model: Model, state: State, option: int, slot: int) -> bool:
    """Whether the table rows of an option hold in a slot."""
    for i in range(model.option[option, ROWS], model.option[option, ROWS_END]):
        row = model.row_of[i]
        if state.used[slot, row] > model.capacity[slot, row]:
            return False
    return True


@inner
def fits(model: Model, state: State, option: int, slot: int) -> bool:
    """Whether limits, runs, windows and table rows hold with this meeting laid."""
    if not has_room(model, state, option, slot):
        return False
    for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
        if excess(model, state, model.people[i], slot)[0] != NOWHERE:
            return False
    return True


@inner
def slot_on_trial(state: State, who: int) -> int:
    """Slot of a candidate in the move under way, -1 if it is not held."""
    k = state.plan[who, ENTRY]
    if k < 0:
        return int(state.plan[who, SLOT])
    return int(state.entry[k, NEW_SLOT])


@inner
def keeps_orders(model: Model, state: State) -> bool:
    """Whether the precedences of all candidates of the move hold."""
    if not len(model.order_other):
        return True
    for k in range(state.count[ENTRIES]):
        who, slot = state.entry[k, WHO], state.entry[k, NEW_SLOT]
        if slot < 0:
            continue
        for i in range(model.order_start[who], model.order_start[who + 1]):
            other = slot_on_trial(state, model.order_other[i])
            if other < 0:
                continue
            if model.order_after[i]:
                if slot >= other:
                    return False
            elif other >= slot:
                return False
    return True


@inner
def keeps_rules(model: Model, state: State) -> bool:
    """Whether every rule holds that a newly busy slot can break, but table rows."""
    for k in range(state.count[TOUCHED]):
        person = state.touched[k]
        for w in range(state.busy.shape[1]):
            added = state.busy[person, w] & ~state.saved[k, w]
            while added != ZERO:
                slot = model.word_slot[w] + lowest_one(added)
                if excess(model, state, person, slot)[0] != NOWHERE:
                    return False
                added &= added - ONE
    return keeps_orders(model, state)


@inner
def cost(state: State) -> int:
    """What the move adds to the weighted sum of the levels."""
    total = 0
    for level in range(len(state.delta)):
        total += state.weight[level] * state.delta[level]
    return total


@inner
def take_back(model: Model, state: State) -> None:
    """Undo the move."""
    for k in range(state.count[TOUCHED]):
        person = state.touched[k]
        state.touch[person] = -1
        for w in range(state.busy.shape[1]):
            state.busy[person, w] = state.saved[k, w]
    for k in range(state.count[ENTRIES]):
        who = state.entry[k, WHO]
        now, slot = state.entry[k, NEW_OPTION], state.entry[k, NEW_SLOT]
        before = state.plan[who, OPTION]
        if now >= 0:
            count_rows(model, state, now, slot, -1)
        if before >= 0:
            count_rows(model, state, before, state.plan[who, SLOT], 1)
        if now != before:
            if now >= 0:
                count_terms(model, state, now, -1)
            if before >= 0:
                count_terms(model, state, before, 1)
        state.plan[who, ENTRY] = -1
    state.count[ENTRIES] = 0
    state.count[TOUCHED] = 0
    for level in range(len(state.delta)):
        state.delta[level] = 0


@inner
def keep(model: Model, state: State) -> None:
    """Make the move part of the plan."""
    for k in range(state.count[ENTRIES]):
        who = state.entry[k, WHO]
        option, slot = state.plan[who, OPTION], state.plan[who, SLOT]
        if option >= 0:
            _write(model, state, option, slot, -1)
    for k in range(state.count[ENTRIES]):
        who = state.entry[k, WHO]
        option, slot = state.entry[k, NEW_OPTION], state.entry[k, NEW_SLOT]
        if option >= 0:
            _write(model, state, option, slot, who)
        if (state.plan[who, OPTION] >= 0) != (option >= 0):
            _list(state, who)
        state.plan[who, OPTION] = option
        state.plan[who, SLOT] = slot
        state.plan[who, ENTRY] = -1
    for k in range(state.count[TOUCHED]):
        state.touch[state.touched[k]] = -1
        if state.count[GAPS]:
            list_gaps(model, state, k)
    for level in range(len(state.delta)):
        state.level[level] += state.delta[level]
        state.delta[level] = 0
    state.count[ENTRIES] = 0
    state.count[TOUCHED] = 0


@inner
def _write(model: Model, state: State, option: int, slot: int, who: int) -> None:
    for i in range(model.option[option, PEOPLE], model.option[option, PEOPLE_END]):
        state.agenda[model.people[i], slot] = who


@inner
def _list(state: State, who: int) -> None:
    """Move a candidate to the other part of the list."""
    if state.plan[who, PLACE] >= state.count[HELD]:
        to = state.count[HELD]
        state.count[HELD] += 1
    else:
        state.count[HELD] -= 1
        to = state.count[HELD]
    place = state.plan[who, PLACE]
    other = state.listed[to]
    state.listed[place] = other
    state.plan[other, PLACE] = place
    state.listed[to] = who
    state.plan[who, PLACE] = to
