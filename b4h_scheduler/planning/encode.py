"""A plan in the words of the event as the kernel's assignment: what `decode` undoes.

Events change after a plan was made. A meeting that the event cannot hold any more as
it was is told apart, with the reason; everything else is laid out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.planning.absence import absences
from b4h_scheduler.planning.candidates import wisher_and_wished
from b4h_scheduler.planning.carried import carry_over, take_out
from b4h_scheduler.planning.words import INELIGIBLE_WORDS
from b4h_scheduler.sentence import Sentence, listed, mark
from solver.problem import NO_TABLE
from solver.result import Assignment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.plans import Meeting

_NOT_TOGETHER = "these people may not meet in this combination any more"


@dataclass(frozen=True, slots=True)
class Gone:
    """A meeting that the event cannot hold any more as it was, and why."""

    meeting: Meeting
    reason: str


@dataclass(slots=True, eq=False)
class Encoder:
    """Finds the kernel's numbers of meetings of one event.

    Attributes
    ----------
    compiled : Compiled
    number : dict
        Candidates of the problem by id.
    slot_at : dict
        Slots by their start, in UTC.
    tables : dict
        The kernel's tables of each place.
    """

    compiled: Compiled
    number: dict[CandidateId, int] = field(init=False)
    _left_out: dict[CandidateId, int] = field(init=False)
    slot_at: dict[datetime, int] = field(init=False)
    tables: dict[str, list[int]] = field(init=False)
    _companions: dict[str, int] = field(init=False)
    _starts: list[int] = field(init=False)
    _people_of: list[tuple[int, ...]] = field(init=False)
    _table_set: list[int] = field(init=False)
    _is_open: list[list[bool]] = field(init=False)
    _sets: list[list[bool]] = field(init=False)

    def __post_init__(self) -> None:
        compiled, problem = self.compiled, self.compiled.problem
        in_problem = compiled.in_problem.tolist()
        self.number = {
            compiled.gathered[index].id: c for c, index in enumerate(in_problem)
        }
        self._left_out = {compiled.gathered[i].id: i for i in compiled.left_out}
        self.slot_at = {utc(s.start): s.index for s in compiled.event.slots}
        self.tables = {}
        for table, place in enumerate(compiled.places.place):
            self.tables.setdefault(place.id, []).append(table)
        self._companions = {
            agenda.companion.id: agenda.index
            for agenda in compiled.agendas.companions
            if agenda.companion is not None
        }
        # Arrays are slow to ask for one number at a time.
        self._starts = problem.candidates.option_start.tolist()
        self._people_of = problem.options.participants.tuples()
        self._table_set = problem.options.table_set.tolist()
        self._is_open = problem.tables.open.tolist()
        self._sets = problem.tables.sets.tolist()

    def assignment(
        self, meetings: Sequence[Meeting], before: Laid | None = None
    ) -> tuple[Assignment, tuple[Gone, ...]]:
        """Return the plan in numbers, and the meetings that are none of it.

        Parameters
        ----------
        before : Laid, optional
            The draft in another state: what is as it was there is taken over.
        """
        found = Assignment.empty(self.compiled.problem.num_candidates)
        taken: set[tuple[int, int]] = set()
        rest = meetings
        if before is not None:
            rest = self._carry_over(meetings, before, found)
            seated = found.table >= 0
            pairs = found.table[seated].tolist(), found.slot[seated].tolist()
            taken.update(zip(*pairs, strict=True))
            if any(self._would_sit_at(meeting, taken) for meeting in rest):
                return self.assignment(meetings)  # whoever comes first sits there
        gone = []
        for meeting in rest:
            reason = self._lay_out(meeting, found, taken)
            if reason:
                gone.append(Gone(meeting, reason))
        return found, tuple(gone)

    def _carry_over(
        self, meetings: Sequence[Meeting], before: Laid, into: Assignment
    ) -> list[Meeting]:
        """Enter the meetings that are as they were; return the others."""
        is_kept = carry_over(before, self.compiled, into).tolist()
        number, was = self.number, before.meeting_of
        unused = {c for c, kept in enumerate(is_kept) if kept}
        rest = []
        for meeting in meetings:
            candidate = number.get(meeting.candidate)
            is_same = was.get(meeting.candidate) is meeting
            if candidate is not None and is_same and candidate in unused:
                unused.remove(candidate)
            else:
                rest.append(meeting)
        take_out(into, unused)
        return rest

    def _would_sit_at(self, meeting: Meeting, taken: set[tuple[int, int]]) -> bool:
        slot = self.slot_at.get(utc(meeting.start))
        tables = self.tables.get(meeting.table or "", ())
        return slot is not None and any((each, slot) in taken for each in tables)

    def _lay_out(
        self, meeting: Meeting, into: Assignment, taken: set[tuple[int, int]]
    ) -> str:
        """Enter a meeting; return why it is impossible, or nothing."""
        candidate = self.number.get(meeting.candidate)
        if candidate is None:
            return self._why_not_in_problem(meeting)
        slot = self.slot_at.get(utc(meeting.start))
        if slot is None:
            return Sentence(
                "there is no slot at {moment} any more",
                moment=f"{meeting.start:%a %H:%M}",
            )
        option = None
        if all(companion in self._companions for companion in meeting.companions):
            option = self._option(candidate, self._people(meeting), slot)
        if option is None:
            event = self.compiled.event
            reasons = absences(event, meeting, event.slots[slot])
            return listed(reasons) or _NOT_TOGETHER
        table = self._table(meeting, option, slot, taken)
        if table is None:
            return self._why_no_table(meeting)
        taken.add((table, slot))
        into.option[candidate], into.slot[candidate] = option, slot
        into.table[candidate] = table
        return ""

    def _people(self, meeting: Meeting) -> tuple[int, ...]:
        """Participants by who attends; delegates who are not known are left out."""
        known = self.compiled.agendas.by_delegate
        people = [known[d].index for t in meeting.delegates for d in t if d in known]
        own = self._companions
        people += [own[c] for c in meeting.companions]
        return tuple(dict.fromkeys(people))

    def _option(self, candidate: int, people: tuple[int, ...], slot: int) -> int | None:
        allowed = self.compiled.problem.option_slots
        for option in range(self._starts[candidate], self._starts[candidate + 1]):
            if self._people_of[option] == people and allowed[option, slot]:
                return option
        return None

    def _table(
        self, meeting: Meeting, option: int, slot: int, taken: set[tuple[int, int]]
    ) -> int | None:
        table_set = self._table_set[option]
        if table_set == NO_TABLE:
            return NO_TABLE
        allowed = self._sets[table_set]
        for table in self.tables.get(meeting.table or "", ()):
            is_usable = self._is_open[table][slot] and allowed[table]
            if is_usable and (table, slot) not in taken:
                return table
        return None

    def _why_not_in_problem(self, meeting: Meeting) -> str:
        compiled = self.compiled
        slot = self.slot_at.get(utc(meeting.start))
        if slot is not None:
            reasons = absences(compiled.event, meeting, compiled.event.slots[slot])
            if reasons:
                return listed(reasons)
        return self.why_left_out(meeting.candidate)

    def why_left_out(self, candidate: CandidateId) -> str:
        """Return why a candidate is not in the problem."""
        index = self._left_out.get(candidate)
        if index is None:
            return mark("nobody wishes for this meeting any more")
        compiled = self.compiled
        sides = wisher_and_wished(compiled.event, compiled.gathered[index])
        wisher, wished = (
            compiled.event.organization_of[side.organization].name for side in sides
        )
        return Sentence(
            INELIGIBLE_WORDS[compiled.left_out[index]],
            wisher=wisher,
            wished=wished,
            who=wished if compiled.agendas.serving(sides[0]) else wisher,
            when="",
        )

    def _why_no_table(self, meeting: Meeting) -> str:
        if meeting.table is None:
            return mark("it was online, and needs a table now")
        if meeting.table in self.compiled.event.place_of:
            return Sentence(
                "table {table} cannot be used at {moment}",
                table=meeting.table,
                moment=f"{meeting.start:%a %H:%M}",
            )
        return Sentence("table {table} is not there any more", table=meeting.table)
