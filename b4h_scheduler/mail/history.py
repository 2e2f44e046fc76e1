"""What each delegate was told on a topic: taken by the server, and on its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, select
from sqlalchemy.orm import defer

from b4h_scheduler.store.outbox import OPEN, State, is_replaceable
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


_NEVER_TOLD = (State.SUPERSEDED, State.WITHDRAWN)
"""Ended before they went: nothing depends on them any more."""


@dataclass(slots=True)
class Told:
    """The messages to one delegate on one topic.

    Attributes
    ----------
    last : OutboxRow or None
        The newest that the server took, or may have taken, or is taking now.
    waiting : list of OutboxRow
        Unsent ones that a newer message makes needless.
    is_doubtful : bool
        One after ``last`` may have arrived although it failed.
    failed : OutboxRow or None
        The newest that failed or came back.
    """

    last: OutboxRow | None = None
    waiting: list[OutboxRow] = field(default_factory=list)
    is_doubtful: bool = False
    failed: OutboxRow | None = None

    def add(self, row: OutboxRow) -> None:
        """Take the next message in order of writing."""
        if is_replaceable(row):
            self.waiting.append(row)
        elif row.state == State.TAKEN or row.state in OPEN:
            self.last, self.is_doubtful = row, False
        elif row.state in {State.FAILED, State.BOUNCED}:
            self.failed = row
            self.is_doubtful = self.is_doubtful or row.is_in_doubt


def told_on(
    session: Session,
    event_id: int,
    topics: Iterable[str],
    delegates: Collection[str] | None = None,
) -> dict[tuple[str, str], Told]:
    """Return what was told, by delegate and topic.

    Parameters
    ----------
    topics
        Those ending in ``%`` stand for all that begin so.
    delegates
        Those whom it is about; None: all.
    """
    wanted = [
        OutboxRow.topic.startswith(topic[:-1], autoescape=True)
        if topic.endswith("%")
        else OutboxRow.topic == topic
        for topic in topics
    ]
    found: dict[tuple[str, str], Told] = {}
    for each in wanted:
        query = select(OutboxRow).where(
            OutboxRow.event_id == event_id, each, OutboxRow.state.not_in(_NEVER_TOLD)
        )
        if delegates is not None:
            query = query.where(OutboxRow.delegate_key.in_(delegates))
        for row in _without_texts(session, query):
            key = row.delegate_key, row.topic
            found.setdefault(key, Told()).add(row)
    return found


def _without_texts(session: Session, query: Select[OutboxRow]) -> list[OutboxRow]:
    """Return messages in order of writing, without what nobody compares with.

    What is to be replaced is not read for what it tells: a thousand agendas take a
    tenth of a second.
    """
    waits = and_(OutboxRow.state == State.WAITING, ~OutboxRow.is_in_doubt)
    body, content = defer(OutboxRow.body), defer(OutboxRow.content)
    rows = [
        *session.scalars(query.where(waits).options(body, content)),
        *session.scalars(query.where(~waits).options(body)),
    ]
    return sorted(rows, key=lambda row: row.id)
