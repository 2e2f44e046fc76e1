"""docs/b2bsp.md: its commands can be typed, its table is complete and adds up."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from b4h_scheduler.bench.b2bsp_peers import CP_SAT, MAXSAT
from b4h_scheduler.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "b2bsp.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ b4h bench b2bsp (.*)$", PAGE, flags=re.MULTILINE)
ROWS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in re.findall(r"^\| [\w-]+\.original \|.*$", PAGE, flags=re.MULTILINE)
]


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_can_be_typed(line: str, tmp_path: Path) -> None:
    """Options and arguments; nothing is run."""
    context = click.Context(main)
    group = main.get_command(context, "bench")
    assert isinstance(group, click.Group)
    command = group.get_command(context, "b2bsp")
    assert command is not None
    command.make_parser(context).parse_args(shlex.split(line))


def test_every_option_is_on_the_page() -> None:
    """Each option of the command is named."""
    context = click.Context(main)
    group = main.get_command(context, "bench")
    assert isinstance(group, click.Group)
    command = group.get_command(context, "b2bsp")
    options = {
        name for param in command.params for name in param.opts if name[:2] == "--"
    }
    assert {name for name in options if f"`{name}" not in PAGE} == set()


def test_the_table_has_the_20_originals_and_their_sum() -> None:
    """Value, bound and published value are equal; seconds add up as stated."""
    assert len(ROWS) == len({row[0] for row in ROWS}) == 20
    assert [row for row in ROWS if not row[1] == row[2] == row[4]] == []
    stated = re.search(r"All 20 in ([\d.]+) s, the longest in ([\d.]+) s", PAGE)
    assert stated is not None
    seconds = [float(row[3]) for row in ROWS]
    assert sum(seconds) == pytest.approx(float(stated[1]), abs=0.05 * len(seconds))
    assert max(seconds) == float(stated[2])


def test_peers_are_called_as_in_the_table_of_the_command() -> None:
    """The same names."""
    assert MAXSAT in PAGE
    assert CP_SAT in PAGE
