"""What a delegate says late, as fields of the person it changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.presence import present_from, present_until
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.late import LateKind

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate

SAID = "said so on the page for late changes"
"""The reason of times that override the arithmetic of a trip."""
_AT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that a delegate asks for.

    Attributes
    ----------
    changes : dict
        Fields of `domain.people.Delegate` with their new values.
    told : dict
        What the log of late changes keeps: what it was, and is.
    """

    kind: LateKind
    changes: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)


def has_point(delegate: Delegate, way: str) -> bool:
    """Whether a new ``arrival`` or ``departure`` is the time on the ticket.

    Else, as where staff overrode the trip's arithmetic, it is the time at the event.
    """
    trip = delegate.trip
    if way == "arrival":
        return trip.arrival_point is not None and trip.present_from is None
    return trip.departure_point is not None and trip.present_until is None


def arrives(settings: Event, delegate: Delegate, moment: datetime) -> Asked:
    """Return the change to another arrival, by ticket or at the event.

    Raises
    ------
    RefusedError
        There is no slot after it.
    """
    last = settings.slots[-1].start
    if utc(moment) > utc(last):
        raise RefusedError(
            Sentence(
                "the last meeting begins at {last}: with an arrival at {moment}, say "
                "that you cannot come",
                last=f"{last:{_AT}}",
                moment=f"{moment:{_AT}}",
            )
        )
    changes = _moved(settings, delegate, "arrival", moment)
    before = present_from(settings, delegate)
    return Asked(LateKind.ARRIVES, changes, _told(before, moment))


def leaves(settings: Event, delegate: Delegate, moment: datetime) -> Asked:
    """Return the change to another departure, by ticket or from the event.

    Raises
    ------
    RefusedError
        There is no slot before it.
    """
    first = settings.slots[0].start
    if utc(moment) <= utc(first):
        raise RefusedError(
            Sentence(
                "the first meeting begins at {first}: with a departure at {moment}, "
                "say that you cannot come",
                first=f"{first:{_AT}}",
                moment=f"{moment:{_AT}}",
            )
        )
    changes = _moved(settings, delegate, "departure", moment)
    before = present_until(settings, delegate)
    return Asked(LateKind.LEAVES, changes, _told(before, moment))


def absent(delegate: Delegate) -> Asked:
    """Return the change to somebody who does not come (any more).

    Raises
    ------
    RefusedError
        That is known already.
    """
    if is_absent(delegate):
        raise RefusedError("it is known already that you do not come")
    sessions = None if delegate.sessions is None else sorted(delegate.sessions)
    return Asked(LateKind.ABSENT, {"sessions": frozenset()}, {"sessions": sessions})


def back(delegate: Delegate, sessions: list[str] | None) -> Asked:
    """Return the change to somebody who comes after all.

    Parameters
    ----------
    sessions
        That were chosen before; None: all.

    Raises
    ------
    RefusedError
        Nobody said otherwise.
    """
    if not is_absent(delegate):
        raise RefusedError("you are planned as coming already")
    chosen = None if sessions is None else frozenset(sessions)
    return Asked(LateKind.BACK, {"sessions": chosen})


def is_absent(delegate: Delegate) -> bool:
    """Whether a delegate attends no session."""
    return delegate.sessions is not None and not delegate.sessions


def _moved(
    settings: Event, delegate: Delegate, way: str, moment: datetime
) -> dict[str, Any]:
    """Return the changed trip; of those online, who have none, a blocked time."""
    if delegate.is_online:
        return {"busy": _blocked(settings, delegate, way, moment)}
    trip = delegate.trip.model_dump()
    if has_point(delegate, way):
        return {"trip": trip | {way: moment}}
    bound = "present_from" if way == "arrival" else "present_until"
    reason = delegate.trip.override_reason or SAID
    return {"trip": trip | {bound: moment, "override_reason": reason}}


def _blocked(
    settings: Event, delegate: Delegate, way: str, moment: datetime
) -> list[dict[str, datetime]]:
    first, last = settings.slots[0].start, settings.slots[-1].end
    edge = "start" if way == "arrival" else "end"
    at = first if way == "arrival" else last
    kept = [
        each.model_dump()
        for each in delegate.busy
        if utc(getattr(each, edge)) != utc(at)
    ]
    start, end = (first, moment) if way == "arrival" else (moment, last)
    if utc(start) < utc(end):
        kept.append({"start": start, "end": end})
    return kept


def _told(before: datetime | None, moment: datetime) -> dict[str, Any]:
    return {
        "before": None if before is None else before.isoformat(),
        "said": moment.isoformat(),
    }
