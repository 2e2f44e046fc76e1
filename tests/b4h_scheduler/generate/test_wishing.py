"""Drawn wishes: distinct, as many as asked for, some returned."""

import numpy as np
import pytest

from b4h_scheduler.generate.wishing import FEW_SIDES, draw_wishes


def rng(seed: int = 0) -> np.random.Generator:
    """A generator of its own."""
    return np.random.Generator(np.random.PCG64(seed))


@pytest.mark.parametrize("num_sides", [12, FEW_SIDES + 1])
def test_wishes_are_distinct_pairs_of_two_sides(num_sides: int) -> None:
    """Nobody wishes for itself, no wish is drawn twice, the number is exact."""
    wishing = draw_wishes(rng(), num_sides, 60)
    pairs = set(zip(wishing.wisher.tolist(), wishing.wished.tolist(), strict=True))
    assert len(pairs) == len(wishing) == 60
    assert all(a != b for a, b in pairs)
    assert {int(p) for p in wishing.priority} == {1, 2, 3}


def test_half_of_all_pairs_can_be_drawn_and_no_more() -> None:
    """The documented limit is met exactly."""
    assert len(draw_wishes(rng(), 9, 36)) == 36
    with pytest.raises(ValueError, match="at most 36 are drawn"):
        draw_wishes(rng(), 9, 37)


def test_returned_wishes_make_pairs_mutual() -> None:
    """A third returned: far more mutual pairs than by chance."""

    def mutual(returned: float) -> int:
        wishing = draw_wishes(rng(3), 3_000, 9_000, skew=0.0, returned=returned)
        there = set(zip(wishing.wisher.tolist(), wishing.wished.tolist(), strict=True))
        return sum((b, a) in there for a, b in there)

    assert mutual(0.0) < 60
    assert mutual(1 / 3) >= 6_000


def test_skew_makes_few_popular() -> None:
    """The most popular tenth gets a larger part of the wishes with more skew."""

    def top_tenth(skew: float) -> int:
        wished = draw_wishes(rng(1), 1_000, 10_000, skew=skew).wished
        return int(np.sort(np.bincount(wished, minlength=1_000))[-100:].sum())

    assert top_tenth(0.0) < 1_900
    assert top_tenth(0.4) > 2_100
    assert top_tenth(0.8) > 3_000
