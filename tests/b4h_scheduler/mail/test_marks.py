"""How mail marks a meeting whose place differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.languages import LANGUAGES
from b4h_scheduler.mail.agenda_letter import changes_in_words
from b4h_scheduler.mail.marks import Mark, marked
from b4h_scheduler.mail.words import words_of
from tests.b4h_scheduler.mail.post import agenda, meets

if TYPE_CHECKING:
    from b4h_scheduler.mail.agenda import AgendaMeeting

TABLE = meets("m1", 9)
ONLINE = TABLE._replace(table="", zone="")
OTHER = TABLE._replace(table="Table 99")


@pytest.mark.parametrize(
    ("before", "after", "mark", "count"),
    [
        (TABLE, OTHER, Mark.PLACE, "1 at another table"),
        (TABLE, ONLINE, Mark.ONLINE, "1 now online"),
        (ONLINE, TABLE, Mark.SEATED, "1 now at a table"),
    ],
)
def test_table_left_for_a_call_is_no_other_table(
    before: AgendaMeeting, after: AgendaMeeting, mark: Mark, count: str
) -> None:
    """Marked once, and counted by its own name."""
    changes = marked(agenda(before), agenda(after))
    assert [each.mark for each in changes] == [mark]
    assert changes_in_words(changes, words_of("en")) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mark_has_words_in_each_language(language: str) -> None:
    """Of the meeting itself, and of how many there are."""
    words = words_of(language)
    for mark in set(Mark) - {Mark.SAME}:
        assert words[f"mark.{mark}"]
        assert "{n}" in words[f"count.{mark}"]
