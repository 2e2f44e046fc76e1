"""What layers below say is said in the page's language, also after it was stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.planning.whatif_words import difference_words
from b4h_scheduler.planning.words import RULE_WORDS
from b4h_scheduler.sentence import Sentence, counted, listed, mark
from b4h_scheduler.store.migrations.stored_sentences import _TEMPLATES
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_edits import EditRow
from solver.rules import Rule
from tests.web.languages.staff_cases import lock_and_edit
from web.languages.catalogs import known_texts
from web.languages.choice import speak
from web.languages.texts import told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World

ABSENT = RULE_WORDS[Rule.AVAILABLE]
MOVED = "moved {pair} from {place} to {there}"
THERE = Sentence("{moment}, {place}", moment="Thu 09:25", place=mark("online"))
HERE = Sentence(
    "{moment}, {place}", moment="Thu 09:00", place=Sentence("table {table}", table="T1")
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thu 10:40", "Do. 10:40"),
        (
            Sentence("leaves {moment}", moment="Thu 26 Nov 10:40"),
            "reist ab Do., 26. Nov. 10:40",
        ),
        (counted(3, "meeting", "meetings"), "3 Gespräche"),
        (counted(1, "meeting", "meetings"), "1 Gespräch"),
        ("1,204.5", "1.204,5"),
        ("79.33 %", "79,33 %"),
        (
            Sentence(
                ABSENT, who="Ada Ahl", when=Sentence("at {times}", times="Thu 09:00")
            ),
            "Ada Ahl ist nicht da (Do. 09:00)",
        ),
        (Sentence(ABSENT, who="Ada Ahl", when=""), "Ada Ahl ist nicht da"),
        (
            listed(
                ("Ada Ahl has no meeting", Sentence(ABSENT, who="Bo Berg", when=""))
            ),
            "Ada Ahl has no meeting; Bo Berg ist nicht da",
        ),
        (
            Sentence(MOVED, pair="A – B", place=HERE, there=THERE),
            "A – B verschoben von Do. 09:00, Tisch T1 nach Do. 09:25, online",
        ),
        (
            difference_words((0, {"least": 0}), (9, {"least": 1})),
            "1 Gespräch für Personen mit zu wenigen weniger, 9 Gespräche mehr",
        ),
        ("Alba Diagnostics", "Alba Diagnostics"),
        ("Ada Ahl is not there at Thu 09:00", "Ada Ahl is not there at Thu 09:00"),
    ],
)
def test_text_is_said_in_the_pages_language(world: World, text: str, said: str) -> None:
    """Part by part, with days and numbers; plain text that nobody knows stays."""
    with world.app.test_request_context():
        speak("de")
        assert told(text) == said


def test_english_page_says_a_text_as_it_is(world: World) -> None:
    """Values stand in it as they do on the command line."""
    with world.app.test_request_context():
        speak("en")
        both = listed((counted(1204, "meeting", "meetings"), HERE))
        assert told(both) == both == "1,204 meetings; Thu 09:00, table T1"


def test_sentence_is_said_with_its_values(world: World) -> None:
    """Numbers are grouped by language, names stay, words are translated."""
    with world.app.test_request_context():
        speak("de")
        who = Sentence("{name} declined {what}", name="online", what=mark("online"))
        assert told(who) == "online declined online"
        full = Sentence("{words} are taken", words=counted(1204, "meeting", "meetings"))
        assert told(full) == "1.204 Gespräche: vergeben"


def test_sentence_said_before_is_said_anew_in_another_language(world: World) -> None:
    """In one request: of a page that hangs on a wall, the language is fixed late."""
    with world.app.test_request_context("/"):
        english = told(HERE)
        speak("de")
        german = told(HERE)
        speak("en")
        assert told(HERE) == english == str(HERE)
        assert german == "Do. 09:00, Tisch T1"


def test_edit_is_stored_with_its_parts_and_said_in_german(world: World) -> None:
    """On the board, and in the log of the event."""
    lock_and_edit(world)
    with world.read() as reading:
        edit = reading.scalars(select(EditRow)).one()
        assert isinstance(edit.words, Sentence)
        assert edit.words.template == "dropped {pair} ({place})"
        told_of = [
            row.after["edit"]
            for row in reading.scalars(select(AuditRow).where(AuditRow.kind == "draft"))
            if row.after and "edit" in row.after
        ]
    assert [each["template"] for each in told_of] == ["dropped {pair} ({place})"]
    editor = world.staff("editor")
    editor.client.set_cookie("b4h_language", "de")
    pair = edit.words.values["pair"]
    assert f"{pair} gestrichen (Do. " in editor.text("/events/1/drafts/1/edit")
    assert f"{pair} gestrichen (Do. " in editor.text("/events/1/log")


def test_edit_from_before_a_sentence_changed_is_said_in_german(world: World) -> None:
    """Its template is in no code any more, but still in the catalogs."""
    lock_and_edit(world)
    older = Sentence(
        "improved around the locks: {meetings} changed",
        meetings=counted(3, "meeting", "meetings"),
    )

    def work(session: Session) -> None:
        session.scalars(select(EditRow)).one().words = older

    world.site.database.write(work)
    editor = world.staff("editor")
    editor.client.set_cookie("b4h_language", "de")
    text = editor.text("/events/1/drafts/1/edit")
    assert "um die Sperren herum verbessert: 3 Gespräche geändert" in text


def test_everything_that_rows_were_taken_apart_by_is_translated() -> None:
    """A template that code gives up goes to `domain.former_words`."""
    known = set(known_texts())
    missing = {each for each in _TEMPLATES if each not in known}
    # Values alone: there is nothing to translate.
    assert missing == {"{moment}, {place}"}
