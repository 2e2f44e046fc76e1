"""The meetings of a plan, laid out for the validator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.rules import Rule

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks, and where. Indices; -1 where none applies."""

    rule: Rule
    message: str
    participant: int = -1
    slot: int = -1
    table: int = -1
    candidate: int = -1


@dataclass(frozen=True, eq=False)
class Meetings:
    """Held candidates whose option, slot and table exist.

    Attributes
    ----------
    candidate, option, slot, table : int64[M]
    attendee, meeting : int64[A]
        One entry for each participant of each meeting; ``meeting`` is its index.
    """

    problem: Problem
    candidate: IntArray
    option: IntArray
    slot: IntArray
    table: IntArray
    attendee: IntArray
    meeting: IntArray

    def __len__(self) -> int:
        return len(self.candidate)

    @cached_property
    def attended_slot(self) -> IntArray:
        """int64[A]: the slot of each attendance."""
        return self.slot[self.meeting]

    @cached_property
    def load(self) -> IntArray:
        """int64[P, S]: meetings of each participant in each slot."""
        shape = (self.problem.num_participants, self.problem.num_slots)
        key = self.attendee * shape[1] + self.attended_slot
        return np.bincount(key, minlength=shape[0] * shape[1]).reshape(shape)

    @cached_property
    def busy(self) -> BoolArray:
        """bool[P, S]: the participant has a meeting in the slot."""
        return self.load > 0

    @cached_property
    def seat(self) -> IntArray:
        """int64[P, S]: the table of the participant's meeting, -1 without one."""
        seat = np.full(self.load.shape, -1, dtype=np.int64)
        seat[self.attendee, self.attended_slot] = self.table[self.meeting]
        return seat


def read_meetings(
    problem: Problem, plan: Assignment
) -> tuple[Meetings, list[Violation]]:
    """Take apart a plan; what makes no sense is a violation of `Rule.OPTION`.

    Raises
    ------
    ValueError
        The arrays do not have one entry for each candidate.
    """
    size = (problem.num_candidates,)
    for name in ("option", "slot", "table"):
        shape = getattr(plan, name).shape
        if shape != size:
            message = f"assignment.{name}: shape {shape} found, {size} expected"
            raise ValueError(message)
    start = problem.candidates.option_start
    is_held = plan.option != -1
    is_own = (plan.option >= start[:-1]) & (plan.option < start[1:])
    has_slot = (plan.slot >= 0) & (plan.slot < problem.num_slots)
    has_table = (plan.table >= -1) & (plan.table < problem.num_tables)
    is_blank = (plan.slot == -1) & (plan.table == -1)
    faults = []
    for c in np.flatnonzero(is_held & ~(is_own & has_slot & has_table)):
        found = f"option {plan.option[c]}, slot {plan.slot[c]}, table {plan.table[c]}"
        message = f"candidate {c} is held with {found}, one of which it cannot have"
        faults.append(Violation(Rule.OPTION, message, candidate=int(c)))
    for c in np.flatnonzero(~is_held & ~is_blank):
        message = f"candidate {c} is not held, yet has a slot or table"
        faults.append(Violation(Rule.OPTION, message, candidate=int(c)))
    held = np.flatnonzero(is_held & is_own & has_slot & has_table)
    option = plan.option[held]
    people = problem.options.participants.take(option)
    meetings = Meetings(
        problem,
        held,
        option,
        plan.slot[held],
        plan.table[held],
        people.items,
        people.rows,
    )
    return meetings, faults
