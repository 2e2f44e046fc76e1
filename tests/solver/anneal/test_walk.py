"""Each kind of move alone: what is kept up step by step equals recomputation."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.anneal.focus import focus_on
from solver.anneal.levels import levels_of
from solver.anneal.model import HARD, INDEX_OF, NUM_LEVELS, VALUE, compile_model
from solver.anneal.state import (
    GAPPY,
    GAPS,
    HELD,
    LEVELS_COMPARED,
    OPTION,
    PLACE,
    best_plan,
    current_plan,
    load,
    new_state,
)
from solver.anneal.walk import (
    CHAIN,
    DROP,
    EXCHANGE,
    FILL,
    INSERT,
    NUM_KINDS,
    SHARES,
    SHIFT,
    SWAP,
    walk,
)
from solver.budget import Budget
from solver.rules import Rule
from solver.tablerows import table_rows
from solver.timetable import timetable
from solver.validate import validate
from tests.solver.instances import random_problem

if TYPE_CHECKING:
    from solver.anneal.model import Int32Array, Model
    from solver.anneal.state import State
    from solver.problem import Problem
    from solver.result import Assignment

KINDS = {
    "swap": SWAP,
    "shift": SHIFT,
    "insert": INSERT,
    "chain": CHAIN,
    "exchange": EXCHANGE,
    "drop": DROP,
    "fill": FILL,
}
NOT_OURS = {
    Rule.TABLE_ALLOWED,
    Rule.TABLE_OPEN,
    Rule.TABLE_CLASH,
    Rule.TABLES_KEPT_FREE,
    Rule.ZONE_DISTANCE,
    Rule.MANDATORY,
    Rule.PIN,
    Rule.MOST_BREAKS,
    Rule.BREAK_SPREAD,
}
"""Rules on tables, and those that a level (`HARD`) stands for."""
SIZE = {"people": 24, "slots": 12, "tables": 8, "candidates": 120}


def started(problem: Problem, seed: int = 1) -> tuple[Model, State, Assignment]:
    """Everything wanted, in slots as far as possible, and followed."""
    rows = table_rows(problem)
    wanted = problem.candidates.option_start[:-1]
    plan = timetable(problem, rows, wanted, Budget(work_limit=1), seed=seed)
    model = compile_model(problem, rows)
    state = new_state(model, problem.num_participants, seed=seed)
    order = [HARD] + [INDEX_OF[one] for one in problem.levels if one in INDEX_OF]
    load(problem, model, state, plan)
    state.weight[:] = focus_on(problem, order, order[-1]).weight
    state.compared[: len(order)] = order
    state.count[LEVELS_COMPARED] = len(order)
    state.count[GAPS] = 1
    return model, state, plan


def only(*kinds: int) -> Int32Array:
    """Ranges of the kinds of moves, an equal one for each of these."""
    share = np.zeros(NUM_KINDS, dtype=np.int64)
    share[list(kinds)] = SHARES // len(kinds)
    until = np.cumsum(share).astype(np.int32)
    until[max(kinds) :] = SHARES
    return until


def assert_recomputed(problem: Problem, model: Model, state: State) -> None:
    """Compare the state with one that the same plan is put into."""
    plan = current_plan(state)
    fresh = new_state(model, problem.num_participants, seed=0)
    load(problem, model, fresh, plan)
    for name in ("agenda", "busy", "used", "counts", "touch"):
        same = np.array_equal(getattr(state, name), getattr(fresh, name))
        assert same, f"{name} differs"
    followed = [level for level in range(NUM_LEVELS) if _is_followed(problem, level)]
    assert state.level[followed].tolist() == fresh.level[followed].tolist()
    assert not state.delta.any()
    assert sorted(state.listed) == list(range(problem.num_candidates))
    assert np.array_equal(state.plan[state.listed, PLACE], np.arange(len(state.listed)))
    held = state.listed[: state.count[HELD]]
    assert set(held) == set(np.flatnonzero(state.plan[:, OPTION] >= 0))
    gappy, expected = (set(one.gappy[: one.count[GAPPY]]) for one in (state, fresh))
    assert gappy == expected
    left = [fault for fault in validate(problem, plan) if fault.rule not in NOT_OURS]
    assert left == []


def _is_followed(problem: Problem, level: int) -> bool:
    return level == HARD or level in {INDEX_OF.get(one) for one in problem.levels}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_state_equals_recomputation_after_ten_thousand_moves(
    kind: str, seed: int
) -> None:
    """Agendas, counts, rows, levels and lists are what the plan says, rules hold."""
    problem = random_problem(seed, **SIZE)
    model, state, _ = started(problem, seed)
    step = float(state.weight.max())
    walk(model, state, only(*KINDS.values()), step, 200)
    walk(model, state, only(KINDS[kind]), step, 10_000)
    assert_recomputed(problem, model, state)


def test_every_kind_of_move_is_accepted_at_times() -> None:
    """The test above compares something: each kind changes plans of these events."""
    accepted = dict.fromkeys(KINDS, 0)
    for seed in range(6):
        problem = random_problem(seed, **SIZE)
        for name, kind in KINDS.items():
            model, state, _ = started(problem, seed)
            step = float(state.weight.max())
            walk(model, state, only(*KINDS.values()), step, 200)
            accepted[name] += walk(model, state, only(kind), step, 500)
    assert min(accepted.values()) > 0, accepted


@pytest.mark.parametrize("seed", range(20))
def test_all_kinds_together_keep_the_state_and_the_best_plan(seed: int) -> None:
    """The best plan has the values noted for it, also when the log overflows."""
    problem = random_problem(100 + seed, **SIZE)
    model, state, start = started(problem, seed)
    compared = state.compared[: state.count[LEVELS_COMPARED]]
    before = tuple(levels_of(problem, start)[compared])
    until = only(*KINDS.values())
    for temperature in (40.0, 4.0, 0.4):
        walk(model, state, until, temperature * state.weight.max(), 3_000)
        assert_recomputed(problem, model, state)
        plan = best_plan(state)
        values = tuple(levels_of(problem, plan)[compared])
        assert values == tuple(state.best[compared])
        assert values <= before
        left = [one for one in validate(problem, plan) if one.rule not in NOT_OURS]
        assert left == []


def test_mandatory_candidates_that_are_held_stay_held() -> None:
    """No move ejects, drops or exchanges what must be held."""
    seen = 0
    for seed in range(12):
        problem = random_problem(200 + seed, **SIZE)
        model, state, start = started(problem, seed)
        must = problem.mandatory & start.held
        seen += int(must.sum())
        walk(model, state, only(*KINDS.values()), 1e9, 5_000)
        assert current_plan(state).held[must].all()
    assert seen > 0


def test_walks_with_one_seed_are_equal() -> None:
    """The generator is the only source of chance."""
    problem = random_problem(7, **SIZE)
    states = []
    for _ in range(2):
        model, state, _ = started(problem, 3)
        walk(model, state, only(*KINDS.values()), float(state.weight.max()), 20_000)
        states.append(state)
    for part in fields(states[0]):
        one, other = (getattr(state, part.name) for state in states)
        assert np.array_equal(one, other), part.name


def test_cold_walk_never_gets_worse() -> None:
    """At temperature 0 only moves that do not cost anything are accepted."""
    problem = random_problem(11, **SIZE)
    model, state, _ = started(problem)
    cost = int(state.weight @ state.level)
    for _ in range(20):
        walk(model, state, only(*KINDS.values()), 0.0, 500)
        now = int(state.weight @ state.level)
        assert now <= cost
        cost = now
    assert state.level[VALUE] <= 0
