"""Suggestions of partners."""

from __future__ import annotations

from b4h_scheduler.domain.people import Organization
from b4h_scheduler.finding.suggest import MOST_WORDS, Suggester


def _company(key: str, offers: str = "", seeks: str = "") -> Organization:
    return Organization(id=key, name=key.title(), offers=offers, seeks=seeks)


OWN = _company("own", "optical sensors", "batteries and robotics")
BOTH = _company("both", "battery packs, batteries", "optical sensors")
SEEKS = _company("seeks", "consulting", "a sensor")
COMMON = _company("common", "robotics")
NOBODY = _company("nobody", "law", "with this and that")
SUGGESTER = Suggester((OWN, BOTH, SEEKS, COMMON, NOBODY))


def test_what_one_offers_is_what_the_other_seeks() -> None:
    """Told in their words, one and many alike; who answers nothing is left out."""
    found = {str(each.organization.id): each for each in SUGGESTER.suggest("own")}
    assert set(found) == {"both", "seeks", "common"}
    assert found["both"].they_offer == ("batteries",)
    assert found["both"].they_seek == ("optical", "sensors")
    assert found["seeks"].they_seek == ("sensor",)
    assert found["common"].why == "They offer what you seek (robotics)."


def test_more_and_rarer_words_come_first() -> None:
    """Three words in common before one; a word that few use before one of many."""
    order = [each.organization.id for each in SUGGESTER.suggest("own")]
    assert order == ["both", "common", "seeks"]
    assert [e.organization.id for e in SUGGESTER.suggest("own", most=1)] == ["both"]


def test_who_is_known_already_is_not_suggested() -> None:
    """Whoever is told to be left out."""
    found = SUGGESTER.suggest("own", without={"both", "common"})
    assert [each.organization.id for each in found] == ["seeks"]


def test_a_long_list_of_words_counts_no_more_than_a_few() -> None:
    """Else who copies a catalog into the form is suggested to everybody."""
    words = "alloys bolts castings drills engines foils"
    suggester = Suggester((_company("own", seeks=words), _company("all", words)))
    (found,) = suggester.suggest("own")
    assert found.they_offer == tuple(words.split()[:MOST_WORDS])


def test_an_organization_that_is_not_among_them_gets_none() -> None:
    """One that waits for approval, say."""
    assert SUGGESTER.suggest("new") == []
