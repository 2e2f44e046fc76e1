"""What a change would mean for plans, told before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.store.uprooted import Uprooted


@dataclass(frozen=True, slots=True)
class Concerned:
    """Meetings and doubts, in spite of which a visitor may be sure.

    Attributes
    ----------
    lost
        Meetings of drafts and of the latest release that would become impossible.
    doubts
        Why what was typed may be a mistake.
    going
        What else would be removed.
    """

    lost: Sequence[Uprooted] = ()
    doubts: Sequence[str] = ()
    going: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to be sure about."""
        return bool(self.lost or self.doubts or self.going)

    @property
    def is_in_the_way(self) -> bool:
        """Whether the form is shown again, to ask."""
        return bool(self) and request.form.get("sure") != "yes"

    @property
    def has_released(self) -> bool:
        """Whether people have such a meeting in their calendars."""
        return any(each.is_released for each in self.lost)
