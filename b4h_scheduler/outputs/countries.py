"""Names of countries for people, from the Unicode locale data."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=2048)
def country_name(code: str, language: str = "en") -> str:
    """Return the name of an ISO 3166-1 code; an unknown code as it is."""
    if not code:
        return ""
    from babel import Locale  # noqa: PLC0415 - 40 ms

    return str(Locale(language).territories.get(code, code))
