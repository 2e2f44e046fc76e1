"""Slots as bits."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from b4h_scheduler.planning.slot_masks import array_of, mask_of


@given(st.lists(st.lists(st.booleans(), min_size=13, max_size=13), max_size=5))
def test_arrays_survive_the_way_through_masks(rows: list[list[bool]]) -> None:
    """Any set of slots, also of more than one byte."""
    masks = [mask_of(np.array(row, dtype=np.bool_)) for row in rows]
    assert array_of(masks, 13).tolist() == rows


def test_slot_zero_is_the_lowest_bit() -> None:
    """Shifting right by a slot asks for it."""
    assert mask_of(np.array([True, False, False, True])) == 0b1001
