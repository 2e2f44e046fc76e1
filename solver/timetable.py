"""Give wanted meetings their slots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.anneal.model import HARD, INDEX_OF, compile_model
from solver.anneal.place import PLACES_TRIED, eject, place_all
from solver.anneal.state import (
    IMPROVED,
    LEVELS_COMPARED,
    WAITERS,
    best_plan,
    load,
    new_state,
)
from solver.budget import MOVES_PER_UNIT
from solver.levels import SELECT_LEVELS
from solver.result import Assignment

if TYPE_CHECKING:
    from solver.anneal.model import Int32Array, Model
    from solver.anneal.state import State
    from solver.budget import Budget
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.tablerows import TableRows

PLACED_AT_ONCE = 512
"""Candidates placed between two looks at the budget."""
STEPS_AT_ONCE = 256
"""Ejections between two looks at the budget."""
PATIENCE = 8192
"""Ejections without a better plan after which the timetable is left as it is."""


def timetable(
    problem: Problem,
    rows: TableRows,
    wanted: IntArray,
    budget: Budget,
    *,
    seed: int = 0,
    start: Assignment | None = None,
) -> Assignment:
    """Place wanted candidates in slots, as many as possible.

    Greedily by least slack, then by Kempe chains, then by ejection. All rules hold
    but those of single tables, zones that are too far apart, and numbers of breaks.

    Parameters
    ----------
    wanted : int64[C]
        Option to hold each candidate with, or -1; another option of the candidate is
        taken where this one has no place.
    start : Assignment, optional
        Where its slots are possible, they are kept; likewise those of the baseline.

    Returns
    -------
    Assignment
        Without tables.
    """
    model = compile_model(problem, rows)
    state = new_state(model, problem.num_participants, seed=seed)
    load(problem, model, state, Assignment.empty(problem.num_candidates))
    compared = [HARD] + [
        INDEX_OF[level] for level in problem.levels if level in SELECT_LEVELS
    ]
    state.compared[: len(compared)] = compared
    state.count[LEVELS_COMPARED] = len(compared)
    state.wanted[:] = wanted
    hint = _hints(problem, wanted, start)
    order = _by_slack(problem, wanted, hint)
    for first in range(0, len(order), PLACED_AT_ONCE):
        if budget.should_stop():  # the clock does not stop it: this is quick
            break
        part = order[first : first + PLACED_AT_ONCE]
        place_all(model, state, part, hint[part])
    budget.charge(len(order) * PLACES_TRIED // MOVES_PER_UNIT)
    _eject(model, state, budget)
    return best_plan(state)


def _eject(model: Model, state: State, budget: Budget) -> None:
    """Eject until nobody waits, or nothing has improved for long."""
    since_better = uncharged = 0
    while state.count[WAITERS] and since_better < PATIENCE and not budget.is_exhausted:
        state.count[IMPROVED] = 0
        made = eject(model, state, STEPS_AT_ONCE)
        since_better = 0 if state.count[IMPROVED] else since_better + made
        uncharged += made * PLACES_TRIED
        budget.charge(uncharged // MOVES_PER_UNIT)
        uncharged %= MOVES_PER_UNIT


def _hints(problem: Problem, wanted: IntArray, start: Assignment | None) -> Int32Array:
    """int32[C]: slot to try first, or -1."""
    hint = np.full(len(wanted), -1, dtype=np.int32)
    base = problem.baseline
    if base is not None:
        stays = wanted[base.candidate] == base.option
        hint[base.candidate[stays]] = base.slot[stays]
    if start is not None:
        stays = (start.option == wanted) & start.held
        hint[stays] = start.slot[stays]
    allowed = problem.option_slots
    has_hint = np.flatnonzero(hint >= 0)
    wrong = ~allowed[wanted[has_hint], hint[has_hint]]
    hint[has_hint[wrong]] = -1
    return hint


def _by_slack(problem: Problem, wanted: IntArray, hint: Int32Array) -> Int32Array:
    """Wanted candidates: mandatory ones, hinted ones, then by least slack.

    The slack is the number of slots that a meeting can be in less the greatest
    number of meetings that one of its participants is to have.
    """
    chosen = np.flatnonzero(wanted >= 0)
    option = wanted[chosen]
    people = problem.options.participants.take(option)
    load_of = np.bincount(people.items, minlength=problem.num_participants)
    busiest = (
        np.maximum.reduceat(load_of[people.items], people.start[:-1])
        if len(option)
        else option
    )
    num_slots = problem.option_slots[option].sum(axis=1)
    slack = num_slots - busiest
    first = ~problem.mandatory[chosen]
    return chosen[np.lexsort((slack, hint[chosen] < 0, first))].astype(np.int32)
