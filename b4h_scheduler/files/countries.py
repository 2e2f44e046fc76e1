"""Countries by name in the languages of the region, or by ISO code."""

from __future__ import annotations

from functools import cache

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.files.languages import NAMES_IN
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.vocabulary import heading_key, meanings
from b4h_scheduler.sentence import Sentence

_MORE = meanings("countries")
_NOT_COUNTRIES = frozenset(
    "ZZ XA XB EU EZ UN QO AC CP CQ DG EA IC TA".split()  # noqa: SIM905 - reads better
)
"""Territories of Babel that ISO 3166-1 does not know."""
_SHORT = 3
"""Names this short are codes."""


def country_code(text: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country.

    Raises
    ------
    CellError
        No country is called so.
    """
    known = _codes()
    code = known.get(heading_key(text))
    if code is None:
        message = Sentence("{text!r} is not a country.", text=shown(text))
        names = [name for name in _names() if len(name) > _SHORT]
        cure = Sentence(
            "Write its English name or ISO code. {hint}",
            hint=did_you_mean(text, names),
        )
        raise CellError(Code.UNKNOWN_COUNTRY, message, cure)
    return code


@cache
def _names() -> dict[str, str]:
    """Return English names and their codes."""
    from babel import Locale  # noqa: PLC0415 - 50 ms, only when files are read

    return {
        name: code
        for code, name in Locale("en").territories.items()
        if _is_country(code)
    }


@cache
def _codes() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415
    from babel.core import get_global  # noqa: PLC0415

    found = dict(_MORE)
    for reader in NAMES_IN:
        for code, name in Locale(reader).territories.items():
            if _is_country(code):
                found.setdefault(code.lower(), code)
                found.setdefault(heading_key(name), code)
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == _SHORT and len(codes) == 1 and alias.isalpha():
            found.setdefault(alias.lower(), codes[0])
    return found


def _is_country(code: str) -> bool:
    return len(code) == len("XX") and code.isalpha() and code not in _NOT_COUNTRIES
