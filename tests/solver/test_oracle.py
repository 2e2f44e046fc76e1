"""The oracle against trying out every plan."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.problem import NO_TABLE, Problem
from solver.result import Assignment
from solver.validate import recompute, validate
from tests.solver.instances import random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = 24
MOST_PLANS = 1500


def ways(problem: Problem, candidate: int) -> Iterator[tuple[int, int, int]]:
    """Every option, slot and table of a candidate, and not to hold it."""
    yield (-1, -1, -1)
    first, end = problem.candidates.option_start[candidate : candidate + 2]
    for option in range(first, end):
        seated = problem.options.table_set[option] != NO_TABLE
        tables = range(problem.num_tables) if seated else [NO_TABLE]
        yield from product([option], range(problem.num_slots), tables)


def try_every_plan(problem: Problem) -> tuple[int, ...] | None:
    """Return the best tuple of levels, minimized, of all valid plans."""
    best = None
    choices = [list(ways(problem, c)) for c in range(problem.num_candidates)]
    for chosen in product(*choices):
        plan = Assignment(*(np.array(column) for column in zip(*chosen, strict=True)))
        if validate(problem, plan):
            continue
        values = recompute(problem, plan)
        found = tuple(-level.sense * value for level, value in values.items())
        best = found if best is None else min(best, found)
    return best


def tiny_problems(count: int) -> Iterator[Problem]:
    """Random problems with few enough plans to try them all."""
    seed = 0
    while count:
        seed += 1
        size = {"people": 4, "slots": 3, "tables": 2, "candidates": 3}
        problem = random_problem(seed, **size)
        plans = np.prod([len(list(ways(problem, c))) for c in range(3)])
        if plans <= MOST_PLANS:
            count -= 1
            yield problem


def compare(count: int) -> tuple[int, int]:
    """Compare on so many problems; how many are infeasible, how many moves."""
    infeasible = walked = 0
    for problem in tiny_problems(count):
        found = Oracle(problem).lexicographic()
        if found is None:
            assert try_every_plan(problem) is None
            infeasible += 1
            continue
        values = tuple(-level.sense * found[level] for level in problem.levels)
        assert values == try_every_plan(problem)
        walked += found.get("moves", 0) > 0
    return infeasible, walked


def test_oracle_equals_trying_every_plan() -> None:
    """Validator and oracle agree on what is valid and what is best."""
    infeasible, _ = compare(SEEDS)
    assert 0 < infeasible < SEEDS / 2


@pytest.mark.torture
def test_oracle_equals_trying_every_plan_often() -> None:
    """The same on many more."""
    infeasible, walked = compare(20 * SEEDS)
    assert infeasible > 0
    assert walked > 0


def test_oracle_imports_nothing_of_the_solver() -> None:
    """A fault of the solver cannot be the oracle's as well."""
    source = Path(__file__).with_name("oracle.py").read_text(encoding="utf-8")
    assert "import solver" not in source
    assert "from solver" not in source
