"""Prices measured on small problems: what is told, one table."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from b4h_scheduler.bench.prices import PriceCase, measure, prices_table


@pytest.mark.parametrize("kind", ["kernel", "event"])
def test_wishes_are_priced(kind: Literal["kernel", "event"]) -> None:
    """As many as there are, up to 25; what each price told is counted."""
    case = PriceCase(kind, "plain", 2, delegates=40, wishes=300, slots=8, tables=10)
    row = measure(case, seed=1, workers=2)
    assert row["case"] == f"{kind} plain 40 / 300 / 8"
    assert 0 < row["priced"] <= 25
    assert sum(row["told"].values()) == row["priced"]
    assert 0 < row["median_s"] <= row["greatest_s"]
    assert json.loads(json.dumps(row)) == row


def test_a_proven_plan_has_exact_prices_in_the_kernel() -> None:
    """Nothing can be gained, and no price is told as better."""
    case = PriceCase("kernel", "plain", 5, delegates=40, wishes=300, slots=8, tables=10)
    told = measure(case, seed=1, workers=2)["told"]
    assert told.get("exact", 0) > 0
    assert "a better plan" not in told


def test_the_table_has_a_line_for_each_case() -> None:
    """With seed, number, seconds and what was told."""
    row = {
        "case": "kernel plain 1,000 / 15,000 / 36",
        "seed": 101,
        "priced": 25,
        "median_s": 0.214,
        "greatest_s": 1.2,
        "told": {"exact": 24, "two ends": 1},
    }
    assert prices_table([row]).splitlines()[-1] == (
        "| kernel plain 1,000 / 15,000 / 36, 101 | 25 | 0.21 | 1.20 "
        "| 24 exact, 1 two ends |"
    )
