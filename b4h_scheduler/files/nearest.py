"""The nearest known name to one that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_ALMOST = 80
"""Percent of letters in common: ``emial`` and ``email`` just so."""
_SHOWN = 8
"""Known names in a message."""


def nearest(name: str, known: Collection[str], least: float = 60) -> str | None:
    """Return the most similar of ``known``, if at least ``least`` percent alike."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 10 ms, only after a fault

    found = process.extractOne(
        name,
        list(known),
        scorer=fuzz.WRatio,
        processor=str.casefold,
        score_cutoff=least,
    )
    return None if found is None else str(found[0])


def misspelled(name: str, known: Collection[str]) -> str | None:
    """Return the known name of which ``name`` is a slip of the keyboard."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extractOne(
        name, list(known), scorer=fuzz.ratio, score_cutoff=_ALMOST
    )
    return None if found is None else str(found[0])


def did_you_mean(name: str, known: Collection[str], least: float = 60) -> str:
    """Return ``Did you mean 'X'?``, or the first known names."""
    near = nearest(name, known, least)
    if near is not None:
        return f"Did you mean {near!r}?"
    if not known:
        return "None is defined."
    some = ", ".join(repr(item) for item in sorted(known)[:_SHOWN])
    return f"Known: {some}{', …' if len(known) > _SHOWN else '.'}"
