"""Search of organizations by words, forgiving typing errors."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.people import Organization

_WORDS = re.compile(r"[^\W_]+")
_CLOSE = 80
"""Similarity of two words (0 to 100) from which one stands for the other."""
_LEAST_FUZZY = 4
"""Shorter words must be there as they are, or begin one."""
_NAME_COUNTS = 2


@dataclass(frozen=True, slots=True)
class Filters:
    """What to search for; empty strings do not restrict."""

    text: str = ""
    sector: str = ""
    region: str = ""
    country: str = ""
    kind: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everybody is found."""
        filters = (self.text, self.sector, self.region, self.country, self.kind)
        return not any(filters)


def words_of(text: str) -> list[str]:
    """Return the words of a text: lower case, without accents."""
    return list(_words(text))


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    """Keep them: pages ask for those of the same names again and again."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORDS.findall(plain))


class Searcher:
    """Searches the organizations of one event.

    Who uses which word is worked out once. A search compares its words with each of
    theirs once, however many use it.
    """

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._organizations = sorted(
            organizations, key=lambda each: (words_of(each.name), each.id)
        )
        self._weights: dict[str, dict[int, int]] = {}
        """Word to the position of each who uses it, and how much it counts there."""
        for position, each in enumerate(self._organizations):
            for word in words_of(_text(each)):
                self._weights.setdefault(word, {})[position] = 1
            for word in words_of(each.name):
                self._weights.setdefault(word, {})[position] = _NAME_COUNTS

    def search(self, filters: Filters) -> list[Organization]:
        """Return the organizations that have every word asked for, best first.

        A word is found if it begins a word of name, offers, seeks, sectors, region or
        units, or is nearly one; the name counts most.
        """
        scores = dict.fromkeys(range(len(self._organizations)), 0.0)
        for word in words_of(filters.text):
            found = self._scores(word)
            scores = {
                position: score + found[position]
                for position, score in scores.items()
                if position in found
            }
        return [
            self._organizations[position]
            for position in sorted(scores, key=lambda each: (-scores[each], each))
            if _passes(self._organizations[position], filters)
        ]

    def _scores(self, word: str) -> dict[int, float]:
        """Return how well a word fits each of those who have it."""
        found: dict[int, float] = {}
        for known, likeness in self._alike(word):
            for position, weight in self._weights[known].items():
                found[position] = max(weight * likeness, found.get(position, 0.0))
        return found

    def _alike(self, word: str) -> list[tuple[str, float]]:
        """Return the words that one stands for, and how much it is like them."""
        found = [(known, 100.0) for known in self._weights if known.startswith(word)]
        if len(word) >= _LEAST_FUZZY:
            near = process.extract(
                word,
                self._weights.keys(),
                scorer=fuzz.ratio,
                score_cutoff=_CLOSE,
                limit=None,
            )
            found += [(known, score) for known, score, _ in near]
        return found


def _text(organization: Organization) -> str:
    """Return all that is searched beside the name."""
    return " ".join(
        (
            organization.offers,
            organization.seeks,
            *organization.sectors,
            organization.region,
            *(unit.name for unit in organization.units),
        )
    )


def _passes(organization: Organization, filters: Filters) -> bool:
    return (
        (not filters.sector or _is_in(organization.sectors, filters.sector))
        and (not filters.region or organization.region == filters.region)
        and (not filters.country or organization.country == filters.country)
        and (not filters.kind or organization.kind == filters.kind)
    )


def _is_in(sectors: Iterable[str], wanted: str) -> bool:
    return wanted.casefold() in {sector.casefold() for sector in sectors}
