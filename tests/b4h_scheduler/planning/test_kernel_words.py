"""What the kernel says is passed on where it is for people."""

from __future__ import annotations

from b4h_scheduler.planning.kernel_words import kernel_words
from b4h_scheduler.sentence import Sentence


def test_price_of_changes_is_taken_apart() -> None:
    """The text stays as the kernel has it."""
    for bound in ("", " than -1,204"):
        text = (
            f"at 3 a change, value less changes is 7,031: no plan has more{bound} (x)"
        )
        found = kernel_words(text)
        assert isinstance(found, Sentence)
        assert found == text
        assert found.values["net"] == 7031
        assert found.values.get("bound") == (-1204 if bound else None)


def test_numbers_of_the_kernel_are_told_to_nobody() -> None:
    """Candidate 7 is nobody's name; a text without numbers is passed on."""
    assert not kernel_words("no slot is allowed for mandatory candidates 7")
    said = "no valid plan was found in the time given"
    assert kernel_words(said) == said
