"""Words of what is chosen from lists in the set-up."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from b4h_scheduler.domain.people import CountingMeetings, Kind
from b4h_scheduler.domain.places import HomeUse, TravelMode
from b4h_scheduler.domain.policy import Eligibility, FairnessOver, LevelName
from web.languages.texts import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

_Member = TypeVar("_Member", bound=StrEnum)

HEADINGS: dict[Kind, str] = {
    Kind.COMPANY: mark("Company"),
    Kind.CORPORATE: mark("Corporate"),
    Kind.INVESTOR: mark("Investor"),
    Kind.UNIVERSITY: mark("University"),
    Kind.CLUSTER: mark("Cluster"),
    Kind.PUBLIC: mark("Public"),
    Kind.OTHER: mark("Other"),
}
ELIGIBILITY: dict[Eligibility, str] = {
    Eligibility.MUTUAL: mark("mutual"),
    Eligibility.ANSWERED: mark("answered"),
    Eligibility.OPEN: mark("open"),
}
FAIRNESS_OVER: dict[FairnessOver, str] = {
    FairnessOver.ORGANIZATIONS: mark("organizations"),
    FairnessOver.DELEGATES: mark("delegates"),
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
COUNTING: dict[CountingMeetings, str] = {
    CountingMeetings.ON_SITE_ABROAD: mark("on-site-abroad"),
    CountingMeetings.ON_SITE: mark("on-site"),
    CountingMeetings.ALL: mark("all"),
}
HOME_USE: dict[HomeUse, str] = {
    HomeUse.ALWAYS: mark("always"),
    HomeUse.PREFERRED: mark("preferred"),
}
TRAVEL: dict[TravelMode, str] = {
    TravelMode.PLANE: mark("plane"),
    TravelMode.TRAIN: mark("train"),
    TravelMode.OTHER: mark("other"),
}


def chosen(words: Mapping[_Member, str]) -> tuple[tuple[str, str], ...]:
    """Return values and words as the choices of a field."""
    return tuple((member.value, word) for member, word in words.items())
