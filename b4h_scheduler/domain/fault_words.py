"""What the domain refuses, in words of ours: pydantic's are for developers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LOG = logging.getLogger(__name__)
_NO_CHOICE = mark("{found!r} cannot be: choose what is offered")
_NO_NUMBER = mark("{found!r} is no number")
_NO_WHOLE_NUMBER = mark("{found!r} is no whole number")
_NO_TEXT = mark("{found!r} is no text")
_NO_LIST = mark("{found!r} is no list: write [first, second]")
_NO_MOMENT = mark("{found!r} is no date with time: write 2026-11-26 09:30")
_WORDS = {
    "bool_parsing": _NO_CHOICE,
    "bool_type": mark("{found!r} is neither yes nor no: write true or false"),
    "date_from_datetime_parsing": mark("{found!r} is no date: write 2026-11-26"),
    "date_parsing": mark("{found!r} is no date: write 2026-11-26"),
    "datetime_from_date_parsing": _NO_MOMENT,
    "datetime_parsing": _NO_MOMENT,
    "dict_type": mark("{found!r} is no table of keys and values"),
    "enum": _NO_CHOICE,
    "extra_forbidden": mark("there is no such field: delete it"),
    "finite_number": _NO_NUMBER,
    "float_parsing": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "greater_than": mark("{found} is too small: give more than {gt:g}"),
    "greater_than_equal": mark("{found} is too small: give at least {ge:g}"),
    "int_from_float": _NO_WHOLE_NUMBER,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_parsing_size": _NO_WHOLE_NUMBER,
    "int_type": _NO_WHOLE_NUMBER,
    "less_than": mark("{found} is too large: give less than {lt:g}"),
    "less_than_equal": mark("{found} is too large: give at most {le:g}"),
    "list_type": _NO_LIST,
    "literal_error": _NO_CHOICE,
    "missing": mark("this is needed"),
    "set_type": _NO_LIST,
    "frozen_set_type": _NO_LIST,
    "string_pattern_mismatch": mark(
        "{found!r} cannot be: write hours and minutes, as 12:30"
    ),
    "string_too_long": mark("this is too long: at most {max_length} characters"),
    "string_too_short": mark("this is needed"),
    "string_type": _NO_TEXT,
    "time_parsing": mark("{found!r} is no time: write 09:30"),
    "timezone_aware": mark("{found!r} has no time zone"),
    "too_long": mark("these are too many: at most {max_length}"),
    "too_short": mark("give at least {min_length}"),
    "tuple_type": _NO_LIST,
}
"""By pydantic's kind of error: what is wrong, or what to do."""
_OTHERWISE = mark("{found!r} cannot be")
_MOST_SHOWN = 100


def fault_words(fault: ErrorDetails) -> str:
    """Return what is wrong with a field, as the middle of a sentence.

    What the domain itself refuses has its own words.
    """
    context = fault.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, ValueError) and raised.args:
        return raised.args[0] if isinstance(raised.args[0], str) else str(raised)
    words = _WORDS.get(fault["type"])
    if words is None:
        LOG.info("no words for %s: %s", fault["type"], fault["msg"])
    values = {
        name: float(value) if name in {"ge", "gt", "le", "lt"} else value
        for name, value in context.items()
    }
    return Sentence(words or _OTHERWISE, **(values | {"found": _shown(fault["input"])}))


def _shown(found: object) -> object:
    """Return what was found, short enough for a sentence, as JSON can hold it."""
    if isinstance(found, (int, float)):
        return found
    text = str(found)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
