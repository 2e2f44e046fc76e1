"""Clauses, and counting by clauses: what the published encoding is built from.

Cardinality networks: Asin, Nieuwenhuis, Oliveras, Rodriguez-Carbonell, Constraints 16
(2011), doi 10.1007/s10601-010-9105-0. Commander encoding: Klieber and Kwon (2007).
Sequential counter: Sinz (2005), doi 10.1007/11564751_73.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUP = 3
"""Literals under one commander."""


@dataclass(slots=True)
class Clauses:
    """Hard clauses and soft literals of weight 1; literals as in DIMACS."""

    hard: list[list[int]] = field(default_factory=list)
    soft: list[int] = field(default_factory=list)
    num_variables: int = 0

    def new(self) -> int:
        """Return a new variable."""
        self.num_variables += 1
        return self.num_variables

    def add(self, *literals: int) -> None:
        """At least one of these holds."""
        self.hard.append(list(literals))

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Pairwise."""
        for one, other in combinations(literals, 2):
            self.add(-one, -other)

    def exactly_one(self, literals: Sequence[int]) -> None:
        """Commander encoding."""
        if len(literals) <= GROUP:
            self.add(*literals)
            self.at_most_one(literals)
            return
        commanders = []
        for first in range(0, len(literals), GROUP):
            group = literals[first : first + GROUP]
            commander = self.new()
            self.at_most_one(group)
            self.add(-commander, *group)
            for literal in group:
                self.add(commander, -literal)
            commanders.append(commander)
        self.exactly_one(commanders)

    def or_of(self, literals: Sequence[int]) -> int:
        """Return a variable that says whether one of these holds."""
        if len(literals) == 1:
            return literals[0]
        either = self.new()
        self.add(-either, *literals)
        for literal in literals:
            self.add(either, -literal)
        return either

    def at_most(self, literals: Sequence[int], most: int) -> None:
        """Sequential counter."""
        if len(literals) <= most:
            return
        if most == 0:
            for literal in literals:
                self.add(-literal)
            return
        before: list[int] = []
        for number, literal in enumerate(literals):
            if len(before) == most:
                self.add(-literal, -before[-1])
            if number == len(literals) - 1:
                return
            now = [self.new() for _ in range(min(number + 1, most))]
            self.add(-literal, now[0])
            for k, was in enumerate(before):
                self.add(-was, now[k])
                if k + 1 < len(now):
                    self.add(-was, -literal, now[k + 1])
            before = now

    def exactly(self, literals: Sequence[int], number: int) -> None:
        """By a cardinality network."""
        if len(literals) == number:
            for literal in literals:
                self.add(literal)
            return
        counted = self.counted(literals, number + 1)
        if number:
            self.add(counted[number - 1])
        self.add(-counted[number])

    def counted(self, literals: Sequence[int], most: int) -> list[int]:
        """Return outputs "at least 1", "at least 2", ... of a cardinality network.

        As many as ``most``, or as there are literals.
        """
        if not literals:
            return []
        size = 1
        while size < most:
            size *= 2
        inputs: list[int | None] = [*literals]
        inputs += [None] * (-len(inputs) % size)
        outputs = self._network(inputs, size)
        found = [literal for literal in outputs if literal is not None]
        return found[: min(most, len(literals))]

    def _network(self, inputs: list[int | None], size: int) -> list[int | None]:
        if len(inputs) == size:
            return self._sorted(inputs)
        first = self._network(inputs[:size], size)
        rest = self._network(inputs[size:], size)
        return self._merged(first, rest, keeps_all=False)[:size]

    def _sorted(self, inputs: list[int | None]) -> list[int | None]:
        if len(inputs) == 1:
            return inputs
        half = len(inputs) // 2
        halves = self._sorted(inputs[:half]), self._sorted(inputs[half:])
        return self._merged(*halves, keeps_all=True)

    def _merged(
        self, one: list[int | None], other: list[int | None], *, keeps_all: bool
    ) -> list[int | None]:
        """Odd-even merge; the simplified one has one output more than a half."""
        size = len(one)
        if size == 1:
            return [*self._comparator(one[0], other[0])]
        odd = self._merged(one[::2], other[::2], keeps_all=keeps_all)
        even = self._merged(one[1::2], other[1::2], keeps_all=keeps_all)
        merged = [odd[0]]
        pairs = size - 1 if keeps_all else size // 2
        for k in range(pairs):
            merged += self._comparator(odd[k + 1], even[k])
        if keeps_all:
            return [*merged, even[-1]]
        return merged[: size + 1]

    def _comparator(
        self, one: int | None, other: int | None
    ) -> tuple[int | None, int | None]:
        """Greater and lesser; None stands for false."""
        if one is None or other is None:
            return (other if one is None else one), None
        greater, lesser = self.new(), self.new()
        self.add(-one, greater)
        self.add(-other, greater)
        self.add(-greater, one, other)
        self.add(-lesser, one)
        self.add(-lesser, other)
        self.add(lesser, -one, -other)
        return greater, lesser
