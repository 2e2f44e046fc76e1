"""``b4h explain`` in words: pairs, delegates, organizations."""

import click
import pytest

from b4h_scheduler.cli.stories import pair_lines, whole_lines
from b4h_scheduler.cli.whom import whom
from b4h_scheduler.domain.event import Event
from b4h_scheduler.outputs.lookup import Lookup
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan


@pytest.fixture(scope="module")
def event() -> Event:
    """One of every kind."""
    return sample_event()


@pytest.fixture(scope="module")
def lookup(event: Event) -> Lookup:
    """With its plan."""
    return Lookup(event, sample_plan(event))


def pair(lookup: Lookup, who: str, other: str) -> str:
    """The story of two, each named as on the command line."""
    return "\n".join(pair_lines(lookup, *whom(lookup.event, who, other)))


def whole(lookup: Lookup, who: str) -> str:
    """All about one."""
    return "\n".join(whole_lines(lookup, *whom(lookup.event, who)))


def test_two_who_meet(lookup: Lookup) -> None:
    """Wishes of both sides, time, table and people."""
    text = pair(lookup, "BioNova GmbH", "Oncology, Lab 3")
    assert "priority 1, open" in text
    assert "They meet Sun 29 Mar 09:00–09:25 at Stand H1 (Loft)" in text
    assert "Chloé d'Arc" in text


def test_two_who_do_not_meet(lookup: Lookup) -> None:
    """Every reason, in both orders of the names."""
    text = pair(lookup, "gene", "long")
    assert "They do not meet" in text
    assert "is full with meetings worth at least as much" in text
    assert "no common time left" in text
    other = pair(lookup, "long", "gene")
    assert other.splitlines()[1:] == text.splitlines()[1:]


def test_two_who_never_asked(lookup: Lookup) -> None:
    """That is the reason."""
    assert "Neither wished to meet the other." in pair(lookup, "nova", "amal")


def test_all_about_a_delegate(lookup: Lookup) -> None:
    """Stay by the arithmetic of trips, voucher, agenda, what was left out."""
    text = whole(lookup, "Eefje de Wit")
    assert "there from Sat 09:50 until Sun 17:25: 7 of 7 slots" in text
    assert "voucher V-017: 1 counting meetings, least 2, target 4, possible 2" in text
    assert "Sun 10:00  Table 2       BioNova GmbH" in text
    assert "Not held:" in text
    assert "one-sided" in text


def test_all_about_an_organization(lookup: Lookup) -> None:
    """All its delegates, by name or by e-mail address of none of them."""
    text = whole(lookup, "BioNova GmbH")
    assert "Anna Blume" in text
    assert "Bernd Ohneland" in text
    assert "everything possible is held" not in text
    assert "Zoë Nobody" not in text


def test_nobody_is_without_reasons(lookup: Lookup) -> None:
    """Where all is held, that is said."""
    assert "everything possible is held" in whole(lookup, "amal")


def test_an_unknown_name_offers_the_nearest(event: Event) -> None:
    """As faults in files do."""
    with pytest.raises(click.BadParameter, match="Did you mean 'BioNova GmbH'"):
        whom(event, "Bionova GmhB")
