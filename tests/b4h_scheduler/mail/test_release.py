from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from b4h_scheduler.mail.transport import Later, Refused
from b4h_scheduler.store.people import delegate_row
from tests.b4h_scheduler.mail.post import (
    ICS,
    agenda,
    html_of,
    meets,
    opened,
    text_of,
)
from tests.web.events import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from tests.b4h_scheduler.mail.post import Post

ONE = agenda(meets("m1", 9))
MOVED = agenda(meets("m1", 10))
TWO = agenda(meets("m1", 9), meets("m2", 11, partner="Cirrus"))


@pytest.fixture(autouse=True)
def _before_the_event() -> Iterator[None]:
    """Messages are written some days before."""
    with time_machine.travel(moment(9) - timedelta(days=5), tick=True):
        yield


def test_agenda_says_when_there_is_a_help_desk(post: Post) -> None:
    """On the days of the event, where no address is given to write to."""
    assert "On the days of the event the help desk answers questions." in text_of(
        post.release(alba=ONE)[0]
    )


def test_first_release_writes_to_everybody_with_the_file(post: Post) -> None:
    """Also to those without a meeting, who are told why; agenda.ics is attached."""
    written = post.release(alba=ONE)
    assert len(written) == 5
    assert {row.kind for row in written} == {"agenda"}
    message = opened(post.rows()[0].body)
    files = [
        (p.get_filename(), p.get_content_type()) for p in message.iter_attachments()
    ]
    assert files == [("agenda.ics", "application/ics")]
    attached = next(message.iter_attachments())
    assert attached.get_payload(decode=True) == ICS
    assert "No meeting is planned for you" in text_of(post.rows("d-bora")[0])


def test_second_release_writes_only_to_those_concerned(post: Post) -> None:
    """Whose agenda is as told gets nothing; the subject says what happened."""
    post.release(alba=ONE)
    post.send()
    written = post.release(alba=MOVED)
    assert [(row.delegate_key, row.kind) for row in written] == [("d-alba", "changes")]
    assert written[0].subject == "Small Day: your agenda has changed (1 moved)"
    assert list(opened(post.rows()[1].body).iter_attachments()) == []
    text = text_of(post.rows()[1])
    assert "[MOVED] Bora" in text
    assert "before: 09:00–09:20, Table T1, Hall" in text


def test_newer_message_marks_everything_since_the_last_taken(post: Post) -> None:
    """An unsent one in between is superseded, and its changes are not lost."""
    post.release(alba=ONE)
    post.send()
    post.release(alba=MOVED)
    post.release(alba=agenda(meets("m1", 10), meets("m2", 11, partner="Cirrus")))
    assert post.states() == ["taken", "superseded", "waiting"]
    text = text_of(post.rows()[2])
    assert "[MOVED] Bora" in text
    assert "[NEW] Cirrus" in text


def test_unsent_message_is_withdrawn_when_nothing_differs_any_more(
    post: Post,
) -> None:
    """Back to what was told: nobody hears of the way there and back."""
    post.release(alba=ONE)
    post.send()
    post.release(alba=MOVED)
    assert post.release(alba=ONE) == []
    assert post.states() == ["taken", "withdrawn"]


def test_message_of_unknown_fate_is_sent_again_before_the_next(post: Post) -> None:
    """It may have arrived: same bytes first, then what differs from it."""
    post.release(alba=ONE)
    post.send()
    post.release(alba=MOVED)
    post.send(Later("cut", is_in_doubt=True))
    post.release(alba=ONE)
    assert post.states() == ["taken", "waiting", "waiting"]
    sent = [parcel.body for parcel in post.send().parcels]
    rows = post.rows()
    assert sent == [rows[1].body, rows[2].body]
    assert "[MOVED] Bora" in text_of(rows[2])


def test_refused_message_is_not_what_the_next_is_compared_with(post: Post) -> None:
    """What waited behind it is written anew, against what arrived."""
    post.release(alba=ONE)
    post.send()
    post.release(alba=MOVED)
    post.send(Later("cut", is_in_doubt=True))
    post.release(alba=agenda(meets("m1", 10), meets("m2", 11)))
    assert "[MOVED]" not in text_of(post.rows()[2])
    post.send(Refused("550 5.7.1 no"))
    assert post.states() == ["taken", "failed", "superseded", "taken"]
    text = text_of(post.rows()[3])
    assert "[MOVED]" in text
    assert "[NEW]" in text


def test_bounced_message_is_not_what_the_next_is_compared_with(post: Post) -> None:
    """The next release tells a delegate everything whose first message came back."""
    post.release(alba=ONE)
    post.send()

    def bounce(session: Session) -> None:
        from b4h_scheduler.store.outbox import State, end, outbox_row

        end(outbox_row(session, post.rows()[0].id), State.BOUNCED, "no such mailbox")

    post.database.write(bounce)
    written = post.release(alba=ONE)
    assert [(row.delegate_key, row.kind) for row in written] == [("d-alba", "agenda")]


def test_change_of_day_table_and_person_are_told_apart(post: Post) -> None:
    """Each mark is a word, in text and HTML; canceled meetings stay visible."""
    before = agenda(meets("a", 9), meets("b", 10), meets("c", 11))
    post.release(alba=before)
    post.send()
    post.release(alba=agenda(meets("a", 9, table="T9"), meets("c", 11), meets("d", 13)))
    row = post.rows()[1]
    text, html = text_of(row), html_of(row)
    for word in ("Other table", "Canceled", "New"):
        assert f"[{word.upper()}]" in text
        assert f'<span class="mark">{word}</span>' in html
    assert "(1 new, 1 at another table, 1 canceled)" in row.subject


def test_meeting_that_went_online_is_told_to_both_once(post: Post) -> None:
    """One message each, which says so and where it was; none at the next release."""
    online = meets("a", 9)._replace(table="", zone="")
    post.release(alba=agenda(meets("a", 9)), bora=agenda(meets("a", 9)))
    post.send()
    written = post.release(alba=agenda(online), bora=agenda(online))
    assert [row.delegate_key for row in written] == ["d-alba", "d-bora"]
    for row in post.rows()[2:]:
        assert "(1 now online)" in row.subject
        text = text_of(row)
        assert text.count("[NOW ONLINE]") == 1
        assert "before: Table T1, Hall" in text
        assert "OTHER TABLE" not in text
    post.send()
    assert post.release(alba=agenda(online), bora=agenda(online)) == []


@pytest.mark.parametrize("language", ["de", "fr", "nl", "es"])
def test_agenda_is_in_the_delegate_s_language(post: Post, language: str) -> None:
    """Subject, day and place; the time zone is named."""
    from b4h_scheduler.mail.words import words_of

    def speak(session: Session) -> None:
        row = delegate_row(session, post.event_id, "d-alba")
        row.content = {**row.content, "language": language}

    post.database.write(speak)
    post.release(alba=ONE)
    row, words = post.rows()[0], words_of(language)
    assert row.subject == words["agenda.subject"].replace("{event}", "Small Day")
    assert words["table"] in text_of(row)
    assert "Europe/Berlin" in text_of(row)
    assert opened(row.body)["Content-Language"] == language
    assert f'<html lang="{language}">' in html_of(row)


def test_links_open_the_own_page_and_the_own_feed(post: Post) -> None:
    """The page's token and the feed's are different, and both are the delegate's."""
    from b4h_scheduler.store.events import event_row
    from b4h_scheduler.store.links import Purpose, link_token

    post.release(alba=ONE)
    text = text_of(post.rows()[0])
    with post.database.read() as session:
        row = delegate_row(session, post.event_id, "d-alba")
        event = event_row(session, post.event_id)
        page, feed = (
            link_token(post.mailing.secret, purpose, event, row)
            for purpose in (Purpose.PAGE, Purpose.FEED)
        )
    assert f"https://meet.example.org/d/{page}?to=agenda" in text
    assert f"https://meet.example.org/d/{page}?to=late" in text
    assert f"https://meet.example.org/cal/{feed}/agenda.ics" in text


def test_delegate_without_an_address_is_shown_to_staff(post: Post) -> None:
    """The message fails at once, with what to do."""

    def forget(session: Session) -> None:
        delegate_row(session, post.event_id, "d-alba").email = "ada at example"

    post.database.write(forget)
    post.release(alba=ONE)
    row = post.rows()[0]
    assert row.state == "failed"
    assert "no mail address of Ada Ahl: found 'ada at example'; correct it" in row.reply


def test_changes_of_an_event_day_are_collected(post: Post) -> None:
    """Five minutes from the first one; what concerns the next hour goes at once."""
    post.release(alba=ONE)
    post.send()
    with time_machine.travel(moment(7), tick=False) as clock:
        post.release(alba=agenda(meets("m1", 10)))
        assert post.rows()[1].due == moment(7, 5)
        clock.shift(180)
        post.release(alba=agenda(meets("m1", 10, 25)))
        assert post.rows()[2].due == moment(7, 5)
        assert post.send().parcels == []
        clock.shift(3600)
        post.release(alba=agenda(meets("m1", 8, 40)))
        row = post.rows()[3]
        assert (row.due, row.is_urgent) == (moment(8, 3), True)
