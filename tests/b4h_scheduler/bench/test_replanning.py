"""Re-planning measured on a small event: all methods, one table."""

from __future__ import annotations

import json
from pathlib import Path

from b4h_scheduler.bench.replanning import (
    LATE_SHARE,
    ReplanCase,
    measure,
    with_late,
)
from b4h_scheduler.bench.replanning_page import replanning_table
from b4h_scheduler.domain.presence import present
from b4h_scheduler.files.load import load_event

STUTTGART = Path(__file__).parents[3] / "examples" / "stuttgart"


def test_some_arrive_an_hour_late() -> None:
    """One in twenty, on site, with fewer slots or as many as before."""
    before = load_event(STUTTGART).event
    after, num = with_late(before, seed=1)
    assert num == round(LATE_SHARE * len(before.delegates))
    changed = [
        (old, new)
        for old, new in zip(before.delegates, after.delegates, strict=True)
        if old != new
    ]
    assert len(changed) == num
    for old, new in changed:
        assert not new.is_online
        assert sum(present(after, new)) < sum(present(before, old))
    assert with_late(before, seed=1)[0] == after


def test_every_method_gives_a_valid_plan() -> None:
    """Freeze-and-fill never changes less than the fewest changes, where proven."""
    row = measure(ReplanCase("stuttgart", 4, 4, "stuttgart"), 1, 2, STUTTGART)
    methods = row["methods"]
    assert list(methods) == [
        "fewest changes",
        "freeze and fill",
        "at most as many",
        "40 points a change",
        "5 points a change",
    ]
    assert [each["violations"] for each in methods.values()] == [0, 0, 0, 0, 0]
    fewest = methods["fewest changes"]
    assert fewest["changes_bound"] <= fewest["levels"]["changes"]
    assert fewest["changes_bound"] <= methods["freeze and fill"]["levels"]["changes"]
    assert json.loads(json.dumps(row)) == row
    table = replanning_table([row])
    assert table.count("| stuttgart, 1 |") == 5


def test_a_method_without_a_plan_is_shown() -> None:
    """With how it ended."""
    row = {
        "case": "x",
        "seed": 1,
        "late": 2,
        "impossible": 3,
        "methods": {"y": {"seconds": 1.2, "status": "infeasible"}},
    }
    assert replanning_table([row]).splitlines()[-1] == (
        "| x, 1 | 2 | 3 | y | infeasible | | | | | 1 |"
    )
