"""What a released plan writes to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

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
from b4h_scheduler.store.announcing import add_messages, supersede_all
from b4h_scheduler.store.outbox import withdraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.marks import Marked
    from b4h_scheduler.mail.readers import Reader
    from b4h_scheduler.store.json_text import JsonText
    from b4h_scheduler.store.schema_mail import OutboxRow

ICS = "application/ics; name=agenda.ics"
GONE = mark("the delegate is not at the event any more")
AS_BEFORE = mark("the agenda is again as told before")


def on_release(session: Session, event_id: int, agendas: dict[str, Agenda]) -> int:
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
    int
        How many messages are new.
    """
    composer = Composer(session, event_id)
    told = told_on(composer.session, composer.event.id, [Topic.AGENDA])
    written: list[dict[str, Any]] = []
    replaced: list[OutboxRow] = []
    for key, reader in readers(composer).items():
        if key not in agendas:
            continue
        known = told.pop((key, Topic.AGENDA), Told())
        message = _announced(composer, reader, agendas[key], known)
        if message is not None:
            written.append(message)
            replaced += known.waiting
    for (key, _), left in told.items():
        if key not in agendas:
            withdraw(left.waiting, GONE)
    supersede_all(composer.session, replaced)
    add_messages(composer.session, written)
    invitations = put_invitations(composer, agendas)
    composer.session.flush()
    return len(written) + len(invitations)


def _announced(
    composer: Composer, reader: Reader, agenda: Agenda, told: Told
) -> dict[str, Any] | None:
    """Return one delegate's new message, which takes the place of unsent ones.

    None: the agenda is that told last, and unsent ones are withdrawn.
    """
    before = told_before(told)
    if before == agenda and not told.is_doubtful:
        withdraw(told.waiting, AS_BEFORE)
        return None
    changes = () if before is None else marked(before, agenda)
    due, is_urgent = when_to_send(composer, touched_times(changes), told.waiting)
    draft = _draft(reader, before, changes, agenda.text)
    return composer.announced(reader.to, replace(draft, due=due, is_urgent=is_urgent))


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
        _draft(reader, before, changes, agenda.to_json()),
        more=agenda_parts(changes, words, zone, reader.links, has_file=bool(files)),
        attachments=files,
    )


def _draft(
    reader: Reader,
    before: Agenda | None,
    changes: tuple[Marked, ...],
    content: dict[str, Any] | JsonText,
) -> Draft:
    """Return what an agenda's message is, without its text."""
    if before is None:
        return Draft(kind=Kind.AGENDA, topic=Topic.AGENDA, content=content)
    told = {"changes": changes_in_words(changes, words_of(reader.to.language))}
    return Draft(kind=Kind.CHANGES, topic=Topic.AGENDA, values=told, content=content)
