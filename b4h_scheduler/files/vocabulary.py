"""Words of the languages of the region, from words.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

WORDS: dict[str, dict[str, list[str]]] = tomllib.loads(
    files("b4h_scheduler.files").joinpath("words.toml").read_text(encoding="utf-8")
)
"""Per choice and value: the other words for it."""


@lru_cache(maxsize=10_000)
def heading_key(text: str) -> str:
    """Return a heading or word without case, accents, spaces and punctuation."""
    text = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "", plain)


def meanings(choice: str) -> dict[str, str]:
    """Return the value of each word of a choice, by its key."""
    return {
        heading_key(word): value
        for value, words in WORDS[choice].items()
        for word in (value, *words)
    }
