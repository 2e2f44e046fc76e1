"""What was said of candidates that are not held, taken over where it is still true.

A large event has thousands of them, and a change of the event puts few into other
words. What is said depends on what is in the way, on the names of those whose agendas
these are, on the hours of the slots, and on the candidate and those in its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.alike import are_settings_alike
from b4h_scheduler.planning.words import agenda_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import OrganizationId
    from b4h_scheduler.planning.agendas import Agenda, Agendas
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.plans import Unmet
    from solver.obstacles import Obstacle
    from solver.problem import Problem
    from solver.ragged import IntArray

    Key = tuple[int, tuple[Obstacle, ...]]


class Told:
    """What was said of one state of an event.

    Parameters
    ----------
    candidates : list of Gathered
        Those of the problem.
    before : Told, optional
        Of another state of the event; it is not kept.

    Attributes
    ----------
    who : list of (str, OrganizationId or None)
        Whom the agendas belong to.
    excluded : dict
        What was said of candidates that may not be held, by their number of all.
    """

    def __init__(
        self,
        event: Event,
        agendas: Agendas,
        candidates: list[Gathered],
        value: IntArray,
        before: Told | None = None,
    ) -> None:
        self.event = event
        self.candidates = candidates
        self._value = value
        self.who: list[tuple[str, OrganizationId | None]] = [
            (agenda_name(event, each), _owner(each)) for each in agendas.all
        ]
        self.excluded: dict[int, Unmet] = {}
        self._said: dict[Key, Unmet] = {}
        self._before = {} if before is None else self._still_true(before)

    def is_of(self, event: Event, problem: Problem) -> bool:
        """Whether it may be said of a problem of an event, too."""
        return event is self.event and np.array_equal(
            problem.candidates.value, self._value
        )

    def once(
        self, index: int, hindrances: tuple[Obstacle, ...], make: Callable[[], Unmet]
    ) -> Unmet:
        """Return what is said of a candidate with this in its way."""
        key = index, hindrances
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = self._before.get(key) or make()
        return found

    def _still_true(self, before: Told) -> dict[Key, Unmet]:
        """Return what was said before of candidates that are as they were.

        They have the same numbers; so have the agendas, in the same names.
        """
        said = before._said or before._before
        if not said or before.who != self.who:
            return {}
        if not are_settings_alike(before.event, self.event):
            return {}
        pairs = zip(before.candidates, self.candidates, strict=False)
        same = {number for number, (one, other) in enumerate(pairs) if one is other}
        return {
            (index, hindrances): unmet
            for (index, hindrances), unmet in said.items()
            if index in same
            and all(same.issuperset(each.candidates) for each in hindrances)
        }


def _owner(agenda: Agenda) -> OrganizationId | None:
    return None if agenda.organization is None else agenda.organization.id
