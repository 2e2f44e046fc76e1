"""Messages go to standard error; results go to standard output or files."""

from __future__ import annotations

import sys

import click


def is_terminal() -> bool:
    """Whether messages are read by a person right now."""
    return sys.stderr.isatty()


def tell(line: str) -> None:
    """Write a line of the result; no name in it can steer the terminal."""
    from b4h_scheduler.outputs.plain_text import printable  # noqa: PLC0415  (heavy)

    click.echo(printable(line).replace("\n", " "))


def counted(num: int, noun: str) -> str:
    """Return ``1 meeting``, ``2,000 meetings``, ``3 wishes``."""
    ending = "" if num == 1 else "es" if noun.endswith("sh") else "s"
    return f"{num:,} {noun}{ending}"


def say(text: str = "") -> None:
    """Write a message."""
    click.echo(text, err=True)


def note(text: str) -> None:
    """Write a warning."""
    click.echo(f"{click.style('Note:', fg='yellow')} {text}", err=True)


def error(text: str) -> None:
    """Write what went wrong."""
    click.echo(f"{click.style('Error:', fg='red', bold=True)} {text}", err=True)
