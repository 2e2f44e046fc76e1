"""The nearest known name to one that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Collection

_SLIP = 80
"""Percent of letters in common: ``emial`` and ``email`` just so."""
_LIKE = 65
_PART = 86
"""Percent for names of which one holds the other: ``BioNova``, ``BioNova Labs``."""
_SHOWN = 8
"""Known names in a message."""


def misspelled(name: str, known: Collection[str]) -> str | None:
    """Return the known name of which ``name`` is a slip of the keyboard."""
    return _best(name, known, _SLIP)


def nearest(name: str, known: Collection[str]) -> str | None:
    """Return the most similar of the known names, if any is similar."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 10 ms, only after a fault

    found = _best(name, known, _LIKE)
    if found is not None:
        return found
    part = process.extractOne(
        name,
        list(known),
        scorer=fuzz.WRatio,
        processor=str.casefold,
        score_cutoff=_PART,
    )
    return None if part is None else str(part[0])


def _best(name: str, known: Collection[str], least: int) -> str | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extractOne(
        name,
        list(known),
        scorer=fuzz.ratio,
        processor=str.casefold,
        score_cutoff=least,
    )
    return None if found is None else str(found[0])


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return ``Did you mean 'X'?``, or the first known names."""
    near = nearest(name, known)
    if near is not None:
        return Sentence("Did you mean {near!r}?", near=near)
    if not known:
        return mark("None is defined.")
    some = ", ".join(repr(item) for item in sorted(known)[:_SHOWN])
    rest = ", …" if len(known) > _SHOWN else "."
    return Sentence("Known: {names}", names=f"{some}{rest}")
