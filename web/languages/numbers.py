"""Numbers and days inside of sentences, as the page's language has them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from b4h_scheduler import languages
from web.languages.choice import language

_MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
_DAYS = {
    f"{_MONDAY + timedelta(days=each):%a}": _MONDAY + timedelta(days=each)
    for each in range(7)
}
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
    """Return a text with "Thu 10:40" as the page's language writes it."""
    return _DAY_AND_CLOCK.sub(lambda found: _day(found[1]), text)


def is_moment(text: str) -> bool:
    """Whether a text is no more than "Thu 10:40"."""
    return _MOMENT.fullmatch(text) is not None


def _day(name: str) -> str:
    moment = languages.weekday_and_time(_DAYS[name], language())
    return moment.partition(" ")[0]
