"""What writing mail needs besides the database: links, addresses, identifiers."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from b4h_scheduler.mail.addresses import extended
from b4h_scheduler.mail.message_files import attach_files
from b4h_scheduler.mail.settings import MailSettings, read_mail_settings
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.links import Purpose, link_token, read_secret

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.kinds import Kind
    from b4h_scheduler.store.database import Database
    from b4h_scheduler.store.schema_event import DelegateRow, EventRow

KEY = "b4h.mailing"
"""In ``Session.info``."""
_PROOF = 10
"""Hexadecimal digits of proof in a return address."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """How messages of this installation are addressed, and what they link to.

    Attributes
    ----------
    secret : bytes
        Of personal links.
    settings : MailSettings
    """

    secret: bytes
    settings: MailSettings

    def page(self, event: EventRow, delegate: DelegateRow) -> str:
        """Return a delegate's personal link; ``?to=agenda`` leads on from there."""
        token = link_token(self.secret, Purpose.PAGE, event, delegate)
        return f"{self.settings.public_address}/d/{token}"

    def feed(self, event: EventRow, delegate: DelegateRow) -> str:
        """Return the address of a delegate's calendar feed."""
        token = link_token(self.secret, Purpose.FEED, event, delegate)
        return f"{self.settings.public_address}/cal/{token}/agenda.ics"

    def stop(self, event: EventRow, delegate: DelegateRow) -> str:
        """Return where a delegate turns messages off; ``/KIND`` follows."""
        token = link_token(self.secret, Purpose.MAIL, event, delegate)
        return f"{self.settings.public_address}/mail/{token}"

    def new_message_id(self, event_id: int, kind: Kind) -> str:
        """Return an identifier that no other message has."""
        host = self.settings.sender.rpartition("@")[2]
        return f"<e{event_id}.{uuid.uuid4().hex}.{kind}@{host}>"

    def return_path(self, row_id: int) -> str:
        """Return the envelope's sender, which tells the message when it comes back."""
        address = self.settings.mail_return
        if not address:
            return self.settings.sender
        return extended(address, f"{row_id}-{self.proof(row_id)}")

    def proof(self, row_id: int) -> str:
        """Return what only this installation can add to a message's number."""
        signed = f"bounce:{row_id}".encode()
        return hmac.digest(self.secret, signed, hashlib.sha256).hex()[:_PROOF]


def attach(database: Database, mailing: Mailing) -> None:
    """Let every session of a database know how mail is written, and where files are."""
    database.info[KEY] = mailing
    attach_files(database, mailing.settings.mail_folder)


def attach_from(database: Database, settings: MailSettings) -> Mailing:
    """Attach what the settings say, with the secret of their folder.

    Raises
    ------
    StoreError
        The secret cannot be used.
    """
    mailing = Mailing(read_secret(settings.folder / "secret"), settings)
    attach(database, mailing)
    return mailing


def mailing_of(session: Session) -> Mailing:
    """Return what was attached; else, of a SQLite file, what lies beside it.

    Raises
    ------
    RefusedError
        Nothing was attached, and there is no telling where the secret lies.
    """
    found: Mailing | None = session.info.get(KEY)
    if found is None:
        url = make_url(str(session.get_bind().engine.url))
        if not url.drivername.startswith("sqlite") or not url.database:
            raise RefusedError(
                "mail cannot be written here: the folder with the secret of the links "
                "is not known; give --folder"
            )
        folder = Path(url.database).parent
        settings = read_mail_settings(folder=folder, database=str(url))
        found = Mailing(read_secret(folder / "secret"), settings)
        session.info[KEY] = found
    return found
