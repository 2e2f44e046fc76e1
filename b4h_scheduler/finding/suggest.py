"""Suggestions that explain themselves: what one offers is what the other seeks.

Parts of the texts (between commas) are compared, so that words that stand in two
different thoughts make no third one. A word counts the more the fewer use it (inverse
document frequency), and more where it stands beside the same word on both sides. One
word that many use is no reason, unless it is all that a part says. Sectors are offered,
too. Where texts do not
suffice, who works in the same sector is suggested.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.finding.terms import parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.finding.terms import Part

MOST_WORDS = 4
_COMMON_SHARE, _COMMON_LEAST = 0.15, 4
"""A word is common that more than this share, and this number, of organizations use."""
_BESIDE = 0.5
"""Of the weight of two words, once more where they stand beside each other."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody worth a look, and why.

    Attributes
    ----------
    they_offer, they_seek : tuple of str
        Words and phrases of theirs that answer ours.
    sectors : tuple of str
        In which both work; told where nothing else is.
    """

    organization: Organization
    score: float
    they_offer: tuple[str, ...]
    they_seek: tuple[str, ...]
    sectors: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """Return the reason in one sentence."""
        parts = []
        if self.they_offer:
            parts.append(f"they offer what you seek ({', '.join(self.they_offer)})")
        if self.they_seek:
            parts.append(f"they seek what you offer ({', '.join(self.they_seek)})")
        if not parts:
            parts.append(f"you both work in {', '.join(self.sectors)}")
        told = " and ".join(parts)
        return f"{told[:1].upper()}{told[1:]}."


@dataclass(slots=True)
class _Match:
    """What two texts have in common."""

    score: float = 0.0
    words: dict[str, str] = field(default_factory=dict)
    """Stem to how the other one writes it."""
    pairs: set[tuple[str, str]] = field(default_factory=set)
    """Beside each other on both sides."""
    phrases: set[tuple[str, str]] = field(default_factory=set)
    """Of these, with no word between them."""


class Suggester:
    """Suggests partners among the organizations of one event."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._organizations = {str(o.id): o for o in organizations}
        self._offers = {
            k: parts_of("; ".join((o.offers, *o.sectors)))
            for k, o in self._organizations.items()
        }
        self._seeks = {k: parts_of(o.seeks) for k, o in self._organizations.items()}
        self._offering = _users(self._offers)
        self._seeking = _users(self._seeks)
        self._used = self._count()
        self._working_in = Counter(
            sector for o in self._organizations.values() for sector in o.sectors
        )
        total = len(self._organizations)
        self._most_uncommon = max(_COMMON_LEAST, math.floor(_COMMON_SHARE * total))
        self._weight = {
            stem: math.log(1 + total / number) for stem, number in self._used.items()
        }

    def suggest(
        self, own: str, *, without: Collection[str] = (), most: int = 5
    ) -> list[Suggestion]:
        """Return the best suggestions for an organization's id, best first."""
        answers = self._matches(self._seeks.get(own, ()), self._offering, self._offers)
        asks = self._matches(self._offers.get(own, ()), self._seeking, self._seeks)
        found = [
            Suggestion(
                self._organizations[key],
                sum(each[key].score for each in (answers, asks) if key in each),
                *(_told(each.get(key)) for each in (answers, asks)),
            )
            for key in answers | asks
            if key != own and key not in without
        ]
        found.sort(key=lambda each: (-each.score, _turn(own, each)))
        if len(found) < most:
            known = {each.organization.id for each in found}
            found += self._of_sectors(own, {own, *without, *known})
        return found[:most]

    def _of_sectors(self, own: str, without: Collection[str]) -> list[Suggestion]:
        """Return those of the same sectors, of the rarest first."""
        if own not in self._organizations:
            return []
        ours = set(self._organizations[own].sectors)
        found = []
        for key, organization in self._organizations.items():
            both = tuple(one for one in organization.sectors if one in ours)
            if both and key not in without:
                score = sum(1 / self._working_in[sector] for sector in both)
                found.append(Suggestion(organization, score, (), (), both))
        found.sort(key=lambda each: (-each.score, _turn(own, each)))
        return found

    def _count(self) -> Counter[str]:
        used: Counter[str] = Counter()
        for key in self._organizations:
            parts = (*self._offers[key], *self._seeks[key])
            used.update({stem for part in parts for stem in part.stems})
        return used

    def _matches(
        self,
        own: Iterable[Part],
        users: Mapping[str, list[tuple[str, int]]],
        theirs: Mapping[str, tuple[Part, ...]],
    ) -> dict[str, _Match]:
        """Return what each organization's parts have in common with one's own."""
        found: dict[str, _Match] = {}
        for part in own:
            shared: dict[tuple[str, int], list[str]] = {}
            for stem in part.stems:
                for place in users.get(stem, ()):
                    shared.setdefault(place, []).append(stem)
            for (key, number), stems in shared.items():
                other = theirs[key][number]
                if self._is_reason(stems, part, other):
                    match = found.setdefault(key, _Match())
                    match.words |= {stem: other.written[stem] for stem in stems}
                    match.pairs |= part.pairs & other.pairs
                    match.phrases |= part.phrases & other.phrases
        for match in found.values():
            self._weigh(match)
        return found

    def _is_reason(self, stems: list[str], part: Part, other: Part) -> bool:
        is_all = len(stems) in {len(part.stems), len(other.stems)}
        is_rare = any(self._used[stem] <= self._most_uncommon for stem in stems)
        return is_all or is_rare or not part.pairs.isdisjoint(other.pairs)

    def _weigh(self, match: _Match) -> None:
        """Keep the weightiest words: else who copies a catalog fits everybody."""
        order = sorted(match.words, key=lambda stem: (-self._weight[stem], stem))
        kept = set(order[:MOST_WORDS])
        match.words = {s: word for s, word in match.words.items() if s in kept}
        match.pairs = {pair for pair in match.pairs if kept.issuperset(pair)}
        match.phrases = {pair for pair in match.phrases if kept.issuperset(pair)}
        alone = sum(self._weight[stem] for stem in kept)
        beside = sum(self._weight[a] + self._weight[b] for a, b in match.pairs)
        match.score = alone + _BESIDE * beside


def _turn(own: str, each: Suggestion) -> int:
    """Order equally good ones for each in another way: none is always first."""
    return zlib.crc32(f"{own}\n{each.organization.id}".encode())


def _users(texts: Mapping[str, tuple[Part, ...]]) -> dict[str, list[tuple[str, int]]]:
    """Return in which parts of whom each word stands."""
    found: dict[str, list[tuple[str, int]]] = {}
    for key, parts in texts.items():
        for number, part in enumerate(parts):
            for stem in part.stems:
                found.setdefault(stem, []).append((key, number))
    return found


def _told(match: _Match | None) -> tuple[str, ...]:
    """Return the words in common, phrases in one."""
    if match is None:
        return ()
    after = dict(sorted(match.phrases))
    begun = {second for _, second in after.items()}
    found, told = [], set()
    for stem in (*(s for s in match.words if s not in begun), *match.words):
        phrase = []
        at: str | None = stem
        while at is not None and at not in told:
            told.add(at)
            phrase.append(match.words[at])
            at = after.get(at)
        if phrase:
            found.append(" ".join(phrase))
    return tuple(found)
