"""The words of an event's messages: edited, with a live preview."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for
from markupsafe import escape

from b4h_scheduler.mail.compose import Composer
from b4h_scheduler.mail.kinds import Kind
from b4h_scheduler.mail.letter import html_of
from b4h_scheduler.mail.samples import sample_letter
from b4h_scheduler.mail.texts import COMMON, OWN, Text, check_text, text_of, with_text
from b4h_scheduler.mail.words import DEFAULT, LANGUAGES
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.relay import event_mail, stored_event_mail
from web.change import saved, sentence
from web.languages.texts import gettext, mark
from web.mail.framed import framed
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

mail_texts = Blueprint("mail_texts", __name__)
MEANING = {
    Kind.AGENDA: mark("First agenda"),
    Kind.CHANGES: mark("Changed agenda"),
    Kind.INVITATION: mark("Invitation"),
    Kind.PLACE: mark("A place for who was on the waiting list"),
    Kind.REMINDER: mark("Reminder to those who have not answered"),
    Kind.DIGEST: mark("New wishes of the day"),
    Kind.LAST_CALL: mark("Last call before closing"),
    Kind.DAY_BEFORE: mark("The day before"),
    Kind.CONFIRMATION: mark("Confirmation of an address"),
    Kind.DECISION: mark("Decision about a registration"),
    Kind.OFFER: mark("Offer of a place to who waits"),
    Kind.MEETING: mark("Calendar invitation"),
    Kind.MEETING_CANCELED: mark("Calendar cancellation"),
    Kind.HANDED_OVER: mark("Good-bye when somebody else comes instead"),
}


@mail_texts.get("/events/<int:event_id>/mail/texts")
def show(event_id: int) -> ResponseReturnValue:
    """Show the words of one kind in one language."""
    kind, language = _chosen(request.args)
    with site().database.read() as reading:
        row = event_mail(reading, event_id)
        text = text_of(kind, language, row.texts)
        return _page(reading, event_id, kind, language, text)


@mail_texts.post("/events/<int:event_id>/mail/texts")
def save(event_id: int) -> ResponseReturnValue:
    """Keep the words of an event, or go back to ours."""
    kind, language = _chosen(request.form)
    typed = _typed()
    text = Text("", "") if request.form.get("ours") == "yes" else typed

    def work(writing: Session) -> None:
        row = stored_event_mail(writing, event_id)
        stored = text_of(kind, language, row.texts)
        if _print_of(stored) != request.form.get("seen"):
            raise StaleError("the text", None, None)
        row.texts = with_text(row.texts, kind, language, text)

    again = partial(_page, event_id=event_id, kind=kind, language=language, text=typed)
    to = url_for(
        "mail_texts.show", event_id=event_id, kind=kind.value, language=language
    )
    stale = partial(again, is_stale=True)
    done = gettext("The words are saved.")
    return saved(work, done=done, to=to, again=again, stale=stale)


@mail_texts.post("/events/<int:event_id>/mail/texts/preview")
def preview(event_id: int) -> ResponseReturnValue:
    """Show a message with the words typed, and invented people."""
    kind, language = _chosen(request.form)
    text = _typed()
    try:
        check_text(kind, language, text)
    except RefusedError as error:
        return framed(f"<!doctype html><p>{escape(sentence(error))}</p>")
    with site().database.read() as reading:
        letter = sample_letter(Composer(reading, event_id), kind, language, text)
    return framed(html_of(letter))


def _page(
    reading: Session,
    event_id: int,
    kind: Kind,
    language: str,
    text: Text,
    *,
    is_stale: bool = False,
) -> str:
    row = event_mail(reading, event_id)
    stored = text_of(kind, language, row.texts)
    return page(
        reading,
        event_id,
        "mail/texts.html",
        kind=kind,
        of=language,
        text=text,
        placeholders=(*COMMON, *OWN[kind]),
        kinds=[(each.value, gettext(told)) for each, told in MEANING.items()],
        languages=list(LANGUAGES.items()),
        seen=_print_of(stored),
        differing=_differing(stored, text) if is_stale else (),
        is_own=f"{kind}.{language}" in row.texts,
    )


def _print_of(text: Text) -> str:
    """Return a short text that is another one for other words.

    Who changes the words of another message or language is not in the way.
    """
    return sha256(f"{text.subject}\0{text.intro}".encode()).hexdigest()[:16]


def _differing(stored: Text, typed: Text) -> tuple[tuple[str, str, str], ...]:
    """Return what somebody else saved meanwhile beside what was typed."""
    parts = (
        (gettext("Subject"), stored.subject, typed.subject),
        (gettext("First paragraph"), stored.intro, typed.intro),
    )
    return tuple(each for each in parts if each[1] != each[2])


def _typed() -> Text:
    form = request.form
    intro = form.get("intro", "").replace("\r\n", "\n").strip()
    return Text(form.get("subject", "").strip(), intro)


def _chosen(given: Mapping[str, str]) -> tuple[Kind, str]:
    kind, language = given.get("kind", ""), given.get("language", "")
    return (
        Kind(kind) if kind in set(Kind) else Kind.AGENDA,
        language if language in LANGUAGES else DEFAULT,
    )
