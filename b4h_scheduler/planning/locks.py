"""Locks: what an organizer wants kept in every plan.

A lock belongs to the event, not to a draft: it stands over new drafts and imports. One
that the event cannot keep any more is told with the reason, and stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from pydantic import AwareDatetime

from b4h_scheduler.domain.base import Entity, utc
from b4h_scheduler.domain.ids import CandidateId, TableId
from b4h_scheduler.domain.wishes import Side
from b4h_scheduler.planning.encode import Encoder
from b4h_scheduler.sentence import Sentence, counted, mark, nouns
from solver.problem import NO_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.plans import Meeting
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray


_LOCK_NOTE = mark("what is proven is about plans that keep them")


class Holds(StrEnum):
    """What a lock holds; the pair always."""

    PAIR = "pair"
    """The two meet, at any time and table."""
    TIME = "time"
    """The two meet at this time, at any table."""
    TABLE = "table"
    """The two meet at this table, at any time."""
    ALL = "all"
    """The two meet at this time and table."""

    @property
    def has_time(self) -> bool:
        """Whether the time is held."""
        return self in {Holds.TIME, Holds.ALL}

    @property
    def has_table(self) -> bool:
        """Whether the table is held."""
        return self in {Holds.TABLE, Holds.ALL}


class Lock(Entity):
    """A meeting that is kept as it is, wholly or in part."""

    candidate: CandidateId
    sides: tuple[Side, Side]
    holds: Holds = Holds.TIME
    start: AwareDatetime
    """When the meeting was when it was locked."""
    table: TableId | None
    """Where; None: online."""

    def is_kept_at(self, start: datetime, table: TableId | None) -> bool:
        """Whether a meeting of the pair at this time and table keeps the lock."""
        has_time = not self.holds.has_time or utc(start) == utc(self.start)
        return has_time and (not self.holds.has_table or table == self.table)


@dataclass(frozen=True, slots=True)
class Impossible:
    """A lock that the event cannot keep, and why."""

    lock: Lock
    reason: str


def lock_of(meeting: Meeting, holds: Holds) -> Lock:
    """Return the lock of a meeting as it is now."""
    return Lock(
        candidate=meeting.candidate,
        sides=meeting.sides,
        holds=holds,
        start=meeting.start,
        table=meeting.table,
    )


def is_kept(lock: Lock, meeting: Meeting | None) -> bool:
    """Whether a plan that holds this meeting of the pair (None: none) keeps a lock."""
    return meeting is not None and lock.is_kept_at(meeting.start, meeting.table)


def lock_words(lock: Lock) -> str:
    """Return what a lock holds, in words."""
    table = (
        mark("online")
        if lock.table is None
        else Sentence("table {table}", table=lock.table)
    )
    words = {
        Holds.PAIR: mark("the two meet"),
        Holds.TIME: f"{lock.start:%a %H:%M}",
        Holds.TABLE: table,
        Holds.ALL: Sentence(
            "{moment}, {table}", moment=f"{lock.start:%a %H:%M}", table=table
        ),
    }
    return words[lock.holds]


def impossible(compiled: Compiled, locks: Iterable[Lock]) -> tuple[Impossible, ...]:
    """Return the locks that the event cannot keep, each looked at alone."""
    locking = _Locking(compiled)
    found = ((lock, locking.why_impossible(lock)) for lock in locks)
    return tuple(Impossible(lock, reason) for lock, reason in found if reason)


def with_locks(compiled: Compiled, locks: Sequence[Lock]) -> Compiled:
    """Return the event as a problem whose plans keep all locks that can be kept.

    The others are told by the warnings of the result.
    """
    if not locks:
        return compiled
    locking = _Locking(compiled)
    warnings: list[str] = []
    kept = []
    for lock in locks:
        reason = locking.why_impossible(lock)
        if reason:
            name = pair_name(compiled.event, lock.sides)
            warnings.append(
                Sentence(
                    "the lock of {name} cannot be kept: {reason}",
                    name=name,
                    reason=reason,
                )
            )
        else:
            kept.append(lock)
    if kept:
        locks_hold = counted(len(kept), *nouns("lock holds", "locks hold"))
        warnings.append(Sentence("{locks}: {note}", locks=locks_hold, note=_LOCK_NOTE))
    return replace(
        compiled,
        problem=locking.problem_with(kept),
        warnings=(*compiled.warnings, *warnings),
    )


def is_lock_note(warning: str) -> bool:
    """Whether a plan's warning says that it was made around locks."""
    return warning.endswith(_LOCK_NOTE)


def pair_name(event: Event, sides: tuple[Side, Side]) -> str:
    """Return the names of two organizations; the id of one that is not there."""
    known = event.organization_of
    return " – ".join(
        known[side.organization].name
        if side.organization in known
        else str(side.organization)
        for side in sides
    )


class _Locking:
    """What the kernel's options have to do with locks."""

    def __init__(self, compiled: Compiled) -> None:
        self.problem = compiled.problem
        self.encoder = Encoder(compiled)

    def why_impossible(self, lock: Lock) -> str:
        """Return why a lock cannot be kept; empty if it can."""
        candidate = self.encoder.number.get(lock.candidate)
        if candidate is None:
            return self.encoder.why_left_out(lock.candidate)
        options = self._options(candidate)
        when = self._slots(lock)
        if not when.any():
            return Sentence(
                "there is no slot at {moment} any more", moment=f"{lock.start:%a %H:%M}"
            )
        common = self.problem.option_slots[options] & when
        if not common.any():
            return Sentence(
                "the two are not there together at {moment} any more",
                moment=f"{lock.start:%a %H:%M}",
            )
        return self._why_no_table(lock, options, common)

    def _why_no_table(self, lock: Lock, options: IntArray, common: BoolArray) -> str:
        if not lock.holds.has_table or self._seated(options, lock, common).any():
            return ""
        if lock.table is None:
            return mark("the two need a table now: they cannot meet online")
        if lock.table not in self.encoder.tables:
            return Sentence("table {table} is not there any more", table=lock.table)
        return Sentence("the two cannot have table {table} then", table=lock.table)

    def problem_with(self, locks: Iterable[Lock]) -> Problem:
        """Return the problem in which these locks are rules."""
        problem = self.problem
        mandatory = problem.candidates.mandatory.copy()
        slot_set = problem.options.slot_set.copy()
        table_set = problem.options.table_set.copy()
        home_set = problem.options.home_set.copy()
        slot_sets, sets = [problem.slot_sets], [problem.tables.sets]
        num_slot_sets, num_sets = len(problem.slot_sets), len(problem.tables.sets)
        for lock in locks:
            candidate = self.encoder.number[lock.candidate]
            mandatory[candidate] = True
            options = self._options(candidate)
            rows = problem.slot_sets[slot_set[options]] & self._slots(lock)
            if lock.holds.has_table:
                rows &= self._fits(options, lock)[:, np.newaxis]
            slot_sets.append(rows)
            slot_set[options] = num_slot_sets + np.arange(len(options))
            num_slot_sets += len(options)
            if lock.holds.has_table and lock.table is not None:
                sets.append(self._members(lock)[np.newaxis])
                seated = options[table_set[options] != NO_TABLE]
                table_set[seated], home_set[seated] = num_sets, NO_TABLE
                num_sets += 1
        spare = np.zeros(num_sets, dtype=np.int64)
        spare[: len(problem.tables.spare)] = problem.tables.spare
        return replace(
            problem,
            candidates=replace(problem.candidates, mandatory=mandatory),
            options=replace(
                problem.options,
                slot_set=slot_set,
                table_set=table_set,
                home_set=home_set,
            ),
            tables=replace(problem.tables, sets=np.concatenate(sets), spare=spare),
            slot_sets=np.concatenate(slot_sets),
        )

    def _options(self, candidate: int) -> IntArray:
        start = self.problem.candidates.option_start
        return np.arange(start[candidate], start[candidate + 1], dtype=np.int64)

    def _slots(self, lock: Lock) -> BoolArray:
        """bool[S]: slots that the lock leaves."""
        slots = np.ones(self.problem.num_slots, dtype=np.bool_)
        if lock.holds.has_time:
            slots[:] = False
            slot = self.encoder.slot_at.get(utc(lock.start))
            if slot is not None:
                slots[slot] = True
        return slots

    def _members(self, lock: Lock) -> BoolArray:
        """bool[T]: tables that the lock leaves."""
        members = np.zeros(self.problem.num_tables, dtype=np.bool_)
        members[self.encoder.tables.get(lock.table or "", [])] = True
        return members

    def _fits(self, options: IntArray, lock: Lock) -> BoolArray:
        """bool[len(options)]: the option may sit where the lock says."""
        table_set = self.problem.options.table_set[options]
        if lock.table is None:
            return np.asarray(table_set == NO_TABLE)
        may = self.problem.tables.sets[table_set] & self._members(lock)
        return np.asarray((table_set != NO_TABLE) & may.any(axis=1))

    def _seated(self, options: IntArray, lock: Lock, common: BoolArray) -> BoolArray:
        """bool[len(options), S]: slots in which the option may sit there."""
        fits = common & self._fits(options, lock)[:, np.newaxis]
        if lock.table is None:
            return fits
        is_open = self.problem.tables.open[self._members(lock)].any(axis=0)
        return np.asarray(fits & is_open)
