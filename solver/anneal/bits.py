"""Sets of slots as 64-bit words; the three instructions that numba does not offer."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

ZERO = np.uint64(0)
ONE = np.uint64(1)


def _unary(emit: Any) -> Any:
    def declare(context: Any, word: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
            return emit(builder, args[0])

        return types.int64(types.uint64), generate

    return intrinsic(declare)


count_ones = _unary(lambda builder, word: builder.ctpop(word))
"""Number of bits set in a word."""

lowest_one = _unary(
    lambda builder, word: builder.cttz(word, ir.Constant(ir.IntType(1), 1))
)
"""Index of the lowest bit set in a word that is not 0."""

highest_one = _unary(
    lambda builder, word: builder.sub(
        ir.Constant(ir.IntType(64), 63),
        builder.ctlz(word, ir.Constant(ir.IntType(1), 1)),
    )
)
"""Index of the highest bit set in a word that is not 0."""
