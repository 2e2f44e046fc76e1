"""Generated problems: the promised size and traits, equal for equal seeds."""

from dataclasses import fields, is_dataclass
from typing import Any, get_args

import numpy as np
import pytest

from b4h_scheduler.generate.problems import (
    Profile,
    generate_problem,
    generated_slots,
)
from solver.problem import NO_TABLE, Problem

PROFILES: tuple[Profile, ...] = get_args(Profile)


def arrays(value: Any) -> list[np.ndarray]:
    """Every array inside a dataclass, in a fixed order."""
    if isinstance(value, np.ndarray):
        return [value]
    if not is_dataclass(value):
        return []
    return [a for f in fields(value) for a in arrays(getattr(value, f.name))]


def same(first: Problem, second: Problem) -> bool:
    """Whether all arrays are equal."""
    pairs = zip(arrays(first), arrays(second), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("profile", PROFILES)
def test_equal_seeds_give_equal_problems(profile: Profile) -> None:
    """Every array is equal for one seed, some differ for another."""
    first = generate_problem(60, 300, 12, 20, profile=profile, seed=7)
    assert same(first, generate_problem(60, 300, 12, 20, profile=profile, seed=7))
    assert not same(first, generate_problem(60, 300, 12, 20, profile=profile, seed=8))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("size", [(2, 0, 1, 1), (3, 0, 2, 1), (25, 90, 7, 8)])
def test_tiny_sizes_pass_the_problem_checks(
    profile: Profile, size: tuple[int, int, int, int]
) -> None:
    """``Problem`` checks itself: nothing is raised down to one slot and table."""
    problem = generate_problem(*size, profile=profile, seed=1)
    assert problem.num_participants == size[0]
    assert problem.num_slots == size[2]


def test_plain_has_the_size_and_traits_of_its_description() -> None:
    """One option of two each, no limits, a quarter travel, values 1 to 6."""
    problem = generate_problem(1_000, 15_000, 36, 350, seed=101)
    assert (problem.num_participants, problem.num_slots, problem.num_rows) == (
        1_000,
        36,
        2,
    )
    assert problem.num_tables == 350
    assert problem.num_options == problem.num_candidates
    values = set(problem.candidates.value.tolist())
    assert values == {1, 2, 3, 4, 5, 6}
    away = ~problem.participants.can.all(axis=1)
    assert 0.2 < away.mean() < 0.3
    wishes = problem.candidates.value
    assert 0.1 < (15_000 - len(wishes)) / len(wishes) < 0.3


def test_scattered_frees_the_share_of_slots_asked_for() -> None:
    """40 % of slots on average, nobody below two."""
    problem = generate_problem(250, 2_500, 28, 90, profile="scattered", seed=101)
    can = problem.participants.can
    assert 0.38 < can.mean() < 0.42
    assert can.sum(axis=1).min() >= 2
    assert not problem.slots.adjacent.all()


def test_full_has_every_trait_of_its_description() -> None:
    """Several delegates, vouchers, runs, day limits, homes, online, scattered."""
    problem = generate_problem(1_000, 15_000, 36, 350, profile="full", seed=101)
    people, options = problem.participants, problem.options
    assert (people.longest_run == 5 * problem.slots.length[0]).all()
    in_row = np.stack([people.can[:, problem.slots.row == r].sum(1) for r in (0, 1)])
    assert (np.maximum(1, 0.8 * in_row) >= people.most_row.T).all()
    scattered = people.can.mean(axis=1) < 0.55
    assert 0.06 < scattered.mean() < 0.14
    several = np.diff(problem.candidates.option_start)
    assert set(several.tolist()) == {1, 2, 3, 4, 6, 9}
    online = options.table_set == NO_TABLE
    assert 0.003 < online.mean() < 0.03
    assert (options.home_set[online] == NO_TABLE).all()
    homes = np.unique(options.home_set[options.home_set >= 0])
    assert 0.08 < len(homes) / problem.num_groups < 0.11
    assert problem.num_tables > 350
    assert 0.15 < len(problem.targets) / 1_000 < 0.3
    assert problem.targets.amount.max() == 8
    assert problem.tables.spare.max() == 17


def test_full_homes_are_named_by_sets_that_hold_them() -> None:
    """A home set lies inside the table set of its option, and not in the pool."""
    problem = generate_problem(300, 3_000, 28, 90, profile="full", seed=5)
    sets, options = problem.tables.sets, problem.options
    at_home = options.home_set >= 0
    home = sets[options.home_set[at_home]]
    assert (sets[options.table_set[at_home]] >= home).all()
    assert not home[:, :90].any()
    own = sets[options.table_set[at_home]].sum(axis=1) == home.sum(axis=1)
    assert 0 < own.mean() < 1


def test_full_targets_count_only_meetings_their_holder_attends() -> None:
    """Every option of a target has its holder, who is one and the same."""
    problem = generate_problem(300, 3_000, 28, 90, profile="full", seed=5)
    people = problem.options.participants
    for members in problem.targets.options:
        if len(members):
            holders = set.intersection(*(set(people[o].tolist()) for o in members))
            assert holders


def test_slots_stand_in_rows_with_a_rest_in_each_middle() -> None:
    """54 slots in three rows of 18 rest after the ninth of each."""
    slots = generated_slots(54, 3)
    assert np.bincount(slots.row).tolist() == [18, 18, 18]
    assert np.flatnonzero(slots.rest_after).tolist() == [8, 26, 44]
    with pytest.raises(ValueError, match="3 slots cannot stand in 4 rows"):
        generated_slots(3, 4)


def test_sizes_and_profiles_that_cannot_be_are_refused() -> None:
    """The message names what was found."""
    with pytest.raises(ValueError, match="sizes must be positive: 5 participants, 2"):
        generate_problem(5, 2, 0, 3)
    with pytest.raises(ValueError, match="unknown profile 'odd'"):
        generate_problem(5, 2, 4, 3, profile="odd")
    with pytest.raises(ValueError, match="must be above 0, at most 1"):
        generate_problem(5, 2, 4, 3, profile="scattered", free_share=0.0)
