"""What to hold when slots are forgotten, and the bounds that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver import relaxed
from solver.budget import Budget
from solver.errors import InfeasibleError
from solver.levels import SELECT_LEVELS, Level
from solver.model import Model
from solver.select import bound_level, select
from solver.tablerows import table_rows
from tests.solver.instances import random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from b4h_scheduler.generate.problems import Profile
    from solver.problem import Problem


def test_best_b_matching_is_selected() -> None:
    """Three want Eve, who has two slots: the two of most value."""
    model = Model(num_slots=2)
    eve, *others = (model.add_participant() for _ in range(4))
    for other, value in zip(others, (3, 5, 4), strict=True):
        model.add_table()
        model.add_candidate([eve, other], value=value)
    problem = model.build()
    selection = select(problem, table_rows(problem), Budget())
    assert selection.option.tolist() == [-1, 1, 2]
    assert selection.values[Level.VALUE] == 9
    assert selection.bounds[Level.VALUE].bound == 9


@pytest.mark.parametrize("seed", range(30))
def test_bounds_hold_against_the_oracle(seed: int) -> None:
    """On the first level of select no valid plan beats its bound."""
    problem = random_problem(seed)
    oracle = Oracle(problem)
    if Level.CHANGES in problem.levels or not oracle.is_feasible():
        return
    selection = select(problem, table_rows(problem), Budget())
    first = next(level for level in problem.levels if level in SELECT_LEVELS)
    best = oracle.best(first, {})
    assert first.sense * (selection.bounds[first].bound - best) >= 0


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("profile", ["plain", "full"])
def test_large_programs_are_solved_as_well_by_sifting(
    profile: Profile, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bounds are those of the program solved as a whole."""
    problem = generate_problem(80, 500, 16, 25, profile=profile, seed=seed)
    rows = table_rows(problem)
    whole = select(problem, rows, Budget())
    monkeypatch.setattr(relaxed, "FROM_COLUMNS", 1)
    sifted = select(problem, rows, Budget())
    found = [
        [(level, one.bound) for level, one in each.bounds.items()]
        for each in (whole, sifted)
    ]
    assert found[0] == found[1]


def conflicting() -> Problem:
    """One slot, and Eve must meet two."""
    model = Model(num_slots=1)
    eve, ann, ben = (model.add_participant() for _ in range(3))
    for other in (ann, ben):
        model.add_table()
        model.add_candidate([eve, other], value=1, is_mandatory=True)
    return model.build()


@pytest.mark.parametrize("large_from", [1, 10**6])
def test_conflict_of_what_must_be_held_is_proven(
    large_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the program is solved, the error says who cannot hold it all."""
    monkeypatch.setattr(relaxed, "FROM_COLUMNS", large_from)
    problem = conflicting()
    with pytest.raises(InfeasibleError):
        select(problem, table_rows(problem), Budget())


@pytest.mark.parametrize("seed", range(40))
def test_large_programs_are_infeasible_only_with_a_proof(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the oracle can plan is never called infeasible."""
    monkeypatch.setattr(relaxed, "FROM_COLUMNS", 1)
    problem = random_problem(seed)
    try:
        select(problem, table_rows(problem), Budget())
    except InfeasibleError:
        assert not Oracle(problem).is_feasible()


def test_lower_level_is_bounded_for_what_the_upper_one_achieved() -> None:
    """With one promise given up, there is more to gain below it, and not before."""
    model = Model(num_slots=1)
    eve, ann, ben = (model.add_participant() for _ in range(3))
    model.add_table()
    model.add_candidate([eve, ann], value=1, is_promised=True)
    model.add_candidate([eve, ben], value=9)
    problem = model.build()
    rows = table_rows(problem)

    def bound(promised: int) -> int:
        above = dict.fromkeys(SELECT_LEVELS, 0) | {Level.PROMISED: promised}
        above = {level: above[level] for level in problem.levels if level in above}
        del above[Level.VALUE]
        return bound_level(problem, rows, Level.VALUE, above, Budget()).bound

    assert (bound(0), bound(1)) == (1, 9)
