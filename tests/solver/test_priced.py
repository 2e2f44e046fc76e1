"""A price per change, against the oracle on small events."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest
from ortools.sat.python import cp_model

import solver.net_value
from b4h_scheduler.generate.problems import generate_problem
from b4h_scheduler.planning.run import solver_at
from solver.errors import SolverError
from solver.levels import REPLAN_LEVELS, Level
from solver.priced import solve_at_price
from solver.problem import Baseline
from solver.result import Scope
from solver.solving import solve
from solver.validate import recompute, validate
from tests.solver.instances import build, in_halls, random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.result import Assignment, Result

PRICE = 2


def has_price(problem: Problem) -> bool:
    """Whether changes and value are levels, and something was released."""
    return problem.baseline is not None and {Level.CHANGES, Level.VALUE} <= set(
        problem.levels
    )


def best_net(
    problem: Problem, price: int, most_changes: int | None = None
) -> int | None:
    """The best value less price times changes, below the levels above value."""
    oracle = Oracle(problem)
    model = oracle.model.clone()
    for level in problem.levels:
        if level is Level.CHANGES:
            continue
        if level is Level.VALUE:
            break
        upper = dict(held_levels(problem, oracle))
        model.add(oracle.levels[level] <= upper[level])
    if most_changes is not None:
        model.add(oracle.levels["changes"] <= most_changes)
    model.maximize(oracle.levels["value"] - price * oracle.levels["changes"])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return None if status != cp_model.OPTIMAL else round(solver.objective_value)


def held_levels(problem: Problem, oracle: Oracle) -> dict[str, int]:
    """Best values of the levels above value, changes left out."""
    found: dict[str, int] = {}
    for level in problem.levels:
        if level is Level.VALUE:
            break
        if level is not Level.CHANGES:
            best = oracle.best(level, found)
            assert best is not None
            found[level] = best
    return found


def check(seed: int) -> str:
    """Compare one event with the oracle; say how it ended."""
    problem = random_problem(seed)
    if not has_price(problem) or not Oracle(problem).is_feasible():
        return "other"
    result = solve_at_price(problem, PRICE, work_limit=60, seed=seed)
    plan = result.assignment
    if plan is None:
        return "nothing found"
    assert validate(problem, plan) == []
    values = recompute(problem, plan)
    for entry in result.certificate:
        assert entry.value == values[entry.level]
        if entry.scope is Scope.ALL:
            assert entry.level.sense * (entry.bound - entry.value) >= 0
    best = best_net(problem, PRICE)
    net = values[Level.VALUE] - PRICE * values[Level.CHANGES]
    assert best is not None
    upper = held_levels(problem, Oracle(problem))
    if any(values[Level(name)] != value for name, value in upper.items()):
        return "upper"
    assert net <= best
    (words,) = result.warnings
    assert f"value less changes is {net:,}" in words
    return "best" if net == best else "less"


def check_seeds(seeds: range, num: int) -> None:
    """Compare the first so many events that have released plans."""
    ended = (check(seed) for seed in seeds)
    compared = [*islice((one for one in ended if one != "other"), num)]
    assert len(compared) == num
    assert compared.count("best") >= 0.8 * num


def test_net_values_reach_the_oracle() -> None:
    """Nearly always, and never above."""
    check_seeds(range(100), 6)


@pytest.mark.torture
def test_net_values_reach_the_oracle_often() -> None:
    """The same on many more."""
    check_seeds(range(100, 2000), 100)


def check_limited(seed: int) -> str:
    """Give one event a few points of changes more than the fewest; say how it ended."""
    problem = random_problem(seed)
    if not has_price(problem) or not Oracle(problem).is_feasible():
        return "other"
    oracle = Oracle(problem)
    upper = held_levels(problem, oracle)
    fewest = oracle.best(Level.CHANGES, upper)
    assert fewest is not None
    most = fewest + seed % 9
    result = solve_at_price(problem, 0, most_changes=most, work_limit=60, seed=seed)
    if result.assignment is None:
        return "nothing found"
    assert validate(problem, result.assignment) == []
    values = recompute(problem, result.assignment)
    if any(values[Level(name)] != value for name, value in upper.items()):
        return "upper"
    if values[Level.CHANGES] > most:
        assert f"no plan with at most {most:,} points" in result.warnings[-1]
        return "beyond"
    used = f"of at most {most:,} points of changes {values[Level.CHANGES]:,} are used"
    assert result.warnings[-1] == used
    best = best_net(problem, 0, most)
    assert best is not None
    assert values[Level.VALUE] <= best
    return "best" if values[Level.VALUE] == best else "less"


def check_limits(seeds: range, num: int) -> None:
    """Compare the first so many events that have released plans."""
    ended = (check_limited(seed) for seed in seeds)
    compared = [*islice((one for one in ended if one != "other"), num)]
    assert len(compared) == num
    assert compared.count("best") >= 0.8 * num


def test_most_value_within_a_limit_of_changes_is_the_oracles() -> None:
    """Nearly always, and never above."""
    check_limits(range(100), 6)


@pytest.mark.torture
def test_most_value_within_a_limit_of_changes_is_often_the_oracles() -> None:
    """The same on many more."""
    check_limits(range(100, 2000), 100)


def test_limit_that_nothing_can_keep_is_said() -> None:
    """Both meetings of 0 are at slot 0 now: one is dropped, which weighs 10."""
    baseline = Baseline(*(np.array([0, 1]) for _ in range(2)), *np.zeros((2, 2), int))
    problem = build(
        [(0, 1), (0, 2)],
        num_slots=1,
        baseline=baseline,
        levels=(Level.CHANGES, Level.VALUE),
    )
    result = solve_at_price(problem, 1, most_changes=4, work_limit=20)
    assert result[Level.CHANGES].value == 10
    assert result.warnings[-1] == (
        "no plan with at most 4 points of changes was found: 10 is the fewest, and no "
        "plan has fewer than 10"
    )


def test_limit_is_kept_in_neighborhoods(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it were large: more points buy more value, and none exceeds them."""
    monkeypatch.setattr(solver.net_value, "MOST_PAIRS", 0)
    again = _other_wishes(generate_problem(40, 250, 12, 12, seed=2, rows=2))
    found = [
        solve_at_price(again, 1, most_changes=most, work_limit=120, seed=1)
        for most in (0, 10, 40)
    ]
    assert [
        each[Level.CHANGES].value <= most
        for each, most in zip(found, (0, 10, 40), strict=True)
    ] == [True] * 3
    values = [each[Level.VALUE].value for each in found]
    assert values == sorted(set(values))


def test_better_plans_are_told_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops has the last one: all valid, the last is what is returned."""
    monkeypatch.setattr(solver.net_value, "MOST_PAIRS", 0)
    again = _other_wishes(generate_problem(40, 250, 12, 12, seed=2, rows=2))
    told: list[Assignment] = []
    result = solve_at_price(again, 1, work_limit=120, seed=1, on_better=told.append)
    assert all(validate(again, plan) == [] for plan in told)
    values = [recompute(again, plan) for plan in told]
    nets = [each[Level.VALUE] - each[Level.CHANGES] for each in values]
    assert len(nets) > 2
    assert nets[-1] == max(nets) > nets[0]
    assert result.assignment is told[-1]


def test_replanning_at_a_price_runs_in_a_child() -> None:
    """It can be stopped at any moment, and what it needs in memory is known."""
    again = _other_wishes(generate_problem(40, 250, 12, 12, seed=2, rows=2))
    result = solver_at(1, 20)(
        again,
        time_limit_s=None,
        work_limit=40,
        seed=1,
        workers=1,
        on_progress=None,
        on_better=None,
        should_stop=None,
    )
    assert result.peak_bytes
    assert result[Level.CHANGES].value <= 20


@pytest.mark.parametrize(("price", "most"), [(-1, None), (1, -1)])
def test_negative_terms_are_refused(price: int, most: int | None) -> None:
    """An error that says which."""
    baseline = Baseline(*(np.array([0]) for _ in range(4)))
    problem = build([(0, 1)], baseline=baseline, levels=(Level.CHANGES, Level.VALUE))
    with pytest.raises(SolverError, match="not negative"):
        solve_at_price(problem, price, most_changes=most, work_limit=1)


def two_for_one(price: int) -> list[bool]:
    """Released: 0 meets 1 (worth 4); now 0 could meet 2 instead (worth 9)."""
    baseline = Baseline(*(np.array([0]) for _ in range(4)))
    problem = build(
        [(0, 1), (0, 2)],
        num_slots=1,
        candidates__value=[4, 9],
        baseline=baseline,
        levels=(Level.CHANGES, Level.VALUE),
    )
    plan = solve_at_price(problem, price, work_limit=20).assignment
    assert plan is not None
    return [bool(held) for held in plan.held]


@pytest.mark.parametrize(("price", "held"), [(0, [False, True]), (1, [True, False])])
def test_a_change_is_made_where_it_is_worth_its_price(
    price: int, held: list[bool]
) -> None:
    """Dropping and adding are 11 points of changes for 5 of value."""
    assert two_for_one(price) == held


def test_without_a_baseline_there_is_no_price() -> None:
    """An error, not a plan."""
    with pytest.raises(SolverError, match="needs a baseline"):
        solve_at_price(build([(0, 1)]), 1, work_limit=1)


def test_improving_loses_nothing_to_long_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two halls with no way between them: what is found can be seated, and is more."""
    monkeypatch.setattr(solver.net_value, "MOST_PAIRS", 0)  # as if it were large
    halls = ~np.eye(2, dtype=np.bool_)
    again = _other_wishes(
        in_halls(generate_problem(40, 250, 12, 12, seed=2, rows=2), halls)
    )
    fewest = solve(again, work_limit=60, seed=1)
    found = solve_at_price(again, PRICE, work_limit=120, seed=1)
    assert found.assignment is not None
    assert validate(again, found.assignment) == []
    assert net_of(found) > net_of(fewest)


def _other_wishes(problem: Problem) -> Problem:
    """Return it with a released plan, of which some has gone, and with new values."""
    released = solve(problem, work_limit=60, seed=1).assignment
    assert released is not None
    gone = released.held & (np.arange(problem.num_candidates) % 9 == 0)
    kept, free = np.flatnonzero(released.held & ~gone), np.flatnonzero(gone)
    baseline = Baseline(
        kept,
        released.option[kept],
        released.slot[kept],
        released.table[kept],
        free=free,
    )
    value = 1 + np.arange(problem.num_candidates) * 37 % 50  # wishes have changed
    return replace(
        problem,
        candidates=replace(problem.candidates, value=value),
        baseline=baseline,
        levels=REPLAN_LEVELS,
    )


def net_of(result: Result) -> int:
    """Value less price times changes."""
    return result[Level.VALUE].value - PRICE * result[Level.CHANGES].value
