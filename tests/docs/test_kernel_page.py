"""docs/kernel.md names every rule and level, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from solver import Level, Rule

if TYPE_CHECKING:
    import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "kernel.md").read_text(encoding="utf-8")


def names_under(heading: str) -> list[str]:
    """First cells of the table under a heading."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE)


def test_rules_are_those_of_the_code() -> None:
    """One name each, in the same order."""
    assert names_under("Rules") == [rule.value for rule in Rule]


def test_levels_are_those_of_the_code() -> None:
    """One name each, in the same order."""
    assert names_under("Levels") == [level.value for level in Level]


def test_example_runs_and_proves_all_three_meetings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Three slots and one table: all three pairs meet."""
    code = re.search(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert code
    exec(compile(code[1], "docs/kernel.md", "exec"), {})  # noqa: S102
    shown = capsys.readouterr().out
    assert "('value'" in shown.replace("<Level.VALUE: 'value'>", "'value'")
    assert ", 12, 12)" in shown
