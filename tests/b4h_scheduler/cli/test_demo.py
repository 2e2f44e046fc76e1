"""``b4h demo``: the example event, planned and shown."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import demo, main
from b4h_scheduler.cli.demo import example_folder

ROOT = Path(__file__).parents[3]


def test_the_demo_plans_stuttgart_and_says_where_its_files_are(tmp_path: Path) -> None:
    """With little work, so that it is quick."""
    arguments = ["demo", "--out", str(tmp_path), "--work-limit", "5"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    assert "Life Sciences Matchmaking Day" in result.stdout
    assert (tmp_path / "report.html").resolve().as_uri() in result.stdout


def test_the_example_is_found_beside_the_package_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the wheel installs it."""
    assert example_folder("stuttgart") == ROOT / "examples" / "stuttgart"
    package = tmp_path / "b4h_scheduler"
    there = package / "examples" / "stuttgart"
    there.mkdir(parents=True)
    (there / "event.toml").touch()
    monkeypatch.setattr(demo, "__file__", str(package / "cli" / "demo.py"))
    assert example_folder("stuttgart") == there


def test_a_missing_example_is_said() -> None:
    """With the place where it should be."""
    with pytest.raises(FileNotFoundError, match="'nowhere' is missing"):
        example_folder("nowhere")
