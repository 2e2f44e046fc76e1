"""Is a plan valid? A checker that shares no code with the steps that make plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver import validate_agendas, validate_tables
from solver.rules import Rule
from solver.validate_levels import recompute
from solver.validate_meetings import Meetings, Violation, read_meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.problem import Problem
    from solver.result import Assignment

__all__ = ["Violation", "recompute", "validate"]


def validate(problem: Problem, assignment: Assignment) -> list[Violation]:
    """Return every rule that a plan breaks; an empty list for a valid plan.

    Raises
    ------
    ValueError
        The assignment is not one for this problem (shapes).
    """
    plan, violations = read_meetings(problem, assignment)
    for check in _CHECKS:
        violations.extend(check(plan))
    violations.extend(_mandatory(problem, assignment))
    violations.extend(_pins(problem, assignment))
    return violations


def _mandatory(problem: Problem, plan: Assignment) -> Iterator[Violation]:
    for c in np.flatnonzero(problem.candidates.mandatory & (plan.option == -1)):
        message = f"candidate {c} is mandatory and not held"
        yield Violation(Rule.MANDATORY, message, candidate=int(c))


def _pins(problem: Problem, plan: Assignment) -> Iterator[Violation]:
    pins = problem.pins
    start = problem.candidates.option_start
    owner = np.searchsorted(start, pins.option, side="right") - 1
    kept = (plan.option[owner] == pins.option) & (plan.slot[owner] == pins.slot)
    kept &= (pins.table == -1) | (plan.table[owner] == pins.table)
    for i in np.flatnonzero(~kept):
        c, s, t = int(owner[i]), int(pins.slot[i]), int(pins.table[i])
        message = (
            f"candidate {c} is pinned to option {pins.option[i]}, slot {s}, table {t}; "
            f"found: option {plan.option[c]}, slot {plan.slot[c]}, "
            f"table {plan.table[c]}"
        )
        yield Violation(Rule.PIN, message, slot=s, table=t, candidate=c)


def _precedences(plan: Meetings) -> Iterator[Violation]:
    order = plan.problem.precedences
    slot = np.full(plan.problem.num_candidates, -1, dtype=np.int64)
    slot[plan.candidate] = plan.slot
    before, after = slot[order.before], slot[order.after]
    for i in np.flatnonzero((before >= 0) & (after >= 0) & (before >= after)):
        c = int(order.before[i])
        message = (
            f"candidate {c} in slot {before[i]} is to be before candidate "
            f"{order.after[i]} in slot {after[i]}"
        )
        slot_found = int(before[i])
        yield Violation(Rule.PRECEDENCE, message, slot=slot_found, candidate=c)


_CHECKS = (
    validate_agendas.slot_allowed,
    validate_agendas.available,
    validate_agendas.clash,
    validate_agendas.most,
    validate_agendas.most_row,
    validate_agendas.longest_run,
    validate_agendas.window,
    validate_agendas.most_breaks,
    validate_agendas.break_spread,
    validate_tables.table_allowed,
    validate_tables.table_open,
    validate_tables.table_clash,
    validate_tables.tables_kept_free,
    validate_tables.zone_distance,
    _precedences,
)
