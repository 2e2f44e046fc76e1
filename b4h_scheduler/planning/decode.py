"""The kernel's result as a plan in the words of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.ids import MeetingId
from b4h_scheduler.planning.candidates import is_same_side
from b4h_scheduler.planning.changes import changes
from b4h_scheduler.planning.fixed import Fixed
from b4h_scheduler.planning.kernel_words import kernel_words
from b4h_scheduler.planning.reasons import unmet
from b4h_scheduler.planning.vouchers import counts_for
from b4h_scheduler.plans import (
    BoundScope,
    CertificateLine,
    Meeting,
    Plan,
    VoucherStatus,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import (
        CandidateId,
        CompanionId,
        DelegateId,
        TableId,
    )
    from b4h_scheduler.planning.agendas import Agenda
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.vouchers import VoucherTarget
    from b4h_scheduler.plans import RunRecord
    from solver.ragged import IntArray
    from solver.result import Assignment, Entry, Result

    Teams = tuple[tuple[DelegateId, ...], tuple[DelegateId, ...]]


def decode(
    compiled: Compiled,
    result: Result,
    run: RunRecord,
    meetings: tuple[Meeting, ...] | None = None,
) -> Plan:
    """Return the plan that a result stands for.

    Parameters
    ----------
    meetings
        What `meetings_of` returned for it, if it was asked before.

    Raises
    ------
    ValueError
        The result holds no plan.
    """
    assignment = result.assignment
    if assignment is None:
        message = f"the result is {result.status}: it holds no plan"
        raise ValueError(message)
    event = compiled.event
    if meetings is None:
        meetings = meetings_of(compiled, assignment)
    return Plan(
        schema_version=1,
        event_name=event.name,
        time_zone=event.time_zone,
        revision=0,
        meetings=meetings,
        unmet=unmet(compiled, assignment),
        certificate=tuple(map(_line, result.certificate)),
        vouchers=voucher_states(compiled, meetings),
        changes=()
        if compiled.released is None or compiled.fixed is None
        else changes(event, compiled.released, meetings, compiled.fixed.forced),
        run=run,
        warnings=(
            *compiled.warnings,
            *filter(None, map(kernel_words, (*result.warnings, result.message))),
        ),
        plain_value=sum(meeting.value for meeting in meetings),
        bonus=bonus_of(compiled, assignment),
    )


def meeting_id(candidate: CandidateId) -> MeetingId:
    """Return the meeting's id: it depends on the two sides only."""
    return MeetingId(f"m-{candidate.removeprefix('c-')}")


def meetings_of(compiled: Compiled, assignment: Assignment) -> tuple[Meeting, ...]:
    """Return all meetings in order of time, then table.

    What has begun stays as it was, whatever the event says now. Of a plan that is
    changed, most meetings stay as they were: they are not made again.
    """
    held = np.flatnonzero(assignment.held).tolist()
    pins = compiled.problem.pins
    pinned = set(compiled.problem.option_candidate[pins.option].tolist())
    fixed = compiled.fixed or Fixed()
    writer = MeetingWriter(compiled, assignment)
    released = () if compiled.released is None else compiled.released.meetings
    before = {meeting.candidate: meeting for meeting in released}
    found = [
        meeting.model_copy(update={"is_pinned": True}) for meeting in fixed.carried
    ]
    slots, past_ones = assignment.slot.tolist(), fixed.past
    for index in held:
        candidate = writer.candidates[index].id
        past = past_ones.get(meeting_id(candidate)) if past_ones else None
        if past is not None and index in pinned:
            found.append(past.model_copy(update={"is_pinned": True}))
        else:
            # Meetings of the desk are pinned, too, but stay theirs to cancel.
            is_pinned = index in pinned and slots[index] < fixed.num_frozen
            was = before.get(candidate)
            is_kept = was is not None and was.is_pinned == is_pinned
            if was is not None and is_kept and writer.is_as_held(index, was):
                found.append(was)
            else:
                found.append(writer.meeting(index, is_pinned=is_pinned))
    found.sort(key=lambda m: (utc(m.start), m.table or "", m.id))
    return tuple(found)


class MeetingWriter:
    """Puts candidates that an assignment holds into the words of the event.

    Attributes
    ----------
    candidates : list of Gathered
        Those of the problem.
    """

    def __init__(self, compiled: Compiled, assignment: Assignment) -> None:
        self._compiled = compiled
        # Arrays are slow to ask for one number at a time.
        self._option = assignment.option.tolist()
        self._slot = assignment.slot.tolist()
        self._table = assignment.table.tolist()
        self._people = compiled.problem.options.participants.tuples()
        self._ids = [delegate.id for delegate in compiled.event.delegates]
        self._hours = [
            (slot.id, slot.start, slot.start.utcoffset(), slot.end)
            for slot in compiled.event.slots
        ]
        self.candidates = [
            compiled.gathered[index] for index in compiled.in_problem.tolist()
        ]
        released = () if compiled.released is None else compiled.released.meetings
        self._booked = {meeting.candidate for meeting in released if meeting.is_booked}

    def meeting(self, index: int, *, is_pinned: bool) -> Meeting:
        """Return a candidate of the problem as a meeting."""
        compiled = self._compiled
        candidate = compiled.candidate(index)
        slot = compiled.event.slots[self._slot[index]]
        delegates, companions = self._attending(index, slot.index)
        return Meeting(
            id=meeting_id(candidate.id),
            candidate=candidate.id,
            sides=candidate.sides,
            slot=slot.id,
            start=slot.start,
            end=slot.end,
            table=self._place(index),
            delegates=delegates,
            companions=companions,
            value=candidate.value,
            priority=candidate.priority,
            is_mutual=candidate.is_mutual,
            is_promised=candidate.is_promised,
            is_pinned=is_pinned,
            is_booked=candidate.id in self._booked,
        )

    def is_as_held(self, index: int, old: Meeting) -> bool:
        """Whether `meeting` would give this one, but for pins and the desk.

        Of thousands nearly all are: they need not be made again. Two moments of one
        time zone are told apart by their distance from UTC, too: when clocks go back,
        the same wall clock comes twice.
        """
        candidate = self.candidates[index]
        number = self._slot[index]
        slot, start, offset, end = self._hours[number]
        return (
            old.candidate == candidate.id
            and old.id == meeting_id(candidate.id)
            and old.slot == slot
            and old.start == start
            and old.start.utcoffset() == offset
            and old.end == end
            and old.table == self._place(index)
            and old.value == candidate.value
            and old.priority == candidate.priority
            and old.is_mutual == candidate.is_mutual
            and old.is_promised == candidate.is_promised
            and (old.delegates, old.companions) == self._attending(index, number)
            and is_same_side(old.sides[0], candidate.sides[0])
            and is_same_side(old.sides[1], candidate.sides[1])
        )

    def _place(self, index: int) -> TableId | None:
        table = self._table[index]
        return None if table < 0 else self._compiled.places.id_of(table)

    def _attending(
        self, index: int, slot: int
    ) -> tuple[Teams, tuple[CompanionId, ...]]:
        known = self._compiled.agendas.all
        one, other, *rest = [known[p] for p in self._people[self._option[index]]]
        companions = [each.companion.id for each in rest if each.companion]
        teams = self._present(one, slot), self._present(other, slot)
        return teams, tuple(companions)

    def _present(self, agenda: Agenda, slot: int) -> tuple[DelegateId, ...]:
        ids, masks = self._ids, self._compiled.agendas.present_mask
        return tuple([ids[p] for p in agenda.delegates if masks[p] >> slot & 1])


def _line(entry: Entry) -> CertificateLine:
    return CertificateLine(
        level=str(entry.level),
        value=entry.value,
        bound=entry.bound,
        scope=BoundScope(str(entry.scope)),
        proven=entry.proven,
        method=entry.method,
        seconds=entry.seconds,
        safe_bound=entry.safe_bound,
    )


def voucher_states(
    compiled: Compiled, meetings: tuple[Meeting, ...]
) -> tuple[VoucherStatus, ...]:
    """Return every voucher target with the meetings that count for it."""
    event = compiled.event
    holders = {event.delegates[v.delegate].id for v in compiled.vouchers}
    attended: dict[DelegateId, list[Meeting]] = {holder: [] for holder in holders}
    for meeting in meetings:
        for team in meeting.delegates:
            for delegate in team:
                if delegate in holders:
                    attended[delegate].append(meeting)
    return tuple(
        _voucher(compiled, target, attended[event.delegates[target.delegate].id])
        for target in compiled.vouchers
    )


def _voucher(
    compiled: Compiled, target: VoucherTarget, meetings: list[Meeting]
) -> VoucherStatus:
    delegate = compiled.event.delegates[target.delegate]
    if delegate.voucher is None:
        raise TypeError("a voucher target without a voucher")
    return VoucherStatus(
        delegate=delegate.id,
        number=delegate.voucher.number,
        partner=delegate.voucher.partner,
        least=target.least,
        target=target.target,
        possible=target.possible,
        planned=len(meetings),
        counting=sum(counts_for(compiled.event, delegate.id, m) for m in meetings),
        first_slot=meetings[0].slot if meetings else None,
        last_slot=meetings[-1].slot if meetings else None,
    )


def bonus_of(compiled: Compiled, assignment: Assignment) -> int:
    """Return what bonuses of fairness add to the values of a plan's meetings."""
    problem = compiled.problem
    bonus: IntArray = problem.bonus
    if not len(bonus) or not problem.num_groups:
        return 0
    groups = problem.options.groups.take(assignment.option[assignment.held])
    count = np.bincount(groups.items, minlength=problem.num_groups)
    total = np.concatenate([[0], np.cumsum(bonus)])
    return int(total[np.minimum(count, len(bonus))].sum())
