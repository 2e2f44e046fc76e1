"""Whether a meeting could change places with another one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.edits import Swap
from solver.rules import Rule
from solver.validate import Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from b4h_scheduler.domain.ids import CandidateId, SlotId
    from b4h_scheduler.planning.tries import Tries


class Swaps:
    """Says why one meeting cannot change places with others.

    Parameters
    ----------
    far : mapping
        By slot and table of the kernel: who could not walk there in time.
    """

    def __init__(
        self, tries: Tries, far: Mapping[tuple[int, int], tuple[str, ...]]
    ) -> None:
        self.tries, self._far = tries, far
        self.editor, self.laid = tries.editor, tries.laid
        self.number = tries.number

    def reasons(self, slot: SlotId, other: CandidateId) -> tuple[str, ...]:
        """Why two meetings cannot change places.

        What only a swap could lift is another meeting of the same people there: in a
        slot that is impossible for other reasons there is nothing to look at, nor where
        people of the other meeting are busy with a third one. The validator is asked
        about the few that are left.
        """
        people = self.tries.people_in_the_way(slot)
        second = self.editor.encoder.number[other]
        option = int(self.laid.assignment.option[second])
        theirs = set(self.editor.problem.options.participants[option].tolist())
        if people is not None and not people <= theirs:
            return self.tries.people_words(slot)
        far = self._too_far(slot, second, theirs)
        if far:
            return far
        busy = self._busy_with_others(second)
        if busy:
            edited = frozenset({second, *self.tries.own_number})
            return self.editor.writer.reasons(busy, self.laid.assignment, edited)
        return self.editor.check(self.laid, Swap(self.tries.candidate, other)).reasons

    def _too_far(self, slot: SlotId, second: int, theirs: set[int]) -> tuple[str, ...]:
        """Who of this meeting could not walk to the table of another one in time.

        Where both have people in common, the swap itself may bring them nearer.
        """
        number = self.number
        if number is None or len(self.tries.options(number, slot)) > 1:
            return ()
        option = int(self.laid.assignment.option[number])
        own = self.editor.problem.options.participants[option].tolist()
        if not theirs.isdisjoint(own):
            return ()
        table = int(self.laid.assignment.table[second])
        return self._far.get((self.editor.slot_index[slot], table), ())

    def _busy_with_others(self, second: int) -> list[Violation]:
        """Who of another meeting meets somebody else in the slot of this one."""
        plan, number = self.laid.assignment, self.number
        if number is None or plan.slot[second] == plan.slot[number]:
            return []
        slot = int(plan.slot[number])
        ways = self.editor.options(self.laid, second, slot)
        if len(ways) > 1:
            return []
        people = self.editor.problem.options.participants[ways[0]].tolist()
        return [
            Violation(Rule.CLASH, "busy with others", participant=each, slot=slot)
            for each in people
            if self._busy_then[each]
        ]

    @cached_property
    def _busy_then(self) -> NDArray[np.bool_]:
        """bool[P]: who has another meeting in the slot of this one.

        Without those who have two then anyway: that forbids no edit.
        """
        problem, plan = self.editor.problem, self.laid.assignment
        slot = -1 if self.number is None else int(plan.slot[self.number])
        then = np.flatnonzero(plan.held & (plan.slot == slot))
        who = problem.options.participants.take(plan.option[then[then != self.number]])
        busy = np.zeros(problem.num_participants, dtype=np.bool_)
        busy[who.items] = True
        for one in self.laid.broken:
            if one.participant >= 0 and one.slot == slot:
                busy[one.participant] = False
        return busy
