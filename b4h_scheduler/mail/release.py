"""What a released plan writes to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from b4h_scheduler.mail.agenda import Agenda, agenda_of
from b4h_scheduler.mail.agenda_letter import agenda_parts, changes_in_words
from b4h_scheduler.mail.calendar_mail import put_invitations
from b4h_scheduler.mail.collecting import when_to_send
from b4h_scheduler.mail.compose import Composer, Draft
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.kinds import Kind, Topic
from b4h_scheduler.mail.marks import marked, touched_times
from b4h_scheduler.mail.mime import Part
from b4h_scheduler.mail.readers import readers
from b4h_scheduler.mail.snapshot import snapshots
from b4h_scheduler.mail.words import words_of
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.outbox import supersede, withdraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.readers import Reader
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.store.calendar_state import Entries
    from b4h_scheduler.store.schema_mail import OutboxRow

ICS = "application/ics; name=agenda.ics"


def on_release(
    session: Session, event_id: int, lookup: Lookup, entries: Entries
) -> list[OutboxRow]:
    """Write to every delegate whose agenda is not what the last message told.

    In the transaction that releases the plan, after its calendar entries are written.
    The first release writes to everybody.

    Parameters
    ----------
    lookup
        Names and agendas of the revision.
    entries
        What calendars hold of it.

    Returns
    -------
    list of OutboxRow
        The new messages.
    """
    agendas = {str(d.id): agenda_of(lookup, d.id) for d in lookup.event.delegates}
    composer = Composer(session, event_id)
    return put_agendas(composer, agendas, snapshots(composer, entries))


def put_agendas(
    composer: Composer,
    agendas: dict[str, Agenda],
    calendar_file: Callable[[Reader], bytes],
) -> list[OutboxRow]:
    """Write agendas to the delegates who were told another one, or none.

    Parameters
    ----------
    agendas
        Of every delegate, by key.
    calendar_file
        Gives the bytes of a delegate's ``agenda.ics``.
    """
    told = told_on(composer.session, composer.event.id, [Topic.AGENDA])
    written = []
    for key, reader in readers(composer).items():
        if key not in agendas:
            continue
        row = _put_agenda(
            composer,
            reader,
            agendas[key],
            told.pop((key, Topic.AGENDA), Told()),
            calendar_file,
        )
        if row is not None:
            written.append(row)
    for (key, _), left in told.items():
        if key not in agendas:
            withdraw(left.waiting, mark("the delegate is not at the event any more"))
    written += put_invitations(composer, agendas)
    composer.session.flush()
    return written


def _put_agenda(
    composer: Composer,
    reader: Reader,
    agenda: Agenda,
    told: Told,
    calendar_file: Callable[[Reader], bytes],
) -> OutboxRow | None:
    """Write one delegate's agenda, if it is another one than that told last."""
    before = None
    if told.last is not None and told.last.content is not None:
        before = Agenda.from_json(told.last.content)
    if before == agenda and not told.is_doubtful:
        withdraw(told.waiting, mark("the agenda is again as told before"))
        return None
    changes = marked(before, agenda)
    times = [] if before is None else touched_times(changes)
    due, is_urgent = when_to_send(composer, times, told.waiting)
    supersede(told.waiting)
    draft = agenda_draft(composer, reader, before, agenda, calendar_file)
    return composer.put(reader.to, replace(draft, due=due, is_urgent=is_urgent))


def agenda_draft(
    composer: Composer,
    reader: Reader,
    before: Agenda | None,
    agenda: Agenda,
    calendar_file: Callable[[Reader], bytes] | None,
) -> Draft:
    """Return what an agenda's message says, marked against what was told before."""
    words = words_of(reader.to.language)
    changes = marked(before, agenda)
    # The file is a snapshot for a first import: a second one updates nothing.
    is_first = before is None and calendar_file is not None
    zone = composer.settings.zone_info
    told = {"changes": changes_in_words(changes, words)}
    return Draft(
        kind=Kind.AGENDA if before is None else Kind.CHANGES,
        topic=Topic.AGENDA,
        values={} if before is None else told,
        more=agenda_parts(changes, words, zone, reader.links, has_file=is_first),
        attachments=(Part(ICS, calendar_file(reader), "agenda.ics"),)
        if is_first and calendar_file is not None
        else (),
        content=agenda.to_json(),
    )
