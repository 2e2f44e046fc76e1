"""The kernel's result as a plan in the words of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.ids import MeetingId
from b4h_scheduler.plan import (
    BoundScope,
    CertificateLine,
    Meeting,
    Plan,
    VoucherStatus,
)
from b4h_scheduler.planning.reasons import unmet

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import CandidateId, DelegateId
    from b4h_scheduler.plan import RunRecord
    from b4h_scheduler.planning.compiled import Compiled
    from solver.ragged import IntArray
    from solver.result import Assignment, Entry, Result


def decode(compiled: Compiled, result: Result, run: RunRecord) -> Plan:
    """Return the plan that a result stands for.

    Raises
    ------
    ValueError
        The result holds no plan.
    """
    assignment = result.assignment
    if assignment is None:
        message = f"the result is {result.status}: it holds no plan"
        raise ValueError(message)
    event, problem = compiled.event, compiled.problem
    meetings = _meetings(compiled, assignment)
    plain = int(problem.candidates.value[assignment.held].sum())
    return Plan.model_construct(
        schema_version=1,
        event_name=event.name,
        time_zone=event.time_zone,
        revision=0,
        meetings=meetings,
        unmet=unmet(compiled, assignment),
        certificate=tuple(map(_line, result.certificate)),
        vouchers=_vouchers(compiled, assignment),
        changes=(),
        run=run,
        warnings=(*compiled.warnings, *result.warnings),
        plain_value=plain,
        bonus=_bonus(compiled, assignment),
    )


def meeting_id(candidate: CandidateId) -> MeetingId:
    """Return the meeting's id: it depends on the two sides only."""
    return MeetingId(f"m-{candidate.removeprefix('c-')}")


def _meetings(compiled: Compiled, assignment: Assignment) -> tuple[Meeting, ...]:
    """Return all meetings in order of time, then table."""
    held = np.flatnonzero(assignment.held)
    order = np.lexsort((held, assignment.table[held], assignment.slot[held]))
    pinned = set(compiled.problem.option_candidate[compiled.problem.pins.option])
    return tuple(
        _meeting(compiled, assignment, int(index), is_pinned=index in pinned)
        for index in held[order]
    )


def _meeting(
    compiled: Compiled, assignment: Assignment, index: int, *, is_pinned: bool
) -> Meeting:
    candidate = compiled.candidate(index)
    slot_index = int(assignment.slot[index])
    table = int(assignment.table[index])
    slot = compiled.event.slots[slot_index]
    people = compiled.problem.options.participants[int(assignment.option[index])]
    agendas = [compiled.agendas.all[participant] for participant in people.tolist()]
    delegates = compiled.event.delegates
    present = compiled.agendas.present
    first, second = (
        tuple(delegates[p].id for p in agenda.delegates if present[p, slot_index])
        for agenda in agendas[:2]
    )
    return Meeting.model_construct(
        id=meeting_id(candidate.id),
        candidate=candidate.id,
        sides=candidate.sides,
        slot=slot.id,
        start=slot.start,
        end=slot.end,
        table=None if table < 0 else compiled.places.id_of(table),
        delegates=(first, second),
        companions=tuple(
            agenda.companion.id for agenda in agendas[2:] if agenda.companion
        ),
        value=candidate.value,
        priority=candidate.priority,
        is_mutual=candidate.is_mutual,
        is_promised=candidate.is_promised,
        is_pinned=is_pinned,
    )


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


def _vouchers(compiled: Compiled, assignment: Assignment) -> tuple[VoucherStatus, ...]:
    if not compiled.vouchers:
        return ()
    slots = compiled.event.slots
    is_held = np.zeros(compiled.problem.num_options, dtype=np.bool_)
    is_held[assignment.option[assignment.held]] = True
    attended = _attended(compiled, assignment)
    found = []
    for voucher in compiled.vouchers:
        delegate = compiled.event.delegates[voucher.delegate]
        if delegate.voucher is None:
            raise TypeError("a voucher target without a voucher")
        mine = sorted(attended.get(delegate.id, ()))
        found.append(
            VoucherStatus(
                delegate=delegate.id,
                number=delegate.voucher.number,
                partner=delegate.voucher.partner,
                least=voucher.least,
                target=voucher.target,
                possible=voucher.possible,
                planned=len(mine),
                counting=int(np.count_nonzero(is_held[voucher.options])),
                first_slot=slots[mine[0]].id if mine else None,
                last_slot=slots[mine[-1]].id if mine else None,
            )
        )
    return tuple(found)


def _attended(
    compiled: Compiled, assignment: Assignment
) -> dict[DelegateId, list[int]]:
    """Slots of the meetings of each delegate who is there."""
    held = np.flatnonzero(assignment.held)
    people = compiled.problem.options.participants.take(assignment.option[held])
    slots = assignment.slot[held][people.rows]
    delegates, present = compiled.event.delegates, compiled.agendas.present
    found: dict[DelegateId, list[int]] = {}
    for participant, slot in zip(people.items.tolist(), slots.tolist(), strict=True):
        for person in compiled.agendas.all[participant].delegates:
            if present[person, slot]:
                found.setdefault(delegates[person].id, []).append(slot)
    return found


def _bonus(compiled: Compiled, assignment: Assignment) -> int:
    problem = compiled.problem
    bonus: IntArray = problem.bonus
    if not len(bonus) or not problem.num_groups:
        return 0
    groups = problem.options.groups.take(assignment.option[assignment.held])
    count = np.bincount(groups.items, minlength=problem.num_groups)
    total = np.concatenate([[0], np.cumsum(bonus)])
    return int(total[np.minimum(count, len(bonus))].sum())
