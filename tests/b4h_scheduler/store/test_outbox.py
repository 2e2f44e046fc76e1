from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.outbox import (
    LostMessageError,
    claim,
    outbox_row,
    put_off,
    refused,
    taken,
)
from b4h_scheduler.store.people import delegate_row, erase_delegate
from b4h_scheduler.store.relay import (
    event_mail,
    relay_fails,
    relay_row,
    set_paused,
    stored_event_mail,
)
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.b4h_scheduler.mail.outboxes import fill_outbox, message, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database
    from b4h_scheduler.store.outbox import Held

GONE_S = -1.0
"""A lease that has run out already."""


def _claim(database: Database, lease_s: float = 60.0, per_minute: int = 0) -> Held:
    return database.write(lambda s: claim(s, lease_s, per_minute))


def _pause(database: Database, event_id: int | None, *, is_paused: bool) -> None:
    database.write(lambda s: set_paused(s, is_paused=is_paused, event_id=event_id))


def _each(database: Database, work: Callable[[OutboxRow], None]) -> None:
    def change(session: Session) -> None:
        for row in session.scalars(select(OutboxRow)):
            work(row)

    database.write(change)


def test_messages_to_one_recipient_go_one_after_the_other(database: Database) -> None:
    """While the first is under way, or waits for another try, the second stays."""
    fill_outbox(database, 3, 2)
    first, other = _claim(database), _claim(database)
    assert (first.row_id, other.row_id) == (1, 2)
    assert _claim(database) is None
    database.write(lambda s: put_off(s, first, "451", 3600, is_in_doubt=False))
    assert _claim(database) is None
    _each(database, lambda row: setattr(row, "due", now()))
    again = _claim(database)
    assert (again.row_id, again.token, again.attempts) == (1, 2, 2)
    database.write(lambda s: taken(s, again, "250").id)
    assert _claim(database).row_id == 3


def test_expired_lease_is_taken_under_a_new_token_with_a_doubt(
    database: Database,
) -> None:
    """The first holder writes nothing any more, whatever the server said."""
    fill_outbox(database, 1, 1)
    first = _claim(database, GONE_S)
    second = _claim(database)
    assert (second.row_id, second.token, second.body) == (1, 2, first.body)
    assert rows_of(database)[0].is_in_doubt
    for write in (
        lambda s: taken(s, first, "250"),
        lambda s: refused(s, first, "550"),
        lambda s: put_off(s, first, "451", 1, is_in_doubt=False),
    ):
        with pytest.raises(LostMessageError, match="under token 1"):
            database.write(write)
    assert rows_of(database)[0].state == "sending"


def test_urgent_message_goes_before_those_that_wait_longer(database: Database) -> None:
    """A change of the next hour does not stand behind a thousand others."""
    fill_outbox(database, 3, 3)

    def hurry(session: Session) -> None:
        outbox_row(session, 3).is_urgent = True

    database.write(hurry)
    assert _claim(database).row_id == 3


def test_message_that_is_too_late_fails_with_the_last_answer(
    database: Database,
) -> None:
    """The next one goes instead."""
    fill_outbox(database, 2, 2)

    def age(session: Session) -> None:
        row = outbox_row(session, 1)
        row.give_up, row.reply = now() - timedelta(minutes=1), "451 greylisted"

    database.write(age)
    assert _claim(database).row_id == 2
    row = rows_of(database)[0]
    assert row.state == "failed"
    assert row.reply == "could not be sent in time; the last answer was: 451 greylisted"


def test_rate_is_kept_between_messages(database: Database) -> None:
    """Sixty a minute: the second goes a second later."""
    fill_outbox(database, 2, 2)
    assert _claim(database, per_minute=60).row_id == 1
    assert _claim(database, per_minute=60) is None
    with database.read() as session:
        wait = relay_row(session).next_at - now()
    assert timedelta(0) < wait <= timedelta(seconds=1)


def test_failures_of_the_server_make_all_messages_wait_longer(
    database: Database,
) -> None:
    """Until one is taken; resumed, it is tried at once."""
    fill_outbox(database, 1, 1)
    for number, wait in ((1, 10), (2, 100), (3, 100)):
        database.write(lambda s: relay_fails(s, "refused", (10, 100)))
        with database.read() as session:
            relay = relay_row(session)
        assert relay.failures == number
        assert wait - 5 < (relay.next_at - now()).total_seconds() <= wait
    assert _claim(database) is None
    database.write(lambda s: set_paused(s, is_paused=False))
    held = _claim(database)
    database.write(lambda s: relay_fails(s, "refused", (0,)))
    database.write(lambda s: taken(s, held, "250").id)
    with database.read() as session:
        assert relay_row(session).problem == ""


def test_paused_mail_waits(database: Database) -> None:
    """Of all events, or of one."""
    event_id = fill_outbox(database, 1, 1)
    for paused in (None, event_id):
        _pause(database, paused, is_paused=True)
        assert _claim(database) is None
        _pause(database, paused, is_paused=False)
    assert _claim(database).row_id == 1


def test_event_that_is_not_there_cannot_be_paused(database: Database) -> None:
    """The message says so."""
    with pytest.raises(NotFoundError, match="event"):
        database.write(lambda s: set_paused(s, is_paused=True, event_id=9))


def test_new_event_wants_our_defaults(database: Database) -> None:
    """Stored they are the same, and stored once."""
    event_id = fill_outbox(database, 0, 1)
    with database.read() as session:
        wanted = event_mail(session, event_id)
    for _ in range(2):
        stored = database.write(lambda s: stored_event_mail(s, event_id))
        for name in ("is_paused", "has_invitations", "has_digest", "texts"):
            assert getattr(stored, name) == getattr(wanted, name)
    assert stored.id == 1


def test_erased_person_leaves_the_outbox(database: Database) -> None:
    """Own messages lose everything; others keep times and tables."""
    event_id = fill_outbox(database, 0, 1)

    def write(session: Session) -> None:
        told = {"meetings": [{"id": "m1", "people": "Ada Ahl", "table": "T1"}]}
        for number, (key, state) in enumerate(
            (("d-alba", "waiting"), ("d-alba", "taken"), ("d-bora", "taken"))
        ):
            row = message(event_id, number, key)
            row.state, row.content = state, told
            session.add(row)

    database.write(write)
    database.write(
        lambda s: erase_delegate(s, delegate_row(s, event_id, "d-alba")), actor="ann"
    )
    first, second, other = rows_of(database)
    assert (first.state, second.state) == ("withdrawn", "taken")
    for row in (first, second):
        assert (row.recipient, row.body, row.content) == ("", None, None)
        assert row.subject == "(erased)"
    assert other.body is None
    assert other.recipient == "d-bora@example.org"
    assert other.content["meetings"] == [
        {"id": "m1", "people": "Erased person", "table": "T1"}
    ]
