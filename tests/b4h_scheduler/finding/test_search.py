"""Search of organizations."""

from __future__ import annotations

import pytest

from b4h_scheduler.domain.people import Kind, Organization, Unit
from b4h_scheduler.finding.search import Filters, Searcher

MEDI = Organization(
    id="medi",
    name="Médi Santé",
    kind=Kind.COMPANY,
    offers="point-of-care diagnostics",
    seeks="distributors",
    sectors=("Medtech",),
    region="Alsace",
    country="FR",
)
BIO = Organization(
    id="bio",
    name="BioNova",
    kind=Kind.OTHER,
    offers="assays",
    seeks="Diagnostics of blood; a partner for Medi",
    sectors=("biotech", "Medtech"),
    region="Baden",
    country="DE",
    units=(Unit(id="u", name="Sequencing"),),
)
DIAG = Organization(
    id="diag",
    name="Diagnostica",
    kind=Kind.COMPANY,
    offers="readers",
    region="Alsace",
    country="FR",
)
SEARCHER = Searcher((MEDI, BIO, DIAG))


def _found(text: str = "", **filters: str) -> list[str]:
    return [each.id for each in SEARCHER.search(Filters(text, **filters))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sante", ["medi"]),
        ("SANTÉ", ["medi"]),
        ("seq", ["bio"]),
        ("alsace", ["diag", "medi"]),
        ("readers distributors", []),
        ("nothing", []),
    ],
)
def test_a_word_begins_one_of_theirs(text: str, found: list[str]) -> None:
    """Accents and case aside; in units and region too; every word must be there."""
    assert _found(text) == found


def test_a_typing_error_is_forgiven_in_long_words_alone() -> None:
    """Of fewer than four letters a word must be there as it is."""
    assert _found("diagnostcs") == ["diag", "bio", "medi"]
    assert _found("bao") == []


def test_the_name_counts_twice() -> None:
    """Who is called so comes before who speaks of it, then the alphabet decides."""
    assert _found("medi") == ["medi", "bio"]
    assert _found("diagnostic") == ["diag", "bio", "medi"]


def test_without_words_everybody_is_found_in_order_of_names() -> None:
    """An empty search is the list of all."""
    assert _found() == ["bio", "diag", "medi"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"sector": "MEDTECH"}, ["bio", "medi"]),
        ({"region": "Alsace"}, ["diag", "medi"]),
        ({"country": "DE"}, ["bio"]),
        ({"kind": "company", "sector": "medtech"}, ["medi"]),
    ],
)
def test_filters_restrict(filters: dict[str, str], found: list[str]) -> None:
    """All that are given hold; sectors whatever their case."""
    assert _found(**filters) == found
    assert _found("diagnostics", **filters) == [
        each for each in _found("diagnostics") if each in found
    ]
