"""The best plan of a walk, kept without copying a plan at each improvement.

What changed since the best plan is logged; a better plan empties the log. Only when
the log is full, or the walk pauses, the best plan is written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.state import (
    ENTRIES,
    IMPROVED,
    IS_STORED,
    LEVELS_COMPARED,
    LOGGED,
    OPTION,
    SLOT,
    WHO,
)
from solver.anneal.tentative import keep
from solver.compiled import inner

if TYPE_CHECKING:
    from solver.anneal.model import Model
    from solver.anneal.state import State


@inner
def is_better(state: State) -> bool:
    """Whether the plan beats the best one in the levels compared, in their order."""
    for i in range(state.count[LEVELS_COMPARED]):
        level = state.compared[i]
        if state.level[level] != state.best[level]:
            return bool(state.level[level] < state.best[level])
    return False


@inner
def store_best(state: State) -> None:
    """Write the best plan out, if that has not been done."""
    if state.count[IS_STORED]:
        return
    for who in range(len(state.plan)):
        state.best_option[who] = state.plan[who, OPTION]
        state.best_slot[who] = state.plan[who, SLOT]
    for k in range(state.count[LOGGED] - 1, -1, -1):
        who = state.log[k, 0]
        state.best_option[who] = state.log[k, 1]
        state.best_slot[who] = state.log[k, 2]
    state.count[IS_STORED] = 1


@inner
def keep_and_compare(model: Model, state: State) -> None:
    """Make the move part of the plan, and the plan the best one if it is."""
    if not state.count[IS_STORED]:
        if state.count[LOGGED] + state.count[ENTRIES] > len(state.log):
            store_best(state)
        else:
            _log(state)
    keep(model, state)
    if is_better(state):
        for level in range(len(state.level)):
            state.best[level] = state.level[level]
        state.count[LOGGED] = 0
        state.count[IS_STORED] = 0
        state.count[IMPROVED] = 1


@inner
def _log(state: State) -> None:
    for i in range(state.count[ENTRIES]):
        k = state.count[LOGGED]
        who = state.entry[i, WHO]
        state.log[k, 0] = who
        state.log[k, 1] = state.plan[who, OPTION]
        state.log[k, 2] = state.plan[who, SLOT]
        state.count[LOGGED] = k + 1
