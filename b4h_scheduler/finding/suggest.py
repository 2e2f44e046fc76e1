"""Suggestions that explain themselves: what one offers is what the other seeks."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.finding.search import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from b4h_scheduler.domain.people import Organization

_LEAST_LETTERS = 4
_STOP = frozenset(
    words_of(
        "with from that this for and the our your their they have into need needs "
        "wants seeks offers company companies partner partners und oder der die das "
        "fur von mit les des pour avec dans een van voor met con para los las por"
    )
)
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody worth a look, and why.

    Attributes
    ----------
    they_offer, they_seek : tuple of str
        Words of theirs that answer ours.
    """

    organization: Organization
    score: float
    they_offer: tuple[str, ...]
    they_seek: tuple[str, ...]

    @property
    def why(self) -> str:
        """Return the reason in one sentence."""
        parts = []
        if self.they_offer:
            parts.append(f"they offer what you seek ({', '.join(self.they_offer)})")
        if self.they_seek:
            parts.append(f"they seek what you offer ({', '.join(self.they_seek)})")
        told = " and ".join(parts)
        return f"{told[:1].upper()}{told[1:]}."


class Suggester:
    """Suggests partners among the organizations of one event.

    Words that few use say more than those that everybody uses (inverse document
    frequency).
    """

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._organizations = tuple(organizations)
        self._offers = {str(o.id): _terms(o.offers) for o in self._organizations}
        self._seeks = {str(o.id): _terms(o.seeks) for o in self._organizations}

    @cached_property
    def _weight(self) -> dict[str, float]:
        used: Counter[str] = Counter()
        for organization in self._organizations:
            both = self._offers[organization.id].keys()
            used.update(both | self._seeks[organization.id].keys())
        total = len(self._organizations)
        return {word: math.log(1 + total / number) for word, number in used.items()}

    def suggest(
        self, own: str, *, without: Collection[str] = (), most: int = 5
    ) -> list[Suggestion]:
        """Return the best suggestions for an organization's id, best first."""
        offers, seeks = self._offers.get(own, {}), self._seeks.get(own, {})
        found = []
        for organization in self._organizations:
            if organization.id == own or organization.id in without:
                continue
            answer = self._common(self._offers[organization.id], seeks)
            ask = self._common(self._seeks[organization.id], offers)
            score = sum(self._weight[word] for word in (*answer, *ask))
            if score > 0:
                found.append(
                    Suggestion(
                        organization,
                        score,
                        tuple(self._offers[organization.id][w] for w in answer),
                        tuple(self._seeks[organization.id][w] for w in ask),
                    )
                )
        found.sort(key=lambda each: (-each.score, each.organization.name))
        return found[:most]

    def _common(self, theirs: dict[str, str], ours: dict[str, str]) -> list[str]:
        words = sorted(
            theirs.keys() & ours.keys(), key=lambda word: (-self._weight[word], word)
        )
        return words[:MOST_WORDS]


def _terms(text: str) -> dict[str, str]:
    """Return the words that say something: their stem to how they are written."""
    found: dict[str, str] = {}
    for word in words_of(text):
        if len(word) >= _LEAST_LETTERS and word not in _STOP:
            found.setdefault(_stem(word), word)
    return found


def _stem(word: str) -> str:
    """Return a word without the plural's ending."""
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_LETTERS:
            return word[: -len(ending)]
    return word
