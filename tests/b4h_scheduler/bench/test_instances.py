"""Problems as files that other programs can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from b4h_scheduler.bench.best_known import BestKnown, name_of
from b4h_scheduler.bench.cases import SUITES, Suite
from b4h_scheduler.bench.child import MeasurementError
from b4h_scheduler.bench.instances import write_instances
from b4h_scheduler.bench.problem_file import digest, read_problem
from b4h_scheduler.cli.bench import command

if TYPE_CHECKING:
    from pathlib import Path


def test_files_hold_the_problems_and_what_is_known(tmp_path: Path) -> None:
    """The same arrays come back; numpy alone reads them; json where known."""
    case = SUITES[Suite.SMALL][0]
    problem = case.problem(1)
    best = BestKnown(digest(problem), "value", {}, 5, "somebody, some day", 9, "x")
    known = {name_of(case, 1): best}
    first, second = write_instances(Suite.SMALL, [1], known, tmp_path)
    assert first.name == "scattered-30-120-8-10-40%-value-seed-1.npz"
    assert digest(read_problem(first)) == digest(problem)
    with np.load(first) as arrays:
        assert arrays["participants.can"].shape == (30, 8)
    beside = json.loads(first.with_suffix(".json").read_text("utf-8"))
    assert (beside["value"], beside["value_from"]) == (5, "somebody, some day")
    assert not second.with_suffix(".json").exists()


def test_values_of_another_problem_are_not_put_beside(tmp_path: Path) -> None:
    """They would mislead."""
    case = SUITES[Suite.SMALL][0]
    known = {name_of(case, 1): BestKnown("f" * 64, "value", {}, 5, "x")}
    with pytest.raises(MeasurementError, match="another problem"):
        list(write_instances(Suite.SMALL, [1], known, tmp_path))


def test_command_says_what_it_wrote(tmp_path: Path) -> None:
    """Two problems a seed in the small suite."""
    folder = tmp_path / "problems"
    options = ["instances", str(folder), "--suite", "small", "--seeds", "2"]
    found = CliRunner().invoke(command, options)
    assert found.exit_code == 0
    assert f"4 problems in {folder}" in found.output
    assert len([*folder.glob("*.npz")]) == 4
