"""An event as a problem of the kernel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.policy import LevelName
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.compiled import Compiled
from b4h_scheduler.planning.draft import Draft
from b4h_scheduler.planning.fairness import bonuses
from b4h_scheduler.planning.hours import compile_slots, lunch_windows
from b4h_scheduler.planning.known_ways import KnownWays
from b4h_scheduler.planning.limits import compile_participants
from b4h_scheduler.planning.option_arrays import OptionArrays, column
from b4h_scheduler.planning.released import Fixing
from b4h_scheduler.planning.told import Told
from b4h_scheduler.planning.vouchers import compile_targets, voucher_targets
from b4h_scheduler.planning.widen import busy_slots, freeze, widen, without_broken
from solver.levels import Level
from solver.problem import Baseline, Candidates, Options, Pins, Problem

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.planning.fixed import Fixed
    from b4h_scheduler.planning.options import Way
    from b4h_scheduler.plans import Plan
    from solver.problem import Participants, Slots
    from solver.ragged import IntArray

KERNEL_LEVELS = {
    LevelName.PROMISED: (Level.PROMISED,),
    LevelName.VOUCHERS: (Level.TARGETS,),
    LevelName.NOBODY_EMPTY: (Level.LEAST,),
    LevelName.WISHES: (Level.VALUE,),
    LevelName.WAITING: (Level.WAITING, Level.BREAKS),
    LevelName.RISK: (Level.RISK,),
    LevelName.MOVES: (Level.MOVES,),
}


def compile_event(
    event: Event, *, released: Plan | None = None, now: datetime | None = None
) -> Compiled:
    """Return the event as a problem, with the way back.

    Parameters
    ----------
    released : Plan, optional
        Re-plan from this one: with the fewest changes, and nothing that has begun.
    now : datetime, optional
        The moment of re-planning; needed with ``released``.

    Raises
    ------
    PlanningError
        There is no place to meet.
    """
    with collector_paused():
        return compile_basis(basis_of(event), released=released, now=now)


def compile_basis(
    basis: Basis, *, released: Plan | None = None, now: datetime | None = None
) -> Compiled:
    """As `compile_event`, where the basis of the event is at hand."""
    return _compile(basis, released, now, None, None)


class Compiler:
    """Makes the problem of an event again and again, as the event changes.

    The ways to hold a candidate are made anew only where anything they depend on has
    changed; the problem is the one that `compile_basis` makes.

    Attributes
    ----------
    laid : Laid or None
        The plan that was laid out last beside what the help desk books.
    """

    def __init__(self) -> None:
        self.laid: Laid | None = None
        self._known = KnownWays()
        self._told: Told | None = None

    def compiled(
        self,
        basis: Basis,
        *,
        released: Plan | None = None,
        now: datetime | None = None,
    ) -> Compiled:
        """Return the event as it is now as a problem, with the way back."""
        made = _compile(basis, released, now, self._known, self._told)
        self._told = made.told
        return made


def _compile(
    basis: Basis,
    released: Plan | None,
    now: datetime | None,
    known: KnownWays | None,
    told: Told | None,
) -> Compiled:
    if released is not None and now is None:
        raise TypeError("re-planning needs the moment from which on it counts")
    with collector_paused():
        draft = Draft(basis, known)
        fixed = None
        if released is not None and now is not None:
            fixed = Fixing(draft).fix(released, now)
        num_slots = len(basis.event.slots)
        if known is None:
            arrays = OptionArrays.of(draft.ways, num_slots)
        else:
            arrays = known.arrays(draft.ways, num_slots)
        return replace(_compiled(draft, arrays, fixed, told), released=released)


def kernel_levels(event: Event, *, is_replan: bool = False) -> tuple[Level, ...]:
    """Return the kernel's levels in the organizer's order.

    On re-planning, changes come after promises (first, if these are no level).
    """
    levels = [level for name in event.policy.levels for level in KERNEL_LEVELS[name]]
    if is_replan:
        after = levels.index(Level.PROMISED) + 1 if Level.PROMISED in levels else 0
        levels.insert(after, Level.CHANGES)
    return tuple(levels)


def _compiled(
    draft: Draft, arrays: OptionArrays, fixed: Fixed | None, told: Told | None
) -> Compiled:
    event = draft.event
    slots = compile_slots(event)
    participants = compile_participants(
        event, draft.agendas, slots, _num_candidates(draft, arrays)
    )
    bonus, lowered = bonuses(event, int(arrays.groups.lengths.max(initial=0)))
    problem = Problem(
        slots=slots,
        participants=participants,
        candidates=_candidates(draft, arrays),
        options=Options(
            participants=arrays.people,
            slot_set=arrays.slot_set,
            table_set=arrays.table_set,
            home_set=arrays.home_set,
            groups=arrays.groups,
        ),
        tables=draft.places.kernel_tables(),
        slot_sets=arrays.slot_sets,
        windows=lunch_windows(event, participants.can),
        bonus=column(bonus),
        num_groups=arrays.num_groups,
        levels=kernel_levels(event),
    )
    if fixed is not None:
        problem = _with_fixed(problem, draft, arrays.flat, fixed)
    vouchers = voucher_targets(event, problem, arrays.counting, fixed)
    chosen = [draft.gathered[index] for index in draft.in_problem]
    value = problem.candidates.value
    return Compiled(
        event=event,
        problem=replace(problem, targets=compile_targets(vouchers)),
        agendas=draft.agendas,
        places=draft.places,
        gathered=draft.gathered,
        in_problem=column(draft.in_problem),
        left_out=draft.left_out,
        vouchers=vouchers,
        warnings=(*draft.warnings(), *([lowered] if lowered else [])),
        told=Told(event, draft.agendas, chosen, value, told),
        fixed=fixed,
        found=draft.found,
    )


def _num_candidates(draft: Draft, arrays: OptionArrays) -> IntArray:
    """int64[P]: candidates in which each participant can take part."""
    people, counts = arrays.people, np.diff(arrays.start)
    owner = np.repeat(np.arange(len(counts)), counts)[people.rows]
    num = len(draft.agendas.all)
    pairs = np.unique(owner * num + people.items)
    return np.bincount(pairs % max(num, 1), minlength=num).astype(np.int64)


def _candidates(draft: Draft, arrays: OptionArrays) -> Candidates:
    chosen = [draft.gathered[index] for index in draft.in_problem]
    return Candidates(
        value=column(c.value for c in chosen),
        mandatory=np.zeros(len(chosen), dtype=np.bool_),
        promised=np.array([c.is_promised for c in chosen], dtype=np.bool_),
        option_start=arrays.start,
    )


def _with_fixed(
    problem: Problem, draft: Draft, flat: list[Way], fixed: Fixed
) -> Problem:
    """Add pins and baseline, and adapt what would contradict the pins."""
    start = problem.candidates.option_start
    pins = Pins(
        option=column(start[pin.candidate] + pin.way for pin in fixed.pins),
        slot=column(pin.slot for pin in fixed.pins),
        table=column(pin.table for pin in fixed.pins),
    )
    held = [
        (flat[option].people, slot)
        for option, slot in zip(pins.option.tolist(), pins.slot.tolist(), strict=True)
    ]
    busy = busy_slots(held, problem.num_participants, problem.num_slots)
    participants = freeze(problem.participants, busy, fixed.num_frozen)
    participants = _without_carried(participants, draft, problem.slots, fixed)
    return replace(
        problem,
        participants=widen(participants, busy, problem.slots),
        windows=without_broken(problem.windows, busy),
        pins=pins,
        baseline=_baseline(draft, start, fixed),
        levels=kernel_levels(draft.event, is_replan=True),
    )


def _without_carried(
    people: Participants, draft: Draft, slots: Slots, fixed: Fixed
) -> Participants:
    """Count meetings that took place outside the problem against the limits."""
    most, most_row = people.most.copy(), people.most_row.copy()
    least = people.least.copy()
    day = {slot.start.date(): int(slots.row[slot.index]) for slot in draft.event.slots}
    known = draft.agendas.by_delegate
    for meeting in fixed.carried:
        attending = (d for team in meeting.delegates for d in team if d in known)
        agendas = list({known[d].index for d in attending})
        most[agendas] -= 1
        least[agendas] -= 1
        row = day.get(meeting.start.astimezone(draft.event.zone_info).date())
        if row is not None:
            most_row[agendas, row] -= 1
    return replace(
        people,
        most=np.maximum(most, 0),
        most_row=np.maximum(most_row, 0),
        least=np.maximum(least, 0),
    )


def _baseline(draft: Draft, option_start: IntArray, fixed: Fixed) -> Baseline:
    costs = draft.event.policy.change_costs
    kept = fixed.baseline
    return Baseline(
        candidate=column(entry.candidate for entry in kept),
        option=column(option_start[entry.candidate] + entry.way for entry in kept),
        slot=column(entry.slot for entry in kept),
        table=column(entry.table for entry in kept),
        free=column(fixed.free),
        dropped_cost=costs.dropped,
        moved_cost=min(costs.moved, costs.dropped),
        table_cost=costs.table,
        added_cost=costs.added,
    )
