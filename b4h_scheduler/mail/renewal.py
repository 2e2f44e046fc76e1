"""Messages that are written anew: after a refusal, or to a corrected address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.mail.agenda import Agenda
from b4h_scheduler.mail.calendar_mail import Sent
from b4h_scheduler.mail.compose import Composer
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.kinds import FORMER, Kind, Topic, meeting_topic
from b4h_scheduler.mail.readers import readers
from b4h_scheduler.mail.release import agenda_draft, told_before
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.outbox import supersede, withdraw

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_mail import OutboxRow


def renew_after_refusal(session: Session, refused: OutboxRow) -> None:
    """Write what waits behind a refused agenda anew.

    An agenda marked the changes since a message that has not arrived; a meeting need
    not be withdrawn from a calendar that never got it.
    """
    key, topic = refused.delegate_key, refused.topic
    told = told_on(session, refused.event_id, [topic], [key]).get((key, topic))
    if told is None or not told.waiting:
        return
    if topic.removeprefix(FORMER).startswith(meeting_topic("")):
        _withdraw_cancel(told)
    if topic != Topic.AGENDA:
        return
    newest = told.waiting[-1]
    composer = Composer(session, refused.event_id)
    reader = readers(composer).get(key)
    if reader is None or newest.content is None:
        return
    before, agenda = told_before(told), Agenda.from_json(newest.content)
    supersede(told.waiting)
    composer.put(reader.to, agenda_draft(composer, reader, before, agenda, None))


def _withdraw_cancel(told: Told) -> None:
    last = Sent.of(told.last)
    if (last is None or last.is_canceled) and not told.is_doubtful:
        cancels = [row for row in told.waiting if row.kind == Kind.MEETING_CANCELED]
        withdraw(cancels, mark("its invitation was never taken"))
