"""Texts that layers below put together or stored are found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.sentence import Sentence
from web.languages.choice import speak
from web.languages.recalled import counted, recalled
from web.languages.texts import told

if TYPE_CHECKING:
    from tests.web.world import World


def test_template_and_values_of_a_stored_text_are_found() -> None:
    """The longest template wins; a value that may be missing is empty."""
    found = recalled("Ada Ahl is not there at Thu 09:00")
    assert found is not None
    assert found.template == "{who} is not there {when}"
    assert found.values == {"who": "Ada Ahl", "when": "at Thu 09:00"}
    without = recalled("Ada Ahl is not there")
    assert without is not None
    assert without.values == {"who": "Ada Ahl", "when": ""}


def test_text_of_people_is_no_template() -> None:
    """Neither a name nor a message."""
    assert recalled("Alba Diagnostics") is None
    assert recalled("We meet at the station") is None


def test_number_of_things_is_found() -> None:
    """With the forms of what is counted."""
    found = counted("1,204 meetings")
    assert found is not None
    assert (found.number, found.one, found.many) == (1204, "meeting", "meetings")
    assert counted("1,204 unicorns") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thu 10:40", "Do. 10:40"),
        ("3 meetings", "3 Gespräche"),
        ("1 meeting", "1 Gespräch"),
        ("1,204.5", "1.204,5"),
        ("79.33 %", "79,33 %"),
        ("Ada Ahl is not there at Thu 09:00", "Ada Ahl ist nicht da (Do. 09:00)"),
        (
            "Ada Ahl has no meeting; Bo Berg is not there",
            "Ada Ahl has no meeting; Bo Berg ist nicht da",
        ),
        (
            "moved A – B from Thu 09:00, table T1 to Thu 09:25, online",
            "A – B verschoben von Do. 09:00, Tisch T1 nach Do. 09:25, online",
        ),
        ("9 more meetings, 1 fewer meeting", "9 Gespräche mehr, 1 Gespräch weniger"),
        ("Alba Diagnostics", "Alba Diagnostics"),
    ],
)
def test_text_is_said_in_the_pages_language(world: World, text: str, said: str) -> None:
    """Part by part, with days and numbers; what people wrote stays as it is."""
    with world.app.test_request_context():
        speak("de")
        assert told(text) == said


def test_english_page_says_a_text_as_it_is(world: World) -> None:
    """Nothing is looked for."""
    with world.app.test_request_context():
        speak("en")
        assert told("3 meetings; Thu 10:40") == "3 meetings; Thu 10:40"


def test_sentence_is_said_with_its_values(world: World) -> None:
    """Numbers are grouped by language, names stay, words are translated."""
    with world.app.test_request_context():
        speak("de")
        sentence = Sentence(
            "{number:,} more {noun}", number=1204, noun="points of wish value"
        )
        assert told(sentence) == "1.204 Punkte Wunschwert mehr"
