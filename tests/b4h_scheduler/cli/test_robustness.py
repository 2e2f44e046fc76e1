"""``b4h robustness`` on the example: what delays would do, with and without risk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main

STUTTGART = str(Path(__file__).parents[3] / "examples" / "stuttgart")
LIMITS = ["--work-limit", "20"]


@pytest.fixture(scope="module")
def plan_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Stuttgart, planned with little work."""
    out = tmp_path_factory.mktemp("out")
    done = CliRunner().invoke(main, ["plan", STUTTGART, "--out", str(out), *LIMITS])
    assert done.exit_code == 0, done.stderr
    return str(out / "plan.json")


def test_what_delays_would_do(plan_path: str) -> None:
    """Points, averages, tight meetings, delegates; the same in JSON."""
    arguments = ["robustness", STUTTGART, "--plan", plan_path, "--draws", "1000"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.stderr
    assert "1,000 days simulated, seed 0" in done.stdout
    assert "Stuttgart airport: by 25 minutes or more" in done.stdout
    assert "by own delay" in done.stdout
    content = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert content["draws"] == 1000
    assert 0 < content["missed"] < content["meetings"]
    assert all(each["chance"] >= 0.05 for each in content["tight"])


def test_the_risk_level_makes_fewer_meetings_fail() -> None:
    """Same wishes, same limits; the plan with it loses less."""
    done = CliRunner().invoke(
        main, ["robustness", STUTTGART, "--compare", *LIMITS, "--json"]
    )
    assert done.exit_code == 0, done.stderr
    without, with_risk = json.loads(done.stdout)["plans"]
    assert not without["has_risk_level"]
    assert with_risk["has_risk_level"]
    assert with_risk["value_lost"] < without["value_lost"]


def test_an_event_without_delays_says_so(tmp_path: Path) -> None:
    """And what to give."""
    runner = CliRunner()
    folder = str(tmp_path / "event")
    assert runner.invoke(main, ["init", folder]).exit_code == 0
    out = str(tmp_path / "out")
    planned = runner.invoke(main, ["plan", folder, "--out", out, *LIMITS])
    assert planned.exit_code == 0, planned.stderr
    event = Path(folder) / "event.toml"
    lines = event.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("late_min")]
    event.write_text("\n".join(kept), encoding="utf-8")
    done = runner.invoke(main, ["robustness", folder, "--plan", f"{out}/plan.json"])
    assert "Give late_min in event.toml" in done.stdout
