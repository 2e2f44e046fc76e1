"""Where a meeting of a plan is, in a word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.languages.texts import gettext, told

if TYPE_CHECKING:
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting


def place_of(lookup: Lookup, meeting: Meeting) -> str:
    """Return the table of a meeting, or that it is online."""
    if meeting.table is None:
        return gettext("online")
    return told(lookup.place_name[meeting.table])
