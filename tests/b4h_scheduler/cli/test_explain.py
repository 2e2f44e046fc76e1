"""``b4h explain`` with prices, fairness, and a plan that grants a wish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.outputs.plan_json import read_plan

if TYPE_CHECKING:
    from b4h_scheduler.domain.wishes import Candidate

STUTTGART = Path(__file__).parents[3] / "examples" / "stuttgart"


@pytest.fixture(scope="module")
def plan_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stuttgart, planned with little work."""
    out = tmp_path_factory.mktemp("out")
    limits = ["--work-limit", "20"]
    done = CliRunner().invoke(
        main, ["plan", str(STUTTGART), "--out", str(out), *limits]
    )
    assert done.exit_code == 0, done.stderr
    return out / "plan.json"


@pytest.fixture(scope="module")
def unmet(plan_path: Path) -> Candidate:
    """The dearest eligible wish that is not granted."""
    found = [u.candidate for u in read_plan(plan_path).unmet]
    return next(candidate for candidate in found if candidate.ineligible is None)


def explain(plan_path: Path, *arguments: str) -> str:
    """Run the command and return what it says."""
    done = CliRunner().invoke(
        main, ["explain", str(STUTTGART), *arguments, "--plan", str(plan_path)]
    )
    assert done.exit_code == 0, done.stderr
    return done.stdout


def pair(candidate: Candidate) -> tuple[str, str]:
    """The two organizations."""
    return candidate.sides[0].organization, candidate.sides[1].organization


def content_of(plan_path: Path, *arguments: str) -> dict[str, Any]:
    """The answer as JSON."""
    content: dict[str, Any] = json.loads(explain(plan_path, *arguments, "--json"))
    return content


def test_estimate_and_exact_price(plan_path: Path, unmet: Candidate) -> None:
    """The estimate is a lower end; the exact price is told in words and numbers."""
    (lower,) = (u["price"] for u in content_of(plan_path, *pair(unmet))["unmet"])
    content = content_of(plan_path, *pair(unmet), "--price")
    (exact,) = (u["price"] for u in content["unmet"])
    assert lower["is_estimate"]
    assert not exact["is_estimate"]
    assert exact["at_most"] is not None
    if lower["level"] == exact["level"]:
        assert lower["at_least"] <= exact["at_most"]
    assert exact["text"] in explain(plan_path, *pair(unmet), "--price")


def test_without_prices(plan_path: Path, unmet: Candidate) -> None:
    """Nothing is computed where none is wanted."""
    content = content_of(plan_path, *pair(unmet), "--no-price")
    assert [each["price"] for each in content["unmet"]] == [None]


def test_all_about_one_has_prices(plan_path: Path, unmet: Candidate) -> None:
    """Below each eligible wish."""
    assert "    price: " in explain(plan_path, pair(unmet)[0])


def test_fairness(plan_path: Path) -> None:
    """Spread, regions, and the price; the same in JSON."""
    text = explain(plan_path, "--fairness")
    assert "voucher holders" in text
    assert "Rhine-Ruhr" in text
    content = content_of(plan_path, "--fairness")
    price = content["price"]
    assert 0 <= price["at_least"] <= price["at_most"]
    assert content["delegates"]["gini"] < 1


def test_a_plan_that_grants_a_wish(
    plan_path: Path, unmet: Candidate, tmp_path: Path
) -> None:
    """The two meet in it, and both plans are compared."""
    text = explain(
        plan_path, *pair(unmet), "--out", str(tmp_path), "--work-limit", "10"
    )
    assert "before       now" in text
    plan = read_plan(tmp_path / "plan.json")
    assert unmet.id in {meeting.candidate for meeting in plan.meetings}


def test_what_cannot_be_granted_is_refused(plan_path: Path, tmp_path: Path) -> None:
    """Nobody wished; or they meet already."""
    held = read_plan(plan_path).meetings[0].sides
    they = [side.organization for side in held]
    done = CliRunner().invoke(
        main,
        ["explain", str(STUTTGART), *they, "--plan", str(plan_path),
         "--out", str(tmp_path / "none")],
    )  # fmt: skip
    assert done.exit_code == 2
    assert "they meet already" in done.stderr
    assert not (tmp_path / "none").exists()


def test_whom_to_explain_must_be_said(plan_path: Path) -> None:
    """Unless it is about fairness."""
    done = CliRunner().invoke(
        main, ["explain", str(STUTTGART), "--plan", str(plan_path)]
    )
    assert done.exit_code == 2
    assert "say about WHOM" in done.stderr
