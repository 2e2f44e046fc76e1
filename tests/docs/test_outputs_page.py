"""docs/outputs.md names every file, sheet and column, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from b4h_scheduler.outputs.calendars.folder import HEADER as INDEX_HEADER
from b4h_scheduler.outputs.certificate_words import Verdict
from b4h_scheduler.outputs.report.sections.board import MOST_CELLS
from b4h_scheduler.outputs.unmet_csv import HEADER as UNMET_HEADER
from b4h_scheduler.outputs.write_all import OutputPaths, write_outputs
from b4h_scheduler.planning.compile import KERNEL_LEVELS
from solver.levels import Level
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan
from web.setup.choices import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")


def _first_cells(table_after: str) -> list[str]:
    """Return what is quoted in the first cells of the table after a text."""
    lines = PAGE.split(table_after, 1)[1].split("|---|", 1)[1].splitlines()[1:]
    rows = list(_until_blank(lines))
    return [name for row in rows for name in re.findall("`([^`]+)`", row.split("|")[1])]


def _until_blank(lines: list[str]) -> Iterable[str]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield line


def test_page_tells_the_names_of_levels_in_settings_pages_and_plan_json() -> None:
    """Each name of the settings, its words on pages, and the kernel's names."""
    lines = PAGE.split("| in `policy.levels`", 1)[1].splitlines()[2:]
    cells = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in _until_blank(lines)
    ]
    assert {name.strip("`"): words for name, words, _ in cells[:-1]} == LEVELS
    told = [re.findall("`([^`]+)`", last) for *_, last in cells]
    assert told[:-1] == [list(map(str, KERNEL_LEVELS[name])) for name in LEVELS]
    assert sorted(name for names in told for name in names) == sorted(Level)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> OutputPaths:
    """Return the sample's files."""
    event = sample_event()
    folder = tmp_path_factory.mktemp("page") / "out"
    return write_outputs(event, sample_plan(event), folder, public=True)


def test_files_are_those_that_are_written(paths: OutputPaths) -> None:
    """All of them, with both editions of the report."""
    found = sorted(path.name for path in paths.plan.parent.iterdir())
    assert sorted(_first_cells("# What a plan becomes")) == found


def test_columns_are_those_of_the_files() -> None:
    """Of unmet.csv and of the index of agendas."""
    assert set(_first_cells("## unmet.csv")) == set(UNMET_HEADER)
    listed = PAGE.split("its columns are ", 1)[1].split(". By it", 1)[0]
    assert tuple(re.findall("`([^`]+)`", listed)) == INDEX_HEADER


def test_sheets_are_those_of_the_workbook(paths: OutputPaths) -> None:
    """In order; the sample's two days each have a desk list of their own."""
    names = load_workbook(paths.workbook, read_only=True).sheetnames
    expected = [n for n in names if n != "Desk Sun 29 Mar"]
    expected[expected.index("Desk Sat 28 Mar")] = "Desk by name"
    assert _first_cells("## plan.xlsx") == expected


def test_marks_are_those_of_the_report() -> None:
    """And the limit of the board is the program's."""
    for verdict in Verdict:
        assert f"\n| {verdict} | " in PAGE
    assert f"{MOST_CELLS:,} cells" in PAGE


def test_example_reads_a_plan(
    paths: OutputPaths,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As it stands on the page, in the folder above ``out``."""
    monkeypatch.chdir(paths.plan.parents[1])
    code = re.search(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert code
    exec(compile(code[1], "docs/outputs.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == "Boost4Health, Stuttgart 6\n"
