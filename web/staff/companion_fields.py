"""The form of an interpreter or coach: its fields, and what was typed into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.languages.texts import mark
from web.setup.fields import Field, Group, Kind, Rows
from web.setup.typed import num_rows, typed_of, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from b4h_scheduler.domain.people import Companion
    from web.setup.typed import Typed

_STRETCH = (
    Field("start", mark("From"), Kind.MOMENT),
    Field("end", mark("Until"), Kind.MOMENT),
)
PARTS = (
    Group(
        mark("Profile"),
        "",
        (
            Field("name", mark("Name"), is_needed=True),
            Field("email", mark("Mail address"), Kind.EMAIL),
            Field(
                "languages",
                mark("Languages"),
                Kind.LANGUAGES,
                mark(
                    "Codes or names, such as en; fr. An interpreter translates between "
                    "any two of them"
                ),
            ),
        ),
    ),
    Rows(
        "available",
        mark("There"),
        mark("time of presence"),
        mark("Without an entry: during the whole event."),
        _STRETCH,
    ),
    Rows(
        "busy",
        mark("Busy"),
        mark("busy time"),
        mark("Joins no meeting then."),
        _STRETCH,
    ),
)


def companion_typed(form: Mapping[str, str], zone: ZoneInfo) -> Typed:
    """Read the form."""
    return typed_of(PARTS, form, zone)


def companion_words(companion: Companion | None, zone: ZoneInfo) -> dict[str, str]:
    """Return what is stored as the fields show it; None: a new companion."""
    if companion is None:
        empty = {"name": "", "email": "", "languages": (), "available": (), "busy": ()}
        return words(PARTS, empty, zone)
    return words(PARTS, companion.model_dump(), zone)


def companion_rows(shown: Mapping[str, str], more: str | None) -> dict[str, int]:
    """Return how many rows each list shows; one more where that was asked for."""
    return {
        part.name: max(num_rows(part, shown), 1) + (part.name == more)
        for part in PARTS
        if isinstance(part, Rows)
    }
