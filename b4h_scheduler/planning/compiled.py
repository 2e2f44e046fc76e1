"""An event as a problem of the kernel, with the way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.domain.wishes import Ineligible
    from b4h_scheduler.planning.agendas import Agendas
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.planning.fixed import Fixed
    from b4h_scheduler.planning.known_ways import Found
    from b4h_scheduler.planning.places import Places
    from b4h_scheduler.planning.told import Told
    from b4h_scheduler.planning.vouchers import VoucherTarget
    from b4h_scheduler.plans import Plan
    from solver.problem import Problem
    from solver.ragged import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A problem and what its numbers mean.

    Attributes
    ----------
    event : Event
    problem : Problem
    agendas : Agendas
        ``agendas.all[p]`` is participant ``p``.
    places : Places
        ``places.place[t]`` is table ``t``.
    gathered : list of Gathered
        All candidates of the event, also those not in the problem.
    in_problem : int64[C]
        For each candidate of the problem, its index in ``gathered``.
    left_out : dict
        For the others (index in ``gathered``), why they are not in the problem.
    vouchers : tuple of VoucherTarget
    warnings : tuple of str
    told : Told
        What was said of candidates that are not held, by what is in their way.
    released : Plan or None
        The plan that is changed, on re-planning.
    fixed : Fixed or None
        What it fixes.
    found : mapping
        Of candidates whose ways were looked for: the same object as for an earlier
        problem of this event where nothing they depend on has changed.
    """

    event: Event
    problem: Problem
    agendas: Agendas
    places: Places
    gathered: list[Gathered]
    in_problem: IntArray
    left_out: dict[int, Ineligible]
    vouchers: tuple[VoucherTarget, ...]
    warnings: tuple[str, ...]
    told: Told
    released: Plan | None = None
    fixed: Fixed | None = None
    found: Mapping[CandidateId, Found] = field(default_factory=dict)

    def candidate(self, index: int) -> Gathered:
        """Return candidate ``index`` of the problem."""
        return self.gathered[int(self.in_problem[index])]
