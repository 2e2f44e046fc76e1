"""docs/explain.md: its commands can be typed, its words are the program's."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from b4h_scheduler.cli import main
from b4h_scheduler.planning.price_words import WORTH_AS_MUCH, price_words
from solver.levels import Level

PAGE = (Path(__file__).parents[2] / "docs" / "explain.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ b4h (.*)$", PAGE, flags=re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_can_be_typed(line: str) -> None:
    """Name, options and arguments; nothing is run."""
    name, *arguments = shlex.split(line)
    context = click.Context(main)
    command = main.get_command(context, name)
    assert command is not None
    command.make_parser(context).parse_args(arguments)


def test_every_command_of_the_page_is_shown() -> None:
    """One for each section."""
    names = {line.split()[0] for line in COMMANDS}
    assert names == {"explain", "whatif", "robustness"}


def test_words_of_prices_are_those_of_the_program() -> None:
    """The first column of the table, in its order."""
    table = PAGE.split("| words | meaning |", 1)[1].split("\n\n", 1)[0]
    value = Level.VALUE
    assert re.findall(r"^\| `([^`]+)` \|", table, flags=re.MULTILINE) == [
        price_words(value, 40, 40),
        price_words(value, 15, 30),
        price_words(value, 0, 30),
        price_words(value, 15, None),
        WORTH_AS_MUCH,
        price_words(value, -5, -5),
        price_words(None, 0, None, is_estimate=True),
        price_words(None, 0, None, is_possible=False),
    ]
