"""Partners to propose to voucher holders who would miss their least number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.finding.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate, Organization

MOST = 3
"""Proposals for each holder."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A partner whose meeting would count.

    Attributes
    ----------
    why : tuple of str
        Words in which offers and seeks meet; else sectors that both are of.
    """

    organization: Organization
    why: tuple[str, ...]


class VoucherHelp:
    """Finds whose meeting would count, among those who fit by offers and seeks."""

    def __init__(self, event: Event) -> None:
        self._event = event
        self._suggester = Suggester(event.organizations)

    def proposals(self, holder: Delegate) -> tuple[Proposal, ...]:
        """Return the best partners that would count and are not wished for yet.

        Those whose offers and seeks fit come first, then those of the same sectors.
        """
        without = set(self._not_proposed(holder))
        found = self._suggester.suggest(holder.organization, without=without, most=MOST)
        return tuple(
            Proposal(
                each.organization,
                tuple(dict.fromkeys((*each.they_offer, *each.they_seek)))
                or each.sectors,
            )
            for each in found
        )

    def _not_proposed(self, holder: Delegate) -> Iterator[str]:
        own = self._event.organization_of[holder.organization]
        yield own.id
        for wish in self._event.wishes:
            sides = wish.wisher.organization, wish.wished.organization
            if own.id in sides:
                yield from sides
        for veto in self._event.vetoes:
            sides = veto.sides[0].organization, veto.sides[1].organization
            if own.id in sides:
                yield from sides
        for other in self._event.organizations:
            if not self._would_count(holder, own, other):
                yield other.id

    def _would_count(
        self, holder: Delegate, own: Organization, other: Organization
    ) -> bool:
        voucher = holder.voucher
        if voucher is None or not other.country:
            return False
        rule = voucher.counts or self._event.policy.voucher_counts
        is_abroad = bool(own.country) and own.country != other.country
        return is_abroad or rule is not CountingMeetings.ON_SITE_ABROAD
