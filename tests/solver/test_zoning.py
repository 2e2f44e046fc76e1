"""Zones too far apart: parts of the venue, and plans in which nobody walks too far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver.levels import Level
from solver.problem import Pins, Problem
from solver.result import Assignment
from solver.solving import solve
from solver.validate import validate
from solver.zoned import zoned
from solver.zoning import NOWHERE, blocks_of, parts_of, zoning
from solver.zoning_of import zoning_of
from tests.solver.instances import build, in_halls, random_problem


def two_buildings(seed: int) -> Problem:
    """Two halls, both needed, and no way between them in a changeover."""
    problem = generate_problem(40, 150, 12, 12, seed=seed, rows=2)
    return in_halls(problem, ~np.eye(2, dtype=np.bool_))


def test_zones_of_a_part_are_near_each_other() -> None:
    """Five halls in a line, each near its neighbors: three parts."""
    hall = np.arange(5)
    far = np.abs(hall[:, np.newaxis] - hall) > 1
    problem = in_halls(generate_problem(10, 20, 4, 10), far)
    part = parts_of(problem)
    assert part.max() == 2
    for number in range(3):
        members = np.flatnonzero(part == number)
        assert not far[np.ix_(members, members)].any()


def test_near_zones_are_one_part() -> None:
    """Nothing to do where a changeover reaches everything."""
    problem = in_halls(generate_problem(10, 20, 4, 6), np.zeros((3, 3), dtype=np.bool_))
    assert not parts_of(problem).any()


def test_blocks_end_at_rests_and_rows() -> None:
    """Distance counts only within a block."""
    problem = generate_problem(10, 20, 8, 6, rows=2)
    rest = np.zeros(8, dtype=np.bool_)
    rest[1] = True
    slots = replace(problem.slots, rest_after=rest)
    blocks = blocks_of(replace(problem, slots=slots))
    assert blocks.tolist() == [0, 0, 1, 1, 2, 2, 2, 2]


@pytest.mark.parametrize("seed", range(5))
def test_parts_are_filled_by_their_tables(seed: int) -> None:
    """No part holds more people than its share of tables and a little."""
    problem = two_buildings(seed)
    everything = np.arange(problem.num_options)
    zones = zoning(problem, everything, seed=seed)
    block = blocks_of(problem)
    for number in range(block[-1] + 1):
        here = problem.participants.can[:, block == number].any(axis=1)
        place = zones.place[:, block == number]
        assert (place == place[:, :1]).all()
        people = np.bincount(place[here, 0], minlength=2)
        assert people.max() <= np.ceil(1.05 * here.sum() / 2)


def test_whoever_is_pinned_stays_there() -> None:
    """The part of a pinned table, for both, in that block."""
    problem = two_buildings(1)
    pins = Pins(np.array([3]), np.array([2]), np.array([1]))
    problem = replace(problem, pins=pins)
    zones = zoning(problem, np.arange(problem.num_options), seed=1)
    people = problem.options.participants[3]
    part = zones.part[problem.tables.zone[1]]
    assert (zones.place[people, 2] == part).all()


@pytest.mark.parametrize("seed", range(12))
def test_plans_by_parts_are_plans(seed: int) -> None:
    """Whatever is found in the split problem is valid in the whole one."""
    problem = random_problem(seed)
    far = ~np.eye(2, dtype=np.bool_)
    problem = replace(in_halls(problem, far), pins=Pins(), baseline=None, levels=LEVELS)
    zones = zoning(problem, np.arange(problem.num_options), seed=seed)
    split = zoned(problem, zones)
    assert split is not None
    found = solve(split.problem, work_limit=30)
    if found.assignment is not None:
        assert validate(problem, split.back(found.assignment)) == []


LEVELS = (Level.PROMISED, Level.TARGETS, Level.LEAST, Level.VALUE, Level.WAITING)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_buildings_cost_no_wish_where_there_is_room(seed: int) -> None:
    """Value equals the bound, without waiting for those who keep to a building."""
    problem = generate_problem(40, 90, 12, 20, seed=seed, rows=2)
    near = solve(problem, work_limit=100)
    far = solve(in_halls(problem, ~np.eye(2, dtype=np.bool_)), work_limit=100)
    assert far[Level.VALUE].proven
    assert far[Level.VALUE].value == near[Level.VALUE].value


@pytest.mark.parametrize("seed", range(20))
def test_everyone_stays_where_a_plan_has_them(seed: int) -> None:
    """A plan is one of the problem in which people stay where it has them."""
    problem = random_problem(seed)
    far = ~np.eye(2, dtype=np.bool_)
    problem = replace(in_halls(problem, far), pins=Pins(), baseline=None, levels=LEVELS)
    plan = solve(problem, work_limit=30).assignment
    if plan is None:
        pytest.skip("no plan was found in the work allowed")
    zones = zoning_of(problem, plan)
    split = zoned(problem, zones)
    assert split is not None
    inside = split.into(plan, zones.part)
    assert validate(split.problem, inside) == []
    back = split.back(inside)
    for name in ("option", "slot", "table"):
        assert np.array_equal(getattr(back, name), getattr(plan, name))


def test_the_way_to_another_part_takes_a_slot() -> None:
    """Between meetings in two halls: stay, then be on the way."""
    problem = in_halls(
        build([[0, 1], [0, 2]], num_slots=6, num_tables=2),
        ~np.eye(2, dtype=np.bool_),
    )
    plan = Assignment(np.array([0, 1]), np.array([1, 4]), np.array([0, 1]))
    assert validate(problem, plan) == []
    place = zoning_of(problem, plan).place
    assert place[0].tolist() == [0, 0, 0, NOWHERE, 1, 1]
    assert place[1].tolist() == [0] * 6
    assert place[2].tolist() == [1] * 6
