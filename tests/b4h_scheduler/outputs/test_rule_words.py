"""Headings of reasons: one for every rule there is."""

from __future__ import annotations

from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.outputs.rule_words import (
    INELIGIBLE_HEADINGS,
    RULE_HEADINGS,
    heading,
)
from b4h_scheduler.planning.words import COULD_BE_ADDED
from solver.rules import Rule


def test_every_rule_has_a_heading_of_its_own() -> None:
    """Hard rules of the kernel and reasons of ineligibility, no two alike."""
    assert set(RULE_HEADINGS) == set(Rule)
    assert set(INELIGIBLE_HEADINGS) == set(Ineligible)
    headings = [*RULE_HEADINGS.values(), *INELIGIBLE_HEADINGS.values()]
    assert len(headings) == len(set(headings))


def test_a_reason_is_found_by_the_text_that_a_plan_holds() -> None:
    """A plan holds the rule's value; one of a later version is shown as it is."""
    assert heading("clash") == RULE_HEADINGS[Rule.CLASH]
    assert heading("declined") == INELIGIBLE_HEADINGS[Ineligible.DECLINED]
    assert heading("of-a-later-version") == "of-a-later-version"


def test_a_candidate_that_nothing_is_in_the_way_of_has_a_heading_too() -> None:
    """Its mark is no word for people."""
    assert heading(COULD_BE_ADDED) == "Nothing is in the way"
