from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.mail.compose import Composer
from b4h_scheduler.mail.kinds import Kind
from b4h_scheduler.mail.letter import html_of, text_of_letter
from b4h_scheduler.mail.samples import sample_letter
from b4h_scheduler.mail.texts import COMMON, OWN, Text, filled, text_of, with_text
from b4h_scheduler.mail.words import LANGUAGES, words_of
from b4h_scheduler.store.errors import RefusedError
from tests.b4h_scheduler.mail.post import agenda, meets
from tests.b4h_scheduler.mail.post import text_of as text_of_row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.b4h_scheduler.mail.post import Post

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_say_the_same_things(language: str) -> None:
    """Every text of English is there, with the same placeholders."""
    english, words = words_of("en").texts, words_of(language).texts
    assert words.keys() == english.keys()
    for name, text in words.items():
        found = sorted(set(_PLACEHOLDER.findall(text)))
        assert found == sorted(set(_PLACEHOLDER.findall(english[name]))), name


@pytest.mark.parametrize("kind", list(Kind))
def test_our_own_words_use_only_known_placeholders(kind: Kind) -> None:
    """What an event may change is what we fill in."""
    text = text_of(kind, "en", {})
    used = set(_PLACEHOLDER.findall(text.subject + text.intro))
    assert used <= {*COMMON, *OWN[kind]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_looked_at_in_every_language(
    post: Post, kind: Kind, language: str
) -> None:
    """Text and HTML, with everything filled in."""
    with post.database.read() as session:
        composer = Composer(session, post.event_id)
        text = text_of(kind, language, {})
        letter = sample_letter(composer, kind, language, text)
    for shown in (letter.subject, text_of_letter(letter), html_of(letter)):
        assert not _PLACEHOLDER.search(
            re.sub(r"<style>.*</style>", "", shown, flags=re.DOTALL)
        )
    assert letter.subject in text_of_letter(letter) + html_of(letter).replace(
        "&#39;", "'"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            Text("Hello {nobody}", ""),
            r"subject: '\{nobody\}' is an unknown placeholder, use \{name\}, ",
        ),
        (
            Text("", "{event.id}"),
            "first paragraph: '{event.id}' is an unknown placeholder",
        ),
        (Text("{event", ""), "subject: a brace is without its other half"),
        (Text("x" * 201, ""), "subject: 201 characters are too many, at most 200"),
    ],
)
def test_text_that_cannot_be_filled_in_is_refused(text: Text, message: str) -> None:
    """The message says what may stand there."""
    with pytest.raises(RefusedError, match=message):
        with_text({}, Kind.AGENDA, "en", text)


def test_text_as_we_have_it_is_not_kept() -> None:
    """The event follows our words when they improve."""
    ours = text_of(Kind.AGENDA, "de", {})
    assert with_text({}, Kind.AGENDA, "de", ours) == {}
    own = with_text({}, Kind.AGENDA, "de", Text("Hallo {event}", ours.intro))
    assert own == {"agenda.de": {"subject": "Hallo {event}"}}
    assert with_text(own, Kind.AGENDA, "de", Text("", "")) == {}


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    """A name that looks like a placeholder stays as it is."""
    assert filled("{name}: {event}", {"name": "{event}", "event": "E"}) == "{event}: E"


def test_event_s_own_words_are_sent(post: Post) -> None:
    """In the language they were written for; markup in them is text."""

    def write(session: Session) -> None:
        from b4h_scheduler.store.relay import stored_event_mail

        row = stored_event_mail(session, post.event_id)
        text = Text("{event}, {name}!", "Bring <b>cards</b>.\n\nSee you.")
        row.texts = with_text(row.texts, Kind.AGENDA, "en", text)

    post.database.write(write)
    post.release(alba=agenda(meets("m1", 9)))
    row = post.rows()[0]
    assert row.subject == "Small Day, Ada Ahl!"
    assert "Bring <b>cards</b>.\n\nSee you." in text_of_row(row)
    from tests.b4h_scheduler.mail.post import html_of as html_of_row

    html = html_of_row(row)
    assert "<p>Bring &lt;b&gt;cards&lt;/b&gt;.</p>\n<p>See you.</p>" in html


def test_hostile_names_reach_no_markup(post: Post) -> None:
    """Partner, people and place are escaped in HTML."""
    evil = '<script>alert("x")</script>'
    post.release(alba=agenda(meets("m1", 9, table=evil, partner=evil)))
    from tests.b4h_scheduler.mail.post import html_of as html_of_row

    html = html_of_row(post.rows()[0])
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 2
