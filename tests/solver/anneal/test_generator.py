"""Random integers equal those of the published algorithms."""

from __future__ import annotations

import numpy as np

from solver.anneal.generator import below, seeded

MASK = 2**64 - 1


def reference(state: int) -> tuple[int, int]:
    """One step of xorshift64*, in Python's integers: (state, number)."""
    state ^= state >> 12
    state ^= (state << 25) & MASK
    state ^= state >> 27
    return state, state * 2685821657736338717 & MASK


def test_numbers_are_those_of_xorshift64_star() -> None:
    """The upper 32 bits, scaled to the bound."""
    random = seeded(5)
    state = int(random[0])
    for bound in (1, 2, 7, 1000, 2**31 - 1):
        state, number = reference(state)
        with np.errstate(over="ignore"):
            drawn = below.py_func(random, bound)  # type: ignore[attr-defined]
        assert drawn == ((number >> 32) * bound) >> 32
        assert int(random[0]) == state


def test_seeds_give_different_states_and_never_zero() -> None:
    """Zero would stay zero for good."""
    states = [int(seeded(seed)[0]) for seed in range(1000)]
    assert len(set(states)) == 1000
    assert min(states) > 0


def test_splitmix_starts_as_published() -> None:
    """The first number of splitmix64 from state 0 (Vigna's reference code)."""
    assert int(seeded(0)[0]) == 0xE220A8397B1DCDAF
