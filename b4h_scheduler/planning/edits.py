"""Edits of a draft, a draft laid out for them, and what is found about one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.rules import Rule

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import CandidateId, SlotId, TableId
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.encode import Gone
    from b4h_scheduler.plans import Meeting, Plan
    from solver.result import Assignment
    from solver.validate import Violation

TABLE_RULES = frozenset(
    {
        Rule.TABLE_ALLOWED,
        Rule.TABLE_OPEN,
        Rule.TABLE_CLASH,
        Rule.TABLES_KEPT_FREE,
        Rule.ZONE_DISTANCE,
    }
)
"""Rules that another table of the same slot may keep."""
Places = tuple[tuple[int, int, int, int], ...]
"""Candidates with their option, slot and table of the kernel; -1s: not held."""


@dataclass(frozen=True, slots=True)
class Put:
    """Hold a meeting in a slot, whether it was held before or not.

    Attributes
    ----------
    table : TableId or None
        None: the one that suits best, or none if it needs none.
    """

    candidate: CandidateId
    slot: SlotId
    table: TableId | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """Two meetings take each other's slot and table."""

    first: CandidateId
    second: CandidateId


@dataclass(frozen=True, slots=True)
class Drop:
    """A meeting is not held any more."""

    candidate: CandidateId


Edit = Put | Swap | Drop


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A draft laid out on the event as it is now.

    Attributes
    ----------
    assignment : Assignment
        Of everything that the event can still hold as it was.
    gone : tuple of Gone
        The other meetings: they are released, with the reason.
    carried : tuple of Meeting
        Meetings that took place with people or tables that are gone; they stay.
    broken : tuple of Violation
        Rules that the assignment breaks as it is.
    tried : dict
        What edits were found to break, by where they put candidates.
    """

    compiled: Compiled
    plan: Plan
    assignment: Assignment
    gone: tuple[Gone, ...]
    carried: tuple[Meeting, ...]
    broken: tuple[Violation, ...]
    meeting_of: dict[CandidateId, Meeting]
    tried: dict[Places, tuple[Violation, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """The draft with an edit made, or every reason why it cannot be made."""

    assignment: Assignment
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """A plan that was looked at, and the rules that it breaks anew."""

    assignment: Assignment
    found: list[Violation]

    @property
    def of_people(self) -> bool:
        """Whether no other table would help."""
        return any(one.rule not in TABLE_RULES for one in self.found)


def different(before: Assignment, after: Assignment) -> list[int]:
    """Return the candidates that two plans hold differently."""
    is_same = (
        (before.option == after.option)
        & (before.slot == after.slot)
        & (before.table == after.table)
    )
    return np.flatnonzero(~is_same).tolist()
