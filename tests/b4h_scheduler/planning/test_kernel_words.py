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


def test_limits_of_changes_are_taken_apart() -> None:
    """How much is used, or that no plan was found."""
    used = kernel_words("of at most 1,445 points of changes 443 are used")
    assert isinstance(used, Sentence)
    assert used.values == {"most": 1445, "used": 443}
    text = (
        "no plan with at most 4 points of changes was found: 10 is the fewest, and no "
        "plan has fewer than 9"
    )
    beyond = kernel_words(text)
    assert isinstance(beyond, Sentence)
    assert beyond == text
    assert beyond.values == {"most": 4, "fewest": 10, "bound": 9}


def test_numbers_of_the_kernel_are_told_to_nobody() -> None:
    """Candidate 7 is nobody's name; a text without numbers is passed on."""
    assert not kernel_words("no slot is allowed for mandatory candidates 7")
    said = "no valid plan was found in the time given"
    assert kernel_words(said) == said
