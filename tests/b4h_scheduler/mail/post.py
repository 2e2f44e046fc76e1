"""What tests of mail do again and again: release agendas, send, look."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from b4h_scheduler.mail.agenda import Agenda, AgendaMeeting
from b4h_scheduler.mail.agenda_texts import write_texts
from b4h_scheduler.mail.release import on_release
from b4h_scheduler.mail.sender import Sender, Waits
from b4h_scheduler.mail.transport import Taken
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.relay import set_paused, stored_event_mail
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.web.events import moment, small_event

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.mailing import Mailing
    from b4h_scheduler.mail.transport import Outcome, Parcel
    from b4h_scheduler.store.database import Database

ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
HOURS = Waits(message_s=(3600.0,), relay_s=(3600.0,), lease_s=60.0)


@dataclass
class Script:
    """A server that answers Ada's messages as told, and takes everything else."""

    answers: list[Outcome] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)

    def send(self, parcel: Parcel) -> Outcome:
        """Answer."""
        self.parcels.append(parcel)
        is_adas = parcel.recipient == "alba@example.org"
        return self.answers.pop(0) if self.answers and is_adas else Taken("250 OK")

    def close(self) -> None:
        """There is nothing to close."""


class Post:
    """The small event's mail."""

    def __init__(self, database: Database, mailing: Mailing) -> None:
        self.database, self.mailing = database, mailing
        self.event_id = database.write(lambda s: save_event(s, small_event()))

    def announce(self, **agendas: Agenda) -> list[OutboxRow]:
        """Release these agendas; who is not named keeps an empty one."""
        keys = ("alba", "bora", "cirrus", "delta", "echo")
        given = {f"d-{key}": agendas.get(key, Agenda()) for key in keys}

        def work(session: Session) -> list[OutboxRow]:
            last = session.scalar(select(func.max(OutboxRow.id))) or 0
            number = on_release(session, self.event_id, given)
            query = select(OutboxRow).where(OutboxRow.id > last)
            new = list(session.scalars(query.order_by(OutboxRow.id)))
            assert len(new) == number
            return new

        return self.database.write(work)

    def release(self, **agendas: Agenda) -> list[OutboxRow]:
        """Release these agendas, and write the texts of their messages."""
        written = self.announce(**agendas)
        self.database.write(lambda s: write_texts(s, files=lambda _: lambda _: ICS))
        with self.database.read() as session:
            return [session.get_one(OutboxRow, row.id) for row in written]

    def send(self, *answers: Outcome) -> Script:
        """Send what is due to a server that answers so; return what it saw.

        What was put off by an earlier call is due now, and again put off for hours.
        """
        self.database.write(_end_waits)
        script = Script(list(answers))
        Sender(self.database, self.mailing, script, waits=HOURS).send_due()
        return script

    def rows(self, key: str = "d-alba", kind: str = "") -> list[OutboxRow]:
        """Return a delegate's messages in order."""
        query = select(OutboxRow).where(OutboxRow.delegate_key == key)
        if kind:
            query = query.where(OutboxRow.kind == kind)
        with self.database.read() as session:
            return list(session.scalars(query.order_by(OutboxRow.id)))

    def states(self, key: str = "d-alba") -> list[str]:
        """Return the states of a delegate's messages in order."""
        return [row.state for row in self.rows(key)]

    def want(self, **switches: bool) -> None:
        """Set what the event wants sent."""

        def work(session: Any) -> None:
            row = stored_event_mail(session, self.event_id)
            for name, value in switches.items():
                setattr(row, name, value)

        self.database.write(work)

    def change_event(self, change: Callable[[EventRow], None]) -> None:
        """Change the event's row."""
        self.database.write(lambda s: change(s.get_one(EventRow, self.event_id)))


def _end_waits(session: Session) -> None:
    set_paused(session, is_paused=False)
    tried = update(OutboxRow).where(
        OutboxRow.attempts > 0, OutboxRow.state == "waiting"
    )
    session.execute(tried.values(due=now()))


def meets(
    key: str, hour: int, minute: int = 0, table: str = "T1", partner: str = "Bora"
) -> AgendaMeeting:
    """Return a meeting of the event's day."""
    start = moment(hour, minute)
    end = start + timedelta(minutes=20)
    return AgendaMeeting(key, start, end, f"Table {table}", "Hall", partner, "Bo Berg")


def agenda(*meetings: AgendaMeeting) -> Agenda:
    """Return an agenda as the store gives it back."""
    return Agenda.from_json(Agenda(tuple(meetings)).to_json())


def opened(body: bytes) -> EmailMessage:
    """Return a message as a mail program reads it."""
    return message_from_bytes(body, policy=email.policy.default)


def text_of(row: OutboxRow) -> str:
    """Return the plain text of a message."""
    return opened(row.body).get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(row: OutboxRow) -> str:
    """Return the HTML of a message."""
    return opened(row.body).get_body(("html",)).get_content()
