"""Where a meeting could go: every slot and table, each with what forbids it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.edits import Put
from b4h_scheduler.planning.seats import Seats
from b4h_scheduler.planning.swaps import Swaps
from b4h_scheduler.planning.tries import Tries
from solver.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.ids import CandidateId, SlotId, TableId
    from b4h_scheduler.planning.editing import Editor
    from b4h_scheduler.planning.edits import Laid, Tried


@dataclass(frozen=True, slots=True)
class Target:
    """A place for a meeting.

    Attributes
    ----------
    reasons : tuple of str
        Why the meeting cannot be put there; empty if it can.
    is_of_slot : bool
        No other table of the slot would help.
    is_own : bool
        It is there now.
    swap_with : CandidateId or None
        The meeting that is there, if the two might change places.
    swap_reasons : tuple of str or None
        Why they cannot; None: no meeting is there, or the own one is not held.
    """

    reasons: tuple[str, ...]
    is_of_slot: bool = False
    is_own: bool = False
    swap_with: CandidateId | None = None
    swap_reasons: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SlotTarget:
    """A slot for a meeting, at the table that suits best.

    Attributes
    ----------
    table : TableId or None
        That table, if the slot is possible and the meeting needs one.
    """

    slot: SlotId
    reasons: tuple[str, ...]
    is_own: bool
    table: TableId | None


class Finder:
    """Finds places for one meeting (or wish) of a draft."""

    def __init__(self, editor: Editor, laid: Laid, candidate: CandidateId) -> None:
        self.editor, self.laid, self.candidate = editor, laid, candidate
        self._tries = Tries(editor, laid, candidate)
        self.number = self._tries.number
        self._far: dict[tuple[int, int], tuple[str, ...]] = {}
        """By slot and table of the kernel: who could not walk there in time."""
        self._swaps = Swaps(self._tries, self._far)

    def slots(self, slots: Iterable[SlotId]) -> tuple[SlotTarget, ...]:
        """Return the slots, each with the best table or what forbids it."""
        return tuple(self._slot(slot) for slot in slots)

    def tables(self, slots: Iterable[SlotId]) -> dict[tuple[SlotId, TableId], Target]:
        """Return every table in the slots."""
        if self.number is None:
            return {}
        slots = tuple(slots)
        occupied = self._occupied(slots)
        found = {
            (slot, table): target
            for slot in slots
            for table, target in self._at(slot).items()
        }
        for place, other in occupied.items():
            if other != self.candidate and self._is_held:
                found[place] = replace(
                    found[place],
                    swap_with=other,
                    swap_reasons=self._swaps.reasons(place[0], other),
                )
        return found

    @property
    def _is_held(self) -> bool:
        return self.number is not None and bool(self.laid.assignment.held[self.number])

    def _slot(self, slot: SlotId) -> SlotTarget:
        checked = self.editor.check(self.laid, Put(self.candidate, slot))
        index = self.editor.slot_index[slot]
        if self.number is None:
            return SlotTarget(slot, checked.reasons, is_own=False, table=None)
        table = int(checked.assignment.table[self.number])
        return SlotTarget(
            slot,
            checked.reasons,
            is_own=bool(self.laid.assignment.slot[self.number] == index),
            table=None if table < 0 else self.editor.compiled.places.id_of(table),
        )

    def _at(self, slot: SlotId) -> dict[TableId, Target]:
        """Judge every table of a slot: tables that no rule tells apart at once."""
        editor, number = self.editor, self.number
        if number is None:
            return {}
        index = editor.slot_index[slot]
        best = self._tries.best(number, slot)
        fixed = editor.why_fixed(self.laid, self.candidate)
        if fixed or best.of_people:
            reasons = (fixed,) if fixed else self._tries.people_words(slot)
            told = {place.id: reasons for place in editor.compiled.places.place}
        else:
            told = self._by_table(number, index, int(best.assignment.option[number]))
        own = self._own_table(index)
        locked = self._locked(slot, told)
        return {
            table: Target(
                locked.get(table, ()) + reasons,
                is_of_slot=bool(fixed) or best.of_people or len(locked) == len(told),
                is_own=table == own,
            )
            for table, reasons in told.items()
        }

    def _by_table(
        self, number: int, slot: int, option: int
    ) -> dict[TableId, tuple[str, ...]]:
        editor, laid = self.editor, self.laid
        seats = Seats(editor.problem, laid.assignment, slot, leaving=number)
        told: dict[TableId, tuple[str, ...]] = {}
        groups = seats.alike(option, range(editor.problem.num_tables))
        for alike in groups.values():
            tried = editor.try_at(laid, number, slot, alike[0])
            is_far = any(one.rule is Rule.ZONE_DISTANCE for one in tried.found)
            for table in alike:
                moved = _moved(tried, number, alike[0], table)
                reasons = self._tries.words(moved)
                if is_far:
                    far = [x for x in moved.found if x.rule is Rule.ZONE_DISTANCE]
                    self._far[slot, table] = self._tries.words(
                        replace(moved, found=far)
                    )
                name = editor.compiled.places.id_of(table)
                # Of a home place's seats the best one counts.
                if name not in told or len(reasons) < len(told[name]):
                    told[name] = reasons
        return told

    def _own_table(self, slot: int) -> TableId | None:
        plan, number = self.laid.assignment, self.number
        if number is None or plan.slot[number] != slot or plan.table[number] < 0:
            return None
        return self.editor.compiled.places.id_of(int(plan.table[number]))

    def _locked(
        self, slot: SlotId, tables: Iterable[TableId]
    ) -> dict[TableId, tuple[str, ...]]:
        """Tables of a slot where the meeting's lock does not let it go."""
        lock = self.editor.locks.get(self.candidate)
        number = self.number
        if lock is None or number is None:
            return {}
        if not self.editor.keeps(self.laid.assignment, lock, number):
            return {}
        start = self.editor.compiled.event.slots[self.editor.slot_index[slot]].start
        words = (self.editor.lock_reason(lock, number),)
        return {t: words for t in tables if not lock.is_kept_at(start, t)}

    def _occupied(
        self, slots: tuple[SlotId, ...]
    ) -> dict[tuple[SlotId, TableId], CandidateId]:
        """The meeting at each table; none where several share a home place."""
        editor, plan = self.editor, self.laid.assignment
        held = np.flatnonzero(plan.held & (plan.table >= 0)).tolist()
        at: dict[tuple[SlotId, TableId], list[CandidateId]] = {}
        name = {editor.slot_index[slot]: slot for slot in slots}
        for c in held:
            slot = name.get(int(plan.slot[c]))
            if slot is not None:
                table = editor.compiled.places.id_of(int(plan.table[c]))
                candidate = editor.compiled.candidate(c).id
                at.setdefault((slot, table), []).append(candidate)
        return {place: found[0] for place, found in at.items() if len(found) == 1}


def _moved(tried: Tried, number: int, seen: int, table: int) -> Tried:
    """The same findings at another table that no rule tells apart."""
    if seen == table:
        return tried
    plan = tried.assignment
    tables = plan.table.copy()
    tables[number] = table
    found = [
        replace(one, table=table) if one.table == seen else one for one in tried.found
    ]
    return replace(tried, assignment=replace(plan, table=tables), found=found)
