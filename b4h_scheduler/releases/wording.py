"""What a plan tells everybody, made once and kept for the release after it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.mail.agenda import Agendas
from b4h_scheduler.outputs.calendars.contents import Contents
from b4h_scheduler.outputs.told_alike import told_alike

if TYPE_CHECKING:
    from b4h_scheduler.mail.agenda import Agenda
    from b4h_scheduler.outputs.lookup import Lookup


class Wording:
    """Entries of calendars and agendas of mail, of one plan.

    Parameters
    ----------
    lookup : Lookup
    before : Wording, optional
        Of another plan of the event: what both tell alike is taken from it. The result
        is the same without it (a test compares), it only takes longer.
    """

    def __init__(self, lookup: Lookup, before: Wording | None = None) -> None:
        self.lookup = lookup
        if before is None:
            self.contents, self.writer = Contents(lookup), Agendas(lookup)
            return
        alike = told_alike(before.lookup, lookup)
        self.contents = Contents(lookup, before.contents, alike)
        self.writer = Agendas(lookup, before.writer, alike)

    @cached_property
    def agendas(self) -> dict[str, Agenda]:
        """What mail tells each delegate, by key."""
        return self.writer.all()
