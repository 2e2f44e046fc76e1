"""Arrays for compiled code are checked when they are handed over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from solver.arrays import Arrays, Ints, Longs, Words2
from solver.compiled import entry


@dataclass(frozen=True, eq=False)
class Sample(Arrays):
    """One array of each kind that elements are read from in their own way."""

    small: Ints
    large: Longs
    words: Words2


@entry([__file__])
def _mix(sample: Sample, k: int) -> int:
    sample.small[k] = sample.small[0] - 5
    sample.words[1, k] ^= np.uint64(2**63)
    sample.large[k] += len(sample.small) * sample.words.shape[1]
    return int(sample.small[k] + sample.large[k])


def test_elements_are_read_and_written_in_place() -> None:
    """Negative numbers of 32 bits, the top bit of 64, lengths and shapes."""
    sample = Sample(
        np.arange(3, dtype=np.int32),
        np.full(3, 2**40),
        np.zeros((2, 4), dtype=np.uint64),
    )
    assert _mix(sample, 2) == 2**40 + 12 - 5
    assert sample.small.tolist() == [0, 1, -5]
    assert sample.large.tolist() == [2**40, 2**40, 2**40 + 12]
    assert sample.words[1].tolist() == [0, 0, 2**63, 0]


@pytest.mark.parametrize(
    "small",
    [
        np.zeros(3, dtype=np.int64),
        np.zeros((3, 1), dtype=np.int32),
        np.zeros(6, dtype=np.int32)[::2],
    ],
)
def test_wrong_arrays_are_refused(small: np.ndarray) -> None:
    """Other type, other number of dimensions, gaps between elements."""
    message = r"^Sample\.small: int32 in 1 dimensions expected"
    with pytest.raises(TypeError, match=message):
        Sample(small, np.zeros(1, dtype=np.int64), np.zeros((1, 1), dtype=np.uint64))
