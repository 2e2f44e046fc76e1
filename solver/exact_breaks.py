"""Most breaks and the spread of breaks in the exact model of everything.

Numbers of breaks are counted from above, which caps need, and where a spread compares
them, from below as well: a count from above is never less than the truth, one from
below never more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.exact_rules import total
from solver.problem import UNLIMITED

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from solver.exact_rules import ExactRules, Literal


def limit_breaks(rules: ExactRules) -> None:
    """State both rules, where they limit somebody."""
    problem, model = rules.problem, rules.model
    most, spread = problem.participants.most_breaks, problem.break_spread
    people = range(problem.num_participants)
    is_compared = spread < problem.num_slots
    fewest = model.new_int_var(0, problem.num_slots, "") if is_compared else None
    for person in people:
        if is_compared or most[person] < problem.num_slots:
            count = _count(rules, person, from_above=True)
            if most[person] < UNLIMITED:
                model.add(count <= int(most[person]))
            if fewest is not None:
                model.add(count <= fewest + spread)
                model.add(_count(rules, person, from_above=False) >= fewest)


def _count(rules: ExactRules, person: int, *, from_above: bool) -> cp_model.LinearExpr:
    """Sum of a literal for each slot in which a break can end."""
    problem = rules.problem
    row, idle = problem.slots.row, problem.participants.idle[person]
    add = _at_least if from_above else _at_most
    has_met: cp_model.LinearExprT = 0
    has_idled: cp_model.LinearExprT = 0
    ends: list[Literal] = []
    for slot in range(problem.num_slots):
        busy = rules.is_busy(person, slot)
        if slot == 0 or row[slot] != row[slot - 1]:
            has_met = has_idled = 0
        ends.append(add(rules, [busy, has_idled]))
        since = has_met if idle[slot] else has_idled
        has_idled = add(rules, [1 - busy, since])
        has_met = _met(rules, busy, has_met, from_above=from_above)
    return total(ends)


def _met(
    rules: ExactRules,
    busy: cp_model.LinearExpr,
    before: cp_model.LinearExprT,
    *,
    from_above: bool,
) -> Literal:
    met = rules.model.new_bool_var("")
    if from_above:
        rules.model.add(met >= busy)
        rules.model.add(met >= before)
    else:
        rules.model.add(met <= total([busy, before]))
    return met


def _at_least(rules: ExactRules, both: list[cp_model.LinearExprT]) -> Literal:
    """Return a literal that holds if both do."""
    found = rules.model.new_bool_var("")
    rules.model.add(found >= total(both) - 1)
    return found


def _at_most(rules: ExactRules, both: list[cp_model.LinearExprT]) -> Literal:
    """Return a literal that holds only if both do."""
    found = rules.model.new_bool_var("")
    for one in both:
        rules.model.add(found <= total([one]))
    return found
