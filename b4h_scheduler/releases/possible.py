"""Which meetings of a plan can still be held, by the event as it is now.

The kernel's validator decides, which shares no code with the search. What has begun
is a fact and is not asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.outputs.rule_words import RULE_HEADINGS
from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.planning.decode import decode, meeting_id, meetings_of
from b4h_scheduler.planning.words import agenda_name
from b4h_scheduler.sentence import Sentence, mark
from solver.result import Assignment, Result, Status
from solver.validate import validate

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.ids import MeetingId
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.plans import Meeting, Plan, RunRecord
    from solver.validate import Violation


@dataclass(frozen=True, slots=True)
class Impossible:
    """A meeting that cannot be held as it is planned, and why."""

    meeting: Meeting
    reason: str


@dataclass(frozen=True)
class Possible:
    """What of a plan can still be held.

    Attributes
    ----------
    meetings : tuple of Meeting
    lost : tuple of Impossible
        The rest.
    """

    meetings: tuple[Meeting, ...]
    lost: tuple[Impossible, ...]
    _compiled: Compiled
    _assignment: Assignment
    _run: RunRecord

    @cached_property
    def plan(self) -> Plan:
        """The meetings as a plan without a certificate: nothing is proven about it."""
        result = Result(Status.FEASIBLE, self._assignment)
        return decode(self._compiled, result, self._run, self.meetings)


def impossible(
    basis: Basis, plan: Plan, moment: datetime, compiler: Compiler | None = None
) -> tuple[Impossible, ...]:
    """Return the meetings to come that cannot be held as planned, in order of time.

    Parameters
    ----------
    compiler : Compiler, optional
        That compiled the event before.

    Raises
    ------
    PlanningError
        The event has no place to meet.
    """
    compiled = (compiler or Compiler()).compiled(basis, released=plan, now=moment)
    return _told(plan, _sifted(compiled, plan)[1])


def rewritten(
    before: Plan | None, plan: Plan, moment: datetime
) -> tuple[Impossible, ...]:
    """Return the meetings that a plan has otherwise than they have begun.

    Parameters
    ----------
    before
        What was released last; None: nothing, so nothing has begun.
    """
    if before is None:
        return ()
    begun = {m.id: m for m in before.meetings if utc(m.start) <= utc(moment)}
    now = {m.id: m for m in plan.meetings}
    found = [
        Impossible(
            meeting,
            Sentence(
                "it has begun as revision {revision} has it", revision=before.revision
            ),
        )
        for key, meeting in begun.items()
        if key not in now or _as_held(now[key]) != _as_held(meeting)
    ]
    found += [
        Impossible(meeting, mark("it would begin in the past"))
        for key, meeting in now.items()
        if key not in begun and utc(meeting.start) <= utc(moment)
    ]
    return tuple(found)


def _as_held(meeting: Meeting) -> tuple[object, ...]:
    return utc(meeting.start), meeting.table, meeting.delegates


def still_possible(
    basis: Basis, plan: Plan, moment: datetime, compiler: Compiler | None = None
) -> Possible:
    """Return what of a plan can still be held, and the rest.

    Where two meetings rule each other out, the later one is left.

    Parameters
    ----------
    compiler : Compiler, optional
        That compiled the event before.

    Raises
    ------
    PlanningError
        The event has no place to meet.
    """
    compiled = (compiler or Compiler()).compiled(basis, released=plan, now=moment)
    assignment, lost = _sifted(compiled, plan)
    meetings = meetings_of(compiled, assignment)
    return Possible(meetings, _told(plan, lost), compiled, assignment, plan.run)


def _sifted(compiled: Compiled, plan: Plan) -> tuple[Assignment, dict[MeetingId, str]]:
    """Return the meetings that are valid together, and why the others are not."""
    fixed = compiled.fixed
    if fixed is None:
        raise TypeError("compile the event with the plan that is examined")
    lost = dict(fixed.forced)
    assignment = Assignment.empty(compiled.problem.num_candidates)
    start = compiled.problem.candidates.option_start
    for kept in fixed.baseline:
        candidate = compiled.candidate(kept.candidate)
        if meeting_id(candidate.id) not in lost:
            option = int(start[kept.candidate]) + kept.way
            assignment.option[kept.candidate] = option
            assignment.slot[kept.candidate] = kept.slot
            assignment.table[kept.candidate] = kept.table
    known = {meeting.id for meeting in plan.meetings}
    while violations := validate(compiled.problem, assignment):
        before = len(lost)
        for violation in violations:
            candidate_index = _culprit(compiled, assignment, violation)
            if candidate_index is None:
                continue
            key = meeting_id(compiled.candidate(candidate_index).id)
            lost[key] = _reason(compiled, violation)
            for column in (assignment.option, assignment.slot, assignment.table):
                column[candidate_index] = -1
            break
        if len(lost) == before:
            message = f"no meeting stands behind a fault: {violations[0].message}"
            raise RuntimeError(message)
    return assignment, {key: why for key, why in lost.items() if key in known}


def _culprit(compiled: Compiled, plan: Assignment, violation: Violation) -> int | None:
    """Return the last meeting in time that a violation concerns and is no fact."""
    held = plan.held.nonzero()[0].tolist()
    pinned = set(
        compiled.problem.option_candidate[compiled.problem.pins.option].tolist()
    )
    found = [
        candidate
        for candidate in held
        if candidate not in pinned and _concerns(compiled, plan, violation, candidate)
    ]
    # Runs, limits and lunch name a slot that may hold none of the meetings.
    return max(
        found,
        key=lambda c: (plan.slot[c] == violation.slot, int(plan.slot[c]), c),
        default=None,
    )


def _concerns(
    compiled: Compiled, plan: Assignment, violation: Violation, candidate: int
) -> bool:
    if violation.candidate >= 0:
        return candidate == violation.candidate
    if violation.participant >= 0:
        people = compiled.problem.options.participants[int(plan.option[candidate])]
        return violation.participant in people
    if violation.table >= 0 and plan.table[candidate] != violation.table:
        return False
    return violation.slot < 0 or bool(plan.slot[candidate] == violation.slot)


def _reason(compiled: Compiled, violation: Violation) -> str:
    told = RULE_HEADINGS[violation.rule]
    if violation.participant < 0:
        return told
    agenda = compiled.agendas.all[violation.participant]
    name = agenda_name(compiled.event, agenda)
    return Sentence("{rule} ({name})", rule=told, name=name)


def _told(plan: Plan, lost: dict[MeetingId, str]) -> tuple[Impossible, ...]:
    found = [meeting for meeting in plan.meetings if meeting.id in lost]
    found.sort(key=lambda m: (utc(m.start), m.id))
    return tuple(Impossible(meeting, lost[meeting.id]) for meeting in found)
