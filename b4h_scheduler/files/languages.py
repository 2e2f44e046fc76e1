"""Languages by ISO 639-1 code or by name."""

from __future__ import annotations

from functools import cache

from b4h_scheduler.files.columns import heading_key

NAMES_IN = ("en", "de", "fr", "nl", "es", "it", "lb", "ga", "cy")
"""Languages in which names of languages and countries are understood."""


def language_code(text: str) -> str | None:
    """Return the ISO 639-1 code of a code, locale (``de-DE``) or name."""
    codes = _codes()
    key = heading_key(text)
    if key in codes:
        return codes[key]
    return codes.get(heading_key(text.replace("_", "-").partition("-")[0]))


@cache
def _codes() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - 50 ms, only when files are read

    found: dict[str, str] = {}
    for reader in NAMES_IN:
        locale = Locale(reader)
        for code, name in locale.languages.items():
            if len(code) == 2:
                found.setdefault(code, code)
                found.setdefault(heading_key(name), code)
    for code in [code for code in found if len(code) == 2]:
        try:
            own = Locale(code).get_language_name(code)
        except (ValueError, LookupError):
            continue
        if own:
            found.setdefault(heading_key(own), code)
    return found
