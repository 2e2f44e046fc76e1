"""An event as a problem of the kernel."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.policy import LevelName
from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.agendas import agendas as all_agendas
from b4h_scheduler.planning.candidates import event_warnings, gather
from b4h_scheduler.planning.compiled import Compiled
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.fairness import bonuses
from b4h_scheduler.planning.hours import compile_slots, lunch_windows
from b4h_scheduler.planning.interpreting import Interpreting
from b4h_scheduler.planning.limits import compile_participants
from b4h_scheduler.planning.options import WayFinder
from b4h_scheduler.planning.places import compile_places
from b4h_scheduler.planning.vouchers import compile_targets, voucher_targets
from solver.levels import Level
from solver.problem import Candidates, Options, Problem
from solver.ragged import Ragged

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plan import Plan
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.planning.options import GroupKey, Way
    from solver.ragged import BoolArray, IntArray

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
    draft = _Draft(event)
    compiled = draft.compiled()
    if released is None:
        return compiled
    raise NotImplementedError


def kernel_levels(event: Event) -> tuple[Level, ...]:
    """Return the kernel's levels in the organizer's order."""
    return tuple(level for name in event.policy.levels for level in KERNEL_LEVELS[name])


class _Draft:
    """The parts of a problem while they are being put together."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.agendas = all_agendas(event)
        self.places = compile_places(event)
        if not self.places.place and not all(d.is_online for d in event.delegates):
            message = "the event has no tables: give tables, or home places"
            raise PlanningError(message)
        interpreting = Interpreting(event, self.agendas.companions)
        self.finder = WayFinder(event, self.agendas, self.places, interpreting)
        self.gathered = gather(event)
        self.left_out: dict[int, Ineligible] = {}
        self.in_problem: list[int] = []
        self.ways: list[list[Way]] = []
        for index, gathered in enumerate(self.gathered):
            self._consider(index, gathered)

    def _consider(self, index: int, gathered: Gathered) -> None:
        reason = gathered.candidate.ineligible
        if reason is None:
            ways = self.finder.ways(gathered)
            if isinstance(ways, Ineligible):
                reason = ways
                gathered.candidate = gathered.candidate.model_copy(
                    update={"ineligible": reason}
                )
            else:
                self.in_problem.append(index)
                self.ways.append(ways)
                return
        self.left_out[index] = reason

    def compiled(self) -> Compiled:
        """Return the finished problem."""
        event = self.event
        flat = [way for ways in self.ways for way in ways]
        slots = compile_slots(event)
        people = _packed([way.people for way in flat])
        groups, num_groups = _groups(flat)
        bonus, lowered = bonuses(event, int(groups.lengths.max(initial=0)))
        participants = compile_participants(
            event, self.agendas, slots, self._num_candidates(people)
        )
        slot_sets, slot_set = _slot_sets(flat, len(slots))
        problem = Problem(
            slots=slots,
            participants=participants,
            candidates=self._candidates(),
            options=Options(
                participants=people,
                slot_set=slot_set,
                table_set=_column(way.table_set for way in flat),
                home_set=_column(way.home_set for way in flat),
                groups=groups,
            ),
            tables=self.places.kernel_tables(),
            slot_sets=slot_sets,
            windows=lunch_windows(event, participants.can),
            bonus=_column(bonus),
            num_groups=num_groups,
            levels=kernel_levels(event),
        )
        vouchers = voucher_targets(event, problem, _counting(flat))
        return Compiled(
            event=event,
            problem=replace(problem, targets=compile_targets(vouchers)),
            agendas=self.agendas,
            places=self.places,
            gathered=self.gathered,
            in_problem=_column(self.in_problem),
            left_out=self.left_out,
            vouchers=vouchers,
            warnings=(*self._warnings(), *([lowered] if lowered else [])),
        )

    def _num_candidates(self, people: Ragged) -> IntArray:
        """int64[P]: candidates in which each participant can take part."""
        counts = [len(ways) for ways in self.ways]
        owner = np.repeat(np.arange(len(counts)), counts)[people.rows]
        num = len(self.agendas.all)
        pairs = np.unique(owner * num + people.items)
        return np.bincount(pairs % num, minlength=num).astype(np.int64)

    def _candidates(self) -> Candidates:
        chosen = [self.gathered[index].candidate for index in self.in_problem]
        start = np.zeros(len(chosen) + 1, dtype=np.int64)
        np.cumsum([len(ways) for ways in self.ways], out=start[1:])
        return Candidates(
            value=_column(c.value for c in chosen),
            mandatory=np.zeros(len(chosen), dtype=np.bool_),
            promised=np.array([c.is_promised for c in chosen], dtype=np.bool_),
            option_start=start,
        )

    def _warnings(self) -> Iterable[str]:
        yield from event_warnings(self.event)
        yield from self.finder.warnings()
        yield from self.places.warnings


def _column(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _packed(rows: list[tuple[int, ...]]) -> Ragged:
    """`Ragged.of` for very many short rows."""
    start = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=start[1:])
    return Ragged(start, _column(chain.from_iterable(rows)))


def _groups(flat: list[Way]) -> tuple[Ragged, int]:
    """Groups of each option, and how many groups there are."""
    index: dict[GroupKey, int] = {}
    rows = [
        tuple([index.setdefault(key, len(index)) for key in way.groups]) for way in flat
    ]
    return _packed(rows), len(index)


def _slot_sets(flat: list[Way], num_slots: int) -> tuple[BoolArray, IntArray]:
    """Different slot sets (row 0: all slots), and the one of each option."""
    everything = np.ones(num_slots, dtype=np.bool_)
    rows = [everything]
    index = {everything.tobytes(): 0}
    chosen = []
    for way in flat:
        if way.slots is None:
            chosen.append(0)
            continue
        key = way.slots.tobytes()
        if key not in index:
            index[key] = len(rows)
            rows.append(way.slots)
        chosen.append(index[key])
    return np.array(rows, dtype=np.bool_), _column(chosen)


def _counting(flat: list[Way]) -> dict[int, list[int]]:
    """Options that count, by voucher holder."""
    found: dict[int, list[int]] = {}
    for option, way in enumerate(flat):
        for holder in way.holders:
            found.setdefault(holder, []).append(option)
    return found
