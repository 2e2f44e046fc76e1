"""What a running search shows."""

import io

import pytest
from rich.console import Console

from b4h_scheduler.cli import progress
from b4h_scheduler.cli.progress import ProgressLines, ProgressTable
from solver.levels import Level
from solver.result import Progress

EVENTS = (
    Progress("select", 0.1),
    Progress("select", 0.4, Level.VALUE, 1_200, 1_234),
    Progress("polish", 1.5),
    Progress("polish", 2.5, Level.WAITING, 77, None),
)


def test_lines_show_a_step_once(capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error; events of a step that follow soon are left out."""
    lines = ProgressLines()
    with lines:
        for event in EVENTS:
            lines(event)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "    0.1 s  choosing the meetings",
        "    1.5 s  polishing",
    ]


def test_lines_say_now_and_then_how_far_it_got(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Value against bound."""
    monkeypatch.setattr(progress, "LINE_EVERY_S", 0.0)
    lines = ProgressLines()
    for event in EVENTS:
        lines(event)
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "    2.5 s  polishing: wishes 1,200 (bound 1,234), waiting 77"


def test_the_table_has_a_row_a_level() -> None:
    """The latest value of each, under the step that runs."""
    table = ProgressTable()
    for event in EVENTS:
        table(event)
    output = io.StringIO()
    Console(file=output, width=100).print(table._table())
    text = output.getvalue()
    assert text.splitlines()[0].startswith("polishing, 0 s")
    assert "1,200 │ 1,234" in text
    assert "slots of waiting between meetings" in text
