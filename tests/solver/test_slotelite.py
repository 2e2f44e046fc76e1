"""The best points of several searches."""

import numpy as np

from solver.result import Assignment
from solver.slotelite import FIRST, SAME, SIZE, Elite
from solver.slotlp import Point
from solver.slotshakes import Rounded

SIDE = 1_000
"""Columns of a point that no other has."""


def _found(value: int, at: int, share: float = 1.0) -> Rounded:
    """A point of its own; or one of which a share is another's."""
    x = np.zeros(10 * SIDE)
    x[at * SIDE : (at + 1) * SIDE] = share
    x[(at + 1) * SIDE : (at + 2) * SIDE] = 1.0 - share
    return Rounded(Assignment.empty(1), Point(x, x.copy()), value)


def _values(elite: Elite) -> list[int]:
    return [each.value for each in elite.best]


def _random() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(1))


def test_the_best_are_kept() -> None:
    """The best first, no more than there is room for."""
    elite = Elite()
    for n in (3, 1, 5, 2, 4, 0):
        elite.add(_found(n, n))
    assert _values(elite) == [5, 4, 3, 2][:SIZE]


def test_of_points_alike_the_better_one_is_kept() -> None:
    """Whichever came first; of two as good the latter."""
    elite = Elite()
    near = 1.0 - SAME / 2
    for value, at, share in ((1, 0, 1.0), (2, 0, near), (0, 5, 1.0)):
        elite.add(_found(value, at, share))
    assert _values(elite) == [2, 0]
    elite.add(_found(1, 0))
    assert _values(elite) == [2, 0]
    last = _found(2, 0)
    elite.add(last)
    assert _values(elite) == [2, 0]
    assert elite.best[0] is last


def test_no_search_begins_near_others_while_there_are_few() -> None:
    """Then most do; at the only point where all are alike."""
    elite, random = Elite(), _random()
    for _ in range(FIRST):
        assert elite.start(random) is None
        elite.add(_found(1, 0))
    starts = [elite.start(random) for _ in range(50)]
    at = [start for start in starts if start is not None]
    assert len(starts) > len(at) > len(starts) // 2
    assert all(start is elite.best[0].point for start in at)


def test_starts_are_points_or_lie_between_two() -> None:
    """In x and in multipliers."""
    elite, random = Elite(), _random()
    for n in range(FIRST):
        elite.add(_found(n, n))
    starts = [start for _ in range(200) if (start := elite.start(random)) is not None]
    known = [each.point for each in elite.best]
    assert {n for n, one in enumerate(known) for each in starts if each is one} == set(
        range(SIZE)
    )
    between = [each for each in starts if all(each is not one for one in known)]
    assert 0 < len(between) < len(starts) // 2
    for start in between:
        assert 0.0 < start.x.max() < 1.0
        assert (start.x == start.multipliers).all()
