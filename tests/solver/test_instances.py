"""What the random events are like."""

from __future__ import annotations

from collections import Counter

import numpy as np

from solver.levels import Level
from solver.problem import NO_TABLE, UNLIMITED, Problem
from solver.tablerows import is_inside
from tests.solver.instances import random_problem

SEEDS = 120
AT_LEAST = 3
"""Every feature occurs in so many of the seeds."""


def features(problem: Problem) -> dict[str, bool]:
    """What a problem has."""
    people, tables, options = problem.participants, problem.tables, problem.options
    sizes = options.participants.lengths
    kinds = np.unique(options.table_set[options.table_set >= 0])
    inside = is_inside(tables.sets[kinds], tables.sets[kinds])
    shared = tables.sets[kinds].astype(int) @ tables.sets[kinds].T.astype(int) > 0
    return {
        "one participant": bool((sizes == 1).any()),
        "three participants": bool((sizes == 3).any()),
        "several options": len(options) > problem.num_candidates,
        "nested table sets": bool((inside & ~np.eye(len(kinds), dtype=bool)).any()),
        "overlapping sets": bool((shared & ~inside & ~inside.T).any()),
        "no table": bool((options.table_set == NO_TABLE).any()),
        "home": bool((options.home_set != NO_TABLE).any()),
        "spare": bool(tables.spare.any()),
        "closed": not tables.open.all(),
        "zones": len(tables.distance) > 1,
        "too far": bool(tables.too_far.any()),
        "windows": len(problem.windows) > 0,
        "runs": bool((people.longest_run < UNLIMITED).any()),
        "rests": bool(problem.slots.rest_after.any()),
        "rows": problem.num_rows > 1,
        "unequal lengths": len(np.unique(problem.slots.length)) > 1,
        "most": bool((people.most < UNLIMITED).any()),
        "most of a row": bool((people.most_row < UNLIMITED).any()),
        "most breaks": bool((people.most_breaks < UNLIMITED).any()),
        "spread": problem.break_spread < UNLIMITED,
        "idle while away": bool((people.idle & ~people.can).any()),
        "pins": len(problem.pins) > 0,
        "pinned tables": bool((problem.pins.table >= 0).any()),
        "targets": len(problem.targets) > 0,
        "least": bool(people.least.any()),
        "least of a row": bool(people.least_row.any()),
        "bonus": problem.num_groups > 0,
        "baseline": problem.baseline is not None,
        "free": problem.baseline is not None and len(problem.baseline.free) > 0,
        "promised": bool(problem.candidates.promised.any()),
        "mandatory": bool(problem.candidates.mandatory.any()),
        "precedences": len(problem.precedences) > 0,
        "slot sets": bool(options.slot_set.any()),
        "risk": Level.RISK in problem.levels,
    }


def test_random_problems_have_everything_and_stay_small() -> None:
    """Each feature occurs in several; none exceeds the size of the oracle's events."""
    count: Counter[str] = Counter()
    for seed in range(SEEDS):
        problem = random_problem(seed)
        count.update({name: int(has) for name, has in features(problem).items()})
        assert problem.num_participants <= 8
        assert problem.num_slots <= 6
        assert problem.num_tables <= 3
        assert problem.num_candidates <= 12
    assert [name for name, found in count.items() if found < AT_LEAST] == []


def test_same_seed_same_problem() -> None:
    """Drawing twice gives equal arrays."""
    first, second = random_problem(7), random_problem(7)
    assert np.array_equal(first.participants.can, second.participants.can)
    assert np.array_equal(
        first.options.participants.items, second.options.participants.items
    )
    assert first.levels == second.levels
