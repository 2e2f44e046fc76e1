"""Prices against the oracle: what holding one more candidate costs, level by level."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver import solve
from solver.budget import Budget
from solver.levels import Level
from solver.price import Price, Pricer, with_forced
from solver.validate import recompute, validate
from tests.solver.instances import build, plan_of, random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.problem import Problem
    from solver.result import Assignment

WORK = 60


def losses(
    problem: Problem, candidate: int, values: dict[Level, int], levels: Sequence[Level]
) -> list[tuple[Level, int]] | None:
    """True losses up to the first one that is not 0; None: it cannot be held."""
    oracle = Oracle(with_forced(problem, candidate))
    found = []
    upper: dict[str, int] = {}
    for level in levels:
        best = oracle.best(level, upper)
        if best is None:
            return None if not oracle.is_feasible() else found
        found.append((level, level.sense * (values[level] - best)))
        if found[-1][1]:
            break
        upper[level] = values[level]
    return found


def check_price(
    problem: Problem, plan: Assignment, price: Price, levels: Sequence[Level]
) -> str:
    """Compare one price with the truth; say which kind it was."""
    values = recompute(problem, plan)
    true = losses(problem, price.candidate, values, levels)
    if not price.is_possible:
        assert true is None
        return "impossible"
    if true is None:
        assert price.plan is None
        return "unknown"
    if price.plan is not None:
        assert validate(problem, price.plan) == []
        assert price.plan.held[price.candidate]
        assert recompute(problem, price.plan) == price.values
    by_level = dict(true)
    for level in levels:
        if level is price.level:
            break
        if price.plan is not None:
            assert by_level.get(level, 0) <= 0
            assert price.values[level] == values[level]
    if price.level is None:
        return "none" if price.plan is not None else "unknown"
    assert price.at_least <= by_level.get(price.level, price.at_least)
    if price.at_most is None:
        return "at least"
    loss = price.level.sense * (values[price.level] - price.values[price.level])
    assert loss == price.at_most
    if price.level in by_level:
        assert by_level[price.level] <= price.at_most
    return "exact" if price.is_exact else "between"


def check_estimates(problem: Problem, plan: Assignment, pricer: Pricer) -> int:
    """Compare all lower ends with the truth; how many say something."""
    found = pricer.estimates()
    values = recompute(problem, plan)
    for c in np.flatnonzero(~plan.held & (found.level >= 0)).tolist():
        true = losses(problem, c, values, pricer.levels)
        if true is None or any(loss > 0 for _, loss in true[: found.level[c]]):
            continue
        assert true[found.level[c]][1] >= found.loss[c] > 0
    return int(np.count_nonzero(found.level >= 0))


def check_event(seed: int) -> Counter[str]:
    """Price every candidate that a solved random event does not hold."""
    problem = random_problem(seed)
    plan = solve(problem, work_limit=WORK, seed=seed).assignment
    kinds: Counter[str] = Counter()
    if plan is None:
        return kinds
    pricer = Pricer(problem, plan, Budget(work_limit=WORK))
    kinds["estimates"] += check_estimates(problem, plan, pricer)
    for c in np.flatnonzero(~plan.held).tolist():
        price = pricer.price(c, Budget(work_limit=WORK))
        is_of_held = price.level is None or price.level in pricer.levels
        levels = pricer.levels if is_of_held else problem.levels
        kinds[check_price(problem, plan, price, levels)] += 1
    return kinds


def test_prices_hold_against_the_oracle() -> None:
    """Lower ends, upper ends, forced plans; most prices are exact."""
    kinds = sum((check_event(seed) for seed in range(10)), Counter[str]())
    assert kinds["exact"] + kinds["none"] > 3 * (kinds["between"] + kinds["at least"])
    assert kinds["exact"] > 10
    assert kinds["estimates"] > 10
    assert kinds["impossible"] > 0


@pytest.mark.torture
def test_prices_hold_against_the_oracle_often() -> None:
    """The same on many more events."""
    kinds = sum((check_event(seed) for seed in range(10, 200)), Counter[str]())
    assert kinds["exact"] > 100


def test_the_better_of_two_costs_the_difference() -> None:
    """One slot: 0 meets 1 (worth 5) or 2 (worth 3)."""
    problem = build([(0, 1), (0, 2)], num_slots=1, candidates__value=[5, 3])
    pricer = Pricer(problem, plan_of(problem, (0, 0, 0)))
    price = pricer.price(1, Budget())
    assert (price.level, price.at_least, price.at_most) == (Level.VALUE, 2, 2)
    assert price.is_exact
    assert not price.is_gain
    assert 0 <= pricer.estimates().loss[1] <= 2


def test_estimates_come_from_what_is_scarce() -> None:
    """Two slots: 0 meets 1 and 2 (worth 5 each); 3 (worth 3) would replace one."""
    problem = build(
        [(0, 1), (0, 2), (0, 3), (0, 4)],
        num_slots=2,
        candidates__value=[5, 5, 5, 3],
    )
    found = Pricer(problem, plan_of(problem, (0, 0, 0), (1, 1, 0))).estimates()
    assert found.levels[found.level[3]] is Level.VALUE
    assert found.loss.tolist() == [0, 0, 0, 2]


def test_equal_ones_cost_nothing() -> None:
    """A plan worth as much holds the other one."""
    problem = build([(0, 1), (0, 2)], num_slots=1)
    price = Pricer(problem, plan_of(problem, (0, 0, 0))).price(1, Budget())
    assert price.level is None
    assert price.is_exact
    assert price.plan is not None
    assert price.plan.held.tolist() == [False, True]


def test_a_poor_plan_gains() -> None:
    """The plan found with the candidate is better than the one given."""
    problem = build([(0, 1), (2, 3)])
    pricer = Pricer(problem, plan_of(problem, (0, 0, 0)))
    assert not pricer.is_best(Level.VALUE)
    price = pricer.price(1, Budget())
    assert price.is_gain
    assert (price.at_least, price.at_most) == (-1, -1)


def test_what_cannot_be_held_has_no_price() -> None:
    """No common slot."""
    can = np.array([[True, False], [False, True], [True, True]])
    problem = build([(0, 1), (0, 2)], num_slots=2, participants__can=can)
    pricer = Pricer(problem, plan_of(problem, (1, 0, 0)))
    assert not pricer.price(0, Budget()).is_possible


def test_an_upper_level_tells_before_value() -> None:
    """The promised meeting would go: that is the price, not the value gained."""
    problem = build(
        [(0, 1), (0, 2)],
        num_slots=1,
        candidates__value=[1, 9],
        candidates__promised=[True, False],
    )
    price = Pricer(problem, plan_of(problem, (0, 0, 0))).price(1, Budget())
    assert (price.level, price.at_least, price.at_most) == (Level.PROMISED, 1, 1)


def test_waiting_is_priced_by_a_whole_solve() -> None:
    """0 meets in slots 0 and 1; meeting 3, who can only in slot 2, makes it wait."""
    can = np.ones((4, 3), dtype=np.bool_)
    can[3, :2] = can[1, 1:] = can[2, 1:] = False
    problem = build([(0, 1), (0, 2), (0, 3)], num_slots=3, participants__can=can)
    problem = replace(problem, levels=(Level.VALUE, Level.WAITING))
    can[0, 2] = False
    plan = plan_of(problem, (0, 0, 0))
    pricer = Pricer(problem, plan)
    assert pricer.price(1, Budget()).level is None
    whole = pricer.whole_price(1, time_limit_s=None, work_limit=20)
    assert whole.level is None
    assert whole.is_exact
