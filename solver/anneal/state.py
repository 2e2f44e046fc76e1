"""The plan of a walk as flat arrays, and the way in and out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from solver.anneal.generator import seeded
from solver.anneal.levels import levels_of, waiting_rows
from solver.anneal.model import NUM_LEVELS, ROWS, ROWS_END, TERMS, TERMS_END, WORD
from solver.arrays import Arrays, Ints, Ints2, Longs, Words, Words2
from solver.evaluate import agendas
from solver.result import Assignment

if TYPE_CHECKING:
    from solver.anneal.model import Int32Array, Model
    from solver.problem import Problem
    from solver.ragged import IntArray

MOST_ENTRIES = 256
"""Candidates that one move may change."""
MOST_TOUCHED = 16 * MOST_ENTRIES
"""Participants that one move may touch: 8 each before and after."""

# Columns of State.plan; PLACE: in State.listed, ENTRY: in the move, or -1.
OPTION, SLOT, PLACE, ENTRY = range(4)
# Columns of State.entry.
WHO, NEW_OPTION, NEW_SLOT = range(3)
# Places in State.count.
(
    ENTRIES,
    TOUCHED,
    HELD,
    LOGGED,
    IS_STORED,
    IMPROVED,
    LEVELS_COMPARED,
    GAPS,
    WAITERS,
    GAPPY,
) = range(10)
NUM_COUNTS = 10


@dataclass(frozen=True, eq=False)
class State(Arrays):
    """What changes in a walk.

    Attributes
    ----------
    agenda : int32[P, S]
        Candidate that each participant meets in, or -1.
    plan : int32[C, 4]
        Option and slot of each candidate (-1: not held), and two places.
    listed : int32[C]
        All candidates, the held ones first.
    used : int32[S, N]
        Meetings that count in each table row.
    counts : int32[number of terms]
        Held options of each term.
    busy : uint64[P, W]
        Slots of each participant with a meeting. During a move it, ``used`` and
        ``counts`` hold what the move would give.
    entry : int32[MOST_ENTRIES, 3]
        The move: candidates with their new option and slot (-1: not held).
    touched : int32[MOST_TOUCHED]
        Participants of the move, and ``saved``, uint64[MOST_TOUCHED, W], their busy
        slots before it; ``touch``: int32[P], place in ``touched`` or -1.
    level, delta, weight, best : int64[NUM_LEVELS]
        Values of the plan, what the move adds, what a unit of each costs in the
        walk, and the values of the best plan so far.
    compared : int64[NUM_LEVELS]
        The levels that decide which plan is better, the first
        ``count[LEVELS_COMPARED]`` of them.
    log : int32[L, 3]
        Candidate, option, slot before each change since the best plan.
    best_option, best_slot : int32[C]
        The best plan, once ``count[IS_STORED]``.
    gappy : int32[P * R]
        Participants x rows of slots with waiting (``p * R + r``), the first
        ``count[GAPPY]``; kept up while ``count[GAPS]``.
    gap_place : int32[P * R]
        Where each stands in ``gappy``, or -1.
    wanted, missed : int32[C]
        For the timetable: the option wanted of each candidate, or -1, and how often
        it found no place.
    waiting : int32[C]
        Wanted candidates that are not held, the first ``count[WAITERS]``.
    random : uint64[1]
    count : int64[NUM_COUNTS]
    """

    agenda: Ints2
    plan: Ints2
    listed: Ints
    used: Ints2
    counts: Ints
    busy: Words2
    entry: Ints2
    touch: Ints
    touched: Ints
    saved: Words2
    level: Longs
    delta: Longs
    weight: Longs
    best: Longs
    compared: Longs
    log: Ints2
    best_option: Ints
    best_slot: Ints
    gappy: Ints
    gap_place: Ints
    wanted: Ints
    missed: Ints
    waiting: Ints
    random: Words
    count: Longs


def new_state(model: Model, num_participants: int, *, seed: int) -> State:
    """Return the empty plan."""
    num, slots = len(model.candidate), len(model.slot)
    words = len(model.word_slot)
    plan = np.full((num, 4), -1, dtype=np.int32)
    plan[:, PLACE] = np.arange(num)
    return State(
        agenda=np.full((num_participants, slots), -1, dtype=np.int32),
        plan=plan,
        listed=np.arange(num, dtype=np.int32),
        used=np.zeros(model.capacity.shape, dtype=np.int32),
        counts=np.zeros(len(model.term), dtype=np.int32),
        busy=np.zeros((num_participants, words), dtype=np.uint64),
        entry=np.zeros((MOST_ENTRIES, 3), dtype=np.int32),
        touch=np.full(num_participants, -1, dtype=np.int32),
        touched=np.zeros(MOST_TOUCHED, dtype=np.int32),
        saved=np.zeros((MOST_TOUCHED, words), dtype=np.uint64),
        level=np.zeros(NUM_LEVELS, dtype=np.int64),
        delta=np.zeros(NUM_LEVELS, dtype=np.int64),
        weight=np.zeros(NUM_LEVELS, dtype=np.int64),
        best=np.zeros(NUM_LEVELS, dtype=np.int64),
        compared=np.arange(NUM_LEVELS, dtype=np.int64),
        log=np.zeros((min(max(num, MOST_ENTRIES), 2**16), 3), dtype=np.int32),
        best_option=np.full(num, -1, dtype=np.int32),
        best_slot=np.full(num, -1, dtype=np.int32),
        gappy=np.zeros(num_participants * len(model.row), dtype=np.int32),
        gap_place=np.full(num_participants * len(model.row), -1, dtype=np.int32),
        wanted=np.full(num, -1, dtype=np.int32),
        missed=np.zeros(num, dtype=np.int32),
        waiting=np.zeros(num, dtype=np.int32),
        random=seeded(seed),
        count=np.zeros(NUM_COUNTS, dtype=np.int64),
    )


def load(problem: Problem, model: Model, state: State, plan: Assignment) -> None:
    """Put a plan into the state; it becomes the best one so far.

    The levels compared stay; everything else is computed anew.
    """
    held = np.flatnonzero(plan.held)
    option, slot = plan.option[held], plan.slot[held]
    state.agenda[:] = agendas(problem, plan)
    state.plan[:, OPTION] = plan.option
    state.plan[:, SLOT] = plan.slot
    state.plan[:, ENTRY] = -1
    state.listed[:] = np.argsort(~plan.held, kind="stable")
    state.plan[state.listed, PLACE] = np.arange(len(state.listed))
    state.touch[:] = -1
    state.busy[:] = 0
    for s in range(problem.num_slots):
        word = model.slot[s, WORD]
        state.busy[state.agenda[:, s] >= 0, word] |= model.slot_bit[s]
    _count_rows(model, state, option, slot)
    terms = model.option[option]
    each = _ranges(terms[:, TERMS], terms[:, TERMS_END])
    state.counts[:] = np.bincount(model.term_of[each], minlength=len(state.counts))
    state.level[:] = levels_of(problem, plan)
    waits = waiting_rows(problem, state.agenda >= 0)
    gappy = np.flatnonzero(waits.reshape(-1))
    state.gap_place[:] = -1
    state.gap_place[gappy] = np.arange(len(gappy))
    state.gappy[: len(gappy)] = gappy
    state.count[GAPPY] = len(gappy)
    state.count[HELD] = len(held)
    state.count[[ENTRIES, TOUCHED]] = 0
    start_over(state)


def start_over(state: State) -> None:
    """Make the plan that the state holds the best one so far."""
    state.best[:] = state.level
    state.count[[LOGGED, IS_STORED, IMPROVED]] = 0
    state.count[IS_STORED] = 1
    state.best_option[:] = state.plan[:, OPTION]
    state.best_slot[:] = state.plan[:, SLOT]


def best_plan(state: State) -> Assignment:
    """Return the best plan so far, without tables (after a finished chunk)."""
    option = state.best_option.astype(np.int64)
    table = np.full(len(option), -1, dtype=np.int64)
    return Assignment(option, state.best_slot.astype(np.int64), table)


def current_plan(state: State) -> Assignment:
    """Return the plan that the state holds, without tables."""
    option = state.plan[:, OPTION].astype(np.int64)
    table = np.full(len(option), -1, dtype=np.int64)
    return Assignment(option, state.plan[:, SLOT].astype(np.int64), table)


def copy_plan(source: State, target: State) -> None:
    """Let one walk go on from where another one is, with its own random numbers."""
    for part in fields(source):
        if part.name not in ("random", "saved", "touched", "entry"):
            np.copyto(getattr(target, part.name), getattr(source, part.name))


def _count_rows(model: Model, state: State, option: IntArray, slot: IntArray) -> None:
    ranges = model.option[option]
    first, end = ranges[:, ROWS], ranges[:, ROWS_END]
    row = model.row_of[_ranges(first, end)]
    at = np.repeat(slot, end - first)
    state.used[:] = 0
    np.add.at(state.used, (at, row), 1)


def _ranges(first: Int32Array, end: Int32Array) -> IntArray:
    """Concatenate ``arange(first[i], end[i])``."""
    length = (end - first).astype(np.int64)
    offset = np.repeat(first - (np.cumsum(length) - length), length)
    return offset + np.arange(len(offset))
