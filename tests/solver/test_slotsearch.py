"""Search over slots: whichever way the whole problem is solved, the end is the same."""

from __future__ import annotations

import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver import slotsearch
from solver.budget import Budget
from solver.evaluate import level_values
from solver.known import Known
from solver.levels import SELECT_LEVELS
from solver.mixed import LARGE_PAIRS
from solver.result import Assignment
from solver.slotplans import breaks_a_rule, ranks
from solver.slotsearch import SlotSearch
from solver.tablerows import table_rows


@pytest.mark.parametrize("seed", range(4))
def test_parts_at_once_end_where_one_program_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every level of select is proven, with equal values, from no meeting at all."""
    problem = generate_problem(
        40, 200, 12, 12, profile="scattered", seed=seed, free_share=0.4
    )
    ends = []
    for workers, large in ((1, LARGE_PAIRS), (2, 0)):
        monkeypatch.setattr(slotsearch, "LARGE_PAIRS", large)
        known, told = Known(), []
        search = SlotSearch(
            problem,
            table_rows(problem),
            known,
            seed=seed,
            workers=workers,
            on_better=told.append,
        )
        nothing = Assignment.empty(problem.num_candidates)
        plan = search.improve(nothing, Budget(60.0))
        values = level_values(problem, plan)
        levels = [level for level in problem.levels if level in SELECT_LEVELS]
        assert [known.of[level].bound for level in levels] == [
            values[level] for level in levels
        ]
        assert not breaks_a_rule(problem, plan)
        assert ranks(problem, told[-1]) == ranks(problem, plan)
        ends.append([values[level] for level in levels])
    assert ends[0] == ends[1]
