"""The problem: integers and arrays in, no people, no dates.

Sizes: ``S`` slots, ``R`` rows, ``P`` participants, ``C`` candidates, ``O`` options,
``T`` tables, ``Z`` zones, ``K`` table sets, ``V`` targets, ``G`` groups.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.levels import DEFAULT_LEVELS, Level
from solver.ragged import BoolArray, IntArray, Ragged

UNLIMITED = 2**31 - 1
"""Stands for "no limit" in every array of limits."""

NO_TABLE = -1
"""The table set of an option, or table of a meeting, that needs no table."""


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """Time: slots in order, in rows (a row is usually a day).

    Attributes
    ----------
    row : int64[S]
        Row of each slot, from 0, never falling.
    rest_after : bool[S]
        The boundary to the next slot is a rest: it ends a run, and no
        distance between zones counts across it. The last slot of a row needs no mark.
    length : int64[S]
        Length of each slot in any unit (``Participants.longest_run`` has the same).
    """

    row: IntArray
    rest_after: BoolArray
    length: IntArray

    def __len__(self) -> int:
        return len(self.row)

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        return int(self.row[-1]) + 1 if len(self.row) else 0

    @property
    def adjacent(self) -> BoolArray:
        """bool[S]: slot ``s + 1`` follows ``s`` in its row without a rest."""
        following = np.zeros(len(self.row), dtype=np.bool_)
        following[:-1] = (self.row[1:] == self.row[:-1]) & ~self.rest_after[:-1]
        return following


@dataclass(frozen=True, slots=True, eq=False)
class Participants:
    """Agendas: whoever can be in one meeting at a time.

    Attributes
    ----------
    can : bool[P, S]
        May meet in this slot.
    idle : bool[P, S]
        Counts as waiting when unused between two meetings of a row.
    most : int64[P]
        Most meetings in all.
    most_row : int64[P, R]
        Most meetings in each row.
    least, least_weight : int64[P]
        Meetings below ``least`` cost ``least_weight`` each in ``Level.LEAST``.
    least_row : int64[P, R]
        The same per row (same weight).
    longest_run : int64[P]
        Greatest total length of meetings in adjacent slots.
    most_breaks : int64[P]
        Most breaks over all rows.
    late : int64[P, S]
        Chance, in thousandths, to miss a meeting in this slot by arriving late.
    """

    can: BoolArray
    idle: BoolArray
    most: IntArray
    most_row: IntArray
    least: IntArray
    least_weight: IntArray
    least_row: IntArray
    longest_run: IntArray
    most_breaks: IntArray
    late: IntArray

    def __len__(self) -> int:
        return len(self.most)


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Pauses owed, such as lunch.

    In slots ``first..last`` (inclusive, one row) the participant has at least
    ``free`` consecutive slots without a meeting. All int64[W].
    """

    participant: IntArray = field(default_factory=_none)
    first: IntArray = field(default_factory=_none)
    last: IntArray = field(default_factory=_none)
    free: IntArray = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.participant)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Possible meetings.

    Attributes
    ----------
    value : int64[C]
        Not negative.
    mandatory, promised : bool[C]
        Must be held; counts in ``Level.PROMISED`` when not held.
    option_start : int64[C + 1]
        Options of candidate ``c`` are ``option_start[c]:option_start[c + 1]``;
        at most one of them is held.
    """

    value: IntArray
    mandatory: BoolArray
    promised: BoolArray
    option_start: IntArray

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Ways to hold a candidate.

    Attributes
    ----------
    participants : Ragged, O rows
        1 to 8 different participants.
    slot_set : int64[O]
        Row of ``Problem.slot_sets``: slots allowed beside everyone's ``can``.
    table_set : int64[O]
        Row of ``Tables.sets``, or ``NO_TABLE``.
    home_set : int64[O]
        Row of ``Tables.sets`` to use first, or ``NO_TABLE``.
    groups : Ragged, O rows
        Groups whose count (and so bonus) a held option raises by one each.
    """

    participants: Ragged
    slot_set: IntArray
    table_set: IntArray
    home_set: IntArray
    groups: Ragged

    def __len__(self) -> int:
        return len(self.slot_set)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Meeting places.

    Attributes
    ----------
    open : bool[T, S]
    zone : int64[T]
    sets : bool[K, T]
        Sets of tables that options name.
    spare : int64[K]
        Of the open tables of a set, so many stay unused in each slot (for the
        help desk), or all open ones if there are fewer.
    distance : int64[Z, Z]
        Cost in ``Level.MOVES`` of changing between two *different* tables of these
        zones (the diagonal: inside a zone).
    too_far : bool[Z, Z]
        No participant may have meetings in adjacent slots in such two zones.
    """

    open: BoolArray
    zone: IntArray
    sets: BoolArray
    spare: IntArray
    distance: IntArray
    too_far: BoolArray

    def __len__(self) -> int:
        return len(self.zone)


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Numbers of counting meetings to reach (travel vouchers).

    ``Level.TARGETS`` = sum of ``weight * max(0, amount - held options of it)``.
    ``amount``, ``weight``: int64[V]; ``options``: Ragged, V rows of options.
    """

    amount: IntArray = field(default_factory=_none)
    weight: IntArray = field(default_factory=_none)
    options: Ragged = field(default_factory=lambda: Ragged.empty(0))

    def __len__(self) -> int:
        return len(self.amount)


@dataclass(frozen=True, slots=True, eq=False)
class Pins:
    """Meetings fixed in advance (and so mandatory); ``table`` -1: any. int64[N]."""

    option: IntArray = field(default_factory=_none)
    slot: IntArray = field(default_factory=_none)
    table: IntArray = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.option)


@dataclass(frozen=True, slots=True, eq=False)
class Precedences:
    """If both are held, ``before[i]`` is in an earlier slot than ``after[i]``."""

    before: IntArray = field(default_factory=_none)
    after: IntArray = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.before)


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The released plan that ``Level.CHANGES`` compares with.

    One entry for each released meeting that is still possible as it was (meetings
    that became impossible are listed in ``free`` and never cost a change).

    Level.CHANGES = dropped * (entries not held) + moved * (held with another
    option or slot) + table * (same option and slot, other table) + added * (held
    candidates in neither ``candidate`` nor ``free``).

    Attributes
    ----------
    candidate, option, slot, table : int64[B]
    free : int64[F]
        Candidates released in a way that has become impossible.
    """

    candidate: IntArray = field(default_factory=_none)
    option: IntArray = field(default_factory=_none)
    slot: IntArray = field(default_factory=_none)
    table: IntArray = field(default_factory=_none)
    free: IntArray = field(default_factory=_none)
    dropped_cost: int = 10
    moved_cost: int = 3
    table_cost: int = 1
    added_cost: int = 1

    def __len__(self) -> int:
        return len(self.candidate)


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything the kernel needs to know; see the classes of the parts.

    Attributes
    ----------
    slot_sets : bool[N, S]
        Sets of slots that options name; row 0 is all slots.
    bonus : int64[B]
        A group with ``n`` held options adds ``bonus[0] + ... + bonus[n - 1]`` to
        ``Level.VALUE``; never rising, not negative, 0 beyond its end.
    num_groups : int
    break_spread : int
        Greatest difference of numbers of breaks between two participants.
    levels : tuple of Level
        The order of optimization.
    """

    slots: Slots
    participants: Participants
    candidates: Candidates
    options: Options
    tables: Tables
    slot_sets: BoolArray
    windows: Windows = field(default_factory=Windows)
    targets: Targets = field(default_factory=Targets)
    bonus: IntArray = field(default_factory=_none)
    num_groups: int = 0
    pins: Pins = field(default_factory=Pins)
    precedences: Precedences = field(default_factory=Precedences)
    baseline: Baseline | None = None
    break_spread: int = UNLIMITED
    levels: tuple[Level, ...] = DEFAULT_LEVELS

    def __post_init__(self) -> None:
        from solver.checks import check_problem  # noqa: PLC0415  (checks import this)

        check_problem(self)

    @property
    def num_slots(self) -> int:
        """S."""
        return len(self.slots)

    @property
    def num_rows(self) -> int:
        """R."""
        return self.slots.num_rows

    @property
    def num_participants(self) -> int:
        """P."""
        return len(self.participants)

    @property
    def num_candidates(self) -> int:
        """C."""
        return len(self.candidates)

    @property
    def num_options(self) -> int:
        """O."""
        return len(self.options)

    @property
    def num_tables(self) -> int:
        """T."""
        return len(self.tables)

    @cached_property
    def option_candidate(self) -> IntArray:
        """int64[O]: the candidate of each option."""
        start = self.candidates.option_start
        return np.repeat(np.arange(len(start) - 1, dtype=np.int64), np.diff(start))

    @cached_property
    def option_slots(self) -> BoolArray:
        """bool[O, S]: slots in which an option can be held on its own.

        Its slot set, everyone's ``can``, and for a pinned option only the pin's
        slot (none where the former do not allow it). Other options of a pinned
        candidate have none.
        """
        allowed = self.slot_sets[self.options.slot_set]
        people = self.options.participants
        # The first participant of every option, then the second, ...: five times as
        # fast as reduceat.
        for rank in range(int(people.lengths.max(initial=0))):
            has_one = np.flatnonzero(people.lengths > rank)
            who = people.items[people.start[has_one] + rank]
            allowed[has_one] &= self.participants.can[who]
        if len(self.pins):
            here = allowed[self.pins.option, self.pins.slot]
            owner = self.option_candidate
            pinned = np.isin(owner, owner[self.pins.option])
            allowed[pinned] = False
            allowed[self.pins.option, self.pins.slot] = here
        return allowed

    @cached_property
    def mandatory(self) -> BoolArray:
        """bool[C]: mandatory by itself or by a pin."""
        mandatory = self.candidates.mandatory.copy()
        mandatory[self.option_candidate[self.pins.option]] = True
        return mandatory

    @cached_property
    def is_table_lost(self) -> BoolArray:
        """bool[B]: entries of the baseline that cannot have their table any more.

        Closed in that slot, or not of the option's set: as long as they keep option
        and slot, they change their table for certain.
        """
        base = self.baseline
        if base is None:
            return np.zeros(0, dtype=np.bool_)
        table_set = self.options.table_set[base.option]
        if not len(self.tables):
            return np.asarray(base.table >= 0)
        in_set = (table_set != NO_TABLE) & self.tables.sets[table_set, base.table]
        can_keep = in_set & self.tables.open[base.table, base.slot]
        lost: BoolArray = np.where(base.table >= 0, ~can_keep, table_set != NO_TABLE)
        return lost
