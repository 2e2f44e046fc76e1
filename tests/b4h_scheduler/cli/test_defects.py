"""A plan that our own checker rejects is never shown: there is a bundle instead."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.bench.problem_file import read_problem
from b4h_scheduler.cli import main
from b4h_scheduler.cli.bundle import defect
from solver.errors import InvalidPlanError
from tests.solver.instances import random_problem

FOUND = InvalidPlanError(("clash: participant 3 in slot 2",))


def test_the_bundle_holds_the_problem_and_no_names(tmp_path: Path) -> None:
    """Numbers, findings and versions: enough to solve the problem again."""
    problem = random_problem(3)
    error = defect(FOUND, problem, {"seed": 7}, tmp_path / "out")
    assert "is a defect of b4h, not of your data" in str(error)
    assert str(error.path) in str(error)
    with zipfile.ZipFile(error.path) as bundle:
        assert sorted(bundle.namelist()) == ["problem.npz", "report.json"]
        report = json.loads(bundle.read("report.json"))
        bundle.extract("problem.npz", tmp_path)
    assert report["faults"] == ["clash: participant 3 in slot 2"]
    assert report["options"] == {"seed": 7}
    again = read_problem(tmp_path / "problem.npz")
    assert again.num_candidates == problem.num_candidates


def test_plan_writes_a_bundle_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 1; the message and the JSON say where it is."""

    def broken(*_: object, **__: object) -> None:
        raise FOUND

    monkeypatch.setattr("b4h_scheduler.planning.run.plan_in_child", broken)
    event, out = tmp_path / "event", tmp_path / "out"
    runner = CliRunner()
    runner.invoke(main, ["init", str(event)])
    result = runner.invoke(main, ["plan", str(event), "--out", str(out), "--json"])
    assert result.exit_code == 1
    assert "its own checker rejects" in result.stderr
    (path,) = out.iterdir()
    assert json.loads(result.stdout)["bundle"] == str(path)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as bundle:
        texts = [bundle.read(name) for name in bundle.namelist()]
    for name in (b"Clara", b"Linden", b"example"):
        assert name not in content
        assert not any(name in text for text in texts)
