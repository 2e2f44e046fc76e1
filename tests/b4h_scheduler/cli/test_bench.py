"""``b4h bench b2bsp`` as a user runs it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.bench.b2bsp_reference import COLUMNS
from b4h_scheduler.cli import main
from tests.b4h_scheduler.bench.b2bsp_files import TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two equal files, one with its published value and one with a wrong one."""
    for name in ("right", "wrong"):
        (tmp_path / f"{name}.original.dzn").write_text(TEXT, encoding="utf-8")
    lines = [",".join(COLUMNS), "right,original,2,0,1,1,1", "wrong,original,2,3,1,1,1"]
    (tmp_path / "reference.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    said = CliRunner().invoke(main, ["bench", "b2bsp", *map(str, arguments)])
    return said.exit_code, said.stdout, said.stderr


def test_a_value_that_agrees_ends_well(folder: Path) -> None:
    """The table goes to standard output, the summary to standard error."""
    status, out, said = run(folder, "--only", "right", "--peer", "cp-sat")
    assert status == 0, said
    assert "| right.original | 2 | 0 | 0 | yes |" in out
    assert "1 of 1 proven" in said
    assert "plain CP-SAT: 1 of 1 proven" in said


def test_a_value_that_disagrees_ends_with_status_1(folder: Path) -> None:
    """The fault is told, and both rows are in the file that --out names."""
    status, out, said = run(folder, "--out", folder / "page" / "table.md")
    assert status == 1
    assert out == ""
    assert "wrong.original, d = 2: 0 proven, 3 published" in said
    page = (folder / "page" / "table.md").read_text("utf-8")
    assert [line[:8] for line in page.splitlines()[2:]] == ["| right.", "| wrong."]


def test_wishes_are_counted_and_compared_with_nothing(folder: Path) -> None:
    """All three meetings of each file are held, as JSON says."""
    status, out, _ = run(folder, "--wishes", "--json")
    assert status == 0
    found = json.loads(out)["rows"]
    assert [(row["ours"]["value"], row["published"]) for row in found] == [
        (3, None)
    ] * 2


def test_a_folder_without_files_is_one_clear_message(tmp_path: Path) -> None:
    """What was looked for, and where to get it."""
    status, _, said = run(tmp_path)
    assert status == 1
    assert said == (
        f"Error: {tmp_path}: no .dzn file; docs/b2bsp.md says where to get them\n"
    )


def test_bench_alone_still_runs_its_suite() -> None:
    """The group's own options are there, and the example of the new command."""
    said = CliRunner().invoke(main, ["bench", "--help"])
    assert said.exit_code == 0
    assert "--suite" in said.stdout
    assert "b4h bench b2bsp DIR" in said.stdout
