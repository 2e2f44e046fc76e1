"""Problems for tests: a builder with plain defaults, and random small events."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.levels import DEFAULT_LEVELS, REPLAN_LEVELS, Level
from solver.problem import (
    NO_TABLE,
    UNLIMITED,
    Baseline,
    Candidates,
    Options,
    Participants,
    Pins,
    Precedences,
    Problem,
    Slots,
    Tables,
    Targets,
    Windows,
)
from solver.ragged import Ragged
from solver.result import Assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.ragged import BoolArray, IntArray


def in_halls(problem: Problem, far: np.ndarray) -> Problem:
    """Deal the tables out to halls, of which some are too far apart."""
    zones = np.arange(problem.num_tables) % len(far)
    near = np.ones(far.shape, dtype=np.int64)
    return replace(
        problem,
        tables=replace(problem.tables, zone=zones, distance=near, too_far=far),
    )


def build(
    meetings: Sequence[Sequence[int]],
    *,
    num_slots: int = 4,
    num_tables: int = 2,
    num_participants: int | None = None,
    **changes: Any,
) -> Problem:
    """Return a problem with one option per candidate and nothing that binds.

    Parameters
    ----------
    meetings : sequence of participants
        One candidate each, of value 1; every table and slot is allowed.
    **changes
        Arrays by the name of their field; those of a part of the problem as
        ``participants__can``, others (``windows``, ``levels``) as they are.
    """
    people = num_participants
    if people is None:
        people = 1 + max((p for one in meetings for p in one), default=-1)
    count = len(meetings)
    everywhere = np.ones((people, num_slots), dtype=np.bool_)
    limits = np.full(people, UNLIMITED, dtype=np.int64)
    row = np.asarray(changes.pop("row", [0] * num_slots), dtype=np.int64)
    rows = int(row[-1]) + 1
    parts: dict[str, Any] = {
        "slots": Slots(
            row, np.zeros(num_slots, dtype=np.bool_), np.full(num_slots, 30)
        ),
        "participants": Participants(
            can=everywhere,
            idle=everywhere.copy(),
            most=limits,
            most_row=np.full((people, rows), UNLIMITED, dtype=np.int64),
            least=np.zeros(people, dtype=np.int64),
            least_weight=np.ones(people, dtype=np.int64),
            least_row=np.zeros((people, rows), dtype=np.int64),
            longest_run=limits.copy(),
            most_breaks=limits.copy(),
            late=np.zeros((people, num_slots), dtype=np.int64),
        ),
        "candidates": Candidates(
            value=np.ones(count, dtype=np.int64),
            mandatory=np.zeros(count, dtype=np.bool_),
            promised=np.zeros(count, dtype=np.bool_),
            option_start=np.arange(count + 1, dtype=np.int64),
        ),
        "options": Options(
            participants=Ragged.of(meetings),
            slot_set=np.zeros(count, dtype=np.int64),
            table_set=np.full(count, 0 if num_tables else NO_TABLE, dtype=np.int64),
            home_set=np.full(count, NO_TABLE, dtype=np.int64),
            groups=Ragged.empty(count),
        ),
        "tables": Tables(
            open=np.ones((num_tables, num_slots), dtype=np.bool_),
            zone=np.zeros(num_tables, dtype=np.int64),
            sets=np.ones((1, num_tables), dtype=np.bool_),
            spare=np.zeros(1, dtype=np.int64),
            distance=np.ones((1, 1), dtype=np.int64),
            too_far=np.zeros((1, 1), dtype=np.bool_),
        ),
        "slot_sets": np.ones((1, num_slots), dtype=np.bool_),
    }
    for name, found in changes.items():
        part, _, of = name.partition("__")
        value = found if not isinstance(found, list) else np.asarray(found)
        parts[part] = replace(parts[part], **{of: value}) if of else value
    return Problem(**parts)


def plan_of(problem: Problem, *held: tuple[int, int, int]) -> Assignment:
    """Hold the first option of candidates: (candidate, slot, table) each."""
    plan = Assignment.empty(problem.num_candidates)
    for candidate, slot, table in held:
        plan.option[candidate] = problem.candidates.option_start[candidate]
        plan.slot[candidate], plan.table[candidate] = slot, table
    return plan


class _Draw:
    """One random event, drawn part by part; same seed, same event."""

    def __init__(
        self,
        seed: int,
        people: int = 8,
        slots: int = 6,
        tables: int = 3,
        candidates: int = 12,
    ) -> None:
        self.rng = np.random.default_rng([2, seed])
        # The larger of two draws: larger events have more to find out about.
        self.people = int(self.whole(3, people, 2).max())
        self.slots = int(self.whole(2, slots, 2).max())
        self.tables = int(self.whole(1, tables, 2).max())
        self.candidates = int(self.whole(3, candidates, 2).max())

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def some(self, share: float, *shape: int) -> BoolArray:
        return self.rng.random(shape) < share

    def whole(self, low: int, high: int, *shape: int) -> IntArray:
        """Integers from low to high, both inclusive."""
        return self.rng.integers(low, high + 1, shape)

    def draw_slots(self) -> Slots:
        rows = int(self.whole(1, min(3, self.slots)))
        row = np.sort(
            np.r_[np.arange(rows), self.whole(0, rows - 1, self.slots - rows)]
        )
        length = np.full(self.slots, 2)
        if self.chance(0.3):
            length = self.whole(1, 3, self.slots)
        rest = self.some(0.3 if self.chance(0.3) else 0.0, self.slots)
        return Slots(row.astype(np.int64), rest, length.astype(np.int64))

    def draw_people(self, slots: Slots) -> Participants:
        people, rows = self.people, slots.num_rows
        free = float(self.rng.choice([1.0, 0.85, 0.6]))
        can = self.some(free, people, self.slots)
        idle = can.copy() if self.chance(0.7) else np.ones_like(can)
        unlimited = np.full(people, UNLIMITED, dtype=np.int64)

        def limited(probability: float, low: int, high: int) -> IntArray:
            if not self.chance(probability):
                return unlimited.copy()
            some = self.whole(low, high, people)
            return np.where(self.some(0.6, people), some, UNLIMITED)

        most_row = np.full((people, rows), UNLIMITED, dtype=np.int64)
        if self.chance(0.3):
            most_row = self.whole(1, 3, people, rows)
        least = np.zeros(people, dtype=np.int64)
        if self.chance(0.6):
            least = self.whole(0, 2, people)
        least_row = np.zeros((people, rows), dtype=np.int64)
        if self.chance(0.25):
            least_row = self.whole(0, 1, people, rows)
        late = np.zeros((people, self.slots), dtype=np.int64)
        if self.chance(0.4):
            late = np.sort(self.whole(0, 300, people, self.slots), axis=1)[:, ::-1]
        return Participants(
            can=can,
            idle=idle,
            most=limited(0.4, 1, 4),
            most_row=most_row,
            least=least,
            least_weight=self.whole(1, 3, people),
            least_row=least_row,
            longest_run=limited(0.4, int(slots.length.max()), 6),
            most_breaks=limited(0.2, 0, 1),
            late=np.ascontiguousarray(late),
        )

    def draw_tables(self) -> Tables:
        zones = int(self.whole(1, min(2, self.tables)))
        sets = [np.ones(self.tables, dtype=np.bool_)]
        for _ in range(int(self.whole(0, 3))):
            one = self.some(0.5, self.tables)
            one[self.whole(0, self.tables - 1)] = True
            sets.append(one)
        spare = np.zeros(len(sets), dtype=np.int64)
        if self.chance(0.3) and self.tables > 1:
            spare[self.whole(0, len(sets) - 1)] = 1
        distance = np.ones((zones, zones), dtype=np.int64)
        if zones == 2:
            distance = np.array([[1, 3], [3, int(self.whole(0, 2))]])
        too_far = np.zeros((zones, zones), dtype=np.bool_)
        if zones == 2 and self.chance(0.3):
            too_far = ~np.eye(2, dtype=np.bool_)
        return Tables(
            open=self.some(1.0 if self.chance(0.6) else 0.8, self.tables, self.slots),
            zone=np.sort(
                np.r_[np.arange(zones), self.whole(0, zones - 1, self.tables)]
            )[: self.tables],
            sets=np.array(sets),
            spare=spare,
            distance=distance,
            too_far=too_far,
        )

    def draw_options(self, tables: Tables) -> tuple[IntArray, Options, int, BoolArray]:
        """Return option_start, options, number of groups, slot sets."""
        counts = np.ones(self.candidates, dtype=np.int64)
        if self.chance(0.5):
            counts = self.rng.choice([1, 1, 1, 2, 3], self.candidates)
        start = np.r_[0, np.cumsum(counts)].astype(np.int64)
        pairs = [
            self.rng.choice(self.people, 2, replace=False)
            for _ in range(self.candidates)
        ]
        thirds = self.chance(0.4)
        people, groups = [], []
        for c, count in enumerate(counts):
            for number in range(count):
                members = list(pairs[c])
                if number and self.chance(0.5):
                    members[1] = self._other(members)
                if thirds and self.people > 2 and self.chance(0.4):
                    members.append(self._other(members))
                if thirds and self.chance(0.1):
                    members = members[:1]
                people.append(members)
                groups.append(members[:2])
        slot_sets = np.ones((3, self.slots), dtype=np.bool_)
        slot_sets[1:] = self.some(0.6, 2, self.slots)
        total = int(start[-1])
        slot_set = np.zeros(total, dtype=np.int64)
        if self.chance(0.4):
            slot_set = self.rng.choice([0, 0, 1, 2], total)
        table_set = np.zeros(total, dtype=np.int64)
        home = np.full(total, NO_TABLE, dtype=np.int64)
        if self.chance(0.6):
            table_set = self.whole(0, len(tables.sets) - 1, total)
            table_set[self.some(0.15, total)] = NO_TABLE
        if self.chance(0.3):
            inside = np.flatnonzero((tables.sets <= tables.sets[0]).all(axis=1))
            home = np.where(table_set == 0, self.rng.choice(inside, total), NO_TABLE)
        has_bonus = self.chance(0.6)
        options = Options(
            participants=Ragged.of(people),
            slot_set=slot_set,
            table_set=table_set,
            home_set=home,
            groups=Ragged.of(groups) if has_bonus else Ragged.empty(total),
        )
        return start, options, self.people if has_bonus else 0, slot_sets

    def _other(self, members: list[int]) -> int:
        return int(self.rng.choice(np.setdiff1d(np.arange(self.people), members)))

    def draw(self) -> Problem:
        slots = self.draw_slots()
        people = self.draw_people(slots)
        tables = self.draw_tables()
        start, options, num_groups, slot_sets = self.draw_options(tables)
        candidates = Candidates(
            value=self.whole(0, 3, self.candidates) * (2 if num_groups else 1)
            + self.whole(0, 1, self.candidates),
            mandatory=self.some(0.15 if self.chance(0.3) else 0.0, self.candidates),
            promised=self.some(0.4 if self.chance(0.4) else 0.0, self.candidates),
            option_start=start,
        )
        bonus = np.array([2, 1], dtype=np.int64) if num_groups else np.zeros(0, int)
        problem = Problem(
            slots,
            people,
            candidates,
            options,
            tables,
            slot_sets,
            windows=self.draw_windows(slots),
            targets=self.draw_targets(len(options)),
            bonus=bonus,
            num_groups=num_groups,
            precedences=self.draw_precedences(),
            break_spread=int(self.whole(0, 2)) if self.chance(0.15) else UNLIMITED,
            levels=self.draw_levels(),
        )
        if self.chance(0.25):
            placed = self.place(problem, self.some(0.3, self.candidates))
            pins = Pins(
                placed[1],
                placed[2],
                np.where(self.some(0.5, len(placed[3])), placed[3], -1),
            )
            problem = replace(problem, pins=pins)
        if self.chance(0.35):
            problem = self.with_baseline(problem)
        return problem

    def draw_windows(self, slots: Slots) -> Windows:
        if not self.chance(0.35):
            return Windows()
        found = []
        for p in range(self.people):
            for _ in range(int(self.rng.choice([0, 1, 1, 2]))):
                row = int(self.whole(0, slots.num_rows - 1))
                inside = np.flatnonzero(slots.row == row)
                first, last = np.sort(self.rng.choice(inside, 2))
                free = int(self.whole(1, min(2, int(last - first) + 1)))
                found.append((p, first, last, free))
        columns = np.array(found, dtype=np.int64).reshape(-1, 4).T
        return Windows(*(np.ascontiguousarray(one) for one in columns))

    def draw_targets(self, num_options: int) -> Targets:
        if not self.chance(0.5):
            return Targets()
        count = int(self.whole(1, 3))
        rows = [np.flatnonzero(self.some(0.5, num_options)) for _ in range(count)]
        return Targets(
            self.whole(1, 3, count), self.whole(1, 2, count), Ragged.of(rows)
        )

    def draw_precedences(self) -> Precedences:
        if not self.chance(0.25):
            return Precedences()
        pairs = np.array(
            [self.rng.choice(self.candidates, 2, replace=False) for _ in range(2)]
        )
        return Precedences(pairs[:, 0].copy(), pairs[:, 1].copy())

    def draw_levels(self) -> tuple[Level, ...]:
        levels = list(DEFAULT_LEVELS)
        if self.chance(0.3):
            levels.insert(levels.index(Level.MOVES), Level.RISK)
        if self.chance(0.2):
            levels.remove(Level.WAITING)
        if self.chance(0.15):
            levels.remove(Level.MOVES)
        if self.chance(0.15):
            first, second = levels.index(Level.TARGETS), levels.index(Level.LEAST)
            levels[first], levels[second] = levels[second], levels[first]
        return tuple(levels)

    def place(
        self, problem: Problem, wanted: BoolArray
    ) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Hold wanted candidates one by one where nothing clashes yet.

        Returns candidate, option, slot and table of those that found a place.
        """
        busy = np.zeros((self.people, self.slots), dtype=np.bool_)
        taken = ~problem.tables.open
        found = []
        for c in self.rng.permutation(np.flatnonzero(wanted)):
            first, end = problem.candidates.option_start[c : c + 2]
            option = int(self.rng.integers(first, end))
            members = problem.options.participants[option]
            kind = problem.options.table_set[option]
            for slot in self.rng.permutation(
                np.flatnonzero(problem.option_slots[option])
            ):
                if busy[members, slot].any():
                    continue
                table = -1
                if kind != NO_TABLE:
                    free = np.flatnonzero(problem.tables.sets[kind] & ~taken[:, slot])
                    if len(free) == 0:
                        continue
                    table = int(self.rng.choice(free))
                    taken[table, slot] = True
                busy[members, slot] = True
                found.append((int(c), option, int(slot), table))
                break
        columns = np.array(sorted(found), dtype=np.int64).reshape(-1, 4)
        return tuple(np.ascontiguousarray(one) for one in columns.T)  # type: ignore[return-value]

    def with_baseline(self, problem: Problem) -> Problem:
        placed = self.place(problem, self.some(0.7, self.candidates))
        rest = np.setdiff1d(np.arange(self.candidates), placed[0])
        baseline = Baseline(*placed, free=rest[self.some(0.3, len(rest))])
        extra = tuple(one for one in problem.levels if one not in REPLAN_LEVELS[:2])
        return replace(problem, baseline=baseline, levels=REPLAN_LEVELS[:2] + extra)


def random_problem(seed: int, **most: int) -> Problem:
    """Return a random small event.

    At most 8 participants, 6 slots, 3 tables and 12 candidates (``most`` gives other
    numbers by these names); the same for the same seed. Everything that a `Problem`
    can say occurs in some: see the test.
    """
    return _Draw(seed, **most).draw()
