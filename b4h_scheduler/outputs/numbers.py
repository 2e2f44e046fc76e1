"""Numbers in sentences and tables."""

from __future__ import annotations

from b4h_scheduler.sentence import Sentence, counted, mark


def percent(share: float | None, digits: int = 0) -> str:
    """Return a share as text; never 100 % for what is less than all."""
    if share is None:
        return "–"
    value = round(100 * share, digits)
    if share < 1:
        value = min(value, 100 - 10**-digits)
    return f"{value:.{digits}f} %"


def count(number: int, one: str, many: str = "") -> Sentence:
    """Return "1 meeting", "1,204 meetings"."""
    return counted(number, one, many or f"{one}s")


def is_are(number: int) -> str:
    """Return the verb that fits a number of things."""
    return mark("is") if number == 1 else mark("are")
