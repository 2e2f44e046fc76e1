"""Why candidates are not held, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.candidates import wisher_and_wished
from b4h_scheduler.planning.told import Told
from b4h_scheduler.planning.words import (
    COULD_BE_ADDED,
    COULD_BE_ADDED_WORDS,
    INELIGIBLE_WORDS,
    RULE_WORDS,
    stay,
    when,
)
from b4h_scheduler.plans import Reason, Unmet
from b4h_scheduler.sentence import Sentence, counted, listed, mark, nouns
from solver.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.planning.compiled import Compiled
    from solver.obstacles import Obstacle
    from solver.result import Assignment

_MEETINGS = nouns("meeting", "meetings")
_COULD_BE_ADDED = (Reason(rule=COULD_BE_ADDED, text=COULD_BE_ADDED_WORDS),)


def unmet(compiled: Compiled, assignment: Assignment) -> tuple[Unmet, ...]:
    """Return every candidate that is not held with its reasons, strongest first."""
    from solver.obstacles import obstacles  # noqa: PLC0415  (numba is slow to import)

    writer = _Writer(compiled)
    found = [writer.excluded(index) for index in compiled.left_out]
    told = obstacles(compiled.problem, assignment)
    found += [writer.unmet(index, told[index]) for index in told]
    found.sort(key=lambda u: (u.candidate.ineligible is not None, -u.candidate.value))
    return tuple(found)


def possible_left_out(compiled: Compiled, assignment: Assignment) -> list[int]:
    """Return candidates of the problem that are not held, in the order of `unmet`."""
    left = np.flatnonzero(~assignment.held)
    strongest = np.argsort(-compiled.problem.candidates.value[left], kind="stable")
    found: list[int] = left[strongest].tolist()
    return found


def unmet_of(
    compiled: Compiled, assignment: Assignment, candidates: Sequence[int]
) -> list[Unmet]:
    """Return some of `possible_left_out` with their reasons, in the order given."""
    from solver.obstacles import obstacles  # noqa: PLC0415  (numba is slow to import)

    writer = _Writer(compiled)
    told = obstacles(compiled.problem, assignment, candidates)
    return [writer.unmet(index, told[index]) for index in candidates]


class _Writer:
    """Puts obstacles of one plan into words."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.event = compiled.event
        self.told = compiled.told
        if not self.told.is_of(self.event, compiled.problem):
            value, chosen = compiled.problem.candidates.value, self.told.candidates
            self.told = Told(self.event, compiled.agendas, chosen, value)
        self.values: list[int] = compiled.problem.candidates.value.tolist()
        self.ids = [each.id for each in self.told.candidates]
        self.times: dict[tuple[int, ...], str] = {}
        self.counts: dict[tuple[int, bool], str] = {}
        self.slot_ids = [slot.id for slot in compiled.event.slots]

    def excluded(self, index: int) -> Unmet:
        """Return a candidate that may not be held at all, with the reason."""
        told, reason = self.told.excluded, self.compiled.left_out[index]
        if index not in told:
            told[index] = Unmet(
                candidate=self.compiled.gathered[index].candidate,
                reasons=(self.ineligible(index, reason),),
            )
        return told[index]

    def unmet(self, index: int, hindrances: tuple[Obstacle, ...]) -> Unmet:
        """Return a candidate of the problem that is not held, with what hinders it."""

        def make() -> Unmet:
            reasons = tuple(self.hindered(index, each) for each in hindrances)
            candidate = self.compiled.candidate(index).candidate
            return Unmet(candidate=candidate, reasons=reasons or _COULD_BE_ADDED)

        return self.told.once(index, hindrances, make)

    def ineligible(self, index: int, reason: Ineligible) -> Reason:
        """Return why a candidate may not be held at all."""
        candidate = self.compiled.gathered[index]
        wisher, wished = wisher_and_wished(self.event, candidate)
        absent = wished
        if not self.compiled.agendas.serving(wisher):
            absent = wisher
        text = Sentence(
            INELIGIBLE_WORDS[reason],
            wisher=self._side(wisher),
            wished=self._side(wished),
            who=self._side(absent),
            when=listed(map(self._stay, candidate.sides))
            if reason is Ineligible.NO_COMMON_TIME
            else "",
        )
        return Reason(
            rule=str(reason),
            text=text,
            organization=None,
            slots=(),
            candidates=(),
        )

    def hindered(self, index: int, obstacle: Obstacle) -> Reason:
        """Return one obstacle of a candidate that was not held."""
        organization = None
        who: str = Sentence("one of them")
        if obstacle.participant >= 0:
            who, organization = self.told.who[obstacle.participant]
        text = Sentence(
            RULE_WORDS[obstacle.rule],
            who=who,
            when=self._when(tuple(obstacle.slots)),
            what=self._meetings(index, obstacle),
        )
        return Reason(
            rule=str(obstacle.rule),
            text=text,
            organization=organization,
            slots=tuple(self.slot_ids[slot] for slot in obstacle.slots),
            candidates=tuple([self.ids[c] for c in obstacle.candidates]),
        )

    def _when(self, slots: tuple[int, ...]) -> str:
        if slots not in self.times:
            self.times[slots] = when(self.event, slots)
        return self.times[slots]

    def _meetings(self, index: int, obstacle: Obstacle) -> str:
        """The meetings in the way: how many, and whether they are worth as much."""
        num = len(obstacle.candidates)
        if not num and obstacle.rule in {Rule.MOST, Rule.MOST_ROW}:
            return mark("none is allowed")
        if not num:
            return mark("other meetings")
        weakest = min([self.values[c] for c in obstacle.candidates])
        key = num, weakest >= self.values[index]
        if key not in self.counts:
            self.counts[key] = _so_many(*key)
        return self.counts[key]

    def _side(self, side: Side) -> str:
        return self.event.organization_of[side.organization].name

    def _stay(self, side: Side) -> str:
        agendas = self.compiled.agendas.serving(side)
        can = np.logical_or.reduce([agenda.can for agenda in agendas])
        times = stay(self.event, np.flatnonzero(can).tolist())
        return Sentence("{name} {times}", name=self._side(side), times=times)


def _so_many(num: int, is_worth_as_much: bool) -> str:  # noqa: FBT001
    meetings = counted(num, *_MEETINGS)
    if not is_worth_as_much:
        return meetings
    return Sentence("{meetings} worth at least as much", meetings=meetings)
