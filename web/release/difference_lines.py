"""What differs for a person, line by line, made without the template's help.

A first release tells 300 people of 18 meetings each, and half of the page's time went
into filling in so many lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from web.languages.texts import told

if TYPE_CHECKING:
    from b4h_scheduler.releases.words import Line, Person


def difference_lines(person: Person) -> Markup:
    """Return the items of a list: one for each meeting that differs."""
    tags = {
        kind: str(escape(told(kind))) for kind in {line.kind for line in person.lines}
    }
    lines = (
        f'<li><span class="tag">{tags[line.kind]}</span> '
        f"{escape(line.partner)}: {_place(line)}</li>"
        for line in person.lines
    )
    return Markup("".join(lines))  # noqa: S704  (every value is escaped)


def _place(line: Line) -> str:
    """Return where and when it was, struck through, and is."""
    before, after = (str(escape(told(text))) for text in (line.before, line.after))
    if line.before and line.after and line.before != line.after:
        return f"<s>{before}</s> → {after}"
    return after if line.after else f"<s>{before}</s>"
