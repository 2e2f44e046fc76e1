"""Changes of events as they happen, at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import Interval
from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.wishes import Answer, Veto
from tests.b4h_scheduler.planning.random_events import random_event

if TYPE_CHECKING:
    from random import Random

    from b4h_scheduler.domain.people import Delegate

OF_DELEGATES = (
    "trip", "busy", "is_online", "speaks", "most", "least", "voucher", "sessions",
    "role", "name",
)  # fmt: skip


def changed_to(whole: Event, **changes: object) -> Event:
    """Return an event with other parts, checked."""
    parts = {name: getattr(whole, name) for name in Event.model_fields}
    return Event.model_validate(parts | changes)


def _redrawn(random: Random, person: Delegate) -> Delegate:
    """As a delegate of another random event is, in one or all respects."""
    others = random_event(random.randrange(10**6)).delegates
    if not others:
        return person
    other = random.choice(others)
    names = random.choice([OF_DELEGATES, *((name,) for name in OF_DELEGATES)])
    return person.model_copy(update={name: getattr(other, name) for name in names})


def changed(random: Random, whole: Event) -> Event:
    """One change, of what changes often and of what seldom does."""
    kind = random.choice(
        ("delegate",) * 4 + ("wishes", "answer", "answer", "one", "rest")
    )
    if kind == "delegate" and whole.delegates:
        people = list(whole.delegates)
        number = random.randrange(len(people))
        people[number] = _redrawn(random, people[number])
        return changed_to(whole, delegates=people)
    if kind == "wishes" and len(whole.wishes) > 1:
        wishes = list(whole.wishes)
        moved = wishes.pop(random.randrange(len(wishes)))
        if random.random() < 0.5:
            wishes.insert(0, moved.model_copy(update={"priority": 1}))
        return changed_to(whole, wishes=wishes)
    if kind == "answer" and whole.wishes:
        wishes = list(whole.wishes)
        number = random.randrange(len(wishes))
        answer = random.choice(tuple(Answer))
        old = wishes[number]
        sides = {
            name: getattr(old, name).model_copy(update={"delegate": None})
            for name in ("wisher", "wished")
        }
        changes = random.choice(({"answer": answer}, sides, {"priority": 1}))
        wishes[number] = old.model_copy(update=changes)
        return changed_to(whole, wishes=wishes)
    if kind == "one" and len(whole.tables) > 1:
        first, *rest = whole.tables
        closed = Interval(start=whole.slots[0].start, end=whole.slots[0].end)
        return changed_to(
            whole, tables=(first.model_copy(update={"closed": (closed,)}), *rest)
        )
    return _rest_changed(random, whole)


def _rest_changed(random: Random, whole: Event) -> Event:
    other = random_event(random.randrange(10**6))
    if random.random() < 0.5 and whole.wishes:
        met = random.choice(whole.wishes)
        return changed_to(whole, vetoes=(Veto(sides=(met.wisher, met.wished)),))
    return changed_to(whole, policy=other.policy)
