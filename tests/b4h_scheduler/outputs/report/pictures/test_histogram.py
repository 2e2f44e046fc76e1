"""Bins of shares: nobody lost, small groups merged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4h_scheduler.outputs.report.pictures.histogram import bins, histogram


def test_shares_are_counted_in_tenths() -> None:
    """A bin holds its lower end; the last one holds 100 %, too."""
    found = bins([0.0, 0.05, 0.1, 0.95, 1.0])
    assert [b.people for b in found] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]


@given(
    st.lists(st.floats(0, 1, allow_nan=False), max_size=60),
    st.integers(0, 12),
)
def test_merged_bins_keep_everybody_and_hide_small_groups(
    shares: list[float], least: int
) -> None:
    """Bins cover 0 to 100 % without gaps; each holds none or at least the least."""
    found = bins(shares, least=least)
    if not shares or len(shares) < least:
        assert found == ()
        return
    assert sum(b.people for b in found) == len(shares)
    assert [b.people for b in found if 0 < b.people < least] == []
    ends = [found[0].low, *(b.high for b in found)]
    assert (ends[0], ends[-1]) == (0.0, 1.0)
    assert [b.low for b in found] == ends[:-1]


@pytest.mark.parametrize("median", [0.0, 0.3, 1.0, None])
def test_the_picture_tells_numbers_and_median(median: float | None) -> None:
    """Counts above the bars; the median is named, if there is one."""
    picture = histogram(bins([0.05, 0.07, 0.55]), median, noun="Delegates")
    assert ">2</text>" in picture
    assert ("median" in picture) == (median is not None)
