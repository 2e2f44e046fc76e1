"""What it would cost to grant a wish that a plan does not grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.ids import CandidateId
from b4h_scheduler.planning.demanding import demanding
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.laid_out import lay_out
from b4h_scheduler.planning.locks import with_locks
from b4h_scheduler.planning.price_words import price_words
from b4h_scheduler.planning.run import Search, run_compiled
from solver.validate import validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.plans import Plan
    from solver.levels import Level
    from solver.price import Pricer

PRICE_S = 10.0
"""Seconds for one exact price, if nothing else is said."""


class WishPrice(Entity):
    """The price of one candidate on the first level that differs.

    Losses are positive, whatever the level counts.
    """

    candidate: CandidateId
    level: str | None
    """``solver.Level`` value; None: no difference for certain."""
    at_least: int
    """No plan with it loses less; negative: a better plan is not ruled out."""
    at_most: int | None
    """What a plan that holds it loses; None: none was looked for, or found."""
    is_possible: bool
    """False: proven that no valid plan holds it."""
    is_estimate: bool
    """From prices of what is scarce alone: the true price may be higher."""
    is_plan_best: bool
    """The plan itself is proven to be the best on that level."""
    text: str
    """For the organizer, in English."""

    @property
    def is_exact(self) -> bool:
        """The loss is known."""
        return self.at_least == self.at_most

    @property
    def is_gain(self) -> bool:
        """A better plan was found, which holds it."""
        return self.at_most is not None and self.at_most < 0


class Prices:
    """Prices of the wishes that one plan does not grant.

    Parameters
    ----------
    event : Event
    plan : Plan
        Of that event as it is.
    locks : sequence of Lock
        Compared is with plans that keep them.

    Raises
    ------
    PlanningError
        The event has changed since the plan was made, or the plan breaks a lock.
    """

    def __init__(
        self, event: Event, plan: Plan, *, locks: Sequence[Lock] = (), seed: int = 0
    ) -> None:
        from solver.price import Pricer  # noqa: PLC0415  (loads solvers)

        self.event = event
        laid = lay_out(event, plan)
        self.compiled, self.assignment = laid.compiled, laid.assignment
        if locks:
            self.compiled = with_locks(laid.compiled, locks)
            if validate(self.compiled.problem, laid.assignment):
                message = "the plan does not keep all locks: plan anew, or unlock"
                raise PlanningError(message)
        self._pricer: Pricer = Pricer(self.compiled.problem, laid.assignment, seed=seed)
        self._number = {
            laid.compiled.gathered[index].id: number
            for number, index in enumerate(laid.compiled.in_problem.tolist())
        }

    def is_priced(self, candidate: CandidateId) -> bool:
        """Whether a candidate may be held at all and the plan does not hold it."""
        number = self._number.get(candidate)
        return number is not None and not self.assignment.held[number]

    def estimates(self) -> dict[CandidateId, WishPrice]:
        """Return what each eligible wish that is not granted costs at least."""
        found = self._pricer.estimates()
        ids = list(self._number)
        return {
            ids[number]: self._told(
                ids[number],
                found.levels[found.level[number]] if found.level[number] >= 0 else None,
                int(found.loss[number]),
            )
            for number in np.flatnonzero(~self.assignment.held).tolist()
        }

    def price(
        self, candidate: CandidateId, *, time_limit_s: float = PRICE_S
    ) -> WishPrice:
        """Return the price of one wish, exactly or between two ends.

        Raises
        ------
        PlanningError
            It may not be held at all, or is held.
        """
        from solver.budget import Budget  # noqa: PLC0415

        price = self._pricer.price(self._of(candidate), Budget(time_limit_s))
        return self._told(
            candidate,
            price.level,
            price.at_least,
            price.at_most,
            is_possible=price.is_possible,
            is_estimate=False,
        )

    def granting(self, candidate: CandidateId, search: Search) -> Plan:
        """Return the best plan found that grants a wish: a whole new plan.

        Raises
        ------
        InfeasibleEventError, NothingFoundError, PlanningError
            There is none, or none was found.
        """
        from solver import solve_in_child  # noqa: PLC0415

        if not self.is_priced(candidate):
            raise PlanningError(_not_priced(candidate))
        forced = demanding(self.compiled, candidate)
        return run_compiled(solve_in_child, forced, search)

    def _of(self, candidate: CandidateId) -> int:
        if not self.is_priced(candidate):
            raise PlanningError(_not_priced(candidate))
        return self._number[candidate]

    def _told(
        self,
        candidate: CandidateId,
        level: Level | None,
        at_least: int,
        at_most: int | None = None,
        *,
        is_possible: bool = True,
        is_estimate: bool = True,
    ) -> WishPrice:
        return WishPrice(
            candidate=candidate,
            level=None if level is None else str(level),
            at_least=at_least,
            at_most=at_most,
            is_possible=is_possible,
            is_estimate=is_estimate,
            is_plan_best=self._is_best(level),
            text=price_words(
                level,
                at_least,
                at_most,
                is_possible=is_possible,
                is_estimate=is_estimate,
            ),
        )

    def _is_best(self, level: Level | None) -> bool:
        """Whether the plan is proven to be the best up to a level (None: all)."""
        for each in self._pricer.levels:
            if not self._pricer.is_best(each):
                return False
            if each is level:
                break
        return True


def _not_priced(candidate: CandidateId) -> str:
    return f"{candidate} is held already, or may not be held at all"
