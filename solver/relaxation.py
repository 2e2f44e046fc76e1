"""One level of select to maximize, below given upper levels.

The b-matching relaxation forgets slots: a participant holds at most its busy capacity,
tables at most what they seat over all slots.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.parts import Ideal, Part, Reach, part, reach
from solver.slotgains import from_maximize_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.columns import Columns, Detail
    from solver.lagrange import Capacities
    from solver.problem import Problem
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

    def part(self, level: Level) -> Part:
        """Return a level over the columns."""
        if level not in self._parts:
            self._parts[level] = part(self.problem, level, self.columns)
        return self._parts[level]

    def reach(self, one: Part, ideal: Ideal) -> Reach:
        """How far a level's counts can grow each by itself."""
        return reach(self.problem, self.capacity, self.columns, one, ideal)


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
    """

    part: Part
    achieved: int
    is_ideal: bool
    reach: Reach


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What to maximize, under which conditions."""

    model: Model
    part: Part
    upper: tuple[Upper, ...]
    ideal: Ideal
    reach: Reach

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
        upper.append(Upper(one, best if value is None else value, is_ideal, most))
        if is_ideal:
            ideal.keep_best(one, model.columns)
    one = model.part(level)
    return Stage(model, one, tuple(upper), ideal, model.reach(one, ideal))


def ideal_value(model: Model, one: Part, ideal: Ideal, most: Reach) -> int:
    """Best value of a level (own form) if its counts and candidates did not compete."""
    weights = int(ideal.best_weight(one, model.columns).sum())
    best = weights + one.gain_at(most.most)
    return from_maximize_form(model.problem, one.level, best)
