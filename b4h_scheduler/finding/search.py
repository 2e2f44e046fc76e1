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
    """Keep them: every search asks for those of every organization again."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORDS.findall(plain))


def search(found: Iterable[Organization], filters: Filters) -> list[Organization]:
    """Return the organizations that have every word asked for, best first.

    A word is found if it begins a word of name, offers, seeks, sectors, region or
    units, or is nearly one; the name counts most.
    """
    wanted = words_of(filters.text)
    scored = []
    for organization in found:
        if not _passes(organization, filters):
            continue
        score = _score(organization, wanted)
        if score > 0:
            key = words_of(organization.name)
            scored.append((-score, key, organization.id, organization))
    scored.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in scored]


def _passes(organization: Organization, filters: Filters) -> bool:
    sectors = {sector.casefold() for sector in organization.sectors}
    return (
        (not filters.sector or filters.sector.casefold() in sectors)
        and (not filters.region or organization.region == filters.region)
        and (not filters.country or organization.country == filters.country)
        and (not filters.kind or organization.kind == filters.kind)
    )


def _score(organization: Organization, wanted: list[str]) -> float:
    if not wanted:
        return 1.0
    name = words_of(organization.name)
    units = " ".join(unit.name for unit in organization.units)
    text = words_of(
        " ".join(
            (
                organization.offers,
                organization.seeks,
                " ".join(organization.sectors),
                organization.region,
                units,
            )
        )
    )
    total = 0.0
    for word in wanted:
        best = max(2 * _best(word, name), _best(word, text))
        if not best:
            return 0.0
        total += best
    return total


def _best(word: str, among: list[str]) -> float:
    if any(each.startswith(word) for each in among):
        return 100.0
    if len(word) < _LEAST_FUZZY:
        return 0.0
    hit = process.extractOne(word, among, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return 0.0 if hit is None else float(hit[1])
