"""What a text about offers or seeks says: its parts, and the words that count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from b4h_scheduler.finding.search import words_of
from b4h_scheduler.finding.stop_words import STOP_WORDS

_LEAST_LETTERS = 4
_PARTS = re.compile(r"[;,.:\n•()/]+(?!\d)")
_WORDS = re.compile(r"[^\W_]+")
_STOP = frozenset(words_of(STOP_WORDS))


@dataclass(frozen=True)
class Part:
    """A part of a text, between commas or the like.

    Attributes
    ----------
    stems : tuple of str
        Of the words that count, in order.
    written : dict
        Stem to how it is written there.
    phrases : frozenset
        Pairs of stems with no word between them.
    """

    stems: tuple[str, ...]
    written: dict[str, str]
    phrases: frozenset[tuple[str, str]]

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Words next to each other, but for words that do not count."""
        return frozenset(zip(self.stems, self.stems[1:], strict=False))


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts of a text that say something."""
    found = (_part(each) for each in _PARTS.split(text))
    return tuple(part for part in found if part.stems)


def _part(text: str) -> Part:
    written: dict[str, str] = {}
    phrases: set[tuple[str, str]] = set()
    last = ""
    for word in _WORDS.findall(unicodedata.normalize("NFC", text)):
        plain = "".join(words_of(word))
        stem = _stem(plain) if _counts(word, plain) else ""
        if stem:
            written.setdefault(stem, word if word.isupper() else word.lower())
        if stem and last and stem != last:
            phrases.add((last, stem))
        last = stem
    return Part(tuple(written), written, frozenset(phrases))


def _counts(word: str, plain: str) -> bool:
    if plain in _STOP or not any(map(str.isalpha, plain)):
        return False
    if len(plain) >= _LEAST_LETTERS:
        return True
    is_short_name = word.isupper() or any(map(str.isdigit, word))
    return len(plain) > 1 and is_short_name


def _stem(word: str) -> str:
    """Return a word without the endings of its plural."""
    if len(word) > _LEAST_LETTERS and word.endswith("ies"):
        return f"{word[:-3]}y"
    for ending in ("s", "e", "en"):
        is_double = ending == "s" and word.endswith("ss")
        if word.endswith(ending) and not is_double and _is_long(word, ending):
            word = word.removesuffix(ending)
    return word


def _is_long(word: str, ending: str) -> bool:
    return len(word) - len(ending) >= _LEAST_LETTERS
