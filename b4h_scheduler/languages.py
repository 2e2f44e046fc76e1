"""The languages that people are written to and read pages in, and their dates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "nl": "Nederlands",
    "es": "Español",
}
"""By code, each named as its speakers call it."""
DEFAULT = "en"
_LOCALES = {"en": "en_GB"}
"""Of dates, where the language alone would give those of another continent."""


def known(code: str) -> str | None:
    """Return the language of a code or locale (``de-AT``), or None."""
    language = code[:2].lower()
    return language if language in LANGUAGES else None


def locale_of(language: str) -> str:
    """Return the locale whose dates and numbers a language uses."""
    return _LOCALES.get(language, language)


def full_date(day: date, language: str) -> str:
    """Return "Thursday, 26 November 2026" in the language's order."""
    return _full_date(day, locale_of(language))


def short_date(day: date, language: str) -> str:
    """Return "26 Nov 2026" in the language's order."""
    return _skeleton(day, "yMMMd", locale_of(language))


def day_and_month(day: date, language: str) -> str:
    """Return "26/11" in the language's order."""
    return _skeleton(day, "Md", locale_of(language))


def day_of_week(day: date, language: str) -> str:
    """Return "Thursday"."""
    return _pattern(day, "EEEE", locale_of(language))


def day_and_time(local: datetime, language: str) -> str:
    """Return "Thu 26 Nov, 10:40"; of a moment on the clocks that are meant."""
    day = _skeleton(local.date(), "MMMEd", locale_of(language))
    return f"{day}, {clock(local)}"


def weekday_and_time(local: datetime, language: str) -> str:
    """Return "Thu 10:40"."""
    day = _pattern(local.date(), "EEE", locale_of(language))
    return f"{day} {clock(local)}"


def clock(local: datetime) -> str:
    """Return "10:40", and "02:10 CET" in the hour that occurs twice."""
    mark = zone_mark(local)
    return f"{local:%H:%M} {mark}" if mark else f"{local:%H:%M}"


def zone_mark(local: datetime) -> str:
    """Return what tells a reading of the clocks from the same one an hour later.

    The short name of the time in force (CEST before the clocks go back, then CET),
    or the offset where the zone has no such name; empty where nothing occurs twice.
    """
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first <= second:
        return ""
    return local.tzname() or f"{local:%z}"


# Babel is imported late: `b4h --help` needs none of it.


@lru_cache(maxsize=1024)
def _full_date(day: date, locale: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, "full", locale=locale)


@lru_cache(maxsize=1024)
def _pattern(day: date, pattern: str, locale: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=1024)
def _skeleton(day: date, skeleton: str, locale: str) -> str:
    from datetime import UTC, datetime, time  # noqa: PLC0415

    from babel.dates import format_skeleton  # noqa: PLC0415

    noon = datetime.combine(day, time(12), UTC)
    return format_skeleton(skeleton, noon, locale=locale)
