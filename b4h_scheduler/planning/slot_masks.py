"""Sets of slots as bits of one integer: slot 0 is the lowest bit.

Hundreds of thousands of options are made one by one; on so few slots the bits of an
integer are ten times faster than arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.ragged import BoolArray


def mask_of(slots: BoolArray) -> int:
    """Return the bits of bool[S]."""
    return int.from_bytes(np.packbits(slots, bitorder="little").tobytes(), "little")


def array_of(masks: Iterable[int], num_slots: int) -> BoolArray:
    """Return bool[N, S] of bits."""
    num_bytes = -(-num_slots // 8)
    rows = b"".join(mask.to_bytes(num_bytes, "little") for mask in masks)
    packed = np.frombuffer(rows, dtype=np.uint8).reshape(-1, num_bytes)
    bits = np.unpackbits(packed, axis=1, count=num_slots, bitorder="little")
    return bits.astype(np.bool_)
