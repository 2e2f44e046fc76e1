"""What is chosen from lists in the set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import CountingMeetings, Kind
from b4h_scheduler.domain.policy import LevelName
from web.languages.texts import mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

HEADINGS: dict[Kind, str] = {
    Kind.COMPANY: mark("Company"),
    Kind.CORPORATE: mark("Corporate"),
    Kind.INVESTOR: mark("Investor"),
    Kind.UNIVERSITY: mark("University"),
    Kind.CLUSTER: mark("Cluster"),
    Kind.PUBLIC: mark("Public"),
    Kind.OTHER: mark("Other"),
}
LEVELS: dict[LevelName, str] = {
    LevelName.PROMISED: mark("promised meetings"),
    LevelName.VOUCHERS: mark("travel vouchers"),
    LevelName.NOBODY_EMPTY: mark("that nobody stays empty"),
    LevelName.WISHES: mark("wishes"),
    LevelName.WAITING: mark("waiting between meetings"),
    LevelName.RISK: mark("risk by late arrival"),
    LevelName.MOVES: mark("table changes"),
}
COUNTING: dict[str, str] = {
    "": mark("as the event rules"),
    CountingMeetings.ON_SITE_ABROAD: mark("on site, with a partner from abroad"),
    CountingMeetings.ON_SITE: mark("on site"),
    CountingMeetings.ALL: mark("all"),
}
"""Meetings that count for a voucher; the first is none of an event's own rule."""


def as_named(members: Iterable[StrEnum]) -> tuple[tuple[str, str], ...]:
    """Return members as the choices of a field, in the words that files have too.

    `web.staff.words` has them to be translated.
    """
    return tuple((member.value, member.value) for member in members)
