"""Dates, numbers, countries and kinds as the page's language has them."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from b4h_scheduler import languages
from b4h_scheduler.domain.people import Kind
from b4h_scheduler.outputs import countries, numbers
from b4h_scheduler.store.application_states import State
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.rules import Consent
from web.languages.choice import language
from web.languages.numbers import figures
from web.languages.texts import capital, gettext, mark, ngettext, told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from b4h_scheduler.domain.ids import TableId
    from b4h_scheduler.outputs.lookup import Lookup

_STORED_TIME = re.compile(r"\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}\b")
_MEGABYTE = 2**20
KINDS: dict[Kind, str] = {
    Kind.COMPANY: mark("company"),
    Kind.CORPORATE: mark("corporate"),
    Kind.INVESTOR: mark("investor"),
    Kind.UNIVERSITY: mark("university"),
    Kind.CLUSTER: mark("cluster"),
    Kind.PUBLIC: mark("public"),
    Kind.OTHER: mark("other"),
}
PHASES: dict[Phase, str] = {
    Phase.SET_UP: mark("set-up"),
    Phase.REGISTRATION: mark("registration"),
    Phase.WISHES: mark("wishes"),
    Phase.CLOSED: mark("closed"),
    Phase.RELEASED: mark("released"),
    Phase.RUNNING: mark("running"),
    Phase.AFTER: mark("after"),
    Phase.ARCHIVED: mark("archived"),
}
CONSENTS: dict[Consent, str] = {
    Consent.TERMS: mark("terms"),
    Consent.NOTICE: mark("notice"),
    Consent.PHOTOS: mark("photos"),
    Consent.CONTACT: mark("contact"),
    Consent.SURVEYS: mark("surveys"),
    Consent.LATER: mark("later"),
}
STATES: dict[State, str] = {
    State.UNCONFIRMED: mark("unconfirmed"),
    State.CONFIRMED: mark("confirmed"),
    State.WAITING: mark("waiting"),
    State.OFFERED: mark("offered"),
    State.TURNED_DOWN: mark("turned-down"),
    State.APPROVED: mark("approved"),
    State.DECLINED: mark("declined"),
    State.WITHDRAWN: mark("withdrawn"),
}
"""Words for members of enumerations that stand in sentences: their own values."""


def full_date(day: date) -> str:
    """Return "Thursday, 26 November 2026"."""
    return languages.full_date(day, language())


def short_date(day: date) -> str:
    """Return "26 Nov 2026"."""
    return languages.short_date(day, language())


def day_and_month(day: date) -> str:
    """Return "26/11", for where there is little room."""
    return languages.day_and_month(day, language())


def day_of_week(day: date) -> str:
    """Return "Thursday"."""
    return languages.day_of_week(day, language())


def day_and_time(local: datetime) -> str:
    """Return "Thu 26 Nov, 10:40"."""
    return languages.day_and_time(local, language())


def weekday_and_time(local: datetime) -> str:
    """Return "Thu 10:40"."""
    return languages.weekday_and_time(local, language())


def local_times(text: str) -> str:
    """Return a text with its stored times ("2026-11-26 10:40") in words."""
    return _STORED_TIME.sub(
        lambda found: day_and_time(datetime.fromisoformat(found[0])), text
    )


def size_words(size: int) -> str:
    """Return "20 MB" or "500 kB"."""
    if size >= _MEGABYTE:
        return f"{number(size // _MEGABYTE)} MB"
    return f"{number(size // 1000)} kB"


def number(value: int) -> str:
    """Return "1,204"."""
    return _number(value, language())


@lru_cache(maxsize=4096)
def _number(value: int, language: str) -> str:
    """Return a number in a language: a page may say the same one a thousand times."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return format_decimal(value, locale=languages.locale_of(language))


def count(value: int, one: str, many: str) -> str:
    """Return "1,204 meetings"; texts that are marked as arguments of ``count``."""
    return f"{number(value)} {ngettext(one, many, value)}"


def percent(share: float | None, digits: int = 0) -> str:
    """Return a share as text; never 100 % for what is less than all."""
    return figures(numbers.percent(share, digits))


def country(code: str) -> str:
    """Return the name of a country."""
    return countries.country_name(code, language())


def kind_word(kind: Kind) -> str:
    """Return what an organization is, as a heading: "Company"."""
    return capital(gettext(KINDS[kind]))


def place(lookup: Lookup, table: TableId) -> str:
    """Return "Table 12, Hall": where a meeting is."""
    names = told(lookup.place_name[table]), lookup.zone_name(table)
    return ", ".join(filter(None, names))


def language_name(code: str) -> str:
    """Return the name of a language: "German"."""
    return _language_names(language()).get(code, code)


@cache
def _language_names(reader: str) -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415

    return {code: str(name) for code, name in Locale(reader).languages.items()}


def by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return values and words in the order of the words, accents aside."""
    return sorted(pairs, key=lambda pair: _plain(pair[1]))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()
