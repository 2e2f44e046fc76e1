from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import delete

from b4h_scheduler.mail.compose import Addressee
from b4h_scheduler.mail.inviting import invite, remind, write_to_applicant
from b4h_scheduler.mail.kinds import Topic
from b4h_scheduler.mail.transport import Refused
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.schema_event import WishRow
from tests.b4h_scheduler.mail.post import html_of, opened, text_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import EventRow
    from tests.b4h_scheduler.mail.post import Post


def _invite(post: Post) -> list[str]:
    return post.database.write(
        lambda s: [row.delegate_key for row in invite(s, post.event_id)]
    )


def _remind(post: Post) -> list[str]:
    return post.database.write(
        lambda s: [row.delegate_key for row in remind(s, post.event_id)]
    )


def _open_wishes(row: EventRow) -> None:
    row.phase = "wishes"


def test_everybody_is_invited_once_with_the_personal_link(post: Post) -> None:
    """The link leads to a page with a button; a second round writes nothing."""
    assert len(_invite(post)) == 5
    assert _invite(post) == []
    text = text_of(post.rows()[0])
    assert "https://meet.example.org/d/" in text
    assert "for Alba Diagnostics" in text


@pytest.mark.parametrize("organizer", ["", "Mill Network"])
def test_invitation_without_an_address_names_no_help_desk(
    post: Post, organizer: str
) -> None:
    """There is none before a plan is released: the organizer is asked, if named."""

    def name_organizer(row: EventRow) -> None:
        row.content = row.content | {"organizer": organizer}

    post.change_event(name_organizer)
    _invite(post)
    text = text_of(post.rows()[0])
    assert "help desk" not in text
    told = "Questions? Ask the organizer, Mill Network."
    assert (told in text) is bool(organizer)


def test_invitation_that_failed_is_not_repeated_to_the_same_address(
    post: Post,
) -> None:
    """A corrected address gets one."""
    _invite(post)
    post.send(Refused("550 no"))
    assert _invite(post) == []

    def correct(session: Session) -> None:
        delegate_row(session, post.event_id, "d-alba").email = "ada@example.org"

    post.database.write(correct)
    assert _invite(post) == ["d-alba"]


def test_those_without_wish_and_answer_are_reminded_once_a_day(post: Post) -> None:
    """Every organization of the small event has wished but one that is emptied."""
    post.change_event(_open_wishes)
    assert _remind(post) == []

    def empty(session: Session) -> None:
        session.execute(delete(WishRow).where(WishRow.wisher_organization == "echo"))

    post.database.write(empty)
    assert _remind(post) == ["d-echo"]
    assert _remind(post) == []
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        assert _remind(post) == ["d-echo"]
    assert post.states("d-echo") == ["waiting", "waiting"]


def test_nobody_is_reminded_when_wishes_are_closed(post: Post) -> None:
    """The refusal names the phase."""
    with pytest.raises(
        RefusedError, match=r"wishes are not open now \(phase: set-up\)"
    ):
        _remind(post)


def test_address_is_confirmed_through_a_link(post: Post) -> None:
    """In the registrant's language, to the address as typed; no delegate yet."""
    to = Addressee("", "Zoë Zürn", "zoe@example.org", "de", "Zeta")
    link = "https://meet.example.org/register/confirm/abc"
    row = post.database.write(
        lambda s: write_to_applicant(s, post.event_id, Topic.CONFIRMATION, to, link)
    )
    assert (row.delegate_key, row.recipient) == ("", "zoe@example.org")
    assert "https://meet.example.org/register/confirm/abc" in text_of(row)
    assert opened(row.body)["Subject"] == (
        "Bitte bestätigen Sie Ihre Adresse für Small Day"
    )


def test_funding_statement_stands_at_the_foot(post: Post) -> None:
    """Line by line, as text in both forms of a message."""
    statement = {"funding": "Paid by the\u2028 Union.\n<b>Regions</b>"}
    post.change_event(lambda row: setattr(row, "content", row.content | statement))
    _invite(post)
    (row,) = post.rows()
    foot = text_of(row).rpartition("\n-- \n")[2].splitlines()
    assert foot[:2] == ["Paid by the Union.", "<b>Regions</b>"]
    assert "Paid by the Union.<br>&lt;b&gt;Regions&lt;/b&gt;<br>" in html_of(row)
