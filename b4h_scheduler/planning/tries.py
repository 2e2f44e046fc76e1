"""What the rules say about one meeting in each slot, asked once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from b4h_scheduler.planning.edits import TABLE_RULES
from solver.rules import Rule

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import CandidateId, SlotId
    from b4h_scheduler.planning.editing import Editor
    from b4h_scheduler.planning.edits import Laid, Tried


class Tries:
    """One meeting (or wish) of a draft, tried in slots.

    Attributes
    ----------
    number : int or None
        The candidate's in the kernel; None: the rules of the event leave it out.
    """

    def __init__(self, editor: Editor, laid: Laid, candidate: CandidateId) -> None:
        self.editor, self.laid, self.candidate = editor, laid, candidate
        self.number = editor.encoder.number.get(candidate)
        self._best: dict[SlotId, Tried] = {}
        self._of_people: dict[SlotId, tuple[str, ...]] = {}

    @property
    def own_number(self) -> tuple[int, ...]:
        """The meeting's own number, where it has one."""
        return () if self.number is None else (self.number,)

    def options(self, number: int, slot: SlotId) -> list[int]:
        """Return the ways in which a meeting can be held then."""
        index = self.editor.slot_index[slot]
        return self.editor.options(self.laid, number, index)

    def best(self, number: int, slot: SlotId) -> Tried:
        """Return the meeting in a slot, at the table that suits best."""
        if slot not in self._best:
            index = self.editor.slot_index[slot]
            self._best[slot] = self.editor.try_slot(self.laid, number, index)
        return self._best[slot]

    def people_words(self, slot: SlotId) -> tuple[str, ...]:
        """Return what forbids a slot at whatever table."""
        if self.number is None:
            return ()
        if slot not in self._of_people:
            best = self.best(self.number, slot)
            people = [one for one in best.found if one.rule not in TABLE_RULES]
            self._of_people[slot] = self.words(replace(best, found=people))
        return self._of_people[slot]

    def people_in_the_way(self, slot: SlotId) -> set[int] | None:
        """Who is busy or away then, if the meeting has one way only to be held."""
        number = self.number
        if number is None or len(self.options(number, slot)) > 1:
            return None
        rules = {Rule.CLASH, Rule.AVAILABLE}
        found = self.best(number, slot).found
        return {one.participant for one in found if one.rule in rules}

    def words(self, tried: Tried) -> tuple[str, ...]:
        """Return findings as reasons."""
        edited = frozenset(self.own_number)
        return self.editor.writer.reasons(tried.found, tried.assignment, edited)
