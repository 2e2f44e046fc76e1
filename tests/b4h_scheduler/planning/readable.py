"""Compiled problems in words, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from b4h_scheduler.domain.ids import TableId
from b4h_scheduler.planning.words import agenda_name
from solver.result import Assignment
from solver.validate import validate

if TYPE_CHECKING:
    from b4h_scheduler.planning.compiled import Compiled


class Option(NamedTuple):
    """One way to hold a candidate, in words."""

    people: tuple[str, ...]
    slots: tuple[str, ...]
    tables: tuple[str, ...]
    first: tuple[str, ...]


def options(compiled: Compiled, one: str, other: str) -> list[Option]:
    """Return the options of the candidates between two organizations."""
    found = []
    for index in range(compiled.problem.num_candidates):
        sides = compiled.candidate(index).sides
        if {side.organization for side in sides} == {one, other}:
            start = compiled.problem.candidates.option_start
            found += [
                option_in_words(compiled, option)
                for option in range(start[index], start[index + 1])
            ]
    return found


def option_in_words(compiled: Compiled, option: int) -> Option:
    """Return who, when, and where."""
    problem = compiled.problem
    agendas = compiled.agendas.all
    people = problem.options.participants[option].tolist()
    slots = np.flatnonzero(problem.option_slots[option]).tolist()
    return Option(
        tuple(agenda_name(compiled.event, agendas[person]) for person in people),
        tuple(f"{compiled.event.slots[slot].start:%H:%M}" for slot in slots),
        _tables(compiled, int(problem.options.table_set[option])),
        _tables(compiled, int(problem.options.home_set[option])),
    )


def _tables(compiled: Compiled, table_set: int) -> tuple[str, ...]:
    if table_set < 0:
        return ()
    members = np.flatnonzero(compiled.problem.tables.sets[table_set])
    return tuple(compiled.places.id_of(int(table)) for table in members)


def participant(compiled: Compiled, name: str) -> int:
    """Return the participant of that name."""
    names = [agenda_name(compiled.event, a) for a in compiled.agendas.all]
    return names.index(name)


def left_out(compiled: Compiled) -> dict[tuple[str, ...], str]:
    """Return why candidates may not be held, by their organizations."""
    return {
        tuple(
            side.organization for side in compiled.gathered[index].candidate.sides
        ): str(reason)
        for index, reason in compiled.left_out.items()
    }


def assignment(
    compiled: Compiled, meetings: dict[tuple[str, str], tuple[str, str | None]]
) -> Assignment:
    """Return a plan that holds these pairs at (clock of the first day, table).

    Of several options the first one that allows slot and table is held, or else the
    first of all.
    """
    plan = Assignment.empty(compiled.problem.num_candidates)
    clocks = [f"{slot.start:%H:%M}" for slot in compiled.event.slots]
    for index in range(compiled.problem.num_candidates):
        sides = compiled.candidate(index).sides
        pair = (sides[0].organization, sides[1].organization)
        if pair not in meetings:
            continue
        clock, table = meetings[pair]
        slot = clocks.index(clock)
        plan.slot[index] = slot
        plan.table[index] = _seat(compiled, plan, table, slot)
        plan.option[index] = _first_option(compiled, index, slot, table)
    assert plan.num_meetings == len(meetings)
    return plan


def _seat(compiled: Compiled, plan: Assignment, table: str | None, slot: int) -> int:
    """The first seat of a table or home place that no meeting of the slot has."""
    if table is None:
        return -1
    seats = compiled.places.tables_of(TableId(table))
    taken = plan.table[plan.slot == slot]
    return next((seat for seat in seats if seat not in taken), seats[0])


def _first_option(compiled: Compiled, index: int, slot: int, table: str | None) -> int:
    problem = compiled.problem
    start, end = problem.candidates.option_start[index : index + 2].tolist()
    for option in range(start, end):
        tables = _tables(compiled, int(problem.options.table_set[option]))
        fits = table in tables if table else not tables
        if problem.option_slots[option, slot] and fits:
            return option
    return start


def broken(
    compiled: Compiled, meetings: dict[tuple[str, str], tuple[str, str | None]]
) -> set[str]:
    """Return the rules that a plan of these meetings breaks."""
    plan = assignment(compiled, meetings)
    return {str(found.rule) for found in validate(compiled.problem, plan)}
