from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from b4h_scheduler.mail.chores import write_what_is_due
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.schema_event import WishRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_plans import RevisionRow
from tests.b4h_scheduler.mail.post import agenda, meets, text_of
from tests.web.events import moment, small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import EventRow
    from tests.b4h_scheduler.mail.post import Post

CLOSING = moment(18) - timedelta(days=10)


@pytest.fixture
def wishing(post: Post) -> Post:
    """An event in the phase of wishes, which close ten days before it."""

    def work(row: EventRow) -> None:
        row.phase = "wishes"
        row.phase_dates = {"closed": CLOSING.isoformat()}

    post.change_event(work)
    return post


def _chores(post: Post, at: datetime) -> None:
    with time_machine.travel(at, tick=True):
        write_what_is_due(post.database)
        post.send()


def _kinds(post: Post, key: str = "d-alba") -> list[str]:
    return [row.kind for row in post.rows(key)]


def _wish(post: Post, wisher: str, wished: str) -> None:
    def work(session: Session) -> None:
        session.add(
            WishRow(
                event_id=post.event_id,
                position=99,
                wisher_organization=wisher,
                wished_organization=wished,
                priority=1,
                message="Hello\nthere",
                answer="open",
                source="",
            )
        )

    post.database.write(work)


def test_new_wishes_are_told_once_a_day_from_the_morning_on(wishing: Post) -> None:
    """What was told is not told again; what is new waits for the next day."""
    day = CLOSING - timedelta(days=6)
    _chores(wishing, day.replace(hour=7))
    assert _kinds(wishing) == []
    _chores(wishing, day.replace(hour=9))
    assert _kinds(wishing) == ["digest"]
    row = wishing.rows()[0]
    assert row.subject == "Small Day: new wishes to meet you (2)"
    text = text_of(row)
    assert "* Cirrus Data wishes to meet you\n  We read your data." in text
    assert "* Delta Capital wishes to meet you" in text
    _wish(wishing, "echo", "alba")
    _chores(wishing, day.replace(hour=15))
    assert _kinds(wishing) == ["digest"]
    _chores(wishing, day.replace(hour=9) + timedelta(days=1))
    assert _kinds(wishing) == ["digest", "digest"]
    text = text_of(wishing.rows()[1])
    assert "Echo Imaging wishes to meet you" in text
    assert "Cirrus" not in text
    _chores(wishing, day.replace(hour=9) + timedelta(days=2))
    assert _kinds(wishing) == ["digest", "digest"]


def test_last_call_lists_all_that_is_open_once(wishing: Post) -> None:
    """48 hours before closing, in place of a digest; declined and answered are not."""
    _chores(wishing, CLOSING - timedelta(hours=47))
    row = wishing.rows()[0]
    assert row.kind == "last-call"
    assert row.subject == "Small Day: last call for your answers to wishes (2)"
    assert "Mon 16 Nov, 18:00" in text_of(row)
    assert _kinds(wishing, "d-cirrus") == []
    _chores(wishing, CLOSING - timedelta(hours=20))
    assert _kinds(wishing) == ["last-call"]


def test_switched_off_they_are_not_written(wishing: Post) -> None:
    """Neither digest nor last call."""
    wishing.want(has_digest=False, has_last_call=False)
    for hours in (100, 47):
        _chores(wishing, CLOSING - timedelta(hours=hours))
    assert _kinds(wishing) == []


def test_closed_wishes_are_told_to_nobody(wishing: Post) -> None:
    """After closing there is nothing to answer."""
    _chores(wishing, CLOSING + timedelta(hours=15))
    assert _kinds(wishing) == []


def _release(post: Post) -> None:
    def work(session: Session) -> None:
        content = plan(small_event(), work_limit=200).model_dump(mode="json")
        session.add(
            RevisionRow(
                event_id=post.event_id,
                number=1,
                plan=content,
                released=moment(9) - timedelta(days=9),
                released_by="owner",
            )
        )

    post.database.write(work)


def test_agenda_is_sent_again_on_the_day_before(post: Post) -> None:
    """Once, from nine o'clock on; it says that the live page is right on the day."""
    day = moment(9) - timedelta(days=1)
    _chores(post, day)
    assert _kinds(post) == []
    _release(post)
    _chores(post, day - timedelta(hours=1))
    assert _kinds(post) == []
    for hour in (9, 10, 11):
        _chores(post, day.replace(hour=hour))
    assert _kinds(post) == ["day-before"]
    row = post.rows()[0]
    assert row.subject == "Small Day begins on Thursday, 26 November 2037: your agenda"
    text = text_of(row)
    assert "your page is right, not this mail" in text
    assert "09:" in text


def test_texts_are_deleted_two_weeks_after_their_end(post: Post) -> None:
    """What became of the message stays, and what it told."""
    post.release(alba=agenda(meets("m1", 9)))
    post.send()
    ended = post.rows()[0].ended
    for days, is_there in ((13, True), (15, False)):
        with time_machine.travel(ended + timedelta(days=days), tick=True):
            write_what_is_due(post.database)
        with post.database.read() as session:
            bodies = list(session.scalars(select(OutboxRow.body)))
        assert {body is not None for body in bodies} == {is_there}
    row = post.rows()[0]
    assert row.state == "taken"
    assert row.content["meetings"][0]["id"] == "m1"
