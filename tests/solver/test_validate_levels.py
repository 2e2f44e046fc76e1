"""Level values by hand-made plans."""

from __future__ import annotations

import numpy as np
import pytest

from solver.levels import Level
from solver.problem import NO_TABLE, Baseline, Problem, Targets
from solver.ragged import Ragged
from solver.validate import recompute
from tests.solver.instances import build, plan_of


def value_of(level: Level, problem: Problem, *held: tuple[int, int, int]) -> int:
    """One level of a plan."""
    return recompute(problem, plan_of(problem, *held))[level]


def test_levels_come_in_the_order_of_the_problem() -> None:
    """Only the problem's levels, in its order."""
    levels = (Level.VALUE, Level.RISK, Level.PROMISED)
    problem = build([(0, 1)], levels=levels)
    assert tuple(recompute(problem, plan_of(problem))) == levels


def test_promised_counts_what_is_not_held() -> None:
    """Two promised, one held."""
    problem = build([(0, 1), (0, 2), (1, 2)], candidates__promised=[True, True, False])
    assert value_of(Level.PROMISED, problem, (0, 0, 0), (2, 2, 0)) == 1


def test_targets_are_weighted_and_never_overfilled() -> None:
    """3 missing x 2, and nothing for a target exceeded."""
    targets = Targets(np.array([4, 1]), np.array([2, 7]), Ragged.of([[0, 1], [0, 2]]))
    problem = build([(0, 1), (0, 2), (1, 2)], targets=targets)
    assert value_of(Level.TARGETS, problem, (0, 0, 0), (2, 1, 0)) == 6


def test_least_counts_in_all_and_per_row() -> None:
    """Participant 0 misses 1 in all and 1 in row 1; participant 1 misses 2 in all."""
    problem = build(
        [(0, 1), (0, 2)],
        row=[0, 0, 1, 1],
        participants__least=[2, 3, 0],
        participants__least_weight=[10, 1, 1],
        participants__least_row=[[1, 1], [0, 0], [0, 0]],
    )
    assert value_of(Level.LEAST, problem, (0, 0, 0)) == 22


def test_value_with_bonuses() -> None:
    """Group 0 has three held options and two bonuses, group 1 has one."""
    problem = build(
        [(0, 1), (0, 2), (1, 2)],
        candidates__value=[3, 4, 5],
        options__groups=Ragged.of([[0, 1], [0], [0]]),
        bonus=[2, 1],
        num_groups=3,
    )
    assert value_of(Level.VALUE, problem, (0, 0, 0), (1, 1, 0), (2, 2, 0)) == 17


@pytest.mark.parametrize(
    ("slots", "waiting", "breaks"),
    [((0, 1, 2), 0, 0), ((0, 2, 5), 3, 2), ((1, 4, 5), 2, 1), ((0, 3, 5), 3, 2)],
)
def test_waiting_and_breaks_of_one_agenda(
    slots: tuple[int, ...], waiting: int, breaks: int
) -> None:
    """Idle slots between first and last, and their maximal stretches."""
    problem = build(
        [(0, 1), (0, 2), (0, 3)],
        num_slots=6,
        levels=(Level.WAITING, Level.BREAKS),
    )
    held = [(c, s, 0) for c, s in enumerate(slots)]
    assert value_of(Level.WAITING, problem, *held) == waiting
    assert value_of(Level.BREAKS, problem, *held) == breaks


def test_waiting_counts_idle_slots_only_and_rows_apart() -> None:
    """Slot 1 does not count; between the rows nobody waits."""
    idle = np.ones((2, 6), dtype=np.bool_)
    idle[0, 1] = False
    problem = build(
        [(0,), (0,), (0,)],
        num_slots=6,
        num_participants=2,
        row=[0, 0, 0, 1, 1, 1],
        participants__idle=idle,
        levels=(Level.WAITING, Level.BREAKS),
    )
    held = (0, 0, 0), (1, 2, 0), (2, 4, 0)
    assert value_of(Level.WAITING, problem, *held) == 0
    assert value_of(Level.BREAKS, problem, *held) == 0


def test_a_stretch_partly_idle_is_one_break() -> None:
    """Slots that do not count neither make nor divide a break."""
    idle = np.ones((1, 6), dtype=np.bool_)
    idle[0, 2] = False
    problem = build(
        [(0,), (0,)], num_slots=6, participants__idle=idle, levels=(Level.BREAKS,)
    )
    assert value_of(Level.BREAKS, problem, (0, 0, 0), (1, 4, 0)) == 1


def test_risk_is_value_times_the_worst_chance() -> None:
    """Whoever is likeliest to be late counts."""
    late = np.zeros((3, 4), dtype=np.int64)
    late[:, 0] = 100, 300, 50
    problem = build(
        [(0, 1), (0, 2)],
        candidates__value=[5, 7],
        participants__late=late,
        levels=(Level.RISK,),
    )
    assert value_of(Level.RISK, problem, (0, 0, 0), (1, 1, 0)) == 1500
    assert value_of(Level.RISK, problem, (1, 0, 0)) == 700


def test_moves_over_gaps_but_not_over_rows() -> None:
    """From table to table of consecutive meetings, by the distance of zones."""
    problem = build(
        [(0, 1), (0, 2), (0, 1), (0, 2)],
        num_slots=6,
        num_tables=3,
        row=[0, 0, 0, 0, 1, 1],
        tables__zone=[0, 0, 1],
        tables__distance=[[1, 4], [4, 2]],
        tables__too_far=[[False, False], [False, False]],
    )
    # Participant 0 walks 0 -> 2 (4), 2 -> 1 (4); 1 walks 0 -> 1 (1).
    held = (0, 0, 0), (1, 1, 2), (2, 3, 1), (3, 4, 0)
    assert value_of(Level.MOVES, problem, *held) == 9


def test_nobody_walks_to_a_meeting_without_table() -> None:
    """A call between two tables hides the change."""
    problem = build([(0, 1), (0, 2), (0, 1)], options__table_set=[0, NO_TABLE, 0])
    assert value_of(Level.MOVES, problem, (0, 0, 0), (1, 1, -1), (2, 2, 1)) == 1


def test_changes_by_kind() -> None:
    """Kept, table changed, moved, dropped, added, and one that is free."""
    baseline = Baseline(
        candidate=np.arange(4),
        option=np.arange(4),
        slot=np.array([0, 1, 2, 3]),
        table=np.array([0, 0, 0, 0]),
        free=np.array([5]),
    )
    problem = build(
        [(0, 1)] * 6, num_slots=6, baseline=baseline, levels=(Level.CHANGES,)
    )
    held = (0, 0, 0), (1, 1, 1), (2, 4, 0), (4, 2, 0), (5, 5, 0)
    assert value_of(Level.CHANGES, problem, *held) == 1 + 3 + 10 + 1
