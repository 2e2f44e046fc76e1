"""What mail says in each language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

if TYPE_CHECKING:
    from datetime import date, datetime

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "nl": "Nederlands",
    "es": "Español",
}
DEFAULT = "en"
_LOCALES = {"en": "en_GB"}
"""Of dates, where the language alone would give those of another continent."""


@dataclass(frozen=True, slots=True)
class MailWords:
    """The texts of one language, and its dates."""

    language: str
    texts: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """Return a text as it stands, such as ``mark.new``."""
        return self.texts[name]

    def day(self, day: date) -> str:
        """Return "Thursday 26 November 2026" in the language's order."""
        return _full_date(day, self._locale)

    def when(self, moment: datetime, zone: str) -> str:
        """Return day and time on the event's clocks, short."""
        local = moment.astimezone(ZoneInfo(zone))
        day = format_skeleton("MMMEd", local, locale=self._locale)
        return f"{day}, {local:%H:%M}"

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.language, self.language)


@lru_cache(maxsize=1024)
def _full_date(day: date, locale: str) -> str:
    return format_date(day, "full", locale=locale)


@cache
def words_of(language: str) -> MailWords:
    """Return the texts of a language; of one that is not there, English."""
    known = language[:2].lower()
    if known not in LANGUAGES:
        known = DEFAULT
    text = files(__package__).joinpath("languages", f"{known}.toml").read_text("utf-8")
    return MailWords(known, dict(_flat(tomllib.loads(text))))


def _flat(content: dict[str, str | dict[str, str]]) -> list[tuple[str, str]]:
    flat = []
    for name, value in content.items():
        if isinstance(value, str):
            flat.append((name, value))
        else:
            flat += [(f"{name}.{key}", text) for key, text in value.items()]
    return flat
