"""What came of a change is told in sentences."""

from __future__ import annotations

import pytest

from web.change import as_sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", ""),
        ("moved Alba – Echo", "Moved Alba – Echo."),
        ("nothing changed.", "Nothing changed."),
        ("who is it?", "Who is it?"),
        ("ändern geht nicht", "Ändern geht nicht."),
        ("ada@alba.example takes part", "ada@alba.example takes part."),
    ],
)
def test_words_become_a_sentence(words: str, sentence: str) -> None:
    """With a capital and one end; a mail address stays as it was written."""
    assert as_sentence(words) == sentence
