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
    assert found["both"].they_seek == ("optical sensors",)
    assert found["seeks"].they_seek == ("sensor",)
    assert found["common"].why == "They offer what you seek (robotics)."


def test_more_and_rarer_words_come_first() -> None:
    """Three words in common before one; a word that few use before one of many."""
    order = [each.organization.id for each in SUGGESTER.suggest("own")]
    assert order[0] == "both"
    assert set(order) == {"both", "common", "seeks"}
    assert [e.organization.id for e in SUGGESTER.suggest("own", most=1)] == ["both"]


def test_who_is_known_already_is_not_suggested() -> None:
    """Whoever is told to be left out."""
    found = SUGGESTER.suggest("own", without={"both", "common"})
    assert [each.organization.id for each in found] == ["seeks"]


def test_a_long_list_of_words_counts_no_more_than_a_few() -> None:
    """Else who copies a catalog into the form is suggested to everybody."""
    words = "alloys, bolts, castings, drills, engines, foils"
    suggester = Suggester((_company("own", seeks=words), _company("all", words)))
    (found,) = suggester.suggest("own")
    assert found.they_offer == tuple(words.split(", ")[:MOST_WORDS])


def test_an_organization_that_is_not_among_them_gets_none() -> None:
    """One that waits for approval, say."""
    assert SUGGESTER.suggest("new") == []


def _among(*known: Organization, own: Organization, most: int = 5) -> dict[str, str]:
    """Return who is suggested among many that offer data, and why."""
    many = [
        _company(f"many{n}", f"data for trial {n}x", f"clinical help {n}x")
        for n in range(40)
    ]
    suggester = Suggester((own, *known, *many))
    found = suggester.suggest("own", most=most)
    return {str(each.organization.id): each.why for each in found}


def test_one_word_of_everybody_is_no_reason() -> None:
    """Beside another one of the same thought it is, and then comes first."""
    own = _company("own", seeks="teams with clinical data")
    phrase = _company("phrase", "annotated images, clinical data of 2,000 people")
    assert _among(phrase, own=own) == {
        "phrase": "They offer what you seek (clinical data)."
    }


def test_words_of_two_thoughts_make_no_third() -> None:
    """Between commas stands another thing."""
    own = _company("own", seeks="clinical data")
    apart = _company("apart", "clinical nutrition, data of the weather")
    assert _among(apart, own=own) == {}


def test_words_that_say_nothing_are_left_out_in_five_languages() -> None:
    """And what everybody at such an event says, too."""
    own = _company(
        "own",
        seeks="partners und Unternehmen für gemeinsame Projekte, recherche entreprise "
        "avec expérience, samenwerking met bedrijven, empresas con experiencia",
    )
    other = _company(
        "other",
        "partner, Projekt mit Unternehmen, expérience d'une entreprise, bedrijven, "
        "experiencia de empresas",
    )
    assert _among(other, own=own) == {}


def test_short_names_of_things_count() -> None:
    """Told as they are written."""
    own = _company("own", seeks="regulatory advice on MDR and 3D printing")
    other = _company("other", "MDR files; 3D models")
    told = _among(other, own=own)["other"]
    assert told == "They offer what you seek (MDR, 3D)."


def test_one_and_many_are_the_same_word() -> None:
    """In English, German and French."""
    own = _company("own", seeks="battery, Sensor, capteur")
    other = _company("other", "batteries; Sensoren; capteurs")
    told = _among(other, own=own)["other"]
    assert told == "They offer what you seek (batteries, sensoren, capteurs)."


def test_sectors_are_offered_and_fill_up() -> None:
    """A sector that is sought; then those of the same, the rarest first."""

    def working_in(key: str, *sectors: str, seeks: str = "") -> Organization:
        return Organization(id=key, name=key, sectors=sectors, seeks=seeks)

    own = working_in("own", "Imaging", "Optics", seeks="makers of medical devices")
    suggester = Suggester(
        (
            own,
            working_in("sought", "Medical devices"),
            *(working_in(f"image{n}", "Imaging") for n in range(3)),
            working_in("rare", "Optics"),
            working_in("else", "Law"),
        )
    )
    found = suggester.suggest("own", most=3)
    assert [str(each.organization.id) for each in found][:2] == ["sought", "rare"]
    assert [each.why for each in found] == [
        "They offer what you seek (medical devices).",
        "You both work in Optics.",
        "You both work in Imaging.",
    ]
    assert {e.organization.id for e in suggester.suggest("own", most=9)} == {
        "sought", "rare", "image0", "image1", "image2",
    }  # fmt: skip


def test_equally_good_ones_take_turns() -> None:
    """Not the first of the alphabet is suggested to everybody."""
    askers = [_company(f"own{n}", seeks="robotics") for n in range(30)]
    makers = [_company(f"maker{n}", "robotics") for n in range(10)]
    suggester = Suggester((*askers, *makers))
    first = {suggester.suggest(a.id, most=1)[0].organization.id for a in askers}
    assert len(first) > 3
