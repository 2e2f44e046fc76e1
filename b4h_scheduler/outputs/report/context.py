"""What the sections of a report are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.figures import Figures


@dataclass(frozen=True, slots=True)
class Context:
    """A plan and its figures, for one edition of the report.

    Attributes
    ----------
    lookup : Lookup
    figures : Figures
    is_public : bool
        No names of organizations or people, and no group smaller than the policy's
        ``small_group``.
    """

    lookup: Lookup
    figures: Figures
    is_public: bool

    @property
    def least_group(self) -> int:
        """Groups smaller than this are merged; 1 in the internal edition."""
        return self.lookup.event.policy.small_group if self.is_public else 1

    @property
    def describes_vouchers(self) -> bool:
        """Whether no group of holders, by what they reach, is too small to be told."""
        row = self.figures.vouchers
        reached = (row.least_reached, row.target_reached)
        groups = (*reached, *(row.holders - number for number in reached))
        return row.holders >= self.least_group and all(
            number == 0 or number >= self.least_group for number in groups
        )
