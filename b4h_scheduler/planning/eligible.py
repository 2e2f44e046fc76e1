"""Which candidates may become meetings: vetoes, answers, and the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.policy import Eligibility
from b4h_scheduler.domain.wishes import Ineligible

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import OrganizationId
    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.domain.wishes import Side, Veto


class EligibilityRules:
    """The rules of one event.

    Parameters
    ----------
    event : Event
    has_answers : bool
        Whether any wish was answered. Where none was, those that need an answer
        count as open.
    """

    def __init__(self, event: Event, *, has_answers: bool) -> None:
        self._organizations = event.organization_of
        self._modes = dict(event.policy.eligibility)
        if not has_answers:
            self._modes = {
                kind: Eligibility.OPEN if mode is Eligibility.ANSWERED else mode
                for kind, mode in self._modes.items()
            }
        self._vetoes = vetoes_by_pair(event)

    def ineligible(
        self,
        sides: tuple[Side, Side],
        *,
        wished: OrganizationId | None,
        is_declined: bool,
        is_accepted: bool,
        is_promised: bool,
    ) -> Ineligible | None:
        """Return why two sides may not meet; None: they may.

        Parameters
        ----------
        wished
            Who is wished for; None: the wish is mutual.
        """
        if self._vetoes and self._is_vetoed(sides):
            return Ineligible.VETO
        if is_declined:
            return Ineligible.DECLINED
        if wished is None or is_promised:
            return None
        mode = self._modes.get(self._organizations[wished].kind, Eligibility.OPEN)
        if mode is Eligibility.MUTUAL:
            return Ineligible.NOT_MUTUAL
        if mode is Eligibility.ANSWERED and not is_accepted:
            return Ineligible.NOT_ANSWERED
        return None

    def _is_vetoed(self, sides: tuple[Side, Side]) -> bool:
        pair = frozenset((sides[0].organization, sides[1].organization))
        return any(
            all(self._is_meant(a, b) for a, b in zip(veto.sides, order, strict=True))
            for veto in self._vetoes.get(pair, ())
            for order in (sides, sides[::-1])
        )

    def _is_meant(self, vetoed: Side, side: Side) -> bool:
        """Whether a side of a veto means a whole side of a candidate.

        A delegate who shares an agenda is in every meeting of it; one with an own
        agenda only bars the options it is in (`options`).
        """
        if vetoed.organization != side.organization:
            return False
        if vetoed.unit is not None and vetoed.unit != side.unit:
            return False
        if vetoed.delegate is None or vetoed.delegate == side.delegate:
            return True
        organization: Organization = self._organizations[side.organization]
        return side.delegate is None and organization.attends is Attends.TOGETHER


def vetoes_by_pair(
    event: Event,
) -> dict[frozenset[OrganizationId], list[Veto]]:
    """Return vetoes by the organizations of their two sides."""
    found: dict[frozenset[OrganizationId], list[Veto]] = {}
    for veto in event.vetoes:
        pair = frozenset(side.organization for side in veto.sides)
        found.setdefault(pair, []).append(veto)
    return found
