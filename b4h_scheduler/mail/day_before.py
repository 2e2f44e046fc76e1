"""The agenda once more on the day before the event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.mail.agenda import agenda_of
from b4h_scheduler.mail.agenda_letter import agenda_parts
from b4h_scheduler.mail.compose import Composer, Draft
from b4h_scheduler.mail.kinds import Kind, Topic
from b4h_scheduler.mail.marks import marked
from b4h_scheduler.mail.readers import wanting
from b4h_scheduler.mail.words import words_of
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_plans import RevisionRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FROM_HOUR = 9
"""On the event's clocks."""


def put_day_before(session: Session, event_id: int) -> list[OutboxRow]:
    """Write the reminders that are due now; nothing before a release."""
    composer = Composer(session, event_id)
    zone = composer.settings.zone_info
    local = composer.moment.astimezone(zone)
    first = min(
        each.start.astimezone(zone).date() for each in composer.settings.sessions
    )
    is_due = local.date() == first - timedelta(days=1) and local.hour >= FROM_HOUR
    if not (is_due and composer.wanted.has_day_before):
        return []
    query = select(OutboxRow.delegate_key).where(
        OutboxRow.event_id == event_id, OutboxRow.topic == Topic.DAY_BEFORE
    )
    reminded = set(session.scalars(query))
    wanted = wanting(composer, Kind.DAY_BEFORE)
    missing = {k: r for k, r in wanted.items() if k not in reminded}
    released = select(RevisionRow).where(RevisionRow.event_id == event_id)
    latest = released.order_by(RevisionRow.number.desc()).limit(1)
    revision = session.scalar(latest) if missing else None
    if revision is None:
        return []
    lookup = Lookup(load_event(session, event_id), plan_of(revision.plan))
    agendas = {str(d.id): agenda_of(lookup, d.id) for d in lookup.event.delegates}
    written = []
    for key, reader in missing.items():
        if key not in agendas:
            continue
        words = words_of(reader.to.language)
        changes = marked(None, agendas[key])
        more = agenda_parts(changes, words, zone, reader.links, has_file=False)
        values = {"day": words.day(first)}
        stop = reader.stop(Kind.DAY_BEFORE)
        draft = Draft(Kind.DAY_BEFORE, Topic.DAY_BEFORE, values, more, stop=stop)
        written.append(composer.put(reader.to, draft))
    return written
