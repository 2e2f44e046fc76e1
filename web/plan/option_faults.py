"""What is wrong with an option of a run, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_FAULTS = {
    "int_parsing": mark("input should be a whole number"),
    "int_from_float": mark("input should be a whole number"),
    "float_parsing": mark("input should be a number"),
    "finite_number": mark("input should be a number"),
}
_LIMITS = {
    "greater_than": ("gt", mark("input should be greater than {limit:g}")),
    "greater_than_equal": (
        "ge",
        mark("input should be greater than or equal to {limit:g}"),
    ),
    "less_than_equal": ("le", mark("input should be less than or equal to {limit:g}")),
}
"""By pydantic's type of the fault; of limits also where the limit is told."""


def fault_words(error: ErrorDetails) -> str:
    """Return what is wrong, as the middle of a sentence."""
    kind = error["type"]
    if kind in _LIMITS:
        name, template = _LIMITS[kind]
        return Sentence(template, limit=float(error["ctx"][name]))
    return _FAULTS.get(kind, error["msg"].lower())
