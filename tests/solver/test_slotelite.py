"""The best points of several searches."""

import numpy as np

from solver.result import Assignment
from solver.slotelite import FIRST, SAME, SIZE, Elite
from solver.slotlp import Point
from solver.slotpenalty import Rounded


def _found(merit: float, at: float) -> Rounded:
    point = Point(np.array([at, 0.0]), np.array([at]))
    return Rounded(Assignment.empty(1), point, merit)


def _merits(elite: Elite) -> list[float]:
    return [each.merit for each in elite.best]


def test_the_best_are_kept() -> None:
    """The best first, no more than there is room for."""
    elite = Elite()
    for n in (3, 1, 5, 2, 4, 0):
        elite.add(_found(float(n), n * SAME))
    assert _merits(elite) == [5.0, 4.0, 3.0, 2.0][:SIZE]


def test_of_points_alike_the_better_one_is_kept() -> None:
    """Whichever came first."""
    elite = Elite()
    for merit, at in ((1.0, 0.0), (2.0, SAME / 2), (0.0, 2 * SAME)):
        elite.add(_found(merit, at))
    assert _merits(elite) == [2.0, 0.0]
    elite.add(_found(1.5, SAME / 4))
    assert _merits(elite) == [2.0, 0.0]


def test_nothing_begins_between_points_that_are_alike() -> None:
    """Nor before there are some."""
    random = np.random.Generator(np.random.PCG64(1))
    elite = Elite()
    for _ in range(FIRST):
        assert elite.start(random) is None
        elite.add(_found(1.0, 0.0))
    assert all(elite.start(random) is None for _ in range(50))


def test_a_start_lies_between_two_points() -> None:
    """In x and in multipliers, and mostly there is one."""
    random = np.random.Generator(np.random.PCG64(1))
    elite = Elite()
    for n in range(FIRST):
        elite.add(_found(float(n), n * SAME))
    starts = [elite.start(random) for _ in range(100)]
    between = [start for start in starts if start is not None]
    assert len(starts) > len(between) > len(starts) // 2
    least, most = elite.best[-1].point.x[0], elite.best[0].point.x[0]
    for start in between:
        assert least < start.x[0] < most
        assert start.x[0] == start.multipliers[0]
