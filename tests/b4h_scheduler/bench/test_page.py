"""The benchmark's page: worst values, honest words."""

from pathlib import Path
from typing import Any

import pytest

from b4h_scheduler.bench.best_known import BestKnown, name_of
from b4h_scheduler.bench.cases import SEEDS, SUITES, Case, Suite
from b4h_scheduler.bench.child import MeasurementError, measured, run
from b4h_scheduler.bench.machine import machine
from b4h_scheduler.bench.page import METHODS, gap, page
from b4h_scheduler.bench.running import CaseRuns, Measured, run_suite
from b4h_scheduler.bench.whole_runs import WholeRun
from tests.b4h_scheduler.bench.rows import row

CASE = Case("plain", 80, 500, 16, 25, 20, "must be good", peers_s=20)


def comparison(values: dict[str, int | None]) -> dict[str, Any]:
    """What `compare` writes for one seed."""
    return {
        "bound": 1000.0,
        "methods": {
            name: {"value": value, "seconds": 2.0, "waiting": 5}
            for name, value in values.items()
        },
    }


@pytest.fixture
def text() -> str:
    """A page of two seeds."""
    values = dict.fromkeys(METHODS, 900) | {"b4h": 1000, "HiGHS": None}
    runs = CaseRuns(
        CASE,
        (row(1, 1000, 1000, 4.0), row(2, 998, 1000, 5.0)),
        (comparison(values), comparison(values | {"CP-SAT": 700})),
    )
    summary = {
        "certificate": [{"level": "value", "proven": True}],
        "wishes": [{"met": 3, "eligible": 4, "priority": 1}],
    }
    whole = WholeRun("b4h plan x", "under 15 s", 9.5, 2**30, summary)
    found = Measured(Suite.SMALL, (1, 2), 2, (runs,), (whole,))
    known = {
        name_of(CASE, seed): BestKnown("a" * 64, "value", {"targets": seed}, 1000, "x")
        for seed in (1, 2)
    }
    return page(found, machine(), known)


def test_the_worst_seed_counts(text: str) -> None:
    """Worst gap, proofs of wishes and above them, slowest steps, largest memory."""
    line = next(x for x in text.splitlines() if x.startswith("| plain 80"))
    assert (
        "| 2 | 0.2000 % | 1 of 2 | 0.9980 | 1 of 2 | 0.75 | 5.0 | 20 | 0.50 GB" in line
    )
    assert "12 (bound 3, held)" in line
    assert "42 (bound 7, timetable)" in line


def test_peers_are_summed_and_compared_to_the_bound(text: str) -> None:
    """Worst ratio; a peer without a plan is said to have none."""
    lines = text.splitlines()
    assert "| b4h | 2,000 | 1.0000 | 2.0 | 10 |" in lines
    assert "| CP-SAT | 1,600 | 0.7000 | 2.0 | 10 |" in lines
    assert "| HiGHS | no plan | – | 2.0 | – |" in lines


def test_whole_runs_and_the_machine_are_told(text: str) -> None:
    """Seconds, memory, wishes, proofs; processor and versions."""
    expected = (
        "| b4h plan x | under 15 s | 9.5 | 1.00 GB | 3 of 4 of priority 1 | value |"
    )
    assert expected in text.splitlines()
    assert "Worst of seeds 1, 2" in text
    assert machine()["processor"] in text


def test_a_gap_is_relative_to_the_bound() -> None:
    """Also where the bound is 0."""
    assert gap(row(1, 900, 1000, 1.0)) == 0.1
    assert gap({"levels": {"value": {"value": 2, "bound": 0}}}) == 2.0


def test_the_suites_hold_every_case_of_the_projects_table() -> None:
    """Sizes and profiles that must be reached; seeds not used for tuning."""
    names = {case.name for case in SUITES[Suite.STANDARD]}
    assert names >= {
        "plain 1,000 / 15,000 / 36 / 350",
        "full 1,000 / 15,000 / 36 / 350",
        "plain 5,700 / 100,000 / 54 / 900",
        "full 5,700 / 100,000 / 54 / 900",
        "scattered 80 / 500 / 16 / 25, 40%",
        "scattered 250 / 2,500 / 28 / 90, 40%",
    }
    assert len(SEEDS) == 5
    assert min(SEEDS) > 100


def test_a_failing_measurement_says_what_it_said() -> None:
    """The end of its standard error."""
    with pytest.raises(MeasurementError, match="invalid literal for int"):
        measured("b4h_scheduler.bench.measure", "small", "0", "x", "1")


def test_memory_is_that_of_the_process() -> None:
    """Of the one that was run, not of this one."""
    import sys

    ended = run([sys.executable, "-c", "x = bytearray(300_000_000); print(len(x))"])
    assert ended.output.strip() == "300000000"
    assert 0.3e9 < ended.peak_bytes < 0.5e9


def test_a_small_suite_runs(tmp_path: Path) -> None:
    """One seed, real processes, every method a row."""
    found = run_suite(Suite.SMALL, SEEDS[:1], 1, tmp_path, lambda _: None)
    assert len(found.cases) == len(SUITES[Suite.SMALL])
    for runs in found.cases:
        assert all(each["violations"] == 0 for each in runs.rows)
        for each in runs.comparisons:
            assert set(each["methods"]) == set(METHODS)
            best = each["methods"]["b4h"]["value"]
            assert best >= each["methods"]["first come, first served"]["value"]
            assert best <= each["bound"]
