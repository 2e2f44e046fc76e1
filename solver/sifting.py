"""Large programs: solve them on the columns that matter, and check the rest.

With prices close to the right ones, most columns are clearly held or clearly not; they
are fixed, the small program that is left is solved, and its prices are tried on all
columns (Bixby et al. 1992, doi:10.1287/opre.40.5.885). Columns they contradict are
set free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.program import packing_blocks
from solver.turned import Start, solve_from

if TYPE_CHECKING:
    from solver.linear import FloatArray, LinearProgram, LinearSolution
    from solver.program import Blocks
    from solver.ragged import BoolArray, IntArray

FROM_COLUMNS = 40_000
"""Programs with fewer columns are solved as a whole."""
_FREE_SHARE = 0.15
"""Columns that are free at least, those closest to being indifferent."""
_SWEEPS = 12
_TOLERANCE = 1e-7
_ROW_TOLERANCE = 1e-5


def guess_prices(
    program: LinearProgram, blocks: Blocks, candidate: IntArray, num_candidates: int
) -> FloatArray:
    """Prices of capacities and demands by coordinate descent; other rows have none."""
    from solver.guess_kernel import Rows, descend, empty_scratch  # noqa: PLC0415

    capacities = [
        one.first + np.arange(len(one.keys)) for one in packing_blocks(blocks)
    ]
    demands = [
        one.first + np.arange(len(one.keys))
        for one in blocks.counts
        if np.isfinite(program.lower[one.first : one.first + len(one.keys)]).all()
    ]
    chosen = np.concatenate([*capacities, *demands]).astype(np.int64)
    is_least = np.arange(len(chosen)) >= sum(len(one) for one in capacities)
    limit = np.where(is_least, program.lower[chosen], program.upper[chosen])
    part = program.matrix[chosen]
    rows = Rows(
        start=part.indptr.astype(np.int64),
        member=part.indices.astype(np.int64),
        limit=np.rint(limit).astype(np.int64),
        is_least=is_least,
        first=np.searchsorted(candidate, np.arange(num_candidates + 1)),
        candidate=candidate,
    )
    price = np.zeros(len(chosen))
    num = len(candidate)
    reduced = program.gain[:num].copy()
    reduced[program.most[:num] == 0] = -np.inf
    reduced[program.least[:num] > 0] = np.inf
    scratch = empty_scratch(rows.start)
    for _ in range(_SWEEPS):
        if descend(rows, price, reduced, scratch, 1) == 0.0:
            break
    guess = np.zeros(len(program.upper))
    guess[chosen] = price
    return guess


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """Where columns stand at some prices.

    Attributes
    ----------
    distance : float64[n]
        By how much a column is better where it stands.
    near : bool[n]
        Close to being indifferent.
    base : int64[C]
        The column of a candidate with several that is held, or -1.
    x : float64[n]
        The better bound of each column; indifferent ones are held while there is room.
    """

    distance: FloatArray
    near: BoolArray
    base: IntArray
    x: FloatArray


class Sifter:
    """A program with ``n`` columns of candidates first; other columns are always free.

    Parameters
    ----------
    candidate : int64[n]
        Never falling.
    """

    def __init__(
        self, program: LinearProgram, blocks: Blocks, candidate: IntArray
    ) -> None:
        self.program = program
        self.candidate = candidate
        self.num = len(candidate)
        keys = blocks.candidates.keys
        self.own_rows = blocks.candidates.first + np.arange(len(keys))
        self.own_keys = keys
        self.transposed = program.matrix.T.tocsr()
        several = np.zeros(int(candidate.max(initial=-1)) + 1, dtype=np.bool_)
        several[keys] = True
        self.in_row = several[candidate]
        self.must = np.zeros(len(several), dtype=np.bool_)
        self.must[keys] = program.lower[self.own_rows] > 0
        self.possible = (program.most > program.least)[: self.num]

    def stand(self, price: FloatArray) -> Stand:
        """Tell columns that these prices decide from those that they do not."""
        reduced = self._reduced(price)
        best = self._best(reduced, self.possible)
        lead = best[self.candidate] - reduced
        is_worth = (best > 0) | (self.must & np.isfinite(best))
        base = np.full(len(best), -1, dtype=np.int64)
        first = np.flatnonzero(
            self.in_row & self.possible & (lead == 0) & is_worth[self.candidate]
        )[::-1]
        base[self.candidate[first]] = first
        is_base = np.zeros(self.num, dtype=np.bool_)
        is_base[base[base >= 0]] = True
        distance = np.where(self.in_row & ~is_base, lead, np.abs(reduced))
        distance[is_base & self.must[self.candidate]] = np.inf
        distance[~self.possible] = np.inf
        want = min(self.num - 1, int(_FREE_SHARE * self.num))
        margin = float(np.partition(distance, want)[want])
        least, most = (
            side[: self.num] for side in (self.program.least, self.program.most)
        )
        held = (~self.in_row & (reduced > 0)) | is_base
        near = (distance <= margin) & self.possible
        x = np.where(held, most, least)
        self._fill(x, near & ~self.in_row & (np.abs(reduced) <= _TOLERANCE), price)
        return Stand(distance, near, base, x)

    def _fill(self, x: FloatArray, indifferent: BoolArray, price: FloatArray) -> None:
        """Hold indifferent columns where there is room, at rows with prices first."""
        from solver.guess_kernel import fill  # noqa: PLC0415  (loads numba)

        x[indifferent] = 0.0
        others = len(self.program.gain) - self.num
        room = self.program.upper - self.program.matrix @ np.append(x, np.zeros(others))
        columns = np.flatnonzero(indifferent)
        priced = (price > 0).astype(np.float64)
        uses = (self.transposed[columns] @ priced).astype(np.int64)
        order = columns[np.argsort(-uses, kind="stable")]
        start = self.transposed.indptr.astype(np.int64)
        fill(start, self.transposed.indices.astype(np.int64), room, order, x)

    def solve(
        self, free: BoolArray, stand: Stand, price: FloatArray
    ) -> LinearSolution | None:
        """Solve with columns but ``free`` (bool[n]) where they stand.

        Rows may be broken, at a large cost.
        """
        program, num = self.program, self.num
        others = np.arange(num, len(program.gain))
        is_base = np.zeros(num, dtype=np.bool_)
        is_base[stand.base[stand.base >= 0]] = True
        settled = np.zeros(len(program.upper), dtype=np.bool_)
        settled[self.own_rows] = stand.base[self.own_keys] >= 0
        own_free = price.copy()
        own_free[self.own_rows] = 0.0
        in_row = free & self.in_row & ~is_base
        start = Start(
            x=np.concatenate([np.where(in_row, 0.0, stand.x), np.zeros(len(others))]),
            price=own_free,
            moving=np.concatenate([np.flatnonzero(free & ~is_base), others]),
            leaving=np.flatnonzero(free & is_base & ~self.must[self.candidate]),
            base=np.concatenate([stand.base[self.candidate], np.full(len(others), -1)]),
            settled=settled,
        )
        solved = solve_from(program, self.transposed, start)
        if solved is not None:
            self._price_candidates(solved.price, solved.x, free)
        return solved

    def broken(self, x: FloatArray) -> BoolArray:
        """bool[m]: rows that these columns break."""
        activity = self.program.matrix @ x
        broken: BoolArray = (activity > self.program.upper + _ROW_TOLERANCE) | (
            activity < self.program.lower - _ROW_TOLERANCE
        )
        return broken

    def contradicted(
        self, solution: LinearSolution, free: BoolArray, stand: Stand
    ) -> BoolArray:
        """bool[n]: fixed columns that the prices, or broken rows, want otherwise.

        Where these are many (a broken row with many columns), the closest ones.
        """
        program, x = self.program, solution.x[: self.num]
        reduced = self._reduced(solution.price)
        own = np.zeros(len(self.must))
        own[self.own_keys] = solution.price[self.own_rows]
        over = reduced - own[self.candidate]
        taken = x > program.least[: self.num]
        wrong = np.zeros(len(program.gain), dtype=np.bool_)
        wrong[: self.num] = np.where(taken, over < -_TOLERANCE, over > _TOLERANCE)
        # A base may have changed to another column, and neither be worth holding.
        base = stand.base[stand.base >= 0]
        held = np.full(len(self.must), -np.inf)
        use = np.flatnonzero(free | (x > 0))
        np.maximum.at(held, self.candidate[use], reduced[use])
        owner = self.candidate[base]
        wrong[base[(held[owner] < -_TOLERANCE) & ~self.must[owner]]] = True
        broken = np.flatnonzero(self.broken(solution.x))
        wrong[program.matrix[broken].indices] = True
        found = np.flatnonzero(wrong[: self.num] & ~free & self.possible)
        most = max(1, int(_FREE_SHARE * self.num))
        if len(found) > most:
            closest = np.argpartition(stand.distance[found], most)[:most]
            found = found[closest]
        result = np.zeros(self.num, dtype=np.bool_)
        result[found] = True
        return result

    def _price_candidates(
        self, price: FloatArray, x: FloatArray, free: BoolArray
    ) -> None:
        """Price candidate rows by the best column that is free or held (in place)."""
        reduced = self._reduced(price)
        best = self._best(reduced, free | (x[: self.num] > 0))
        own = np.where(np.isfinite(best), best, 0.0)
        price[self.own_rows] = own[self.own_keys]

    def _reduced(self, price: FloatArray) -> FloatArray:
        """float64[n]: gain less prices, without the prices of candidate rows."""
        others = price.copy()
        others[self.own_rows] = 0.0
        reduced: FloatArray = self.program.gain - self.transposed @ others
        return reduced[: self.num]

    def _best(self, reduced: FloatArray, among: BoolArray) -> FloatArray:
        """float64[C]: the best of each candidate, or 0 by not holding it."""
        best = np.where(self.must, -np.inf, 0.0)
        use = np.flatnonzero(among)
        np.maximum.at(best, self.candidate[use], reduced[use])
        return best
