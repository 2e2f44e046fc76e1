"""Writes messages into the outbox: the words, the bytes, the row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from b4h_scheduler.mail.addresses import envelope_address
from b4h_scheduler.mail.kinds import Kind
from b4h_scheduler.mail.letter import Button, Letter, html_of, text_of_letter
from b4h_scheduler.mail.mailing import mailing_of
from b4h_scheduler.mail.mime import Envelope, Part, message_bytes
from b4h_scheduler.mail.texts import filled, text_of
from b4h_scheduler.mail.words import words_of
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.late import holders
from b4h_scheduler.store.outbox import UNWRITTEN, State, ended
from b4h_scheduler.store.relay import event_mail
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.mailing import Mailing
    from b4h_scheduler.mail.words import MailWords
    from b4h_scheduler.store.json_text import JsonText
    from b4h_scheduler.store.schema_event import DelegateRow, EventRow

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
_AT_LEAST = timedelta(days=2)
_WHY = dict.fromkeys(
    (Kind.CONFIRMATION, Kind.DECISION, Kind.OFFER), "automatic_registered"
)
"""Why a message comes, where it is not that one takes part."""

_HAVE_A_DESK = frozenset(
    {
        Kind.AGENDA,
        Kind.CHANGES,
        Kind.DAY_BEFORE,
        Kind.MEETING,
        Kind.MEETING_CANCELED,
    }
)
"""Messages about a plan that is released: a help desk stands or will."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message is for.

    Attributes
    ----------
    key : str
        Of a delegate; empty: somebody who is none yet.
    """

    key: str
    name: str
    address: str
    language: str
    organization: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written, without the words that all messages share."""

    kind: Kind
    topic: str
    values: Mapping[str, object] = field(default_factory=dict)
    """Of the placeholders of this kind."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Fields of `Letter`: days, points, buttons, notes, more paragraphs."""
    calendar: Part | None = None
    """An alternative that calendar programs read."""
    attachments: tuple[Part, ...] = ()
    content: dict[str, Any] | JsonText | None = None
    due: datetime | None = None
    is_urgent: bool = False
    stop: str = ""
    """Where such messages are turned off (`Reader.stop`); empty: they always come."""


class Composer:
    """Writes the messages of one event.

    Parameters
    ----------
    session : Session
        The rows are added to it.
    """

    def __init__(self, session: Session, event_id: int) -> None:
        self.session = session
        self.event: EventRow = event_row(session, event_id)
        self.settings = settings_of(self.event)
        self.mailing: Mailing = mailing_of(session)
        self.wanted = event_mail(session, event_id)
        self.texts: Mapping[str, Any] = self.wanted.texts
        self.moment = now()

    @cached_property
    def give_up(self) -> datetime:
        """Return when sending is pointless: after the event; tried for two days."""
        last = max(session.end for session in self.settings.sessions)
        return max(last, self.moment + _AT_LEAST)

    def put(self, to: Addressee, draft: Draft) -> OutboxRow:
        """Write a message; one without a usable address waits for staff."""
        row = self.announce(to, draft)
        self.write(row, to, draft)
        return row

    def write(self, row: OutboxRow, to: Addressee, draft: Draft) -> None:
        """Write the text of a message: its bytes do not change any more."""
        letter = self.letter(to, draft)
        row.kind, row.subject = draft.kind.value, letter.subject
        row.body = self._bytes(to, row, letter, draft)

    def announce(self, to: Addressee, draft: Draft) -> OutboxRow:
        """Put a message into the outbox that goes once its text is written, too."""
        row = OutboxRow(**self.announced(to, draft))
        self.session.add(row)
        return row

    def announced(self, to: Addressee, draft: Draft) -> dict[str, Any]:
        """Return the columns of a message whose text is written later."""
        address = envelope_address(to.address)
        columns = {
            "event_id": self.event.id,
            "delegate_key": to.key,
            "recipient": address,
            "kind": draft.kind.value,
            "topic": draft.topic,
            "subject": self._subject(
                draft.kind, to, {**self.values(to), **draft.values}
            ),
            "message_id": self.mailing.new_message_id(self.event.id, draft.kind),
            "body": UNWRITTEN,
            "content": draft.content,
            "state": State.WAITING,
            "is_urgent": draft.is_urgent,
            "due": draft.due or self.moment,
            "give_up": self.give_up,
            "created": self.moment,
        }
        if not address:
            told = Sentence(
                "no mail address of {name}: found {found!r}; correct it",
                name=one_line(to.name),
                found=to.address,
            )
            columns |= ended(State.FAILED, told)
        return columns

    def letter(self, to: Addressee, draft: Draft) -> Letter:
        """Return what a message says."""
        words = words_of(to.language)
        values = {**self.values(to), **draft.values}
        text = text_of(draft.kind, words.language, self.texts)
        intro = filled(text.intro, values).split("\n\n")
        more = dict(draft.more)
        notes = (
            *more.pop("notes", ()),
            *self._whom_to_ask(draft.kind, words, values),
            *([words["link_hint"]] if more.get("buttons") else []),
        )
        return Letter(
            language=words.language,
            subject=self._subject(draft.kind, to, values),
            greeting=filled(words["greeting"], values),
            paragraphs=(*intro, *more.pop("paragraphs", ())),
            closing=words["closing"],
            signature=str(values["organizer"]),
            footer=filled(words[_WHY.get(draft.kind, "automatic")], values),
            notes=notes,
            funding=tuple(
                filter(None, map(one_line, self.settings.funding.split("\n")))
            ),
            stop=Button(words["stop"], draft.stop) if draft.stop else None,
            **more,
        )

    def _whom_to_ask(
        self, kind: Kind, words: MailWords, values: Mapping[str, object]
    ) -> tuple[str, ...]:
        """Return who answers questions; nothing where nobody is known who does."""
        if self.reply_to:
            return (filled(words["reply"], values),)
        organizer = one_line(self.settings.organizer)
        asked = (filled(words["ask_organizer"], values),) if organizer else ()
        return (*asked, words["ask_desk"]) if kind in _HAVE_A_DESK else asked

    def _subject(self, kind: Kind, to: Addressee, values: Mapping[str, object]) -> str:
        text = text_of(kind, words_of(to.language).language, self.texts)
        return one_line(filled(text.subject, values))

    def values(self, to: Addressee) -> dict[str, object]:
        """Return what stands for the placeholders of every kind."""
        return {
            "name": one_line(to.name),
            "organization": one_line(to.organization),
            **self._same_for_all,
        }

    @cached_property
    def _same_for_all(self) -> dict[str, object]:
        event = one_line(self.settings.name)
        return {
            "event": event,
            "organizer": one_line(self.settings.organizer) or event,
            "reply": self.reply_to,
        }

    def holder(self, key: str) -> str:
        """Return who has a delegate's agenda: the key, or a later person's name."""
        return self._holders.get(key, key)

    @cached_property
    def _holders(self) -> dict[str, str]:
        return holders(self.session, self.event.id)

    @cached_property
    def reply_to(self) -> str:
        """The organizer's address; empty: none is given."""
        return envelope_address(self.settings.organizer_email)

    def _bytes(
        self, to: Addressee, row: OutboxRow, letter: Letter, draft: Draft
    ) -> bytes:
        envelope = Envelope(
            sender=self.mailing.settings.sender,
            sender_name=self.settings.name,
            recipient=row.recipient or "nobody@invalid",
            recipient_name=to.name,
            reply_to=self.reply_to,
            subject=letter.subject,
            language=letter.language,
            message_id=row.message_id,
            date=self.moment,
            stop=draft.stop,
        )
        alternatives = [
            Part(TEXT, text_of_letter(letter).replace("\n", "\r\n").encode()),
            Part(HTML, html_of(letter).encode()),
        ]
        if draft.calendar is not None:
            alternatives.append(draft.calendar)
        return message_bytes(envelope, alternatives, draft.attachments)


def addressee(delegate: DelegateRow, organization: str) -> Addressee:
    """Return a delegate as the reader of a message."""
    return Addressee(
        key=delegate.key,
        name=delegate.name,
        address=delegate.email,
        language=str(delegate.content.get("language") or "en"),
        organization=organization,
    )
