"""Very many messages at once are stored as one that is added alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.mail.agenda import Agenda
from b4h_scheduler.mail.compose import Addressee, Composer, Draft
from b4h_scheduler.mail.kinds import Kind, Topic
from b4h_scheduler.store.announcing import add_messages, supersede_all
from b4h_scheduler.store.outbox import State, supersede
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.b4h_scheduler.mail.post import agenda, meets

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.b4h_scheduler.mail.post import Post

UNIQUE = {"id", "message_id", "ended"}
NAMES = [column.key for column in OutboxRow.__table__.columns]


def _told(row: OutboxRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in NAMES if name not in UNIQUE}


def test_many_are_as_each_alone(post: Post) -> None:
    """Every column, with an address and without one, in the order given."""
    people = [
        Addressee("d-ada", "Ada <Ahl>", "ada@example.org", "en", "Alba"),
        Addressee("d-bo", "Bo", "nowhere", "de", "Bora"),
    ]

    def work(session: Session) -> None:
        composer = Composer(session, post.event_id)
        draft = Draft(Kind.AGENDA, Topic.AGENDA, content={"meetings": []})
        for person in people:
            composer.announce(person, draft)
        add_messages(session, [composer.announced(each, draft) for each in people])

    post.database.write(work)
    with post.database.read() as reading:
        rows = list(reading.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    alone, many = rows[:2], rows[2:]
    assert [_told(row) for row in many] == [_told(row) for row in alone]
    assert [row.state for row in many] == [State.WAITING, State.FAILED]
    assert [bool(row.ended) for row in many] == [False, True]
    assert len({row.message_id for row in rows}) == len(rows)


def test_many_are_superseded_as_each_alone(post: Post) -> None:
    """In the database and in the session; what is on its way stays."""
    states = [State.WAITING, State.WAITING, State.SENDING, State.WAITING]

    def work(session: Session) -> list[dict[str, object]]:
        composer = Composer(session, post.event_id)
        person = Addressee("d-ada", "Ada", "ada@example.org", "en", "Alba")
        draft = Draft(Kind.AGENDA, Topic.AGENDA, content={"meetings": []})
        alone, many = (
            [composer.announce(person, draft) for _ in states] for _ in range(2)
        )
        for rows in (alone, many):
            for row, state in zip(rows, states, strict=True):
                row.state = state
            rows[-1].is_in_doubt = True
        session.flush()
        supersede(alone)
        supersede_all(session, many)
        assert all(row not in session.dirty for row in many)
        assert [_told(row) for row in many] == [_told(row) for row in alone]
        return [_told(row) for row in many]

    told = post.database.write(work)
    with post.database.read() as reading:
        rows = list(reading.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    number = len(states)
    assert [_told(row) for row in rows[number:]] == told
    assert [_told(row) for row in rows[:number]] == told
    ends = [State.SUPERSEDED, State.SUPERSEDED, State.SENDING, State.WAITING]
    assert [row.state for row in rows[number:]] == ends
    assert [bool(row.ended) for row in rows] == [True, True, False, False] * 2


def test_none_are_none(post: Post) -> None:
    """A release that tells nobody anything adds nothing."""
    post.database.write(lambda session: add_messages(session, []))
    with post.database.read() as reading:
        assert list(reading.scalars(select(OutboxRow))) == []


def test_agenda_as_text_is_what_a_column_stores() -> None:
    """The same bytes as of the dictionary, whatever stands in names."""
    odd = meets("m1", 9)._replace(partner='Ädl "& <Söhne>\n\\', people="\u2028日本")
    given = agenda(odd, meets("m2", 11))
    for each in (given, Agenda()):
        assert str(each.text) == json.dumps(each.to_json())
