"""Languages by ISO 639-1 code or by name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from b4h_scheduler.files.vocabulary import heading_key

NAMES_IN = ("en", "de", "fr", "nl", "es", "it", "lb", "ga", "cy")
"""Languages in which names of languages and countries are understood."""

_OWN_NAMES = {
    "português": "pt", "polski": "pl", "čeština": "cs", "slovenčina": "sk",
    "slovenščina": "sl", "hrvatski": "hr", "magyar": "hu", "română": "ro",
    "български": "bg", "ελληνικά": "el", "svenska": "sv", "dansk": "da", "norsk": "nb",
    "suomi": "fi", "eesti": "et", "latviešu": "lv", "lietuvių": "lt", "türkçe": "tr",
    "русский": "ru", "українська": "uk", "العربية": "ar", "עברית": "he", "فارسی": "fa",
    "中文": "zh", "mandarin": "zh", "日本語": "ja", "한국어": "ko", "flemish": "nl",
    "vlaams": "nl", "castellano": "es", "català": "ca",
}  # fmt: skip
"""Names in the languages themselves, beyond those of ``NAMES_IN``."""


def language_code(text: str) -> str | None:
    """Return the ISO 639-1 code of a code, locale (``de-DE``) or name."""
    codes = _codes()
    key = heading_key(text)
    if key in codes:
        return codes[key]
    return codes.get(heading_key(text.replace("_", "-").partition("-")[0]))


@lru_cache(maxsize=1_000)
def languages_in(texts: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the codes of languages in some texts, and the words that are none."""
    words = [
        word.strip()
        for text in texts
        for word in re.split(r"[,/]", text)
        if word.strip()
    ]
    codes = {word: language_code(word) for word in words}
    return (
        frozenset(code for code in codes.values() if code is not None),
        tuple(word for word, code in codes.items() if code is None),
    )


@cache
def _codes() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - 50 ms, only when files are read

    found = {heading_key(name): code for name, code in _OWN_NAMES.items()}
    for reader in NAMES_IN:
        locale = Locale(reader)
        for code, name in locale.languages.items():
            if len(code) == len("xx"):
                found.setdefault(code, code)
                found.setdefault(heading_key(name), code)
    return found
