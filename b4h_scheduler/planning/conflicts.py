"""Why no plan is possible: the demands that contradict each other, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.words import agenda_name, stay, when
from solver.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.planning.compiled import Compiled
    from solver.conflict_set import Demand


def conflict_words(compiled: Compiled) -> tuple[str, ...]:
    """Return one sentence for each demand of an irreducible set in conflict.

    Empty where no such set was found (see `solver.conflict_set.conflict_set`).
    """
    from solver.conflict_set import conflict_set  # noqa: PLC0415  (loads solvers)

    found = conflict_set(compiled.problem)
    if found is None:
        return ()
    writer = _Writer(compiled)
    return tuple(dict.fromkeys(writer.sentence(one) for one in found.demands))


class _Writer:
    """Puts demands into words."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.event = compiled.event
        self.problem = compiled.problem
        self._words: dict[Rule, Callable[[Demand], str]] = {
            Rule.MANDATORY: lambda one: f"{self._pair(one.candidate)} must meet",
            Rule.PIN: self._pinned,
            Rule.SLOT_ALLOWED: self._slots,
            Rule.AVAILABLE: self._available,
            Rule.CLASH: lambda one: (
                f"{self._name(one)} can be in one meeting at a time only"
            ),
            Rule.MOST: self._most,
            Rule.MOST_ROW: self._most_row,
            Rule.LONGEST_RUN: self._run,
            Rule.WINDOW: lambda one: f"{self._name(one)} has a right to a lunch break",
            Rule.TABLE_OPEN: self._closed,
            Rule.TABLE_CLASH: self._tables,
            Rule.TABLES_KEPT_FREE: lambda _: "some tables stay free for the help desk",
            Rule.PRECEDENCE: self._order,
        }

    def sentence(self, one: Demand) -> str:
        """Return a demand in words."""
        return self._words[one.rule](one)

    def _pair(self, candidate: int) -> str:
        sides = self.compiled.candidate(candidate).sides
        return " and ".join(
            self.event.organization_of[side.organization].name for side in sides
        )

    def _name(self, one: Demand) -> str:
        return agenda_name(self.event, self.compiled.agendas.all[one.participant])

    def _pinned(self, one: Demand) -> str:
        words = f"{self._pair(one.candidate)} are fixed {when(self.event, (one.slot,))}"
        if one.table < 0:
            return words
        return f"{words}, at table {self.compiled.places.id_of(one.table)}"

    def _slots(self, one: Demand) -> str:
        start = self.problem.candidates.option_start
        options = np.arange(start[one.candidate], start[one.candidate + 1])
        rows = self.problem.slot_sets[self.problem.options.slot_set[options]]
        slots = tuple(np.flatnonzero(rows.any(axis=0)).tolist())
        times = when(self.event, slots) or "at no time"
        return f"{self._pair(one.candidate)} can meet {times} only"

    def _available(self, one: Demand) -> str:
        can = np.flatnonzero(self.problem.participants.can[one.participant]).tolist()
        num = len(can)
        slots = "slot" if num == 1 else "slots"
        return f"{self._name(one)} is there {stay(self.event, can)}, {num} {slots}"

    def _most(self, one: Demand) -> str:
        most = int(self.problem.participants.most[one.participant])
        return f"{self._name(one)} may have {_meetings(most)} at most"

    def _most_row(self, one: Demand) -> str:
        most = int(self.problem.participants.most_row[one.participant, one.row])
        slot = int(np.flatnonzero(self.problem.slots.row == one.row)[0])
        day = f"{self.event.slots[slot].start:%A}"
        return f"{self._name(one)} may have {_meetings(most)} at most on {day}"

    def _run(self, one: Demand) -> str:
        limit = int(self.problem.participants.longest_run[one.participant])
        return f"{self._name(one)} may meet for {limit} minutes at most without a pause"

    def _closed(self, one: Demand) -> str:
        table = self.compiled.places.id_of(one.table)
        return f"table {table} is closed {when(self.event, (one.slot,))}"

    def _tables(self, one: Demand) -> str:
        if one.table >= 0:
            table = self.compiled.places.id_of(one.table)
            time = when(self.event, (one.slot,))
            return f"table {table} has room for one meeting {time}"
        num = len(one.tables)
        if num == 1:
            return f"there is only table {self.compiled.places.id_of(one.tables[0])}"
        return f"there are only {num} tables for these meetings"

    def _order(self, one: Demand) -> str:
        return f"{self._pair(one.candidate)} meet before {self._pair(one.other)}"


def _meetings(number: int) -> str:
    return "1 meeting" if number == 1 else f"{number} meetings"
