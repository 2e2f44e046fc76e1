"""Writes the texts of agendas that releases have announced, before they go.

A release puts each message into the outbox with what it tells. Its words, its
calendar file and its bytes follow here, some messages in a transaction, right after
it. A message without a text is never sent, and a text that is written stays.
"""

from __future__ import annotations

import logging
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from b4h_scheduler.mail.agenda import Agenda
from b4h_scheduler.mail.compose import Composer
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.readers import readers
from b4h_scheduler.mail.release import AS_BEFORE, GONE, agenda_draft, told_before
from b4h_scheduler.mail.snapshot import snapshots
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.outbox import State, end, withdraw
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.readers import Reader

    File = Callable[[Reader], bytes]

LOG = logging.getLogger(__name__)
MOST = 100
"""Texts in one transaction: others write in between."""


def write_texts(
    session: Session,
    most: int = MOST,
    files: Callable[[Composer], File] = snapshots,
) -> int:
    """Write the texts of the messages that have none yet; return of how many.

    Parameters
    ----------
    files
        Gives what makes each delegate's ``agenda.ics``.
    """
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.state.in_((State.WAITING, State.FAILED)),
            func.length(OutboxRow.body) == 0,
        )
        .order_by(OutboxRow.event_id, OutboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = list(session.scalars(query))
    for event_id, group in groupby(rows, lambda row: row.event_id):
        composer = Composer(session, event_id)
        _write_all(composer, list(group), files(composer))
    return len(rows)


def _write_all(composer: Composer, rows: list[OutboxRow], file: File) -> None:
    known = readers(composer)
    keys = {row.delegate_key for row in rows}
    topics = {row.topic for row in rows}
    told = told_on(composer.session, composer.event.id, topics, keys)
    for row in rows:
        before = told.get((row.delegate_key, row.topic), Told())
        try:
            _write(composer, row, known.get(row.delegate_key), before, file)
        except SQLAlchemyError:
            raise
        except Exception:
            # Else this message would keep all others from being written.
            LOG.exception("a defect of b4h: message %s has no text", row.id)
            row.body = None
            end(row, State.FAILED, mark("its text could not be written: see the log"))


def _write(
    composer: Composer, row: OutboxRow, reader: Reader | None, told: Told, file: File
) -> None:
    """Write one text, marked against what was told by now; or take it back."""
    if reader is None or row.content is None:
        row.body = None
        withdraw([row], GONE)
        return
    before, agenda = told_before(told), Agenda.from_json(row.content)
    if before == agenda and not told.is_doubtful:
        row.body = None
        withdraw([row], AS_BEFORE)
        return
    composer.write(row, reader.to, agenda_draft(composer, reader, before, agenda, file))
