"""Numbers and days inside of sentences, as the page's language has them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from b4h_scheduler import languages
from web.languages.choice import language

_MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
_DAYS = {
    f"{_MONDAY + timedelta(days=each):%a}": _MONDAY + timedelta(days=each)
    for each in range(7)
}
_MONTHS = tuple(f"{datetime(2026, each, 1, tzinfo=UTC):%b}" for each in range(1, 13))
_DATE_AND_CLOCK = re.compile(
    rf"\b({'|'.join(_DAYS)}) (\d\d?) ({'|'.join(_MONTHS)})(?= \d\d:\d\d)"
)
_DAY_AND_CLOCK = re.compile(rf"\b({'|'.join(_DAYS)})(?= \d\d:\d\d)")

_MOMENT = re.compile(rf"(?:(?:{'|'.join(_DAYS)}) )?\d\d:\d\d")

_FIGURES = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?( %)?|-?\d+\.\d+( %)?")


class Local(int):
    """A number that is grouped as the page's language groups: ``{n:,}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Group by language; everything else as ever."""
        if spec != ",":
            return super().__format__(spec)
        from babel.numbers import format_decimal  # noqa: PLC0415

        return format_decimal(int(self), locale=languages.locale_of(language()))


class LocalFloat(float):
    """A number with decimals as the page's language writes it: ``{n:.1f}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Format as ever, then with the signs of the language."""
        return figures(super().__format__(spec))


def figures(text: str) -> str:
    """Return "1,204.5" or "79.33 %" with the signs of the page's language."""
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

    if _FIGURES.fullmatch(text) is None:
        return text
    locale = languages.locale_of(language())
    signs = f"{get_group_symbol(locale)}{get_decimal_symbol(locale)}"
    return text.translate(str.maketrans(",.", signs))


def days(text: str) -> str:
    """Return a text with "Thu 10:40" as the page's language writes it.

    Also "Thu 26 Nov 10:40", a moment that may lie in another week.
    """
    text = _DATE_AND_CLOCK.sub(lambda found: _date(*found.groups()), text)
    return _DAY_AND_CLOCK.sub(lambda found: _day(found[1]), text)


def is_moment(text: str) -> bool:
    """Whether a text is no more than "Thu 10:40"."""
    return _MOMENT.fullmatch(text) is not None


def _date(name: str, day: str, month: str) -> str:
    """Return the date without a year, of which the day of the week is enough."""
    number = _MONTHS.index(month) + 1
    years = (datetime(year, 1, 1, tzinfo=UTC) for year in range(2024, 2052))
    for first in years:
        with suppress(ValueError):  # 29 February is not in every year
            moment = first.replace(month=number, day=int(day))
            if f"{moment:%a}" == name:
                told = languages.day_and_time(moment, language())
                return told.removesuffix(f", {moment:%H:%M}")
    return f"{name} {day} {month}"


def _day(name: str) -> str:
    moment = languages.weekday_and_time(_DAYS[name], language())
    return moment.partition(" ")[0]
