"""Whom a release would write to, by what each was told last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.mail.addresses import envelope_address
from b4h_scheduler.mail.agenda import Agenda
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.kinds import Topic
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.people import is_erased

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.releases.ready import Ready


@dataclass(frozen=True, slots=True)
class Message:
    """A message that a release would write.

    Attributes
    ----------
    is_first : bool
        The whole agenda; else what changed since the last message.
    num_replaced : int
        Unsent messages that it takes the place of.
    has_address : bool
        False: it waits for staff to correct the address.
    """

    delegate: Delegate
    is_first: bool
    num_replaced: int
    has_address: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """What a release would send, and what it would withdraw."""

    messages: tuple[Message, ...]
    withdrawn: tuple[Delegate, ...]
    """Told nothing after all: an unsent message is not true any more."""


@collector_paused()
def telling(session: Session, ready: Ready) -> Telling:
    """Return which messages a release of this plan would write now."""
    told = told_on(session, ready.event_id, [Topic.AGENDA])
    messages: list[Message] = []
    withdrawn: list[Delegate] = []
    for delegate in ready.event.delegates:
        if is_erased(delegate.name, delegate.email):
            continue
        known = told.get((delegate.id, Topic.AGENDA), Told())
        message = _message(delegate, ready.agendas[delegate.id], known)
        if message is not None:
            messages.append(message)
        elif known.waiting:
            withdrawn.append(delegate)
    return Telling(tuple(messages), tuple(withdrawn))


def kinds_told(told: Telling) -> Iterator[tuple[str, int]]:
    """Yield how many messages of each kind there are."""
    first = sum(message.is_first for message in told.messages)
    yield mark("whole agenda"), first
    yield mark("what changed"), len(told.messages) - first


def _message(delegate: Delegate, agenda: Agenda, told: Told) -> Message | None:
    before = None
    if told.last is not None and told.last.content is not None:
        before = Agenda.from_json(told.last.content)
    if before == agenda and not told.is_doubtful:
        return None
    has_address = bool(envelope_address(delegate.email))
    return Message(delegate, before is None, len(told.waiting), has_address)
