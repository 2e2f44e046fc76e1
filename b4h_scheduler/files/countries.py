"""Countries by name in the languages of the region, or by ISO code."""

from __future__ import annotations

from functools import cache

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.columns import heading_key
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.files.languages import NAMES_IN
from b4h_scheduler.files.nearest import did_you_mean

_MORE = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB",
    "greatbritain": "GB", "el": "GR", "holland": "NL", "usa": "US", "us": "US",
    "unitedstatesofamerica": "US", "czechrepublic": "CZ", "southkorea": "KR",
    "republicofireland": "IE", "eire": "IE", "brd": "DE", "deutschland": "DE",
    "grossbritannien": "GB", "belgie": "BE", "osterreich": "AT", "schweiz": "CH",
    "turkey": "TR", "thenetherlands": "NL", "macedonia": "MK", "ivorycoast": "CI",
}  # fmt: skip


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
        message = f"{shown(text)!r} is not a country."
        names = [name for name in _names() if len(name) > 3]
        cure = f"Write its English name or ISO code. {did_you_mean(text, names, 70)}"
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
        if len(alias) == 3 and len(codes) == 1 and alias.isalpha():
            found.setdefault(alias.lower(), codes[0])
    return found


def _is_country(code: str) -> bool:
    # ZZ, XA, XB, EU, EZ, UN, QO, AC, CP, CQ, DG, EA, IC, TA are no countries in ISO 3166-1.
    not_countries = {"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}  # fmt: skip
    return len(code) == 2 and code.isalpha() and code not in not_countries
