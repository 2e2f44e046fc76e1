"""What is known of each problem: replaced only by what is better and valid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.bench.best_known import (
    BestKnown,
    name_of,
    read_best,
    share_of_best,
    with_rows,
    write_best,
)
from b4h_scheduler.bench.cases import SEEDS, SUITES, Case, Suite
from b4h_scheduler.bench.child import MeasurementError
from b4h_scheduler.bench.problem_file import digest
from tests.b4h_scheduler.bench.rows import row

if TYPE_CHECKING:
    from pathlib import Path

CASE = Case("plain", 80, 500, 16, 25, 20)
BREAKS = replace(CASE, is_breaks=True)


def measured(value: int, bound: int, short: int = 0, **other: Any) -> dict[str, Any]:
    """A row of seed 7 with a bound over all plans; so much lacks to targets."""
    found = row(7, value, bound, 4.0)
    found["levels"]["targets"]["value"] = short
    found["levels"]["value"]["scope"] = "all"
    return found | other


def broken(breaks: int) -> dict[str, Any]:
    """A row of seed 7 with so many breaks, and a bound of this plan's meetings."""
    found = measured(60, 60)
    levels = {each: found["levels"][each] for each in ("targets", "value")}
    levels["breaks"] = {"value": breaks, "bound": 0, "scope": "held"}
    return found | {"levels": levels}


def after(*rows: dict[str, Any], case: Case = CASE) -> BestKnown:
    """What is known after some rows, by where it comes from."""
    known: dict[str, BestKnown] = {}
    for number, each in enumerate(rows):
        known = with_rows(known, [(case, each)], f"run {number}")
    return known[name_of(case, 7)]


def test_better_values_and_tighter_bounds_are_kept_apart() -> None:
    """Each with where it came from."""
    found = after(measured(50, 60), measured(55, 62), measured(54, 58))
    assert (found.value, found.value_from) == (55, "run 1, 4 s")
    assert (found.bound, found.bound_from) == (58, "run 2, 4 s")


def test_less_is_better_for_breaks_and_a_bound_of_one_plan_counts_not() -> None:
    """By the sense of the level; scope all is needed."""
    found = after(broken(50), broken(45), case=BREAKS)
    assert (found.level, found.value, found.bound) == ("breaks", 45, None)


def test_levels_above_come_first() -> None:
    """A plan that is better there replaces value and bound, a worse one counts not."""
    found = after(measured(50, 60, short=1), measured(40, 45))
    assert (found.above, found.value, found.bound) == ({"targets": 0}, 40, 45)
    assert after(measured(40, 45), measured(50, 60, short=1)) == after(measured(40, 45))
    known = {name_of(CASE, 7): after(measured(40, 45))}
    assert share_of_best(CASE, [measured(50, 60, short=1)], known) == 0


def test_plan_that_the_validator_rejects_counts_not() -> None:
    """However good it looks."""
    assert after(measured(50, 60), measured(59, 60, violations=1)).value == 50


def test_value_above_a_bound_is_an_error() -> None:
    """One of them is wrong."""
    with pytest.raises(MeasurementError, match="is better than the bound 60 "):
        after(measured(50, 60), measured(61, 70))


def test_other_problem_is_refused() -> None:
    """When the generator changed, old values say nothing."""
    with pytest.raises(MeasurementError, match="this is another problem"):
        after(measured(50, 60), measured(51, 60, problem="b" * 64))
    known = {name_of(CASE, 7): after(measured(50, 60))}
    with pytest.raises(MeasurementError, match="this is another problem"):
        share_of_best(CASE, [measured(51, 60, problem="b" * 64)], known)


def test_share_is_that_of_the_worst_seed() -> None:
    """Of a level to be small the other way round; unknown where one seed is."""
    known = {name_of(CASE, 7): after(measured(50, 60))}
    assert share_of_best(CASE, [measured(45, 60), measured(55, 60)], known) == 0.9
    assert share_of_best(CASE, [measured(45, 60) | {"seed": 8}], known) is None
    known = {name_of(BREAKS, 7): after(broken(50), case=BREAKS)}
    assert share_of_best(BREAKS, [broken(100)], known) == 0.5


def test_file_keeps_everything(tmp_path: Path) -> None:
    """Also what has no bound; a file that is not there knows nothing."""
    known = {"a": after(measured(50, 60)), "b": after(broken(50), case=BREAKS)}
    write_best(known, tmp_path / "best.json")
    assert read_best(tmp_path / "best.json") == known
    assert read_best(tmp_path / "none.json") == {}


def test_problems_are_those_whose_values_are_known() -> None:
    """The generator draws the same ones again, of every size up to 15,000 wishes."""
    known = read_best()
    checked = 0
    for case in SUITES[Suite.STANDARD]:
        if case.wishes > 15_000:
            continue
        name = name_of(case, SEEDS[0])
        assert known[name].problem == digest(case.problem(SEEDS[0])), name
        checked += 1
    assert checked == 8
