"""What the domain refuses, told at each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.store.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError

Where = tuple[str | int, ...]
"""Path of a field: ``("sessions", 0, "start")``; empty: the whole."""


_WORDS = {
    "greater_than_equal": "{found} is too small: give at least {ge}",
    "less_than_equal": "{found} is too large: give at most {le}",
    "missing": "this is needed",
    "string_pattern_mismatch": "{found!r} cannot be: write hours and minutes, as 12:30",
    "string_too_long": "this is too long: at most {max_length} characters",
    "string_too_short": "this is needed",
    "too_short": "give at least {min_length}",
}
"""By pydantic's kind of error: what to do, in plain words."""


class FieldsError(RefusedError):
    """Fields that the domain refuses.

    Attributes
    ----------
    faults : tuple
        Path of each field, and what is wrong with it.
    """

    def __init__(self, faults: list[tuple[Where, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(text for _, text in faults))


def fields_error(error: ValidationError) -> FieldsError:
    """Return what pydantic found, path by path."""
    return FieldsError(list(_faults(error)))


def _faults(error: ValidationError) -> Iterator[tuple[Where, str]]:
    for each in error.errors():
        words = _WORDS.get(each["type"])
        told = (
            str(each["msg"]).removeprefix("Value error, ")
            if words is None
            else words.format(found=each["input"], **each.get("ctx", {}))
        )
        if each["loc"]:
            yield tuple(each["loc"]), told
        else:
            yield from (((), sentence) for sentence in told.split("; "))
