"""Hands one message over: to a mail server, or to a folder.

What the answers mean (calendars and mail reference, RFC 5321): a refusal for now and a
dropped connection are tried again with the same bytes; when the connection breaks
after the text has gone, nobody knows whether it arrived.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from b4h_scheduler.mail.message_files import path_of
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.outputs.replace_file import replace_file
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.mail.settings import MailSettings

LOG = logging.getLogger(__name__)
TIMEOUT_S = 20.0
"""For each answer of the server; a lease must outlast a handful of them."""
_PERMANENT = 5
_POSITIVE = 2
_GOING_AWAY = 421
_NO_SMTPUTF8 = 553
_PER_CONNECTION = 200
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (
        smtplib.SMTPNotSupportedError,
        mark("the server does not offer what is asked: see smtp_security"),
    ),
    (
        ssl.SSLError,
        mark("no encryption could be agreed on: see smtp_security, smtp_port"),
    ),
    (smtplib.SMTPServerDisconnected, mark("the server hung up")),
    (TimeoutError, mark("the server did not answer in time")),
    (socket.gaierror, mark("there is no server of this name: see smtp_host")),
    (ConnectionRefusedError, mark("nothing answers there: see smtp_host, smtp_port")),
)
"""What went wrong, as staff can understand it; the first that fits."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The server has the message."""

    reply: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will never take this message for this address."""

    reply: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; ``is_in_doubt``: it may have arrived nevertheless."""

    reply: str
    is_in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Down:
    """The server itself is not to be had, whatever the message."""

    reply: str


Outcome = Taken | Refused | Later | Down


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message with its envelope."""

    name: str
    """Of its file, without suffix; the same for the same message."""
    return_path: str
    recipient: str
    body: bytes


class Transport(Protocol):
    """Where messages go."""

    def send(self, parcel: Parcel) -> Outcome:
        """Hand a message over."""

    def close(self) -> None:
        """Let go of the connection."""


def transport_of(settings: MailSettings) -> Transport:
    """Return the server that is set, or the folder."""
    if settings.smtp_host:
        return SmtpTransport(settings)
    return FolderTransport(settings.mail_folder)


class FolderTransport:
    """Writes ``.eml`` files, which any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, parcel: Parcel) -> Outcome:
        """Write the file; a repeat writes the same one."""
        path = path_of(self.folder, parcel.name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(path, parcel.body)
            path.chmod(0o600)
        except OSError as error:
            LOG.warning("%s cannot be written: %s", path, error)
            return Down(
                Sentence(
                    "{path} cannot be written: give b4h room and rights to write",
                    path=str(path),
                )
            )
        return Taken(Sentence("written to {path}", path=path.name))

    def close(self) -> None:
        """There is nothing to let go of."""


class SmtpTransport:
    """Speaks to a mail server, many messages over one connection."""

    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings
        self._client: smtplib.SMTP | None = None
        self._num_sent = 0

    def send(self, parcel: Parcel) -> Outcome:
        """Hand a message to the server."""
        is_fresh = self._client is None
        try:
            client = self._begun(parcel)
        except _CommandRefused as error:
            return self._after(_refused(error.code, error.reply, is_senders=True))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            if not is_fresh:
                # The server had hung up meanwhile: nothing was said yet.
                return self.send(parcel)
            LOG.warning("%s: %s", self._where(), error)
            return Down(
                Sentence(
                    "{server}: {answer}", server=self._where(), answer=_told(error)
                )
            )
        return self._after(_go_on(client, parcel))

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                client.quit()
            client.close()

    def _begun(self, parcel: Parcel) -> smtplib.SMTP:
        """Return a connection that has taken the envelope's sender."""
        if self._client is None:
            self._client = self._connect()
            self._num_sent = 0
        client = self._client
        options = []
        if not parcel.recipient.isascii():
            if not client.has_extn("smtputf8"):
                told = mark("the mail server cannot write to addresses beyond ASCII")
                raise _CommandRefused(_NO_SMTPUTF8, told)
            options = ["SMTPUTF8"]
            client.command_encoding = "utf-8"
        code, reply = client.mail(parcel.return_path, options)
        if code // 100 != _POSITIVE:
            raise _CommandRefused(code, _text(reply))
        return client

    def _after(self, outcome: Outcome) -> Outcome:
        """Leave the connection ready for the next message, or closed."""
        self._num_sent += 1
        is_over = isinstance(outcome, Down) or self._num_sent >= _PER_CONNECTION
        if self._client is not None and not is_over and not isinstance(outcome, Taken):
            try:
                self._client.rset()
            except (OSError, smtplib.SMTPException):
                is_over = True
        if is_over:
            self.close()
        return outcome

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        where = settings.smtp_host, settings.smtp_port
        client: smtplib.SMTP
        if settings.smtp_security == "tls":
            context = ssl.create_default_context()
            client = smtplib.SMTP_SSL(*where, timeout=TIMEOUT_S, context=context)
        else:
            client = smtplib.SMTP(*where, timeout=TIMEOUT_S)
        try:
            if settings.smtp_security == "starttls":
                client.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                password = settings.smtp_password.get_secret_value()
                client.login(settings.smtp_user, password)
            client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client

    def _where(self) -> str:
        return f"{self.settings.smtp_host}:{self.settings.smtp_port}"


class _CommandRefused(Exception):  # noqa: N818  (an answer, no defect)
    """The server's answer to a command."""

    def __init__(self, code: int, reply: str) -> None:
        self.code, self.reply = code, reply
        super().__init__(reply)


def _go_on(client: smtplib.SMTP, parcel: Parcel) -> Outcome:
    """Give recipient and text, after the sender was taken."""
    is_gone = False
    try:
        code, reply = client.rcpt(parcel.recipient)
        if code // 100 != _POSITIVE:
            return _refused(code, _text(reply))
        is_gone = True
        code, reply = client.data(parcel.body)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, _text(error.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        return Later(_told(error), is_in_doubt=is_gone)
    if code // 100 == _POSITIVE:
        return Taken(f"{code} {_text(reply)}")
    return _refused(code, _text(reply))


def _refused(code: int, reply: str, *, is_senders: bool = False) -> Outcome:
    """Say what a negative answer means; one to the sender concerns all messages."""
    told = f"{code} {reply}"
    if code == _GOING_AWAY:
        return Down(told)
    if code == _NO_SMTPUTF8:
        return Refused(told)
    if code // 100 == _PERMANENT:
        if is_senders:
            return Down(Sentence("sender refused: {text}", text=told))
        return Refused(told)
    return Later(told)


def _text(reply: bytes | str) -> str:
    text = reply if isinstance(reply, str) else reply.decode("utf-8", "replace")
    return one_line(text)


def _told(error: Exception) -> str:
    """Return what went wrong, as staff can understand it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        reply = f"{error.smtp_code} {_text(error.smtp_error)}"
        return Sentence(
            "user or password refused: {text}; correct smtp_user, smtp_password",
            text=reply,
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    # smtplib says of a wait that was given up that the server has hung up.
    cause = error.__context__
    known = cause if isinstance(cause, TimeoutError) else error
    found = (words for kind, words in _FAILURES if isinstance(known, kind))
    return next(found, mark("the connection failed: the log has more"))
