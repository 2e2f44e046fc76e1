"""One level of select to maximize, below given upper levels.

The b-matching relaxation forgets slots: a participant holds at most its busy capacity,
tables at most what they seat over all slots.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.distinct import distinct, distinct_counts
from solver.levels import Level
from solver.parts import Ideal, Part, Reach, part, reach
from solver.problem import NO_TABLE
from solver.slotgains import from_maximize_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.columns import Columns, Detail
    from solver.lagrange import Capacities
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.tablerows import TableRows


@dataclass(slots=True, eq=False)
class Model:
    """The problem at one detail: columns, capacities, levels over the columns."""

    problem: Problem
    rows: TableRows
    detail: Detail
    columns: Columns
    capacity: Capacities
    _parts: dict[Level, Part] = field(default_factory=dict)
    _reach: dict[Level, Reach] = field(default_factory=dict)
    _binding: BoolArray | None = None

    @property
    def binding_tables(self) -> BoolArray:
        """bool[N]: table rows that some other row and the participants do not imply."""
        if self._binding is None:
            self._binding = binding_tables(self)
        return self._binding

    def part(self, level: Level) -> Part:
        """Return a level over the columns."""
        if level not in self._parts:
            self._parts[level] = part(self.problem, level, self.columns)
        return self._parts[level]

    def reach(self, one: Part, ideal: Ideal) -> Reach:
        """How far a level's counts can grow each by itself."""
        if not ideal.allowed.all():
            return reach(self.problem, self.capacity, self.columns, one, ideal)
        if one.level not in self._reach:
            alone = reach(self.problem, self.capacity, self.columns, one, ideal)
            self._reach[one.level] = alone
        return self._reach[one.level]


@dataclass(frozen=True, slots=True, eq=False)
class Upper:
    """An upper level as a condition.

    Attributes
    ----------
    achieved : int
        In the level's own form.
    is_ideal : bool
        As good as the level could be if it were alone. Then each of its counts grows
        to its ``reach``, and each candidate gains its best weight (`Ideal`); else the
        whole level is one row.
    reach : Reach
    ideal : Ideal
        What the levels above it leave.
    """

    part: Part
    achieved: int
    is_ideal: bool
    reach: Reach
    ideal: Ideal


@dataclass(frozen=True, eq=False)
class Stage:
    """What to maximize, under which conditions."""

    model: Model
    part: Part
    upper: tuple[Upper, ...]
    ideal: Ideal
    reach: Reach

    @cached_property
    def useful(self) -> BoolArray:
        """bool[n]: allowed columns that the level or one above gains from."""
        gains = np.zeros(len(self.ideal.allowed), dtype=np.bool_)
        for one in (self.part, *(each.part for each in self.upper)):
            gains |= one.weight > 0
            gains[one.column] = True
        gains |= self.ideal.must[self.model.columns.candidate]
        return gains & self.ideal.allowed

    @property
    def achieved(self) -> dict[Level, int]:
        """Upper levels and their values."""
        return {each.part.level: each.achieved for each in self.upper}


def stage(model: Model, level: Level, achieved: Mapping[Level, int | None]) -> Stage:
    """Prepare a level; an upper level without a value is demanded at its ideal."""
    problem = model.problem
    allowed = np.ones(len(model.columns), dtype=np.bool_)
    ideal = Ideal(allowed, problem.mandatory.copy())
    upper = []
    for each, value in achieved.items():
        one = model.part(each)
        most = model.reach(one, ideal)
        best = ideal_value(model, one, ideal, most)
        as_good = value is None or (value - best) * each.sense >= 0
        is_ideal = as_good and each is not Level.VALUE
        achieved_value = best if value is None else value
        upper.append(Upper(one, achieved_value, is_ideal, most, ideal))
        if is_ideal:
            ideal = ideal.with_best(one, model.columns)
    one = model.part(level)
    return Stage(model, one, tuple(upper), ideal, model.reach(one, ideal))


def above(goal: Stage, index: int) -> Stage:
    """Return the stage of one of the upper levels, under those above it."""
    upper = goal.upper[index]
    return Stage(goal.model, upper.part, goal.upper[:index], upper.ideal, upper.reach)


def ideal_value(model: Model, one: Part, ideal: Ideal, most: Reach) -> int:
    """Best value of a level (own form) if its counts and candidates did not compete."""
    weights = int(ideal.best_weight(one, model.columns).sum())
    best = weights + one.gain_at(most.most)
    return from_maximize_form(model.problem, one.level, best)


def binding_tables(model: Model) -> BoolArray:
    """Table rows that can bind over all slots.

    Let ``demand`` be the most meetings that a row's table sets could have: a set has no
    more than its candidates, and no more than a team that is in all of them can have.
    Then a row inside another leaves that one nothing to say if its demand exceeds its
    capacity by as much: ``demand - capacity`` does not grow. So rows of home places
    that may also use the common tables drop out, hundreds of them, each with nearly
    all meetings.
    """
    rows = model.rows
    demand = rows.members @ _demand(model)
    excess = demand - model.capacity.tables_slot.sum(axis=1)
    outside = (rows.members.astype(np.float32) @ ~rows.members.T).astype(np.bool_)
    # inside[n, m]: row m is inside row n, and not the same.
    inside = ~outside.T & outside
    implied = (inside & (excess[np.newaxis, :] >= excess[:, np.newaxis])).any(axis=1)
    return np.asarray(~implied & (excess > 0))


def _demand(model: Model) -> IntArray:
    """int64[K]: most meetings of each table set."""
    problem, found, detail = model.problem, model.columns, model.detail
    num_sets, num = len(problem.tables.sets), max(1, problem.num_candidates)
    table_set = problem.options.table_set[found.option]
    seated = np.flatnonzero(table_set != NO_TABLE)
    pairs = distinct(table_set[seated] * num + found.candidate[seated])
    candidates = np.bincount(pairs // num, minlength=num_sets)
    people = problem.options.participants.take(found.option[seated])
    team = distinct(people.rows * detail.num_teams + detail.team[people.items])
    key = table_set[seated][team // detail.num_teams] * detail.num_teams
    keys, times = distinct_counts(key + team % detail.num_teams)
    columns_of = np.bincount(table_set[seated], minlength=num_sets)
    of_set, of_team = keys // detail.num_teams, keys % detail.num_teams
    always = times == columns_of[of_set]
    limit = np.bincount(
        detail.team, weights=model.capacity.participant, minlength=detail.num_teams
    ).astype(np.int64)
    demand = candidates.astype(np.int64)
    np.minimum.at(demand, of_set[always], limit[of_team[always]])
    return demand
