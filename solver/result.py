"""What the kernel gives back: a plan, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.levels import Level
    from solver.ragged import BoolArray, IntArray

PRICE_SCALE = 2**20
"""Prices are integers; this many are one unit of the level they bound."""


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    """Every level is proven."""
    FEASIBLE = "feasible"
    """A valid plan; some level is not proven."""
    INFEASIBLE = "infeasible"
    """Proven: no valid plan exists (mandatory or pinned candidates conflict)."""
    UNKNOWN = "unknown"
    """No valid plan was found in the time or work given."""


class Scope(StrEnum):
    """Over which plans a bound holds (given the achieved values above it)."""

    ALL = "all"
    """Every valid plan."""
    HELD = "held"
    """Plans that hold the same candidates with the same options."""
    TIMETABLE = "timetable"
    """Plans that hold the same candidates in the same slots."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """A plan: for each candidate its option, slot and table.

    All int64[C]; -1 in all three where a candidate is not held.

    ``table`` is -1 (``NO_TABLE``) also for a held option that needs no table.
    """

    option: IntArray
    slot: IntArray
    table: IntArray

    @classmethod
    def empty(cls, num_candidates: int) -> Assignment:
        """Nobody meets."""
        return cls(*(np.full(num_candidates, -1, dtype=np.int64) for _ in range(3)))

    @property
    def held(self) -> BoolArray:
        """bool[C]."""
        return self.option >= 0

    @property
    def num_meetings(self) -> int:
        """How many candidates are held."""
        return int(np.count_nonzero(self.held))

    def without(self, candidates: IntArray) -> Assignment:
        """Return the plan with these candidates not held."""
        parts = (self.option.copy(), self.slot.copy(), self.table.copy())
        for part in parts:
            part[candidates] = -1
        return Assignment(*parts)


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Multipliers from which anyone can recompute a safe bound on one level.

    All are integers at ``PRICE_SCALE``, not negative. Write every level in
    ``SELECT_LEVELS`` up to the bounded one as "maximize": a level ``l`` is
    ``sum of weight_l[o, s] over held (o, s) + sum over its terms t of gain_t(n_t)``,
    where ``n_t`` is the number of held options of term ``t`` and ``gain_t`` is concave
    with ``gain_t(0) = 0``:

    * PROMISED: weight 1 for options of promised candidates (level = promised
      candidates - that); no terms.
    * TARGETS: no weights; one term per target, gain ``weight * min(n, amount)``
      (level = sum of weight * amount - that).
    * LEAST: one term per participant over the options it is in, gain
      ``least_weight * min(n, least)``; then one per (participant, row) with slots of
      that row only, likewise (row-major).
    * VALUE: weight ``value[c]``; one term per group, gain = the bonus sum.
    * CHANGES (other tables count only where the old one is not to be had, so it
      underestimates): weight ``dropped_cost`` for a baseline candidate at its option
      and slot (less ``table_cost`` in that case), ``dropped_cost - moved_cost``
      elsewhere, ``-added_cost`` for candidates in neither list, 0 for ``free``
      (level = dropped_cost * entries - that).

    Then for the bounded level k, with upper levels j < k whose maximize-form achieved
    values are A_j::

        bound = sum rows price * capacity
              - sum_j upper[j] * A_j
              + sum_levels sum_terms max_n (multiplier * gain_t(n) - term_t * n)
              + sum_candidates max(0, max over its allowed (o, s) of
                    sum_levels multiplier_l * weight_l[o, s] + sum term_t over t of o
                    - sum of row prices that (o, s) uses)

    with multiplier ``upper[j]`` for upper levels and ``PRICE_SCALE`` for level k;
    mandatory candidates without the ``max(0, ...)``. Divided by PRICE_SCALE and
    rounded down it bounds the maximize-form of level k.

    Attributes
    ----------
    level : Level
    upper_levels : tuple of Level
        Levels above, in order, that take part (others do not restrict).
    achieved : int64[len(upper_levels)]
        Their values (in their own form, not the maximize-form) of the plan.
    upper : int64[len(upper_levels)]
    participant : int64[P]
        Row: held options of a participant <= most busy slots it can have (by can,
        run, windows, most, most_row).
    participant_row : int64[P, R]
        The same inside one row of slots.
    participant_slot : int64[P, S]
        Row: held options of a participant in one slot <= 1.
    table_sets : bool[N, T]
        The sets of tables (unions of ``Tables.sets``) that have rows.
    tables : int64[N]
        Row: held options whose table set lies inside <= sum over slots of
        min(usable tables, floor(participants with ``can`` then / 2)), where usable =
        open tables of the set - max over the rows of ``Tables.sets`` inside it of
        min(their spare, their open tables).
        (The half only where every option of the problem has two participants or more.)
    tables_slot : int64[N, S]
        The same in one slot.
    clusters : bool[M, P]
        Sets U of participants with an odd-set row: held options with two or more
        participants in U <= min(floor(sum of capacities of U / 2), sum over slots of
        floor(number of U free then / 2)).
    cluster : int64[M]
    term : tuple of int64[number of terms]
        For each level in (*upper_levels, level), the prices that link counts.
    """

    level: Level
    upper_levels: tuple[Level, ...]
    achieved: IntArray
    upper: IntArray
    participant: IntArray
    participant_row: IntArray
    participant_slot: IntArray
    table_sets: BoolArray
    tables: IntArray
    tables_slot: IntArray
    clusters: BoolArray
    cluster: IntArray
    term: tuple[IntArray, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What is known about one level of a plan.

    Attributes
    ----------
    value, bound : int
        Achieved; and no plan of ``scope`` whose upper levels are at least as good
        has a better value than ``bound``.
    scope : Scope
    proven : bool
        ``value == bound`` with scope ``all``.
    method : str
        What gave the bound, with version where it is a solver's proof.
    seconds : float
        Time spent on this level.
    prices : Prices or None
        Given where the bound (or a weaker ``safe_bound``) follows from prices.
    safe_bound : int or None
        The bound that ``prices`` give; ``bound`` may be tighter by an exact proof.
    """

    level: Level
    value: int
    bound: int
    scope: Scope
    method: str
    seconds: float = 0.0
    prices: Prices | None = None
    safe_bound: int | None = None

    @property
    def proven(self) -> bool:
        """Nobody can do better on this level."""
        return self.value == self.bound and self.scope == "all"


@dataclass(frozen=True, slots=True)
class Progress:
    """One event of a running solve.

    Attributes
    ----------
    step : str
        What is being done: select, timetable, improve, prove, polish, seat, ...
    seconds : float
        Since the solve began.
    level, value, bound
        Of the best plan so far, where the event is about one level; None: not known.
    """

    step: str
    seconds: float
    level: Level | None = None
    value: int | None = None
    bound: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The outcome of ``solve``.

    Attributes
    ----------
    status : Status
    assignment : Assignment or None
        The best plan found; it has passed the validator.
    certificate : tuple of Entry
        One for each level, in the problem's order.
    work_used : int
        Units of work; the whole of it only under a work limit.
    warnings : tuple of str
        What else is to be known about the plan.
    message : str
        Why there is no plan, or why it ended early.
    peak_bytes : int
        Greatest memory of the child process, 0 if solved in this one.
    seconds_per_step : dict
        Wall-clock seconds of select, timetable, polish, seat, validate.
    """

    status: Status
    assignment: Assignment | None
    certificate: tuple[Entry, ...] = ()
    seconds_per_step: dict[str, float] = field(default_factory=dict)
    work_used: int = 0
    warnings: tuple[str, ...] = ()
    message: str = ""
    peak_bytes: int = 0

    def __getitem__(self, level: Level) -> Entry:
        """Return the certificate's entry of a level (KeyError if it has none)."""
        for entry in self.certificate:
            if entry.level == level:
                return entry
        raise KeyError(level)
