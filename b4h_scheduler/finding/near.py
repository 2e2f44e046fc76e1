"""Organizations that may be the one that registers: by name, by mail domain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from b4h_scheduler.files.duplicates import core
from b4h_scheduler.sentence import Sentence, listed, mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_ALIKE = 84
"""Percent of two names' cores from which they are pointed out."""
_LEAST_PART = 5
"""Letters of a name that is looked for within a longer one."""
_MAIL_PROVIDERS = """
aol bluewin free freenet gmail gmx googlemail hetnet home
hotmail icloud kpnmail laposte live mail me msn orange
outlook planet posteo proton protonmail proximus sfr skynet t-online
telenet upcmail wanadoo web xs4all yahoo yandex ziggo
"""
_ANYBODY = frozenset(_MAIL_PROVIDERS.split())
"""First part of domains at which anybody may have a mailbox."""


@dataclass(frozen=True, slots=True)
class Known:
    """An organization to compare with.

    Attributes
    ----------
    key : str
        To find it again.
    emails : tuple of str
        Of its people.
    """

    key: str
    name: str
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A known organization that may be the same."""

    known: Known
    score: int
    """Percent; 100 for a common address."""
    why: str


def near(name: str, emails: Collection[str], known: Iterable[Known]) -> list[Near]:
    """Return the organizations that may be the same, the most alike first."""
    own = core(name)
    addresses = {each.casefold() for each in emails}
    domains = _domains(emails)
    found = []
    for each in known:
        score, why = _alike(own, core(each.name))
        shared = domains & _domains(each.emails)
        if shared:
            score, why = (
                max(score, 90),
                _and(why, Sentence("both write from {name}", name=min(shared))),
            )
        common = addresses & {email.casefold() for email in each.emails}
        if common:
            score, why = 100, Sentence("{name} is there already", name=min(common))
        if why:
            found.append(Near(each, score, why))
    found.sort(key=lambda one: (-one.score, one.known.name))
    return found


def _alike(own: str, other: str) -> tuple[int, str]:
    if own == other:
        return 100, mark("the same name")
    ratio = round(fuzz.ratio(own, other))
    short, long = sorted((own, other), key=len)
    if ratio >= _ALIKE:
        return ratio, Sentence("names {ratio} % alike", ratio=ratio)
    if len(short) >= _LEAST_PART and long.startswith(short):
        return _ALIKE, mark("one name begins with the other")
    return 0, ""


def _domains(emails: Iterable[str]) -> set[str]:
    found = (email.casefold().rpartition("@")[2] for email in emails)
    return {each for each in found if each and each.partition(".")[0] not in _ANYBODY}


def _and(first: str, second: str) -> str:
    return listed(filter(None, (first, second)))
