"""A convenient way to write a `Problem` by hand: add things, then build.

model = Model(num_slots=4)
ann, ben = model.add_participant(), model.add_participant(can=[0, 1])
model.add_table()
model.add_candidate([ann, ben], value=5)
problem = model.build()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import DEFAULT_LEVELS, Level
from solver.problem import (
    NO_TABLE,
    UNLIMITED,
    Candidates,
    Options,
    Participants,
    Problem,
    Slots,
    Tables,
    Targets,
)
from solver.ragged import BoolArray, Ragged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class _Person:
    can: BoolArray
    most: int
    least: int
    longest_run: int


@dataclass(frozen=True, slots=True)
class _Meeting:
    value: int
    is_promised: bool
    is_mandatory: bool
    options: tuple[tuple[int, ...], ...]
    needs_table: bool


@dataclass(slots=True)
class Model:
    """A problem in the making: one common pool of tables, rows of equal slots.

    Parameters
    ----------
    num_slots : int
        Slots in all.
    rows : sequence of int, optional
        Slots of each row (day); one row if not given.
    """

    num_slots: int
    rows: Sequence[int] = ()
    _people: list[_Person] = field(default_factory=list)
    _meetings: list[_Meeting] = field(default_factory=list)
    _tables: list[BoolArray] = field(default_factory=list)
    _targets: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)

    def add_participant(
        self,
        *,
        can: Iterable[int] | None = None,
        most: int = UNLIMITED,
        least: int = 0,
        longest_run: int = UNLIMITED,
    ) -> int:
        """Add an agenda and return its index.

        ``can``: slots in which it can meet (all if not given); ``longest_run``: most
        meetings without a free slot between them.
        """
        self._people.append(_Person(self._slots(can), most, least, longest_run))
        return len(self._people) - 1

    def add_table(self, *, closed: Iterable[int] = ()) -> int:
        """Add a table and return its index; ``closed``: slots it is not open in."""
        self._tables.append(~self._slots(closed))
        return len(self._tables) - 1

    def add_candidate(
        self,
        *options: Sequence[int],
        value: int = 1,
        is_promised: bool = False,
        is_mandatory: bool = False,
        needs_table: bool = True,
    ) -> int:
        """Add a possible meeting and return its index.

        Each option is the participants of one way to hold it.
        """
        people = tuple(tuple(option) for option in options)
        self._meetings.append(
            _Meeting(value, is_promised, is_mandatory, people, needs_table)
        )
        return len(self._meetings) - 1

    def add_target(
        self, amount: int, candidates: Sequence[int], *, weight: int = 1
    ) -> int:
        """Ask for ``amount`` of these candidates; each one missing costs ``weight``."""
        self._targets.append((amount, weight, tuple(candidates)))
        return len(self._targets) - 1

    def build(self, levels: tuple[Level, ...] = DEFAULT_LEVELS) -> Problem:
        """Return the index data for `solver.solve`.

        Raises
        ------
        ProblemError
            Something added refers to what does not exist.
        """
        row = np.repeat(np.arange(len(self.rows) or 1), self.rows or [self.num_slots])
        people = self._people
        num_rows = len(self.rows) or 1
        can = np.array([p.can for p in people], dtype=np.bool_)
        can = can.reshape(len(people), self.num_slots)
        zeros = np.zeros((len(people), num_rows), dtype=np.int64)
        return Problem(
            slots=Slots(
                row=row.astype(np.int64),
                rest_after=np.zeros(self.num_slots, dtype=np.bool_),
                length=np.ones(self.num_slots, dtype=np.int64),
            ),
            participants=Participants(
                can=can,
                idle=can,
                most=_ints(p.most for p in people),
                most_row=zeros + UNLIMITED,
                least=_ints(p.least for p in people),
                least_weight=np.ones(len(people), dtype=np.int64),
                least_row=zeros,
                longest_run=_ints(p.longest_run for p in people),
                most_breaks=_ints(UNLIMITED for _ in people),
                late=np.zeros(can.shape, dtype=np.int64),
            ),
            candidates=self._candidates(),
            options=self._options(),
            tables=self._pool(),
            slot_sets=np.ones((1, self.num_slots), dtype=np.bool_),
            targets=self._compiled_targets(),
            levels=levels,
        )

    def _slots(self, chosen: Iterable[int] | None) -> BoolArray:
        mask = np.full(self.num_slots, chosen is None, dtype=np.bool_)
        mask[list(chosen or ())] = True
        return mask

    def _candidates(self) -> Candidates:
        meetings = self._meetings
        start = np.cumsum([0, *(len(meeting.options) for meeting in meetings)])
        return Candidates(
            value=_ints(meeting.value for meeting in meetings),
            mandatory=np.array([m.is_mandatory for m in meetings], dtype=np.bool_),
            promised=np.array([m.is_promised for m in meetings], dtype=np.bool_),
            option_start=start.astype(np.int64),
        )

    def _options(self) -> Options:
        options = [(o, m.needs_table) for m in self._meetings for o in m.options]
        pool = 0 if self._tables else NO_TABLE
        return Options(
            participants=Ragged.of(people for people, _ in options),
            slot_set=np.zeros(len(options), dtype=np.int64),
            table_set=_ints(pool if needs else NO_TABLE for _, needs in options),
            home_set=_ints(NO_TABLE for _ in options),
            groups=Ragged.empty(len(options)),
        )

    def _pool(self) -> Tables:
        num = len(self._tables)
        is_open = np.array(self._tables, dtype=np.bool_).reshape(num, self.num_slots)
        return Tables(
            open=is_open,
            zone=np.zeros(num, dtype=np.int64),
            sets=np.ones((1, num), dtype=np.bool_),
            spare=np.zeros(1, dtype=np.int64),
            distance=np.ones((1, 1), dtype=np.int64),
            too_far=np.zeros((1, 1), dtype=np.bool_),
        )

    def _compiled_targets(self) -> Targets:
        start = np.cumsum([0, *(len(meeting.options) for meeting in self._meetings)])
        members = (
            [o for c in candidates for o in range(start[c], start[c + 1])]
            for _, _, candidates in self._targets
        )
        return Targets(
            amount=_ints(amount for amount, _, _ in self._targets),
            weight=_ints(weight for _, weight, _ in self._targets),
            options=Ragged.of(members),
        )


def _ints(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, dtype=np.int64)
