"""Why an edit is not possible: one sentence for each rule that it would break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.locks import pair_name
from b4h_scheduler.planning.words import agenda_name, when
from b4h_scheduler.sentence import Sentence, mark
from solver.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.planning.compiled import Compiled
    from solver.result import Assignment
    from solver.validate import Violation

EDIT_WORDS: dict[Rule, str] = {
    Rule.OPTION: mark("these people may not meet in this combination"),
    Rule.SLOT_ALLOWED: mark("those who must take part are not there together {when}"),
    Rule.AVAILABLE: mark("{who} is not there {when}"),
    Rule.CLASH: mark("{who} has another meeting {when}: {what}"),
    Rule.MOST: mark("{who} would have more meetings than it may have"),
    Rule.MOST_ROW: mark("{who} would have more meetings than it may have that day"),
    Rule.LONGEST_RUN: mark("{who} would meet for too long without a pause"),
    Rule.WINDOW: mark("{who} would have no time for lunch"),
    Rule.MOST_BREAKS: mark("{who} would wait more often than it may"),
    Rule.BREAK_SPREAD: mark("{who} would wait more often than others may"),
    Rule.TABLE_ALLOWED: mark("it may not be at {table}"),
    Rule.TABLE_OPEN: mark("{table} is closed {when}"),
    Rule.TABLE_CLASH: mark("{table} is taken {when}: {what}"),
    Rule.TABLES_KEPT_FREE: mark(
        "the last free tables {when} are kept for the help desk"
    ),
    Rule.ZONE_DISTANCE: mark("{who} could not walk in time from one zone to the other"),
    Rule.MANDATORY: mark("{what} must be held"),
    Rule.PIN: mark("{what} is fixed"),
    Rule.PRECEDENCE: mark("{what} would not be in the order that was asked for"),
}


class EditWriter:
    """Puts violations of one edit into words."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._names: dict[int, str] = {}
        self._told: dict[tuple[Rule, int, int, int], str] = {}

    def reasons(
        self, found: Iterable[Violation], plan: Assignment, edited: frozenset[int]
    ) -> tuple[str, ...]:
        """Return each violation in words, each sentence once.

        Parameters
        ----------
        plan : Assignment
            With the edit made.
        edited : frozenset of int
            Candidates that the edit changed: others are what is in their way.
        """
        told = (self._sentence(one, plan, edited) for one in found)
        return tuple(dict.fromkeys(told))

    def _sentence(
        self, one: Violation, plan: Assignment, edited: frozenset[int]
    ) -> str:
        if "{what}" in EDIT_WORDS[one.rule]:
            return self._words(one, what=self._what(one, plan, edited))
        key = one.rule, one.participant, one.slot, one.table
        if key not in self._told:
            self._told[key] = self._words(one, what="")
        return self._told[key]

    def _words(self, one: Violation, *, what: str) -> str:
        event = self.compiled.event
        who = "" if one.participant < 0 else self._name(one.participant)
        time = "" if one.slot < 0 else when(event, (one.slot,))
        table = "" if one.table < 0 else self.table_name(one.table)
        return Sentence(
            EDIT_WORDS[one.rule],
            who=who,
            when=time,
            table=table or mark("a table"),
            what=what,
        )

    def table_name(self, table: int) -> str:
        """Return the name of a table of the kernel."""
        return Sentence("table {table}", table=self.compiled.places.id_of(table))

    def pair(self, candidate: int) -> str:
        """Return the two sides of a candidate of the problem."""
        return pair_name(self.compiled.event, self.compiled.candidate(candidate).sides)

    def _name(self, participant: int) -> str:
        if participant not in self._names:
            agenda = self.compiled.agendas.all[participant]
            self._names[participant] = agenda_name(self.compiled.event, agenda)
        return self._names[participant]

    def _what(self, one: Violation, plan: Assignment, edited: frozenset[int]) -> str:
        if one.candidate >= 0:
            return self.pair(one.candidate)
        others = [self.pair(c) for c in self._concerned(one, plan) if c not in edited]
        return ", ".join(others) or mark("the two of this edit")

    def _concerned(self, one: Violation, plan: Assignment) -> list[int]:
        """Return the meetings of its slot at its table, or of its participant."""
        then = np.flatnonzero(plan.held & (plan.slot == one.slot))
        if one.table >= 0:
            return [int(c) for c in then[plan.table[then] == one.table]]
        who = self.compiled.problem.options.participants.take(plan.option[then])
        met = np.unique(who.rows[who.items == one.participant])
        return [int(c) for c in then[met]]
