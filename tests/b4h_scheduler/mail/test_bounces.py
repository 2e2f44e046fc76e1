from __future__ import annotations

import mailbox
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.mail.bounces import Finding, read_bounces
from b4h_scheduler.store.errors import RefusedError
from tests.b4h_scheduler.mail.post import agenda, meets

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.store.schema_mail import OutboxRow
    from tests.b4h_scheduler.mail.post import Post

# As Postfix 3.7 writes it, shortened.
DSN = """\
Return-Path: <>
From: MAILER-DAEMON@relay.example.net (Mail Delivery System)
To: {returned_to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.net
Arrival-Date: Thu, 26 Nov 2026 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; alba@example.org
Original-Recipient: rfc822;alba@example.org
Action: {action}
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <alba@example.org>: Recipient address rejected:
    User unknown

--b
Content-Type: text/rfc822-headers

From: "Small Day" <events@meet.example.org>
Message-ID: {message_id}
Subject: Your agenda

--b--
"""
VACATION = """\
From: alba@example.org
To: {returned_to}
Subject: Out of office
Auto-Submitted: auto-replied

I am away.
"""


def _sent(post: Post) -> OutboxRow:
    post.release(alba=agenda(meets("m1", 9)))
    post.send()
    return post.rows()[0]


def _text(post: Post, row: OutboxRow, *, to: str = "", **more: str) -> bytes:
    given = {"action": "failed", "message_id": "<other@example.org>"} | more
    returned_to = to or post.mailing.return_path(row.id)
    return DSN.format(returned_to=returned_to, **given).encode()


def _maildir(tmp_path: Path, *texts: bytes) -> Path:
    box = mailbox.Maildir(tmp_path / "Maildir", create=True)
    for text in texts:
        box.add(text)
    return tmp_path / "Maildir"


def _read(post: Post, path: Path) -> list[Finding]:
    found = post.database.write(lambda s: read_bounces(s, path))
    return [finding for finding, _ in found]


def test_returned_message_is_shown_with_the_other_server_s_words(
    post: Post, tmp_path: Path
) -> None:
    """Found by the number in the address that it was returned to."""
    row = _sent(post)
    path = _maildir(tmp_path, _text(post, row))
    assert _read(post, path) == [Finding.BOUNCED]
    row = post.rows()[0]
    assert row.state == "bounced"
    assert row.reply == (
        "550 5.1.1 <alba@example.org>: Recipient address rejected: User unknown"
    )


def test_second_reading_of_a_mailbox_changes_nothing(
    post: Post, tmp_path: Path
) -> None:
    """What is known is told as known."""
    path = _maildir(tmp_path, _text(post, _sent(post)))
    _read(post, path)
    ended = post.rows()[0].ended
    assert _read(post, path) == [Finding.KNOWN]
    assert post.rows()[0].ended == ended


def test_message_is_found_by_its_identifier_too(post: Post, tmp_path: Path) -> None:
    """Where the return path has no number, in a mailbox file."""
    row = _sent(post)
    box = mailbox.mbox(tmp_path / "mbox")
    text = _text(post, row, to="events@meet.example.org", message_id=row.message_id)
    box.add(text)
    box.close()
    assert _read(post, tmp_path / "mbox") == [Finding.BOUNCED]


def test_number_without_its_proof_is_nobody_s(post: Post, tmp_path: Path) -> None:
    """A stranger cannot make messages look returned."""
    row = _sent(post)
    forged = f"bounces+{row.id}-0123456789@meet.example.org"
    path = _maildir(tmp_path, _text(post, row, to=forged))
    assert _read(post, path) == [Finding.NOT_OURS]
    assert post.states() == ["taken"]


def test_delay_and_automatic_answer_are_no_failure(post: Post, tmp_path: Path) -> None:
    """The message stays taken."""
    row = _sent(post)
    away = VACATION.format(returned_to=post.mailing.return_path(row.id)).encode()
    path = _maildir(tmp_path, _text(post, row, action="delayed"), away)
    assert sorted(_read(post, path)) == sorted([Finding.DELAYED, Finding.NO_REPORT])
    assert post.states() == ["taken"]


def test_what_is_no_mailbox_is_refused(post: Post, tmp_path: Path) -> None:
    """With what to give instead."""
    with pytest.raises(RefusedError, match="is no mailbox: give a Maildir"):
        _read(post, tmp_path / "nothing")
