"""``b4h doctor``: what it looks at, and that it notices what is wrong."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import examinations, main
from b4h_scheduler.cli.examinations import NEEDED, Finding, examine

ROOT = Path(__file__).parents[3]


def test_every_needed_distribution_is_looked_at() -> None:
    """The list is that of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {item.partition(">=")[0] for item in project["project"]["dependencies"]}
    assert set(NEEDED) == names


def test_this_machine_is_well() -> None:
    """Every finding, a solved small problem last."""
    findings = list(examine())
    assert [f for f in findings if f.is_well is False] == []
    subjects = [finding.subject for finding in findings]
    assert subjects[-1] == "a small plan"
    assert "valid" in findings[-1].text
    expected = {"Python", "memory", "time zones", "encoding", "compiled code"}
    assert set(subjects) >= expected


def test_a_package_that_hides_ours_is_noticed(tmp_path: Path) -> None:
    """As from a folder with a package ``web`` of somebody else."""
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "__init__.py").touch()
    code = (
        "from b4h_scheduler.cli.examinations import _own_packages\n"
        "for finding in _own_packages(): print(finding.is_well, finding.text)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["True", "True", "False"]
    assert f"{tmp_path / 'web'} hides ours in {ROOT}" in lines[2]


@pytest.mark.parametrize(("is_well", "status"), [(True, 0), (None, 0), (False, 1)])
def test_something_bad_decides_the_status(
    monkeypatch: pytest.MonkeyPatch, is_well: bool | None, status: int
) -> None:
    """Notes do not; as text and as JSON."""
    found = Finding("memory", is_well, "so much")
    monkeypatch.setattr(examinations, "examine", lambda: iter([found]))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == status
    assert "memory" in result.stdout
    asked = CliRunner().invoke(main, ["doctor", "--json"])
    assert asked.exit_code == status
    assert json.loads(asked.stdout)["findings"][0]["is_well"] is is_well
