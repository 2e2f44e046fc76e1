"""Does a problem make sense? Shapes, ranges and references, checked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.errors import ProblemError
from solver.levels import Level

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import Ragged

MOST_PARTICIPANTS = 8
"""Participants in one option."""
MOST_OPTIONS = 64
"""Options of one candidate."""


def check_problem(problem: Problem) -> None:
    """Raise `ProblemError` naming the first field that contradicts another."""
    _check_slots(problem)
    _check_participants(problem)
    _check_tables(problem)
    _check_candidates(problem)
    _check_options(problem)
    _check_additions(problem)
    _check_levels(problem)


def _require(condition: object, message: str) -> None:
    if not condition:
        raise ProblemError(message)


def _shape(name: str, array: np.ndarray, *expected: int) -> None:
    _require(
        array.shape == expected,
        f"{name}: shape {array.shape} found, {expected} expected",
    )


def _within(name: str, array: np.ndarray, low: int, high: int) -> None:
    """Every entry lies in ``low..high - 1``."""
    if array.size == 0:
        return
    wrong = np.flatnonzero((array < low) | (array >= high))
    if wrong.size:
        at = int(wrong[0])
        found = array.reshape(-1)[at]
        message = f"{name}: {found} at index {at} is not in {low}..{high - 1}"
        raise ProblemError(message)


def _not_negative(name: str, array: np.ndarray) -> None:
    _require(array.size == 0 or array.min() >= 0, f"{name}: a negative entry")


def _ragged(name: str, rows: Ragged, num_rows: int, num_items: int) -> None:
    _require(len(rows) == num_rows, f"{name}: {len(rows)} rows, {num_rows} expected")
    _within(name, rows.items, 0, num_items)


def _check_slots(problem: Problem) -> None:
    slots = problem.slots
    num = len(slots.row)
    _require(num > 0, "slots: there is none")
    _shape("slots.rest_after", slots.rest_after, num)
    _shape("slots.length", slots.length, num)
    _require(slots.length.min() > 0, "slots.length: every slot needs a length above 0")
    steps = np.diff(slots.row)
    _require(
        slots.row[0] == 0 and np.all((steps == 0) | (steps == 1)),
        "slots.row: rows are numbered from 0, in order, without a gap",
    )


def _check_participants(problem: Problem) -> None:
    people, slots, rows = (
        problem.participants,
        problem.num_slots,
        problem.num_rows,
    )
    num = len(people)
    for name in ("can", "idle", "late"):
        _shape(f"participants.{name}", getattr(people, name), num, slots)
    for name in ("most_row", "least_row"):
        _shape(f"participants.{name}", getattr(people, name), num, rows)
    for name in ("most", "least", "least_weight", "longest_run", "most_breaks"):
        _shape(f"participants.{name}", getattr(people, name), num)
        _not_negative(f"participants.{name}", getattr(people, name))
    _not_negative("participants.most_row", people.most_row)
    _not_negative("participants.least_row", people.least_row)
    _within("participants.late", people.late, 0, 1001)


def _check_tables(problem: Problem) -> None:
    tables = problem.tables
    num, zones = len(tables), len(tables.distance)
    _shape("tables.open", tables.open, num, problem.num_slots)
    _within("tables.zone", tables.zone, 0, zones)
    _shape("tables.distance", tables.distance, zones, zones)
    _shape("tables.too_far", tables.too_far, zones, zones)
    _not_negative("tables.distance", tables.distance)
    _require(
        np.array_equal(tables.too_far, tables.too_far.T)
        and np.array_equal(tables.distance, tables.distance.T),
        "tables.distance, tables.too_far: not symmetric",
    )
    _shape("tables.sets", tables.sets, len(tables.sets), num)
    _shape("tables.spare", tables.spare, len(tables.sets))
    _not_negative("tables.spare", tables.spare)


def _check_candidates(problem: Problem) -> None:
    candidates = problem.candidates
    num = len(candidates.value)
    _shape("candidates.mandatory", candidates.mandatory, num)
    _shape("candidates.promised", candidates.promised, num)
    _shape("candidates.option_start", candidates.option_start, num + 1)
    _not_negative("candidates.value", candidates.value)
    counts = np.diff(candidates.option_start)
    _require(
        candidates.option_start[0] == 0
        and candidates.option_start[-1] == len(problem.options),
        "candidates.option_start: does not run from 0 to the number of options",
    )
    _require(counts.size == 0 or counts.min() >= 1, "candidates: one without an option")
    _require(
        counts.size == 0 or counts.max() <= MOST_OPTIONS,
        f"candidates: one with more than {MOST_OPTIONS} options",
    )


def _check_options(problem: Problem) -> None:
    options, tables = problem.options, problem.tables
    num = len(options)
    _ragged(
        "options.participants", options.participants, num, len(problem.participants)
    )
    sizes = options.participants.lengths
    _require(
        num == 0 or (sizes.min() >= 1 and sizes.max() <= MOST_PARTICIPANTS),
        f"options.participants: 1 to {MOST_PARTICIPANTS} participants each",
    )
    keys = options.participants.rows * (len(problem.participants) + 1)
    keys = keys + options.participants.items
    _require(
        len(np.unique(keys)) == len(keys),
        "options.participants: a participant stands twice in one option",
    )
    _shape("slot_sets", problem.slot_sets, len(problem.slot_sets), problem.num_slots)
    _within("options.slot_set", options.slot_set, 0, len(problem.slot_sets))
    _shape("options.table_set", options.table_set, num)
    _shape("options.home_set", options.home_set, num)
    _within("options.table_set", options.table_set, -1, len(tables.sets))
    _within("options.home_set", options.home_set, -1, len(tables.sets))
    _ragged("options.groups", options.groups, num, problem.num_groups)


def _check_additions(problem: Problem) -> None:
    slots, candidates = problem.num_slots, problem.num_candidates
    windows = problem.windows
    _within("windows.participant", windows.participant, 0, len(problem.participants))
    _within("windows.first", windows.first, 0, slots)
    _within("windows.last", windows.last, 0, slots)
    _require(
        np.all(problem.slots.row[windows.first] == problem.slots.row[windows.last])
        and np.all(windows.first <= windows.last),
        "windows: one does not lie inside a row",
    )
    _require(
        np.all(windows.free <= windows.last - windows.first + 1),
        "windows.free: more free slots than the window has",
    )
    targets = problem.targets
    _ragged("targets.options", targets.options, len(targets), problem.num_options)
    _not_negative("targets.amount", targets.amount)
    _not_negative("targets.weight", targets.weight)
    bonus = problem.bonus
    _not_negative("bonus", bonus)
    _require(np.all(np.diff(bonus) <= 0), "bonus: rises")
    pins = problem.pins
    _within("pins.option", pins.option, 0, problem.num_options)
    _within("pins.slot", pins.slot, 0, slots)
    _within("pins.table", pins.table, -1, len(problem.tables))
    pinned = problem.option_candidate[pins.option]
    _require(len(np.unique(pinned)) == len(pinned), "pins: a candidate pinned twice")
    order = problem.precedences
    _within("precedences.before", order.before, 0, candidates)
    _within("precedences.after", order.after, 0, candidates)
    _require(np.all(order.before != order.after), "precedences: one before itself")
    _require(problem.break_spread >= 0, "break_spread: negative")
    if problem.baseline is not None:
        base = problem.baseline
        _within("baseline.candidate", base.candidate, 0, candidates)
        _within("baseline.free", base.free, 0, candidates)
        _within("baseline.option", base.option, 0, problem.num_options)
        _within("baseline.slot", base.slot, 0, slots)
        _within("baseline.table", base.table, -1, len(problem.tables))
        both = np.concatenate([base.candidate, base.free])
        _require(len(np.unique(both)) == len(both), "baseline: a candidate twice")
        _require(
            np.array_equal(problem.option_candidate[base.option], base.candidate),
            "baseline.option: not an option of its candidate",
        )
        _require(
            min(base.dropped_cost, base.moved_cost, base.table_cost, base.added_cost)
            >= 0
            and base.moved_cost <= base.dropped_cost,
            "baseline: costs are not negative, and a move costs no more than a drop",
        )


def _check_levels(problem: Problem) -> None:
    levels = problem.levels
    _require(len(set(levels)) == len(levels), "levels: one stands twice")
    _require(
        Level.CHANGES not in levels or problem.baseline is not None,
        "levels: changes need a baseline",
    )
