from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.mail.retry import retry
from b4h_scheduler.mail.transport import Later, Refused, Taken
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.people import delegate_row
from tests.b4h_scheduler.mail.post import agenda, meets, opened, text_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_mail import OutboxRow
    from tests.b4h_scheduler.mail.post import Post

NO = Refused("550 5.1.1 no such mailbox")


def _retry(post: Post, row: OutboxRow) -> OutboxRow:
    return post.database.write(lambda s: retry(s, row.id))


def _correct(post: Post, address: str) -> None:
    def work(session: Session) -> None:
        delegate_row(session, post.event_id, "d-alba").email = address

    post.database.write(work)


def test_failed_message_goes_again_with_the_same_bytes(post: Post) -> None:
    """To the same address: the mailbox was full, say."""
    post.release(alba=agenda(meets("m1", 9)))
    post.send(NO)
    row = post.rows()[0]
    assert row.state == "failed"
    assert _retry(post, row).id == row.id
    assert [parcel.body for parcel in post.send().parcels] == [row.body]
    assert post.states() == ["taken"]


def test_corrected_address_gets_a_message_of_its_own(post: Post) -> None:
    """New in header and envelope; text and files are the same."""
    post.release(alba=agenda(meets("m1", 9)))
    post.send(NO)
    _correct(post, "ada.ahl@example.org")
    old = post.rows()[0]
    new = _retry(post, old)
    assert new.recipient == "ada.ahl@example.org"
    message = opened(new.body)
    assert str(message["To"]) == "Ada Ahl <ada.ahl@example.org>"
    assert message["Message-ID"] == new.message_id != old.message_id
    assert text_of(new) == text_of(old)
    assert new.body.partition(b"\r\n\r\n")[2] == old.body.partition(b"\r\n\r\n")[2]
    post.send()
    assert post.states() == ["failed", "taken"]
    assert post.release(alba=agenda(meets("m1", 9))) == []


def test_message_without_an_address_waits_for_one(post: Post) -> None:
    """Before it is corrected the retry says what to do."""
    _correct(post, "")
    post.release(alba=agenda(meets("m1", 9)))
    row = post.rows()[0]
    with pytest.raises(RefusedError, match="correct that of the delegate first"):
        _retry(post, row)
    _correct(post, "ada@example.org")
    assert _retry(post, row).recipient == "ada@example.org"


def test_message_that_is_out_of_date_is_not_sent_again(post: Post) -> None:
    """A later one told what is true."""
    post.release(alba=agenda(meets("m1", 9)))
    post.send(NO)
    post.release(alba=agenda(meets("m1", 10)))
    post.send()
    with pytest.raises(RefusedError, match=r"is out of date: message \d+ tells"):
        _retry(post, post.rows()[0])


def test_message_that_arrived_is_not_sent_again(post: Post) -> None:
    """Only what failed is."""
    post.release(alba=agenda(meets("m1", 9)))
    post.send()
    with pytest.raises(RefusedError, match="is taken: only what failed"):
        _retry(post, post.rows()[0])


def test_waiting_message_is_tried_at_once(post: Post) -> None:
    """Before its hour has come."""
    post.release(alba=agenda(meets("m1", 9)))
    post.send(Later("451 greylisted"), Taken("250"))
    row = post.rows()[0]
    assert (row.state, row.attempts) == ("waiting", 1)
    before = row.due
    assert _retry(post, row).due < before


def test_invitation_to_a_corrected_address_names_it_inside(post: Post) -> None:
    """The attendee of the calendar part is whom it is sent to."""
    post.want(has_invitations=True)
    post.release(alba=agenda(meets("m1", 9)))
    post.send(NO, NO)
    _correct(post, "ada.ahl@example.org")
    failed = next(row for row in post.rows(kind="meeting"))
    new = _retry(post, failed)
    part = next(
        part
        for part in opened(new.body).walk()
        if part.get_content_type() == "text/calendar"
    )
    text = base64.b64decode(part.get_payload()).decode().replace("\r\n ", "")
    assert "mailto:ada.ahl@example.org" in text
    assert "alba@example.org" not in text
