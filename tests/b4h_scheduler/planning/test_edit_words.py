"""Why an edit is not possible, in words."""

from __future__ import annotations

from b4h_scheduler.planning.edit_words import EDIT_WORDS
from solver.rules import Rule


def test_every_rule_has_words() -> None:
    """A rule without words would be refused without a reason."""
    assert set(EDIT_WORDS) == set(Rule)
