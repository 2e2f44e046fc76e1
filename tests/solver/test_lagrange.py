"""Safe bounds from prices: the same integers as the validator's, in all their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.errors import SolverError
from solver.lagrange import num_terms, safe_bound
from solver.levels import SELECT_LEVELS, Level
from solver.result import PRICE_SCALE, Prices
from solver.tablerows import table_rows
from solver.validate_bounds import recompute_safe_bound
from tests.solver.instances import build, random_problem

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray


def random_prices(problem: Problem, rng: np.random.Generator) -> Prices:
    """Prices on everything, most of them 0, for a random level of the problem."""
    levels = [level for level in problem.levels if level in SELECT_LEVELS]
    last = int(rng.integers(len(levels)))
    sets = table_rows(problem, [rng.random(problem.num_tables) < 0.5]).sets
    people, slots = problem.num_participants, problem.num_slots

    def some(*shape: int) -> IntArray:
        high = rng.integers(0, 5 * PRICE_SCALE, shape)
        return np.where(rng.random(shape) < rng.random(), high, 0)

    return Prices(
        level=levels[last],
        upper_levels=tuple(levels[:last]),
        achieved=rng.integers(0, 5, last),
        upper=some(last),
        participant=some(people),
        participant_row=some(people, problem.num_rows),
        participant_slot=some(people, slots),
        table_sets=sets,
        tables=some(len(sets)),
        tables_slot=some(len(sets), slots),
        clusters=rng.random((2, people)) < 0.5,
        cluster=some(2),
        term=tuple(some(num_terms(problem, level)) for level in levels[: last + 1]),
    )


@pytest.mark.parametrize("seed", range(60))
def test_bound_equals_the_validators_recomputation(seed: int) -> None:
    """Two implementations of one definition, over events with everything."""
    problem = random_problem(seed)
    if not _mandatory_have_slots(problem):
        return  # no plan is valid, and the validator refuses to bound none
    rng = np.random.default_rng(seed)
    for _ in range(5):
        prices = random_prices(problem, rng)
        assert safe_bound(problem, prices) == recompute_safe_bound(problem, prices)


def _mandatory_have_slots(problem: Problem) -> bool:
    fits = np.zeros(problem.num_candidates, dtype=np.bool_)
    fits[problem.option_candidate[problem.option_slots.any(axis=1)]] = True
    return bool(fits[problem.mandatory].all())


def test_values_too_large_for_exact_prices_are_refused() -> None:
    """Instead of a bound that overflowed."""
    problem = build([(0, 1)], candidates__value=[2**44], levels=(Level.VALUE,))
    nothing = random_prices(problem, np.random.default_rng(0))
    with pytest.raises(SolverError, match=r"values up to 2\*\*45 are too large"):
        safe_bound(problem, nothing)
