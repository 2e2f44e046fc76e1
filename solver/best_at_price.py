"""The plan of most value less price x changes, from one with few changes."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.certificate import Finished, certify
from solver.evaluate import level_values
from solver.known import Bound, Known
from solver.levels import SELECT_LEVELS, Level
from solver.net_value import TWO_BOUNDS, NetSearch, is_at_once
from solver.polish import polish
from solver.problem import Pins
from solver.result import Result, Status
from solver.seat import seat
from solver.solving import solve
from solver.tablerows import table_rows
from solver.trim import trimmed
from solver.validate import validate
from solver.zoned import zoned
from solver.zoning import parts_of
from solver.zoning_of import zoning_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.budget import Budget
    from solver.price_of_change import PriceOfChange
    from solver.problem import Problem
    from solver.ragged import BoolArray
    from solver.result import Assignment
    from solver.tablerows import TableRows
    from solver.zoned import Zoned

FILL_SHARE, FILL_S = 0.3, 30.0
"""Of the time, for adding without moving anything."""
NET_SHARE = 0.8
"""Of what is left then, for improving at the price; the rest is for polishing."""


def around_value(problem: Problem) -> tuple[list[Level], list[Level]]:
    """Levels above value but for changes, and those below."""
    levels: list[Level] = [one for one in problem.levels if one != Level.CHANGES]
    place = levels.index(Level.VALUE)
    return levels[:place], levels[place + 1 :]


@dataclass(frozen=True, slots=True, eq=False)
class _Reach:
    """A problem to search in, and the plan in it to begin with.

    Attributes
    ----------
    made : Zoned or None
        Leads back to the whole problem; None: it is the whole one.
    """

    problem: Problem
    rows: TableRows
    plan: Assignment
    made: Zoned | None


class BestAtPrice:
    """From the plan of fewest changes to the one that is worth most."""

    def __init__(
        self,
        problem: Problem,
        price: PriceOfChange,
        first: Result,
        budget: Budget,
        seed: int,
        workers: int,
    ) -> None:
        self.above, self.below = around_value(problem)
        levels = (*self.above, Level.VALUE, Level.CHANGES, *self.below)
        self.problem = replace(problem, levels=levels)
        self.price = price
        self.first = first
        self.budget = budget
        self.seed = seed
        self.workers = workers
        self.rows = table_rows(problem)

    def run(self) -> Result:
        """Fill, improve, polish, seat; what is worth most of it all counts."""
        before = self.first.assignment
        assert before is not None  # noqa: S101  (asked for by the caller)
        values = level_values(self.problem, before)
        achieved = {
            level: values[level] for level in self.above if level in SELECT_LEVELS
        }
        bound, method = self._two_bounds(achieved), TWO_BOUNDS
        started = time.monotonic()
        best = self._best(before, self._filled(before))
        for reach in self._reaches(best):
            search = NetSearch(
                reach.problem,
                reach.rows,
                self.price,
                achieved,
                bound,
                self.seed,
                self.workers,
            )
            net = search.improve(reach.plan, self.budget.part(NET_SHARE))
            if reach.made is None:
                bound, method = net.bound, net.method
            plan = self._seated(reach.problem, self._polished(reach, net.plan))
            if reach.made is not None:
                plan = reach.made.back(plan)
            best = self._best(best, plan)
        return self._result(best, bound, method, time.monotonic() - started)

    def _reaches(self, plan: Assignment) -> Iterator[_Reach]:
        """Yield the whole problem, and that in which nobody leaves their part.

        Where zones are too far apart, a plan made without them loses meetings at the
        tables: it is worth a try where all slots are planned at once.
        """
        is_far = bool(parts_of(self.problem).any())
        if not is_far or is_at_once(self.problem):
            yield _Reach(self.problem, self.rows, plan, None)
        if is_far:
            zones = zoning_of(self.problem, plan)
            made = zoned(self.problem, zones)
            if made is not None:
                inside = made.into(plan, zones.part)
                yield _Reach(made.problem, table_rows(made.problem), inside, made)

    def _best(self, plan: Assignment, found: Assignment) -> Assignment:
        """Return the better one; never one that breaks a rule or the limit."""
        most = self.price.most_changes
        is_within = (
            most is None or level_values(self.problem, found)[Level.CHANGES] <= most
        )
        if not is_within or validate(self.problem, found):
            return plan
        return max(plan, found, key=self._worth)

    def _worth(self, plan: Assignment) -> tuple[int, ...]:
        """Levels above, then net value: greater is better."""
        values = level_values(self.problem, plan)
        above = [level.sense * values[level] for level in self.above]
        return (*above, values[Level.VALUE] - self.price.least * values[Level.CHANGES])

    def _filled(self, plan: Assignment) -> Assignment:
        """Add what is worth more than the price of adding it, moving nothing.

        With a limit of changes, only what is worth most of it stays.
        """
        base = self.problem.baseline
        added = 0 if base is None else base.added_cost
        is_free = np.zeros(self.problem.num_candidates, dtype=np.bool_)
        if base is not None:
            is_free[base.free] = True
        worth = self.problem.candidates.value - self.price.least * added * ~is_free
        may_be_held = plan.held | (worth > 0)
        held = np.flatnonzero(plan.held)
        pins = Pins(plan.option[held], plan.slot[held], plan.table[held])
        part = self.budget.part(FILL_SHARE, most_s=FILL_S)
        limit = part.seconds_left()
        levels = (one for one in self.problem.levels if one is not Level.CHANGES)
        result = solve(
            replace(
                without_slots(self.problem, ~may_be_held),
                pins=pins,
                levels=tuple(levels),
            ),
            time_limit_s=limit if math.isfinite(limit) else None,
            work_limit=part.work_left() if part.is_reproducible else None,
            seed=self.seed,
            workers=self.workers,
            should_stop=self.budget.should_stop,
        )
        self.budget.charge(min(result.work_used, self.budget.work_left()))
        found = result.assignment
        if found is None or self.price.most_changes is None:
            return plan if found is None else found
        return trimmed(self.problem, found, self.price.most_changes, self.above)

    def _two_bounds(self, achieved: dict[Level, int]) -> int:
        """Bound the net value by the most value and the fewest changes there can be."""
        from solver.select import bound_level  # noqa: PLC0415  (only here)

        fewest = self.first[Level.CHANGES].bound
        most = bound_level(
            self.problem, self.rows, Level.VALUE, achieved, self.budget.part(0.2)
        )
        return most.bound - self.price.least * fewest

    def _polished(self, reach: _Reach, plan: Assignment) -> Assignment:
        """Improve what is below, with exactly these candidates held."""
        problem = reach.problem
        levels = [level for level in self.below if level is not Level.MOVES]
        fixed = replace(
            without_slots(problem, ~plan.held),
            candidates=replace(problem.candidates, mandatory=plan.held.copy()),
        )
        return polish(
            fixed,
            reach.rows,
            plan,
            [Level.CHANGES, *levels],
            self.budget.part(0.9),
            seed=self.seed,
            workers=self.workers,
        )

    def _seated(self, problem: Problem, plan: Assignment) -> Assignment:
        seating = seat(problem, plan, self.budget.part(1.0), seed=self.seed)
        return seating.assignment.without(seating.unseated)

    def _known(self) -> Known:
        """Bounds on the levels above, which the first solve has found."""
        known = Known()
        upper: tuple[int, ...] = ()
        for entry in self.first.certificate:
            if entry.level not in self.above or entry.level not in SELECT_LEVELS:
                continue
            bound = Bound(
                entry.level,
                entry.bound,
                entry.scope,
                entry.method,
                upper,
                entry.safe_bound,
                entry.prices,
            )
            known.add(bound)
            upper = (*upper, entry.value)
        return known

    def _result(
        self, plan: Assignment, bound: int, method: str, seconds: float
    ) -> Result:
        values = level_values(self.problem, plan)
        finished = Finished(self.problem, self.rows, plan, values)
        entries = certify(finished, self._known(), self.budget)
        net = values[Level.VALUE] - self.price.least * values[Level.CHANGES]
        proof = (
            "no plan has more" if net == bound else f"no plan has more than {bound:,}"
        )
        words = f"value less changes is {net:,}: {proof} ({method})"
        told = [f"at {self.price.least} a change, {words}"]
        most = self.price.most_changes
        if most is not None:
            used = f"{values[Level.CHANGES]:,} are used"
            told.append(f"of at most {most:,} points of changes {used}")
        return Result(
            Status.FEASIBLE,
            plan,
            entries,
            {**self.first.seconds_per_step, "improve": seconds},
            self.budget.work_used,
            tuple(told),
        )


def without_slots(problem: Problem, candidates: BoolArray) -> Problem:
    """Return the problem in which some candidates (bool[C]) have no slot."""
    closed = np.flatnonzero(candidates[problem.option_candidate])
    slot_set = problem.options.slot_set.copy()
    slot_set[closed] = len(problem.slot_sets)
    nothing = np.zeros((1, problem.num_slots), dtype=np.bool_)
    return replace(
        problem,
        slot_sets=np.concatenate([problem.slot_sets, nothing]),
        options=replace(problem.options, slot_set=slot_set),
    )
