"""What every reckoning about an event begins with: agendas, and who could meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.planning.agendas import agendas
from b4h_scheduler.planning.candidates import gather

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
    """

    event: Event
    agendas: Agendas
    gathered: tuple[Gathered, ...]


def basis_of(event: Event) -> Basis:
    """Return the basis of an event."""
    return Basis(event, agendas(event), tuple(gather(event)))
