"""Reads returned mail (RFC 3464) from a Maildir or a mailbox file.

A report belongs to the message whose number stands in the address that it was
returned to, or whose Message-ID stands in the copy that came along.
"""

from __future__ import annotations

import email.policy
import hmac
import mailbox
import re
from dataclasses import dataclass
from email import message_from_bytes
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.mail.mailing import mailing_of
from b4h_scheduler.outputs.plain_text import one_line, shortened
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.outbox import State, end
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.mailing import Mailing

_RETURNED_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
_NUMBER = re.compile(r"\+(\d{1,15})-([0-9a-f]{10})@")
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_MOST_TOLD = 300


class Finding(StrEnum):
    """What a returned message says."""

    BOUNCED = "returned for good"
    DELAYED = "delayed, still tried by the server"
    KNOWN = "known already"
    NOT_OURS = "about no message of ours"
    NO_REPORT = "no report of a failure (an automatic answer, say)"


@dataclass(frozen=True, slots=True)
class Report:
    """What a delivery report tells.

    Attributes
    ----------
    action : str
        ``failed``, ``delayed``, ``delivered`` and so on; empty: it is no report.
    told : str
        The other server's words.
    """

    action: str
    told: str
    message_id: str


def read_bounces(
    session: Session, path: Path
) -> list[tuple[Finding, OutboxRow | None]]:
    """Read all messages of a mailbox and mark ours that came back.

    Reading the same mailbox again changes nothing.

    Raises
    ------
    RefusedError
        The path is neither a Maildir nor a mailbox file.
    """
    mailing = mailing_of(session)
    return [_take(session, mailing, message) for message in _messages(path)]


def report_of(message: Message) -> Report:
    """Return what a message reports."""
    action, told, message_id = "", "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _blocks(part):
                if block.get("Action"):
                    action = one_line(str(block["Action"])).lower()
                    diagnostic = block.get("Diagnostic-Code") or block.get("Status")
                    told = one_line(str(diagnostic or "")).removeprefix("smtp;").strip()
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            found = _MESSAGE_ID.search(part.as_bytes())
            # The part's own headers may come first; the last one is the copy's.
            message_id = found[1].decode("ascii", "replace") if found else message_id
    return Report(action, shortened(told, _MOST_TOLD), message_id)


def _take(
    session: Session, mailing: Mailing, message: Message
) -> tuple[Finding, OutboxRow | None]:
    report = report_of(message)
    if not report.action:
        return Finding.NO_REPORT, None
    row = _row_of(session, mailing, message, report)
    if row is None:
        return Finding.NOT_OURS, None
    if report.action == "delayed":
        return Finding.DELAYED, row
    if report.action != "failed":
        return Finding.NO_REPORT, row
    if row.state != State.TAKEN:
        return Finding.KNOWN, row
    end(row, State.BOUNCED, report.told or mark("returned without a reason"))
    return Finding.BOUNCED, row


def _row_of(
    session: Session, mailing: Mailing, message: Message, report: Report
) -> OutboxRow | None:
    for name in _RETURNED_TO:
        for value in message.get_all(name, ()):
            found = _NUMBER.search(str(value))
            if found and hmac.compare_digest(mailing.proof(int(found[1])), found[2]):
                return session.get(OutboxRow, int(found[1]))
    query = select(OutboxRow).where(OutboxRow.message_id == report.message_id)
    return session.scalar(query) if report.message_id else None


def _blocks(part: Message) -> list[Message]:
    """Return the blocks of a report: one about the server, one for each recipient."""
    payload = part.get_payload()
    return [each for each in payload if not isinstance(each, str)] if payload else []


def _messages(path: Path) -> Iterator[Message]:
    box: mailbox.Mailbox[mailbox.MaildirMessage] | mailbox.Mailbox[mailbox.mboxMessage]
    if (path / "cur").is_dir() and (path / "new").is_dir():
        box = mailbox.Maildir(path, create=False)
    elif path.is_file():
        box = mailbox.mbox(path, create=False)
    else:
        message = Sentence(
            "{path} is no mailbox: give a Maildir (a folder with cur, new and tmp) "
            "or a mailbox file (mbox)",
            path=path,
        )
        raise RefusedError(message)
    try:
        for key in box.iterkeys():
            content = box.get_bytes(key)
            yield message_from_bytes(content, policy=email.policy.compat32)
    finally:
        box.close()
