"""What the domain refuses, told at each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

Where = tuple[str | int, ...]
"""Path of a field: ``("sessions", 0, "start")``; empty: the whole."""


_NO_CHOICE = mark("{found!r} cannot be: choose what is offered")
_WORDS = {
    "bool_parsing": _NO_CHOICE,
    "enum": _NO_CHOICE,
    "literal_error": _NO_CHOICE,
    "greater_than_equal": mark("{found} is too small: give at least {ge}"),
    "less_than_equal": mark("{found} is too large: give at most {le}"),
    "missing": mark("this is needed"),
    "string_pattern_mismatch": mark(
        "{found!r} cannot be: write hours and minutes, as 12:30"
    ),
    "string_too_long": mark("this is too long: at most {max_length} characters"),
    "string_too_short": mark("this is needed"),
    "too_long": mark("these are too many: at most {max_length}"),
    "too_short": mark("give at least {min_length}"),
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


def first_fault(error: ValidationError) -> str:
    """Return what is wrong first, after the field's name."""
    each = error.errors()[0]
    told = _told(each)
    if not each["loc"]:
        return told
    where = str(each["loc"][0]).replace("_", " ")
    return Sentence("{field}: {fault}", field=Sentence(where), fault=told)


def _faults(error: ValidationError) -> Iterator[tuple[Where, str]]:
    for each in error.errors():
        told = _told(each)
        if each["loc"]:
            yield tuple(each["loc"]), told
        elif isinstance(told, Sentence):
            yield (), told
        else:
            yield from (((), sentence) for sentence in told.split("; "))


def _told(each: ErrorDetails) -> str:
    words = _WORDS.get(each["type"])
    context = each.get("ctx", {})
    if words is not None:
        return Sentence(words, found=each["input"], **context)
    raised = context.get("error")
    if isinstance(raised, ValueError) and raised.args:
        found: str = raised.args[0]
        return found
    return str(each["msg"])
