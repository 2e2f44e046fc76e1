"""What mail says in each language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from b4h_scheduler.languages import (
    DEFAULT,
    LANGUAGES,
    day_and_time,
    full_date,
    known,
)

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["DEFAULT", "LANGUAGES", "MailWords", "words_of"]


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
        return full_date(day, self.language)

    def when(self, moment: datetime, zone: str) -> str:
        """Return day and time on the event's clocks, short."""
        return day_and_time(moment.astimezone(ZoneInfo(zone)), self.language)


@cache
def words_of(language: str) -> MailWords:
    """Return the texts of a language; of one that is not there, English."""
    code = known(language) or DEFAULT
    text = files(__package__).joinpath("languages", f"{code}.toml").read_text("utf-8")
    return MailWords(code, dict(_flat(tomllib.loads(text))))


def _flat(content: dict[str, str | dict[str, str]]) -> list[tuple[str, str]]:
    flat = []
    for name, value in content.items():
        if isinstance(value, str):
            flat.append((name, value))
        else:
            flat += [(f"{name}.{key}", text) for key, text in value.items()]
    return flat
