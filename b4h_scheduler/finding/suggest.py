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
        self._offering = _users(self._offers)
        self._seeking = _users(self._seeks)

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
        answers = _common(self._seeks.get(own, {}), self._offering)
        asks = _common(self._offers.get(own, {}), self._seeking)
        found = [
            self._suggestion(organization, answers, asks)
            for organization in self._organizations
            if organization.id in answers or organization.id in asks
            if organization.id != own and organization.id not in without
        ]
        found.sort(key=lambda each: (-each.score, each.organization.name))
        return found[:most]

    def _suggestion(
        self,
        organization: Organization,
        answers: dict[str, list[str]],
        asks: dict[str, list[str]],
    ) -> Suggestion:
        key = str(organization.id)
        answer, ask = (self._weightiest(each.get(key, [])) for each in (answers, asks))
        return Suggestion(
            organization,
            sum(self._weight[word] for word in (*answer, *ask)),
            tuple(self._offers[key][word] for word in answer),
            tuple(self._seeks[key][word] for word in ask),
        )

    def _weightiest(self, words: list[str]) -> list[str]:
        words.sort(key=lambda word: (-self._weight[word], word))
        return words[:MOST_WORDS]


def _users(terms: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """Return who uses each word."""
    found: dict[str, list[str]] = {}
    for key, words in terms.items():
        for word in words:
            found.setdefault(word, []).append(key)
    return found


def _common(words: Iterable[str], users: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return who uses any of the words, and which."""
    found: dict[str, list[str]] = {}
    for word in words:
        for key in users.get(word, ()):
            found.setdefault(key, []).append(word)
    return found


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
