"""Candidates and their ways, while a problem is being put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from b4h_scheduler.domain.where_to_meet import is_anywhere_to_meet
from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.candidates import wisher_and_wished
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.event_warnings import event_warnings
from b4h_scheduler.planning.interpreting import Interpreting
from b4h_scheduler.planning.options import WayFinder
from b4h_scheduler.planning.places import compile_places
from b4h_scheduler.planning.words import INELIGIBLE_WORDS
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.planning.known_ways import KnownWays
    from b4h_scheduler.planning.options import Way


class Draft:
    """Who can meet whom, where, and who cannot.

    Attributes
    ----------
    gathered : list of Gathered
        All candidates.
    in_problem : list of int
        Those that may be held, indices into ``gathered``.
    ways : list of list of Way
        Their options, in the same order.
    left_out : dict
        The others, with the reason.
    found : dict
        With ``known``: what was found of each candidate that was looked at.

    Parameters
    ----------
    known : KnownWays, optional
        Of an earlier draft of this event: the ways that are as they were.

    Raises
    ------
    PlanningError
        There is no place to meet, and no two are online.
    """

    def __init__(self, basis: Basis, known: KnownWays | None = None) -> None:
        event = basis.event
        self.event = event
        self.agendas = basis.agendas
        self.places = compile_places(event)
        if not is_anywhere_to_meet(event):
            message = "the event has no place to meet: give tables or home places"
            raise PlanningError(message)
        interpreting = Interpreting(self.agendas.companions)
        self.finder = WayFinder(event, self.agendas, self.places, interpreting)
        search = None if known is None else known.search(self.finder)
        self._ways = self.finder.ways if search is None else search.ways
        self.found = {} if search is None else search.found
        self.gathered = list(basis.gathered)
        self.in_problem: list[int] = []
        self.ways: list[list[Way]] = []
        self.left_out: dict[int, Ineligible] = {}
        for index, gathered in enumerate(basis.gathered):
            self._consider(index, gathered)
        if known is not None and search is not None:
            known.keep(search)

    def _consider(self, index: int, gathered: Gathered) -> None:
        reason = gathered.ineligible
        if reason is not None:
            self.left_out[index] = reason
            return
        ways = self._ways(gathered)
        if isinstance(ways, Ineligible):
            self.left_out[index] = ways
            self.gathered[index] = replace(gathered, ineligible=ways)
            return
        self.in_problem.append(index)
        self.ways.append(ways)

    def warnings(self) -> Iterator[str]:
        """Yield what was decided for the organizer."""
        yield from event_warnings(self.event)
        yield from self.finder.warnings()
        yield from self.places.warnings
        for index, reason in self.left_out.items():
            candidate = self.gathered[index]
            if candidate.is_promised:
                wisher, wished = (
                    self.event.organization_of[side.organization].name
                    for side in wisher_and_wished(self.event, candidate)
                )
                yield Sentence(
                    "the promised meeting of {names} cannot be held ({reason})",
                    names=f"{wisher} – {wished}",
                    reason=Sentence(
                        INELIGIBLE_WORDS[reason],
                        wisher=wisher,
                        wished=wished,
                        who=Sentence(
                            "{wisher} or {wished}", wisher=wisher, wished=wished
                        ),
                        when="",
                    ),
                )
