"""Edit a draft by hand: what an edit would do, and every rule that it would break.

Whether a plan is valid is said by the kernel's validator alone, on the whole plan.
Rules that a draft broke before an edit (the event changed since) forbid no edit; what
an edit would break anew does.
"""

from __future__ import annotations

from copy import copy
from itertools import islice
from typing import TYPE_CHECKING

from b4h_scheduler.planning.edit_words import EditWriter
from b4h_scheduler.planning.edits import (
    Checked,
    Drop,
    Laid,
    Put,
    Swap,
    Tried,
)
from b4h_scheduler.planning.encode import Encoder
from b4h_scheduler.planning.locks import lock_words, pair_name
from b4h_scheduler.planning.seats import Seats
from b4h_scheduler.sentence import Sentence, mark
from solver.result import Assignment
from solver.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.edits import Edit, Places
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.plans import Plan
    from solver.rules import Rule
    from solver.validate import Violation

_MOST_WAYS = 64
"""Combinations of people tried for one edit."""
_MOST_TRIED = 20_000
"""Edits of one state of a draft whose outcome is remembered."""


class Editor:
    """Checks edits of drafts of one event.

    Parameters
    ----------
    compiled : Compiled
        The event as it is now, without locks as rules.
    locks : sequence of Lock
        Edits that would break one that the draft keeps are refused.
    """

    def __init__(self, compiled: Compiled, locks: Sequence[Lock] = ()) -> None:
        self.compiled = compiled
        self.problem = compiled.problem
        self.encoder = Encoder(compiled)
        self.writer = EditWriter(compiled)
        self.locks = {lock.candidate: lock for lock in locks}
        self.slot_index = {slot.id: slot.index for slot in compiled.event.slots}

    def with_locks(self, locks: Sequence[Lock]) -> Editor:
        """Return this editor with other locks."""
        made = copy(self)
        made.locks = {lock.candidate: lock for lock in locks}
        return made

    def lay_out(self, plan: Plan, before: Laid | None = None) -> Laid:
        """Return a draft as the event can hold it now.

        Parameters
        ----------
        before : Laid, optional
            The draft in another state, which spares work.
        """
        assignment, gone = self.encoder.assignment(plan.meetings, before)
        return Laid(
            compiled=self.compiled,
            plan=plan,
            assignment=assignment,
            gone=tuple(each for each in gone if not each.meeting.is_pinned),
            carried=tuple(each.meeting for each in gone if each.meeting.is_pinned),
            broken=tuple(validate(self.problem, assignment)),
            meeting_of={meeting.candidate: meeting for meeting in plan.meetings},
        )

    def relaid(self, laid: Laid, plan: Plan, assignment: Assignment) -> Laid:
        """Return what `lay_out` gives for ``plan``, whose assignment is known."""
        return Laid(
            compiled=self.compiled,
            plan=plan,
            assignment=assignment,
            gone=(),
            carried=laid.carried,
            broken=tuple(validate(self.problem, assignment)),
            meeting_of={meeting.candidate: meeting for meeting in plan.meetings},
        )

    def broken_words(self, laid: Laid) -> tuple[str, ...]:
        """Return the rules that a draft breaks as it is, in words."""
        return self.writer.reasons(laid.broken, laid.assignment, frozenset())

    def check(self, laid: Laid, edit: Edit) -> Checked:
        """Return the draft with an edit made, and what forbids it."""
        named = self._named(edit)
        reason = self._why_untouchable(laid, edit, named)
        if reason:
            return Checked(laid.assignment, (reason,))
        numbers = frozenset(self.encoder.number[candidate] for candidate in named)
        tried = self._best(laid, edit)
        reasons = self.writer.reasons(tried.found, tried.assignment, numbers)
        reasons += self._locks_broken(laid, tried.assignment, named)
        return Checked(tried.assignment, reasons)

    def try_at(self, laid: Laid, candidate: int, slot: int, table: int) -> Tried:
        """Return the plan with a candidate at one table of the kernel.

        Of several combinations of people, the one that breaks the fewest rules.
        """
        tried = (
            self._tried(laid, ((candidate, option, slot, table),))
            for option in self.options(laid, candidate, slot)
        )
        return _fewest(tried)

    def try_slot(self, laid: Laid, candidate: int, slot: int) -> Tried:
        """Return the plan with a candidate in a slot at the table that suits best."""
        seats = Seats(self.problem, laid.assignment, slot, leaving=candidate)
        tried = (
            one
            for option in self.options(laid, candidate, slot)
            for one in self._at_tables(laid, candidate, option, seats)
        )
        return _fewest(tried)

    def _at_tables(
        self, laid: Laid, candidate: int, option: int, seats: Seats
    ) -> Iterator[Tried]:
        for table in seats.to_try(option):
            tried = self._tried(laid, ((candidate, option, seats.slot, table),))
            yield tried
            if tried.of_people:
                return

    def options(self, laid: Laid, candidate: int, slot: int) -> list[int]:
        """Return ways to hold a candidate in a slot: as now first, if possible.

        Where none is possible, the first, so that the validator says why.
        """
        start = self.problem.candidates.option_start
        own = range(int(start[candidate]), int(start[candidate + 1]))
        now = int(laid.assignment.option[candidate])
        possible = [o for o in own if self.problem.option_slots[o, slot]]
        possible.sort(key=lambda option: option != now)
        return possible or [now if now >= 0 else own[0]]

    def _named(self, edit: Edit) -> tuple[CandidateId, ...]:
        return (
            (edit.first, edit.second) if isinstance(edit, Swap) else (edit.candidate,)
        )

    def _why_untouchable(
        self, laid: Laid, edit: Edit, named: tuple[CandidateId, ...]
    ) -> str:
        """Return what keeps the edit from being looked at; empty: nothing."""
        for candidate in named:
            reason = self.why_fixed(laid, candidate) or self._why_absent(
                laid, edit, candidate
            )
            if reason:
                return reason
        if isinstance(edit, Put):
            if edit.slot not in self.slot_index:
                return mark("there is no such slot")
            if edit.table is not None and edit.table not in self.encoder.tables:
                return Sentence("there is no table {table}", table=edit.table)
        if isinstance(edit, Swap) and edit.first == edit.second:
            return mark("a meeting cannot swap with itself")
        return ""

    def why_fixed(self, laid: Laid, candidate: CandidateId) -> str:
        """Return why a candidate can be nowhere else; empty: it might."""
        meeting = laid.meeting_of.get(candidate)
        if meeting is not None and meeting.is_pinned:
            name = pair_name(self.compiled.event, meeting.sides)
            return Sentence("{name} has taken place: it stays as it was", name=name)
        if candidate not in self.encoder.number:
            return self.encoder.why_left_out(candidate)
        return ""

    def _why_absent(self, laid: Laid, edit: Edit, candidate: CandidateId) -> str:
        number = self.encoder.number[candidate]
        if not isinstance(edit, Put) and not laid.assignment.held[number]:
            return Sentence(
                "{pair} is not in this draft", pair=self.writer.pair(number)
            )
        return ""

    def _best(self, laid: Laid, edit: Edit) -> Tried:
        number = self.encoder.number
        if isinstance(edit, Drop):
            return self._tried(laid, ((number[edit.candidate], -1, -1, -1),))
        if isinstance(edit, Swap):
            return self._swapped(laid, number[edit.first], number[edit.second])
        candidate, slot = number[edit.candidate], self.slot_index[edit.slot]
        if edit.table is None:
            return self.try_slot(laid, candidate, slot)
        tables = self.encoder.tables[edit.table]
        return _fewest(self.try_at(laid, candidate, slot, t) for t in tables)

    def _swapped(self, laid: Laid, first: int, second: int) -> Tried:
        now = laid.assignment
        (slot1, table1), (slot2, table2) = (
            (int(now.slot[c]), int(now.table[c])) for c in (first, second)
        )
        ways = (
            ((first, one, slot2, table2), (second, other, slot1, table1))
            for one in self.options(laid, first, slot2)
            for other in self.options(laid, second, slot1)
        )
        return _fewest(self._tried(laid, way) for way in islice(ways, _MOST_WAYS))

    def _tried(self, laid: Laid, places: Places) -> Tried:
        """Return the plan with candidates at (option, slot, table); -1s: dropped."""
        now = laid.assignment
        option, slot, table = now.option.copy(), now.slot.copy(), now.table.copy()
        for candidate, *place in places:
            option[candidate], slot[candidate], table[candidate] = place
        plan = Assignment(option, slot, table)
        if places not in laid.tried:
            if len(laid.tried) >= _MOST_TRIED:
                laid.tried.clear()
            is_drop = all(place[1] < 0 for place in places)
            laid.tried[places] = tuple(self._anew(laid, plan, is_drop=is_drop))
        return Tried(plan, list(laid.tried[places]))

    def _anew(
        self, laid: Laid, plan: Assignment, *, is_drop: bool
    ) -> Iterator[Violation]:
        """Yield what the plan breaks anew; a drop makes no count worse."""
        before = {one if not is_drop else _where(one) for one in laid.broken}
        for one in validate(self.problem, plan):
            if (one if not is_drop else _where(one)) not in before:
                yield one

    def _locks_broken(
        self, laid: Laid, plan: Assignment, named: Iterable[CandidateId]
    ) -> tuple[str, ...]:
        """Locks that the draft keeps and the edit would break."""
        found = []
        for candidate in named:
            lock, number = self.locks.get(candidate), self.encoder.number[candidate]
            if lock is None or not self.keeps(laid.assignment, lock, number):
                continue
            if not self.keeps(plan, lock, number):
                found.append(self.lock_reason(lock, number))
        return tuple(found)

    def lock_reason(self, lock: Lock, number: int) -> str:
        """Return why a locked meeting stays."""
        name = self.writer.pair(number)
        return Sentence(
            "{name} is locked ({lock}): unlock it first",
            name=name,
            lock=lock_words(lock),
        )

    def broken_by(self, laid: Laid, other: Laid) -> tuple[str, ...]:
        """Return what another state of a draft loses or breaks, in words."""
        known = {each.meeting.candidate for each in laid.gone}
        event = self.compiled.event
        lost = tuple(
            Sentence(
                "{pair}: {reason}",
                pair=pair_name(event, each.meeting.sides),
                reason=each.reason,
            )
            for each in other.gone
            if each.meeting.candidate not in known
        )
        before = set(laid.broken)
        anew = [one for one in other.broken if one not in before]
        named = [c for c in self.locks if c in self.encoder.number]
        return (
            *lost,
            *self.writer.reasons(anew, other.assignment, frozenset()),
            *self._locks_broken(laid, other.assignment, named),
        )

    def keeps(self, plan: Assignment, lock: Lock, number: int) -> bool:
        """Whether a plan keeps a lock of a candidate of the problem."""
        if plan.option[number] < 0:
            return False
        places = self.compiled.places
        table = int(plan.table[number])
        where = None if table < 0 else places.id_of(table)
        slot = self.compiled.event.slots[int(plan.slot[number])]
        return lock.is_kept_at(slot.start, where)


def _fewest(tried: Iterable[Tried]) -> Tried:
    """Return the first without a fault, else the one with the fewest."""
    best: Tried | None = None
    for one in tried:
        if not one.found:
            return one
        if best is None or len(one.found) < len(best.found):
            best = one
    if best is None:
        raise TypeError("no way to make an edit was given")
    return best


def _where(one: Violation) -> tuple[Rule, int, int, int, int]:
    return one.rule, one.participant, one.slot, one.table, one.candidate
