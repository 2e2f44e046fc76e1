"""Subject and first paragraph of each kind: ours, or an event's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from b4h_scheduler.mail.kinds import Kind
from b4h_scheduler.mail.words import LANGUAGES, words_of
from b4h_scheduler.outputs.plain_text import one_line, printable
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_SUBJECT = 200
MOST_INTRO = 4000
COMMON = ("name", "event", "organization", "organizer", "reply")
"""Placeholders of every kind."""
OWN: dict[Kind, tuple[str, ...]] = {
    Kind.AGENDA: (),
    Kind.CHANGES: ("changes",),
    Kind.INVITATION: (),
    Kind.PLACE: (),
    Kind.REMINDER: (),
    Kind.DIGEST: ("n",),
    Kind.LAST_CALL: ("n", "closing_time"),
    Kind.DAY_BEFORE: ("day",),
    Kind.CONFIRMATION: (),
    Kind.DECISION: (),
    Kind.OFFER: ("until",),
    Kind.MEETING: ("partner", "when"),
    Kind.MEETING_CANCELED: ("partner", "when"),
    Kind.HANDED_OVER: ("successor",),
}
"""Placeholders of one kind."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and first paragraph, with placeholders."""

    subject: str
    intro: str


def text_of(kind: Kind, language: str, own: Mapping[str, Any]) -> Text:
    """Return an event's own words for a kind, else ours."""
    words = words_of(language)
    ours = Text(words[f"{kind}.subject"], words[f"{kind}.intro"])
    given = own.get(f"{kind}.{words.language}")
    if not given:
        return ours
    return Text(given.get("subject") or ours.subject, given.get("intro") or ours.intro)


def with_text(
    own: Mapping[str, Any], kind: Kind, language: str, text: Text
) -> dict[str, Any]:
    """Return an event's own words with those of one kind changed.

    What is empty, or as we have it, is not kept: our words may improve.

    Raises
    ------
    RefusedError
        A placeholder is not known, or a text is too long.
    """
    check_text(kind, language, text)
    ours = text_of(kind, language, {})
    changed = dict(own)
    changed.pop(f"{kind}.{language}", None)
    given = {
        name: value
        for name, value in (
            ("subject", one_line(text.subject)),
            ("intro", printable(text.intro).strip()),
        )
        if value and value != getattr(ours, name)
    }
    if given:
        changed[f"{kind}.{language}"] = given
    return changed


def check_text(kind: Kind, language: str, text: Text) -> None:
    """Refuse what could not be filled in or sent.

    Raises
    ------
    RefusedError
        A placeholder is not known, or a text is too long.
    """
    if language not in LANGUAGES:
        message = Sentence(
            "there is no language {code!r}: use {known}",
            code=language,
            known=", ".join(LANGUAGES),
        )
        raise RefusedError(message)
    allowed = (*COMMON, *OWN[kind])
    given = (
        (mark("subject"), text.subject, MOST_SUBJECT),
        (mark("first paragraph"), text.intro, MOST_INTRO),
    )
    for part, value, most in given:
        if len(value) > most:
            message = Sentence(
                "{part}: {number:,} characters are too many, at most {most:,}",
                part=part,
                number=len(value),
                most=most,
            )
            raise RefusedError(message)
        for found in _PLACEHOLDER.findall(value):
            if found not in allowed:
                message = Sentence(
                    "{part}: {placeholder!r} is an unknown placeholder, use {known}",
                    part=part,
                    placeholder=f"{{{found}}}",
                    known=", ".join(f"{{{each}}}" for each in allowed),
                )
                raise RefusedError(message)
        if "{" in (rest := _PLACEHOLDER.sub("", value)) or "}" in rest:
            message = Sentence(
                "{part}: a brace is without its other half, write {known}",
                part=part,
                known="{event}",
            )
            raise RefusedError(message)


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return a text with its placeholders filled in; nothing else is replaced."""
    return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)
