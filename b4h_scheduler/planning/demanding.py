"""Plans that hold a meeting which another plan does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.planning.compiled import Compiled


def demanding(compiled: Compiled, candidate: CandidateId) -> Compiled:
    """Return the event as a problem whose plans all hold a candidate.

    A warning of the plan will say so.

    Raises
    ------
    PlanningError
        It may not be held at all.
    """
    from solver.price import with_forced  # noqa: PLC0415  (loads solvers)

    number = next(
        (
            number
            for number, index in enumerate(compiled.in_problem.tolist())
            if compiled.gathered[index].id == candidate
        ),
        None,
    )
    if number is None:
        message = mark("the meeting demanded may not be held at all (any more)")
        raise PlanningError(message)
    names = " and ".join(
        compiled.event.organization_of[side.organization].name
        for side in compiled.candidate(number).sides
    )
    return replace(
        compiled,
        problem=with_forced(compiled.problem, number),
        warnings=(
            *compiled.warnings,
            Sentence(
                "the meeting of {names} was demanded: proofs are about plans with it",
                names=names,
            ),
        ),
    )
