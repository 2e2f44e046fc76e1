"""What differs for a person, which no template writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.releases.words import Line, Person
from b4h_scheduler.sentence import Sentence
from web.languages.choice import COOKIE
from web.release.difference_lines import difference_lines

if TYPE_CHECKING:
    from tests.web.world import World

HALL = Sentence("{moment}, {place}", moment="Thu 09:00", place="Hall <1>")
WING = Sentence("{moment}, {place}", moment="Thu 09:40", place="online")


@pytest.mark.parametrize(
    ("language", "line", "told"),
    [
        ("en", Line("new", "A & B", "", HALL), "Thu 09:00, Hall &lt;1&gt;"),
        ("en", Line("canceled", "A & B", WING, ""), "<s>Thu 09:40, online</s>"),
        (
            "en",
            Line("moved", "A & B", WING, HALL),
            "<s>Thu 09:40, online</s> → Thu 09:00, Hall &lt;1&gt;",
        ),
        ("en", Line("moved", "A & B", HALL, HALL), "Thu 09:00, Hall &lt;1&gt;"),
        (
            "de",
            Line("moved", "A & B", WING, HALL),
            "<s>Do. 09:40, online</s> → Do. 09:00, Hall &lt;1&gt;",
        ),
    ],
)
def test_a_line_says_where_it_was_and_is_and_nothing_is_taken_for_html(
    world: World, language: str, line: Line, told: str
) -> None:
    """What is over is struck through; names are as they are, all else is said."""
    cookie = {"Cookie": f"{COOKIE}={language}"}
    with world.app.test_request_context("/staff", headers=cookie):
        found = difference_lines(Person("Ada", "Alba", (line, line)))
    kind = "verschoben" if language == "de" else line.kind
    one = f'<li><span class="tag">{kind}</span> A &amp; B: {told}</li>'
    assert found == one + one
