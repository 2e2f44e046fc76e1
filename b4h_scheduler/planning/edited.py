"""A draft after an edit: its meetings, what is left out, and what is still proven.

A bound of a level holds over all plans that are as good on the levels above. So after
an edit it stands while these are no worse than they were, and otherwise gives way to
one that counts everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import utc
from b4h_scheduler.planning.carried import still_held
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.decode import MeetingWriter, bonus_of, voucher_states
from b4h_scheduler.planning.edits import different
from b4h_scheduler.planning.locks import is_lock_note
from b4h_scheduler.planning.reasons import unmet
from b4h_scheduler.plans import BoundScope, CertificateLine
from b4h_scheduler.sentence import mark
from solver.validate import recompute

if TYPE_CHECKING:
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.plans import Meeting, Plan
    from solver.levels import Level
    from solver.problem import Problem
    from solver.result import Assignment

EDITED = mark("changed by hand since it was planned")
"""A warning of edited drafts."""
COUNTED = mark("counted, nothing searched")
"""Method of a bound that counts everything."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The meetings of a draft that the event can hold now, as it holds them.

    Attributes
    ----------
    meetings : tuple of Meeting
        In order of time, then table; past ones as they were.
    """

    laid: Laid
    meetings: tuple[Meeting, ...]


def standing(laid: Laid, before: Standing | None = None) -> Standing:
    """Return the meetings that the event can hold now.

    Parameters
    ----------
    before : Standing, optional
        Of the draft in another state, which spares work.
    """
    with collector_paused():
        found = _meetings(laid, laid.assignment, before, is_same_data=False)
        return Standing(laid, found)


def edited(
    compiled: Compiled,
    laid: Laid,
    after: Assignment,
    *,
    is_same_data: bool,
    before: Standing | None = None,
) -> Plan:
    """Return the draft as a plan of the assignment ``after``.

    Parameters
    ----------
    is_same_data
        The event is as it was when the draft was planned: bounds may stand.
    before : Standing, optional
        Of the draft in another state, which spares work.
    """
    with collector_paused():
        meetings = _meetings(laid, after, before, is_same_data=is_same_data)
        return edited_to(compiled, laid, after, meetings, is_same_data=is_same_data)


def edited_to(
    compiled: Compiled,
    laid: Laid,
    after: Assignment,
    meetings: tuple[Meeting, ...],
    *,
    is_same_data: bool,
) -> Plan:
    """Return what `edited` does, with these meetings instead of the assignment's."""
    plan = laid.plan
    warnings = tuple(text for text in plan.warnings if text != EDITED)
    may_stand = is_same_data and not any(map(is_lock_note, warnings))
    return plan.model_copy(
        update={
            "meetings": meetings,
            "unmet": unmet(compiled, after),
            "certificate": _certificate(compiled.problem, laid, after, may_stand),
            "vouchers": voucher_states(compiled, meetings),
            "changes": (),
            "warnings": (*warnings, EDITED),
            "plain_value": sum(meeting.value for meeting in meetings),
            "bonus": bonus_of(compiled, after),
        }
    )


def fitted(compiled: Compiled, laid: Laid) -> Plan:
    """Return the draft without the meetings that the event cannot hold any more."""
    made = edited(compiled, laid, laid.assignment, is_same_data=False)
    return made.model_copy(update={"warnings": laid.plan.warnings})


def _meetings(
    laid: Laid, after: Assignment, before: Standing | None, *, is_same_data: bool
) -> tuple[Meeting, ...]:
    """Return all meetings in order of time, then table; past ones as they were."""
    compiled = laid.compiled
    found = list(laid.carried)
    is_known = [False] * len(after.option)
    if before is not None and not is_same_data:
        is_known = still_held((before.laid, before.meetings), laid, after)
    changed = frozenset(different(laid.assignment, after))
    writer = MeetingWriter(compiled, after)
    for number in np.flatnonzero(after.held).tolist():
        old = laid.meeting_of.get(compiled.candidate(number).id)
        is_same = is_same_data and number not in changed
        if old is not None and (old.is_pinned or is_same or is_known[number]):
            found.append(old)
        elif old is not None and writer.is_as_held(number, old):
            found.append(old)  # not made again: thousands are as they were
        else:
            made = writer.meeting(number, is_pinned=False)
            is_booked = old is not None and old.is_booked
            found.append(made.model_copy(update={"is_booked": is_booked}))
    found.sort(key=lambda m: (utc(m.start), m.table or "", m.id))
    return tuple(found)


def _certificate(
    problem: Problem,
    laid: Laid,
    after: Assignment,
    may_stand: bool,  # noqa: FBT001
) -> tuple[CertificateLine, ...]:
    values = recompute(problem, after)
    before = {line.level: line for line in laid.plan.certificate}
    found = []
    for level, value in values.items():
        old = before.get(str(level))
        has_bound = may_stand and old is not None and _holds(old.scope, laid, after)
        if old is not None and has_bound and _is_within(level, value, old.bound):
            found.append(
                old.model_copy(
                    update={
                        "value": value,
                        "proven": value == old.bound and old.scope is BoundScope.ALL,
                    }
                )
            )
        else:
            found.append(_counted(problem, level, value))
        if old is None or not _is_within(level, old.value, value):
            may_stand = False
    return tuple(found)


def _is_within(level: Level, value: int, bound: int) -> bool:
    """Whether a value is no better than a bound."""
    return value <= bound if level.sense > 0 else value >= bound


def _holds(scope: BoundScope, laid: Laid, after: Assignment) -> bool:
    """Whether a bound of this scope speaks of the edited plan too."""
    before = laid.assignment
    if laid.gone or laid.carried:
        return scope is BoundScope.ALL
    is_same_set = bool(np.array_equal(before.option, after.option))
    if scope is BoundScope.HELD:
        return is_same_set
    if scope is BoundScope.TIMETABLE:
        return is_same_set and bool(np.array_equal(before.slot, after.slot))
    return True


def _counted(problem: Problem, level: Level, value: int) -> CertificateLine:
    """The bound that needs no search: everything held, or nothing missing."""
    bound = min(value, 0)
    if level.sense > 0:
        every = int(problem.candidates.value.sum())
        bound = max(value, every + problem.num_groups * int(problem.bonus.sum()))
    return CertificateLine(
        level=str(level),
        value=value,
        bound=bound,
        scope=BoundScope.ALL,
        proven=value == bound,
        method=COUNTED,
        seconds=0.0,
    )
