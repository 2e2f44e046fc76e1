"""Texts of agendas, written after the release that announced them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from b4h_scheduler.mail.agenda_texts import write_texts
from b4h_scheduler.mail.retry import retry
from b4h_scheduler.store.outbox import claim
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.b4h_scheduler.mail.post import ICS, agenda, meets, text_of
from tests.web.events import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.compose import Composer
    from b4h_scheduler.mail.readers import Reader
    from tests.b4h_scheduler.mail.post import Post

ONE = agenda(meets("m1", 9))
MOVED = agenda(meets("m1", 10))
ALL = 5


@pytest.fixture(autouse=True)
def _before_the_event() -> Iterator[None]:
    """Messages are written some days before."""
    with time_machine.travel(moment(9) - timedelta(days=5), tick=True):
        yield


def _files(_: Composer) -> Callable[[Reader], bytes]:
    return lambda _: ICS


def _write(post: Post, most: int = 100) -> int:
    return post.database.write(lambda s: write_texts(s, most, _files))


def test_a_message_without_a_text_is_not_sent(post: Post) -> None:
    """It has its subject and identifier; it goes once the text is there."""
    post.announce(alba=ONE)
    (row,) = post.rows()
    assert (row.state, row.body) == ("waiting", b"")
    assert row.subject == "Your agenda for Small Day"
    assert post.database.write(lambda s: claim(s, 60)) is None
    assert _write(post) == ALL
    (after,) = post.rows()
    assert (after.subject, after.message_id) == (row.subject, row.message_id)
    assert "09:00–09:20" in text_of(after)
    assert len(post.send().parcels) == ALL


def test_some_are_written_in_each_transaction(post: Post) -> None:
    """In the order of the outbox, each once, until nothing is left."""
    post.announce(alba=ONE)
    assert [_write(post, 2) for _ in range(4)] == [2, 2, 1, 0]


def test_a_written_text_stays(post: Post) -> None:
    """Whatever changes afterwards: the same bytes go, and go again."""
    post.release(alba=ONE)
    (row,) = post.rows()
    post.change_event(lambda event: setattr(event, "name", "Another Day"))
    assert _write(post) == 0
    assert row.body in [parcel.body for parcel in post.send().parcels]


def test_the_text_tells_what_is_true_when_it_is_written(post: Post) -> None:
    """A message taken back meanwhile gets none; one that failed is not told upon."""
    post.announce(alba=ONE)
    post.announce(alba=MOVED)
    assert post.states() == ["superseded", "waiting"]
    _write(post)
    bodies = [row.body for row in post.rows()]
    assert bodies[0] == b""
    assert "10:00–10:20" in text_of(post.rows()[1])


def test_changes_are_marked_against_what_has_arrived_by_then(post: Post) -> None:
    """The one before was refused after the release: the whole agenda is told."""
    post.release(alba=ONE)
    held = post.database.write(lambda s: claim(s, 60))
    assert held is not None
    post.announce(alba=MOVED)
    assert post.rows()[1].kind == "changes"

    def fail(session: Session) -> None:
        session.get_one(OutboxRow, held.row_id).state = "failed"

    post.database.write(fail)
    _write(post)
    last = post.rows()[1]
    assert (last.kind, last.subject) == ("agenda", "Your agenda for Small Day")
    assert "MOVED" not in text_of(last)


def test_without_an_address_the_text_is_there_for_the_next_try(post: Post) -> None:
    """Staff corrects the address and sends it again."""

    def set_email(address: str) -> None:
        post.database.write(
            lambda s: setattr(
                delegate_row(s, post.event_id, "d-alba"), "email", address
            )
        )

    set_email("nowhere")
    post.release(alba=ONE)
    (row,) = post.rows()
    assert row.state == "failed"
    set_email("ada@example.org")
    post.database.write(lambda s: retry(s, row.id))
    assert "ada@example.org" in [p.recipient for p in post.send().parcels]


def test_whose_delegate_is_gone_gets_no_text(post: Post) -> None:
    """It is withdrawn instead, and the others are written."""
    post.announce(alba=ONE)

    def strike_off(session: Session) -> None:
        session.delete(delegate_row(session, post.event_id, "d-alba"))

    post.database.write(strike_off)
    assert _write(post) == ALL
    assert post.states() == ["withdrawn"]
    assert _write(post) == 0


def test_a_defect_in_one_text_leaves_the_others(post: Post) -> None:
    """It fails, where staff sees it; the log has the rest."""

    def broken(_: Composer) -> Callable[[Reader], bytes]:
        def file(reader: Reader) -> bytes:
            if reader.to.key == "d-alba":
                raise ValueError("no entry")
            return ICS

        return file

    post.announce(alba=ONE)
    post.database.write(lambda s: write_texts(s, files=broken))
    (row,) = post.rows()
    assert (row.state, row.body) == ("failed", None)
    assert row.reply == "its text could not be written: see the log"
    assert post.states("d-bora") == ["waiting"]
    assert len(post.send().parcels) == ALL - 1
