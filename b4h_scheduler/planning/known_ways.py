"""Ways that were found before, for an event that changes a little at a time.

Most changes of a large event concern one or two people; who else can meet how stays.
Nothing is taken over on trust: what a candidate's ways depend on is compared, and the
tables that meetings may use are asked for in the same order as for a new event, so
that they have the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from b4h_scheduler.planning.alike import UNREAD, are_same, are_settings_alike
from b4h_scheduler.planning.option_arrays import OptionArrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CandidateId, OrganizationId
    from b4h_scheduler.domain.wishes import Ineligible
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.planning.options import Way, WayFinder
    from b4h_scheduler.planning.places import HostedBy

    Asked = tuple[tuple[HostedBy, tuple[int, int] | None], ...]

_AROUND = ("organizations", "companions", "tables", "home_places", "vetoes")
"""Parts of an event of which every candidate's ways may depend."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The ways of a candidate, or why it has none, and what was asked for them.

    Attributes
    ----------
    gathered : Gathered
        The candidate.
    between : tuple of two OrganizationId
    asked : tuple
        Kinds of meetings whose tables were asked for, and the answers.
    num_capped, num_apart, num_speechless : int
        By how much each number of the finder rose.
    """

    gathered: Gathered
    between: tuple[OrganizationId, OrganizationId]
    ways: list[Way] | Ineligible
    asked: Asked
    num_capped: int
    num_apart: int
    num_speechless: int


class KnownWays:
    """Keeps the ways of the last state of an event."""

    def __init__(self) -> None:
        self._last: Search | None = None
        self._arrays: OptionArrays | None = None

    def search(self, finder: WayFinder) -> Search:
        """Begin with the next state, whose ways this finder finds."""
        last = self._last
        changed = None if last is None else _changed(last.event, finder.event)
        if last is None or changed is None:
            return Search(finder, {}, frozenset())
        return Search(finder, last.found, changed)

    def keep(self, search: Search) -> None:
        """Keep what was found, and nothing older."""
        search.forget_known()
        self._last = search

    def arrays(self, ways: Sequence[list[Way]], num_slots: int) -> OptionArrays:
        """Return the arrays of these ways: the last ones, if none is another."""
        last = self._arrays
        if last is None or not last.is_of(ways, num_slots):
            last = self._arrays = OptionArrays.of(ways, num_slots)
        return last


class Search:
    """Finds the ways of one state of an event.

    Parameters
    ----------
    known : dict
        Found in another state that differs in these organizations' people only.
    changed : frozenset of OrganizationId
    """

    def __init__(
        self,
        finder: WayFinder,
        known: dict[CandidateId, Found],
        changed: frozenset[OrganizationId],
    ) -> None:
        self.event = finder.event
        self.found: dict[CandidateId, Found] = {}
        self._finder = finder
        self._known = known
        self._changed = changed
        self._asked: dict[Asked, Asked] = {}
        """What was asked, each once: very many candidates ask the same."""
        self._confirmed: set[int] = set()
        """Of these, by identity, those of which every answer is as it was."""

    def forget_known(self) -> None:
        """Let go of the state before: nothing is looked for any more."""
        self._known = {}

    def ways(self, gathered: Gathered) -> list[Way] | Ineligible:
        """Return what the finder returns, and count what it counts."""
        found = self._known.get(gathered.id)
        if found is None:
            found = self._find(gathered)
        elif not self._is_as_it_was(gathered, found):
            known, found = found.ways, self._find(gathered)
            if found.ways == known:
                found = replace(found, ways=known)
        else:
            finder = self._finder
            finder.num_capped += found.num_capped
            finder.num_apart += found.num_apart
            finder.num_speechless += found.num_speechless
        self.found[gathered.id] = found
        return found.ways

    def _is_as_it_was(self, gathered: Gathered, found: Found) -> bool:
        if not self._changed.isdisjoint(found.between):
            return False
        was = found.gathered
        if was is not gathered and (
            gathered.host != was.host or gathered.named != was.named
        ):
            return False
        return id(found.asked) in self._confirmed or self._is_answered_alike(found)

    def _is_answered_alike(self, found: Found) -> bool:
        """Whether tables are as they were; asked in the same order as for the first."""
        sets_for = self._finder.places.sets_for
        if any(sets_for(key) != answer for key, answer in found.asked):
            return False
        self._confirmed.add(id(found.asked))
        self._asked.setdefault(found.asked, found.asked)
        return True

    def _find(self, gathered: Gathered) -> Found:
        finder = self._finder
        places = finder.places
        places.asked.clear()
        before = finder.num_capped, finder.num_apart, finder.num_speechless
        ways = finder.ways(gathered)
        asked = tuple(
            [(key, places.sets_for(key)) for key in dict.fromkeys(places.asked)]
        )
        one, other = gathered.sides
        return Found(
            gathered=gathered,
            between=(one.organization, other.organization),
            ways=ways,
            asked=self._asked.setdefault(asked, asked),
            num_capped=finder.num_capped - before[0],
            num_apart=finder.num_apart - before[1],
            num_speechless=finder.num_speechless - before[2],
        )


def _changed(one: Event, other: Event) -> frozenset[OrganizationId] | None:
    """Return whose people differ; None where more than people and wishes does."""
    if not are_settings_alike(one, other) or len(one.delegates) != len(other.delegates):
        return None
    if not all(
        are_same(getattr(one, name), getattr(other, name), set()) for name in _AROUND
    ):
        return None
    found = set()
    for a, b in zip(one.delegates, other.delegates, strict=True):
        if a is b:
            continue
        if (a.id, a.organization, a.unit) != (b.id, b.organization, b.unit):
            return None
        if not are_same((a,), (b,), set(UNREAD)):
            found.add(b.organization)
    return frozenset(found)
