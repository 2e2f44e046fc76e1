"""Why no plan is possible: the demands that contradict each other, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.words import MOST_TIMES, agenda_name, stay, when
from b4h_scheduler.sentence import Sentence, counted, mark, nouns
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
            Rule.MANDATORY: lambda one: Sentence(
                "{pair} must meet", pair=self._pair(one.candidate)
            ),
            Rule.PIN: self._pinned,
            Rule.SLOT_ALLOWED: self._slots,
            Rule.AVAILABLE: self._available,
            Rule.CLASH: lambda one: Sentence(
                "{name} can be in one meeting at a time only", name=self._name(one)
            ),
            Rule.MOST: self._most,
            Rule.MOST_ROW: self._most_row,
            Rule.LONGEST_RUN: self._run,
            Rule.WINDOW: lambda one: Sentence(
                "{name} has a right to a lunch break", name=self._name(one)
            ),
            Rule.TABLE_OPEN: self._closed,
            Rule.TABLE_CLASH: self._tables,
            Rule.TABLES_KEPT_FREE: lambda _: mark(
                "some tables stay free for the help desk"
            ),
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
        words = Sentence(
            "{pair} are fixed {when}",
            pair=self._pair(one.candidate),
            when=when(self.event, (one.slot,)),
        )
        if one.table < 0:
            return words
        return Sentence(
            "{words}, at table {table}",
            words=words,
            table=self.compiled.places.id_of(one.table),
        )

    def _slots(self, one: Demand) -> str:
        start = self.problem.candidates.option_start
        options = np.arange(start[one.candidate], start[one.candidate + 1])
        rows = self.problem.slot_sets[self.problem.options.slot_set[options]]
        slots = tuple(np.flatnonzero(rows.any(axis=0)).tolist())
        times = when(self.event, slots) or mark("at no time")
        return Sentence(
            "{pair} can meet {times} only", pair=self._pair(one.candidate), times=times
        )

    def _available(self, one: Demand) -> str:
        can = np.flatnonzero(self.problem.participants.can[one.participant]).tolist()
        num = len(can)
        return Sentence(
            "{name} is there {stay}, {slots}",
            name=self._name(one),
            stay=stay(self.event, can),
            slots=counted(num, *nouns("slot", "slots")),
        )

    def _most(self, one: Demand) -> str:
        most = int(self.problem.participants.most[one.participant])
        return Sentence(
            "{name} may have {meetings} at most",
            name=self._name(one),
            meetings=_meetings(most),
        )

    def _most_row(self, one: Demand) -> str:
        most = int(self.problem.participants.most_row[one.participant, one.row])
        slot = int(np.flatnonzero(self.problem.slots.row == one.row)[0])
        day = f"{self.event.slots[slot].start:%A}"
        return Sentence(
            "{name} may have {meetings} at most on {day}",
            name=self._name(one),
            meetings=_meetings(most),
            day=day,
        )

    def _run(self, one: Demand) -> str:
        limit = int(self.problem.participants.longest_run[one.participant])
        return Sentence(
            "{name} may meet for {limit} minutes at most without a pause",
            name=self._name(one),
            limit=limit,
        )

    def _closed(self, one: Demand) -> str:
        table = self.compiled.places.id_of(one.table)
        return Sentence(
            "table {table} is closed {when}",
            table=table,
            when=when(self.event, (one.slot,)),
        )

    def _tables(self, one: Demand) -> str:
        if one.table >= 0:
            table = self.compiled.places.id_of(one.table)
            time = when(self.event, (one.slot,))
            return Sentence(
                "table {table} has room for one meeting {when}", table=table, when=time
            )
        num = len(one.tables)
        words = Sentence("there are only {num} tables for these meetings", num=num)
        if num == 1:
            words = Sentence(
                "there is only table {table}",
                table=self.compiled.places.id_of(one.tables[0]),
            )
        return self._with_hours(words, list(one.tables))

    def _with_hours(self, words: Sentence, tables: list[int]) -> Sentence:
        """Add when none of the tables is open, in the shorter way."""
        is_open = self.problem.tables.open[tables].any(axis=0)
        closed = np.flatnonzero(~is_open).tolist()
        hours = np.flatnonzero(is_open).tolist()
        if 0 < len(closed) <= MOST_TIMES:
            times = when(self.event, closed)
            return Sentence("{words}, closed {when}", words=words, when=times)
        if closed and 0 < len(hours) <= MOST_TIMES:
            times = when(self.event, hours)
            return Sentence("{words}, open {when}", words=words, when=times)
        return words

    def _order(self, one: Demand) -> str:
        return Sentence(
            "{pair} meet before {other}",
            pair=self._pair(one.candidate),
            other=self._pair(one.other),
        )


def _meetings(number: int) -> str:
    return counted(number, *nouns("meeting", "meetings"))
