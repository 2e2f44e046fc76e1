"""What every reckoning about an event begins with: agendas, and who could meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.planning.agendas import agendas
from b4h_scheduler.planning.alike import are_alike
from b4h_scheduler.planning.candidates import gather
from b4h_scheduler.planning.own_wishes import KnownEntries

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
        if last is not None and _wished(last.event) == _wished(event):
            gathered = last.gathered
        else:
            gathered = tuple(gather(event))
        self._last = Basis(event, agendas(event), gathered, self._entries)
        return self._last


def basis_of(event: Event) -> Basis:
    """Return the basis of an event."""
    return Bases().of(event)


def _wished(event: Event) -> tuple[object, ...]:
    """Return all that `gather` looks at."""
    people = event.organizations, event.vetoes
    return event.wishes, event.promised, *people, event.policy
