"""Messages that staff asks for: invitations, reminders; and confirmations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.mail.addresses import envelope_address
from b4h_scheduler.mail.compose import Addressee, Composer, Draft
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.kinds import Kind, Topic
from b4h_scheduler.mail.letter import Button
from b4h_scheduler.mail.readers import readers, wanting
from b4h_scheduler.mail.words import words_of
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.schema_event import WishRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.readers import Reader
    from b4h_scheduler.store.schema_mail import OutboxRow

BETWEEN_REMINDERS = timedelta(days=1)


def not_invited(composer: Composer) -> list[Reader]:
    """Return whom no invitation was sent to, or is on its way."""
    told = told_on(composer.session, composer.event.id, [Topic.INVITATION])
    return [
        reader
        for key, reader in readers(composer).items()
        if not _was_invited(reader, told.get((key, Topic.INVITATION), Told()))
    ]


def _was_invited(reader: Reader, told: Told) -> bool:
    if told.last is not None or told.waiting:
        return True
    # A second try at the same address would fail again.
    failed = told.failed
    return failed is not None and failed.recipient == envelope_address(
        reader.to.address
    )


def invite(
    session: Session,
    event_id: int,
    only: Collection[str] | None = None,
    *,
    kind: Kind = Kind.INVITATION,
) -> list[OutboxRow]:
    """Write invitations with the personal link to those who have none yet.

    Parameters
    ----------
    only
        Keys of delegates; None: all.
    kind
        `Kind.PLACE` for those who waited for a place.
    """
    composer = Composer(session, event_id)
    return [
        composer.put(reader.to, _leading_home(reader, kind, Topic.INVITATION))
        for reader in not_invited(composer)
        if only is None or reader.to.key in only
    ]


def not_answered(composer: Composer) -> list[Reader]:
    """Return delegates of organizations without a wish and without an answer.

    Without those who turned reminders off.
    """
    query = select(
        WishRow.wisher_organization, WishRow.wished_organization, WishRow.answer
    ).where(WishRow.event_id == composer.event.id, WishRow.is_promised.is_(False))
    active = set()
    for wisher, wished, answer in composer.session.execute(query):
        active.add(wisher)
        if answer != "open":
            active.add(wished)
    return [
        reader
        for reader in wanting(composer, Kind.REMINDER).values()
        if reader.organization not in active
    ]


def remind(
    session: Session, event_id: int, only: Collection[str] | None = None
) -> list[OutboxRow]:
    """Write reminders to those who have not answered, once a day at most.

    Parameters
    ----------
    only
        Keys of delegates; None: all.

    Raises
    ------
    RefusedError
        Wishes are not open: there is nothing to answer.
    """
    composer = Composer(session, event_id)
    phase = phase_at(composer.event, composer.moment)
    if phase is not Phase.WISHES:
        message = Sentence(
            "wishes are not open now (phase: {phase}): nobody is reminded", phase=phase
        )
        raise RefusedError(message)
    told = told_on(session, event_id, [Topic.REMINDER])
    written = []
    for reader in not_answered(composer):
        if only is not None and reader.to.key not in only:
            continue
        before = told.get((reader.to.key, Topic.REMINDER))
        if before is not None:
            last = [*before.waiting, *([before.last] if before.last else [])]
            newest = max((row.created for row in last), default=None)
            if newest is not None and newest > composer.moment - BETWEEN_REMINDERS:
                continue
        draft = _leading_home(reader, Kind.REMINDER, Topic.REMINDER)
        draft = replace(draft, stop=reader.stop(Kind.REMINDER))
        written.append(composer.put(reader.to, draft))
    return written


def write_to_applicant(
    session: Session,
    event_id: int,
    topic: Topic,
    to: Addressee,
    link: str,
    *,
    until: date | None = None,
) -> OutboxRow:
    """Write to somebody who registered and is no delegate yet.

    Parameters
    ----------
    topic
        Confirmation: the link opens a page with a button, and opening it confirms
        nothing yet. Decision: the link opens the own page, which says whether it is a
        decline or a place to wait for.
    until
        The decision is a place that is offered until the end of this day.
    """
    kind = Kind(topic.value) if until is None else Kind.OFFER
    words = words_of(to.language)
    button = Button(words[f"{kind}.button"], link)
    own_topic = f"{topic} {to.address.casefold()}"
    values = {} if until is None else {"until": words.day(until)}
    draft = Draft(kind, own_topic, values=values, more={"buttons": (button,)})
    return Composer(session, event_id).put(to, draft)


def _leading_home(reader: Reader, kind: Kind, topic: Topic) -> Draft:
    words = words_of(reader.to.language)
    button = Button(words["open_page"], reader.links["home"])
    return Draft(kind, topic, more={"buttons": (button,)})
