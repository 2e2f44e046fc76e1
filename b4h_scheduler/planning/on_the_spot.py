"""When and where two people who agree on the spot can meet, beside a plan that stands.

What fits is said by what editors of drafts ask, too (`editing`), and so by the kernel's
validator on the whole plan. Two things are other than there: tables that are kept free
for the help desk may be used, for it is the help desk that asks; and meetings of the
plan that have become impossible keep people and tables until somebody decides.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import utc
from b4h_scheduler.planning.agreement import (
    agreement,
    basis_with,
    basis_without,
    engaged,
    slots_at,
)
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.planning.decode import MeetingWriter
from b4h_scheduler.planning.edited import edited_to
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.edits import TABLE_RULES, Put
from b4h_scheduler.planning.prospects import BARRED
from b4h_scheduler.planning.seats import Seats
from b4h_scheduler.planning.words import agenda_name
from b4h_scheduler.sentence import Sentence, mark
from solver.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from b4h_scheduler.domain.ids import DelegateId, SlotId, TableId
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.domain.wishes import Wish
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.edits import Laid, Tried
    from b4h_scheduler.plans import Meeting, Plan
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.validate import Violation

_AWAY = mark("{who} is not there")
_ENGAGED = mark("{who} has another meeting")


@dataclass(frozen=True, slots=True)
class Spot:
    """A slot to come, with the tables where the two can meet then.

    Attributes
    ----------
    tables : tuple of TableId or None
        The one that suits best first; None: online.
    reasons : tuple of str
        Why there is none; who else is met is not said.
    """

    slot: Slot
    tables: tuple[TableId | None, ...] = ()
    reasons: tuple[str, ...] = ()


class OnTheSpot:
    """Two people of an event who agree to meet.

    Parameters
    ----------
    basis : Basis
        Of the event as it is.
    plan : Plan
        That stands.
    moment
        Nothing is put where it would have begun.
    missed
        Meetings that did not take place: id and start in UTC.
    compiler : Compiler, optional
        That compiled the event before.

    Attributes
    ----------
    meeting : Meeting or None
        The two sides meet already; then there are no spots.
    missed : Meeting or None
        They should have met and did not: what is put takes its place.
    why_not : str
        Why they cannot meet at all; empty: they might.

    Raises
    ------
    PlanningError
        The event has no place to meet.
    """

    def __init__(
        self,
        basis: Basis,
        plan: Plan,
        first: DelegateId,
        second: DelegateId,
        moment: datetime,
        missed: Collection[tuple[str, datetime]] = (),
        *,
        compiler: Compiler | None = None,
    ) -> None:
        found = agreement(basis.event, plan, first, second, missed)
        self.wish, self.meeting = found.wish, found.meeting
        self.missed = found.missed
        self.plan, self.moment = plan, moment
        rest = tuple(m for m in plan.meetings if m is not found.missed)
        plan = plan.model_copy(update={"meetings": rest})
        self._rest = rest
        with_it = basis_with(basis, self.wish)
        self.event = with_it.event
        compiler = compiler or Compiler()
        self.editor, self.laid = _laid(compiler.compiled(with_it), plan, compiler)
        self.candidate = found.gathered.id
        self.number = self.editor.encoder.number.get(self.candidate)
        self.why_not = ""
        if self.number is None:
            left_out = self.editor.compiled.left_out
            gathered = self.editor.compiled.gathered
            index = next(i for i in left_out if gathered[i].id == self.candidate)
            self.why_not = BARRED[left_out[index]]
        self._engaged = engaged(self.event, basis.agendas, plan)

    def at(self, moment: datetime) -> OnTheSpot:
        """Return the same, asked at another moment."""
        found = copy(self)
        found.moment = moment
        return found

    def spots(self) -> tuple[Spot, ...]:
        """Return every slot that has not begun, with what is possible then."""
        if self.number is None or self.meeting is not None:
            return ()
        return tuple(
            self._spot(slot, self.number)
            for slot in self.event.slots
            if utc(slot.start) > utc(self.moment)
        )

    def why_not_at(self, slot: SlotId, table: TableId | None) -> tuple[str, ...]:
        """Return what forbids this slot and table; nothing: it is possible."""
        if self.number is None:
            return (self.why_not,)
        known = {each.id: each for each in self.event.slots}
        if slot not in known or utc(known[slot].start) <= utc(self.moment):
            return (mark("the slot has begun, or is not there any more"),)
        if table is not None and table not in self.editor.encoder.tables:
            return (Sentence("there is no table {table}", table=table),)
        place = self.editor.slot_index[slot]
        tables = [-1] if table is None else self.editor.encoder.tables[table]
        tried = [
            self.editor.try_at(self.laid, self.number, place, each) for each in tables
        ]
        best = min(tried, key=lambda one: len(one.found))
        return tuple(self._words(best, place, is_of_table=True))

    def plan_with(self, slot: SlotId, table: TableId | None) -> Plan:
        """Return the plan with the meeting, and everything else as it stands.

        One that the two missed is not in it any more.

        Raises
        ------
        ValueError
            It is not possible there.
        """
        checked = self.editor.check(self.laid, Put(self.candidate, slot, table))
        if checked.reasons or self.number is None:
            message = f"not possible: {'; '.join(checked.reasons) or self.why_not}"
            raise ValueError(message)
        compiled = self.editor.compiled
        writer = MeetingWriter(compiled, checked.assignment)
        meeting = writer.meeting(self.number, is_pinned=False)
        meeting = meeting.model_copy(update={"is_booked": True})
        held = (*self._rest, meeting)
        return _as_it_stands(compiled, self.laid, checked.assignment, held)

    def _spot(self, slot: Slot, number: int) -> Spot:
        tried = self.editor.try_slot(self.laid, number, slot.index)
        if tried.found:
            return Spot(slot, reasons=tuple(self._words(tried, slot.index)))
        best = int(tried.assignment.table[number])
        if best < 0:
            return Spot(slot, (None,))
        option = int(tried.assignment.option[number])
        name = self.editor.compiled.places.id_of
        rest = sorted(self._tables(number, slot.index, option))
        return Spot(slot, tuple(dict.fromkeys(map(name, (best, *rest)))))

    def _tables(self, number: int, slot: int, option: int) -> Iterator[int]:
        """Yield the tables that are free: asked once of those no rule tells apart."""
        problem = self.editor.problem
        seats = Seats(problem, self.laid.assignment, slot, leaving=number)
        groups = seats.alike(option, range(problem.num_tables))
        for kind, alike in groups.items():
            if not kind.is_allowed or not kind.is_open or kind.is_taken:
                continue
            if not self.editor.try_at(self.laid, number, slot, alike[0]).found:
                yield from alike

    def _words(
        self, tried: Tried, slot: int, *, is_of_table: bool = False
    ) -> Iterator[str]:
        """Yield what stands in the way, each sentence once.

        Parameters
        ----------
        is_of_table
            One table was asked for: say what is the matter with it.
        """
        people = [one for one in tried.found if one.rule not in TABLE_RULES]
        told = (
            mark("no table is free")
            if one.rule in TABLE_RULES and not is_of_table
            else self._sentence(one, slot, tried)
            for one in people or tried.found
        )
        yield from dict.fromkeys(told)

    def _sentence(self, one: Violation, slot: int, tried: Tried) -> str:
        if one.rule in {Rule.AVAILABLE, Rule.CLASH}:
            agenda = self.editor.compiled.agendas.all[one.participant]
            is_engaged = self._engaged.get(one.participant, 0) >> slot & 1
            words = _ENGAGED if is_engaged or one.rule is Rule.CLASH else _AWAY
            return Sentence(words, who=agenda_name(self.event, agenda))
        own = frozenset(() if self.number is None else (self.number,))
        return self.editor.writer.reasons([one], tried.assignment, own)[0]


def plan_without(
    basis: Basis,
    plan: Plan,
    meeting: Meeting,
    wish: Wish | None,
    compiler: Compiler | None = None,
) -> Plan:
    """Return the plan without a meeting that was agreed, all else as it stands.

    Parameters
    ----------
    wish
        The agreement, which ends with it; None: it ended already.
    compiler : Compiler, optional
        That compiled the event before.
    """
    basis = basis if wish is None else basis_without(basis, wish)
    compiler = compiler or Compiler()
    compiled = compiler.compiled(basis)
    rest = tuple(each for each in plan.meetings if each.id != meeting.id)
    plan = plan.model_copy(update={"meetings": rest})
    laid = compiler.laid = Editor(compiled).lay_out(plan, compiler.laid)
    return _as_it_stands(compiled, laid, laid.assignment, rest)


def _as_it_stands(
    compiled: Compiled, laid: Laid, after: Assignment, meetings: Iterable[Meeting]
) -> Plan:
    """Return an edited plan with exactly these meetings, also impossible ones."""
    ordered = sorted(meetings, key=lambda m: (utc(m.start), m.table or "", m.id))
    with collector_paused():
        made = edited_to(compiled, laid, after, tuple(ordered), is_same_data=False)
    held = {each.candidate for each in ordered}
    unmet = tuple(u for u in made.unmet if u.candidate.id not in held)
    return made.model_copy(update={"unmet": unmet})


def _laid(compiled: Compiled, plan: Plan, compiler: Compiler) -> tuple[Editor, Laid]:
    """Return the plan on the event, with what became impossible in nobody's way."""
    problem = _for_the_desk(compiled.problem)
    editor = Editor(replace(compiled, problem=problem))
    laid = compiler.laid = editor.lay_out(plan, compiler.laid)
    left = [*(each.meeting for each in laid.gone), *laid.carried]
    if not left:
        return editor, laid
    problem = _closed(compiled, problem, left)
    editor = Editor(replace(compiled, problem=problem))
    return editor, editor.lay_out(plan)


def _for_the_desk(problem: Problem) -> Problem:
    """Return the problem in which no table is kept free."""
    none = np.zeros_like(problem.tables.spare)
    return replace(problem, tables=replace(problem.tables, spare=none))


def _closed(compiled: Compiled, problem: Problem, left: list[Meeting]) -> Problem:
    """Return the problem in which people and tables of these meetings are taken."""
    can, is_open = problem.participants.can.copy(), problem.tables.open.copy()
    companions = {
        agenda.companion.id: agenda.index
        for agenda in compiled.agendas.companions
        if agenda.companion is not None
    }
    known = compiled.agendas.by_delegate
    for meeting in left:
        slots = slots_at(compiled.event, meeting)
        then = [s.index for s in compiled.event.slots if slots >> s.index & 1]
        people = {
            known[d].index for team in meeting.delegates for d in team if d in known
        }
        people |= {companions[c] for c in meeting.companions if c in companions}
        for slot in then:
            can[list(people), slot] = False
            seats = compiled.places.tables_of(meeting.table)
            free = [table for table in seats if is_open[table, slot]]
            is_open[free[:1], slot] = False
    return replace(
        problem,
        participants=replace(problem.participants, can=can),
        tables=replace(problem.tables, open=is_open),
    )
