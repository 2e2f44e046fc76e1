"""Small pictures of pages, as inline SVG with classes of the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.report.pictures.strips import strip
from web.languages.texts import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from b4h_scheduler.domain.event import Event


def presence_strip(
    event: Event, there: Sequence[bool], busy: frozenset[str] = frozenset()
) -> Markup:
    """Draw which slots remain to somebody."""
    title = gettext("There in {n} of {all} slots", n=sum(there), all=len(there))
    return strip(event.slots, there, busy, title)
