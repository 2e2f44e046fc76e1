"""What every reckoning about an event begins with: agendas, and who could meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.planning.agendas import agendas
from b4h_scheduler.planning.alike import (
    UNREAD,
    are_alike,
    are_same,
    are_settings_alike,
)
from b4h_scheduler.planning.candidates import gather
from b4h_scheduler.planning.own_wishes import KnownEntries
from b4h_scheduler.planning.regathered import regathered

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.agendas import Agendas
    from b4h_scheduler.planning.candidates import Gathered


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Made once for an event, used by its hints, its problem and figures of plans.

    Attributes
    ----------
    gathered : tuple of Gathered
        All candidates; nobody changes them.
    entries : KnownEntries
        Where they count for people; looks itself whether it is up to date.
    """

    event: Event
    agendas: Agendas
    gathered: tuple[Gathered, ...]
    entries: KnownEntries = field(default_factory=KnownEntries)


class Bases:
    """Makes the basis of an event again and again, as the event changes.

    What wishes add up to is made anew only when anything it depends on has changed.
    """

    def __init__(self) -> None:
        self._last: Basis | None = None
        self._entries = KnownEntries()

    def of(self, event: Event) -> Basis:
        """Return the basis of the event as it is now."""
        last = self._last
        if last is not None and are_alike(last.event, event):
            self._last = Basis(event, last.agendas, last.gathered, self._entries)
            return self._last
        if last is None:
            gathered, found = tuple(gather(event)), agendas(event)
        else:
            gathered = regathered(last.event, last.gathered, event)
            is_peopled = _is_peopled_alike(last.event, event)
            found = last.agendas if is_peopled else agendas(event)
        self._last = Basis(event, found, gathered, self._entries)
        return self._last


def basis_of(event: Event) -> Basis:
    """Return the basis of an event."""
    return Bases().of(event)


def _is_peopled_alike(one: Event, other: Event) -> bool:
    """Whether agendas, which do not depend on wishes, are the same."""
    return (
        are_settings_alike(one, other)
        and are_same(one.organizations, other.organizations, set())
        and are_same(one.delegates, other.delegates, set(UNREAD))
        and are_same(one.companions, other.companions, set())
    )
