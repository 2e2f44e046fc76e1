"""Random integers of our own, so that a seed gives the same plan for good.

xorshift64* (Vigna 2016, doi:10.1145/2845077), started by splitmix64.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.compiled import inner

if TYPE_CHECKING:
    from solver.anneal.model import WordArray

_MASK = 2**64 - 1
_A, _B, _C = np.uint64(12), np.uint64(25), np.uint64(27)
_FACTOR = np.uint64(2685821657736338717)
_HALF = np.uint64(32)


def seeded(seed: int) -> WordArray:
    """uint64[1]: the state of a generator."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return np.array([(mixed ^ (mixed >> 31)) or 1], dtype=np.uint64)


@inner
def below(random: WordArray, bound: int) -> int:
    """Draw an integer in ``0..bound - 1`` (``bound`` below 2**31)."""
    word = random[0]
    word ^= word >> _A
    word ^= word << _B
    word ^= word >> _C
    random[0] = word
    high = (word * _FACTOR) >> _HALF
    return np.int64((high * np.uint64(bound)) >> _HALF)  # type: ignore[return-value]
