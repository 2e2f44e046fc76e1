"""The one thread of a process that takes messages from the outbox and sends them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from b4h_scheduler.mail.agenda_texts import write_texts
from b4h_scheduler.mail.message_files import file_name
from b4h_scheduler.mail.renewal import renew_after_refusal
from b4h_scheduler.mail.transport import Down, Later, Parcel, Refused, Taken
from b4h_scheduler.poller import Poller
from b4h_scheduler.store.errors import StoreError
from b4h_scheduler.store.message_files import remove_files
from b4h_scheduler.store.outbox import (
    LostMessageError,
    State,
    claim,
    put_off,
    refused,
    taken,
)
from b4h_scheduler.store.relay import relay_fails
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.mailing import Mailing
    from b4h_scheduler.mail.transport import Outcome, Transport
    from b4h_scheduler.store.database import Database
    from b4h_scheduler.store.outbox import Held

LOG = logging.getLogger(__name__)
ACTOR = "mail"


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds between tries; the last one repeats.

    Attributes
    ----------
    message_s
        After a message was refused for now, or its connection broke.
    relay_s
        After the server could not be reached, or closed down.
    lease_s
        A message whose sender was silent for so long is taken again; longer than
        the answers of one transaction may take.
    """

    message_s: Sequence[float] = (60, 300, 1800, 3600)
    relay_s: Sequence[float] = (5, 15, 60, 300)
    lease_s: float = 180.0


class Sender(Poller):
    """Sends one message after the other, until it is told to stop.

    The message under way is seen through then.

    Parameters
    ----------
    chores
        Called about once a minute: writes what is due by date.
    poll_s
        Between two looks for messages; `wake` looks at once.
    """

    def __init__(
        self,
        database: Database,
        mailing: Mailing,
        transport: Transport,
        *,
        waits: Waits | None = None,
        chores: Callable[[Database], None] | None = None,
        poll_s: float = 1.0,
    ) -> None:
        super().__init__("mail", poll_s)
        self.database, self.mailing, self.transport = database, mailing, transport
        self.waits = waits or Waits()
        self.chores = chores

    def send_due(self) -> int:
        """Send what may be sent now, and return how many messages were handled.

        Texts that releases left to be written come first.
        """
        while not self._is_stopping.is_set() and self.database.write(
            write_texts, actor=ACTOR
        ):
            continue
        num = 0
        while not self._is_stopping.is_set() and self.send_one():
            num += 1
        return num

    def send_one(self) -> bool:
        """Take a message and see it through; False: there was none."""
        per_minute = self.mailing.settings.mail_per_minute
        held = self.database.write(
            lambda s: claim(s, self.waits.lease_s, per_minute), actor=ACTOR
        )
        if held is None:
            return False
        parcel = Parcel(
            name=file_name(held.row_id),
            return_path=self.mailing.return_path(held.row_id),
            recipient=held.recipient,
            body=held.body,
        )
        outcome = self.transport.send(parcel)
        LOG.info("message %s: %s", held.row_id, type(outcome).__name__.lower())
        try:
            self.database.write(lambda s: self._settle(s, held, outcome), actor=ACTOR)
        except LostMessageError as error:
            LOG.warning("%s: nothing was written", error)
            self.database.write(lambda s: _take_back(s, held.row_id), actor=ACTOR)
        return True

    def _settle(self, session: Session, held: Held, outcome: Outcome) -> None:
        wait = _wait(self.waits.message_s, held.attempts)
        if isinstance(outcome, Taken):
            taken(session, held, outcome.reply)
        elif isinstance(outcome, Refused):
            row = refused(session, held, outcome.reply)
            renew_after_refusal(session, row)
        elif isinstance(outcome, Later):
            doubt = outcome.is_in_doubt
            put_off(session, held, outcome.reply, wait, is_in_doubt=doubt)
        elif isinstance(outcome, Down):
            relay_fails(session, outcome.reply, self.waits.relay_s)
            put_off(
                session,
                held,
                outcome.reply,
                self.waits.relay_s[0],
                is_in_doubt=False,
                is_counted=False,
            )

    def _work(self) -> None:
        waited_s = 0.0
        is_due = True
        while not self._is_stopping.is_set():
            try:
                if is_due and self.chores is not None:
                    self.chores(self.database)
                self.send_due()
            except (StoreError, SQLAlchemyError):
                LOG.exception("the database could not be used; trying again")
            except Exception:
                LOG.exception("a defect of b4h; mail goes on with the next message")
            is_due = waited_s >= CHORES_S
            waited_s = 0.0 if is_due else waited_s + self.poll_s
            self._rest()
        self.transport.close()


CHORES_S = 60.0


def _take_back(session: Session, row_id: int) -> None:
    """Delete the file of a message that was erased or purged while it was written."""
    row = session.get(OutboxRow, row_id)
    if row is None or row.state == State.WITHDRAWN:
        remove_files(session, [row_id])


def _wait(waits_s: Sequence[float], attempts: int) -> float:
    return waits_s[min(attempts, len(waits_s)) - 1]
