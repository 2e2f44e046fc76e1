"""What a message says, and how it looks as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting in an agenda.

    Attributes
    ----------
    mark : str
        How it changed, in a word; empty: it did not.
    tone : str
        ``same``, ``new``, ``changed`` or ``canceled``: its look, beside the word.
    when : str
        From and to.
    before : str
        What it was; empty: the same.
    """

    mark: str
    tone: str
    when: str
    what: str
    people: str
    where: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The meetings of a day."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press."""

    label: str
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a message says.

    Attributes
    ----------
    points : tuple of (str, str)
        A list: title and more about it.
    notes : tuple of str
        Small print, above the closing.
    """

    language: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: str
    footer: str
    days: tuple[Day, ...] = ()
    points: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    notes: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    """Lines that say who pays for the event, at the foot."""
    stop: Button | None = None
    """Turns such messages off, below everything else."""


def html_of(letter: Letter) -> str:
    """Return the letter as an HTML page; all texts are escaped."""
    return _environment().get_template("letter.html.j2").render(letter=letter)


def text_of_letter(letter: Letter) -> str:
    """Return the letter as plain text."""
    return _environment().get_template("letter.txt.j2").render(letter=letter)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("b4h_scheduler.mail"),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
