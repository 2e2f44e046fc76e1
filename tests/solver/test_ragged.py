"""Rows of different lengths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solver.ragged import Ragged

ROWS = st.lists(st.lists(st.integers(0, 99), max_size=4), max_size=9)


@given(ROWS)
def test_rows_come_back_as_tuples(rows: list[list[int]]) -> None:
    """Empty ones too, in their order."""
    assert Ragged.of(rows).tuples() == [tuple(row) for row in rows]
