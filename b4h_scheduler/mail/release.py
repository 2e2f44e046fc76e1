"""What a released plan writes to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from b4h_scheduler.mail.agenda import Agenda
from b4h_scheduler.mail.agenda_letter import agenda_parts, changes_in_words
from b4h_scheduler.mail.calendar_mail import put_invitations
from b4h_scheduler.mail.collecting import when_to_send
from b4h_scheduler.mail.compose import Composer, Draft
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.kinds import Kind, Topic
from b4h_scheduler.mail.marks import marked, touched_times
from b4h_scheduler.mail.mime import Part
from b4h_scheduler.mail.readers import readers
from b4h_scheduler.mail.words import words_of
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.outbox import supersede, withdraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.marks import Marked
    from b4h_scheduler.mail.readers import Reader
    from b4h_scheduler.store.schema_mail import OutboxRow

ICS = "application/ics; name=agenda.ics"
GONE = mark("the delegate is not at the event any more")
AS_BEFORE = mark("the agenda is again as told before")


def on_release(
    session: Session, event_id: int, agendas: dict[str, Agenda]
) -> list[OutboxRow]:
    """Announce a message to every delegate whose agenda is not what was told last.

    In the transaction that releases the plan. The texts are written right after it
    (`agenda_texts.write_texts`): the longer a transaction, the longer others wait.
    The first release writes to everybody.

    Parameters
    ----------
    agendas
        Of every delegate, by key.

    Returns
    -------
    list of OutboxRow
        The new messages.
    """
    composer = Composer(session, event_id)
    told = told_on(composer.session, composer.event.id, [Topic.AGENDA])
    written = []
    for key, reader in readers(composer).items():
        if key not in agendas:
            continue
        known = told.pop((key, Topic.AGENDA), Told())
        row = _put_agenda(composer, reader, agendas[key], known)
        if row is not None:
            written.append(row)
    for (key, _), left in told.items():
        if key not in agendas:
            withdraw(left.waiting, GONE)
    written += put_invitations(composer, agendas)
    composer.session.flush()
    return written


def _put_agenda(
    composer: Composer, reader: Reader, agenda: Agenda, told: Told
) -> OutboxRow | None:
    """Announce one delegate's agenda, if it is another one than that told last."""
    before = told_before(told)
    if before == agenda and not told.is_doubtful:
        withdraw(told.waiting, AS_BEFORE)
        return None
    changes = marked(before, agenda)
    times = [] if before is None else touched_times(changes)
    due, is_urgent = when_to_send(composer, times, told.waiting)
    supersede(told.waiting)
    draft = _draft(reader, before, changes, agenda)
    return composer.announce(reader.to, replace(draft, due=due, is_urgent=is_urgent))


def told_before(told: Told) -> Agenda | None:
    """Return the agenda that a delegate knows; None: none."""
    if told.last is None or told.last.content is None:
        return None
    return Agenda.from_json(told.last.content)


def agenda_draft(
    composer: Composer,
    reader: Reader,
    before: Agenda | None,
    agenda: Agenda,
    calendar_file: Callable[[Reader], bytes] | None,
) -> Draft:
    """Return what an agenda's message says, marked against what was told before."""
    changes = marked(before, agenda)
    # The file is a snapshot for a first import: a second one updates nothing.
    files: tuple[Part, ...] = ()
    if before is None and calendar_file is not None:
        files = (Part(ICS, calendar_file(reader), "agenda.ics"),)
    words, zone = words_of(reader.to.language), composer.settings.zone_info
    return replace(
        _draft(reader, before, changes, agenda),
        more=agenda_parts(changes, words, zone, reader.links, has_file=bool(files)),
        attachments=files,
    )


def _draft(
    reader: Reader,
    before: Agenda | None,
    changes: tuple[Marked, ...],
    agenda: Agenda,
) -> Draft:
    """Return what an agenda's message is, without its text."""
    told = {"changes": changes_in_words(changes, words_of(reader.to.language))}
    return Draft(
        kind=Kind.AGENDA if before is None else Kind.CHANGES,
        topic=Topic.AGENDA,
        values={} if before is None else told,
        content=agenda.to_json(),
    )
