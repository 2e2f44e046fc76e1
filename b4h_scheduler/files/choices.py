"""Words that stand for one of a few choices, in the languages of the region."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from b4h_scheduler.domain.people import Attends, CountingMeetings, Kind
from b4h_scheduler.domain.places import HomeUse, TravelMode
from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.text_cells import as_text, number
from b4h_scheduler.files.vocabulary import heading_key, meanings
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.domain.wishes import Priority
    from b4h_scheduler.files.cell_types import Cell

E = TypeVar("E", bound=StrEnum)

_ANSWERS = meanings("answer")
_PRIORITIES = meanings("priority")
_KINDS = meanings("kind")
_ATTENDS = meanings("attends")
_COUNTS = meanings("counts")
_USES = meanings("use")
_MODES = meanings("mode")
_ONLINE = tuple(meanings("online"))


def _choice(cell: Cell, known: dict[str, str], members: type[E]) -> E:
    """Return the member a word stands for."""
    text = as_text(cell)
    found = known.get(heading_key(text))
    if found is None:
        values = [member.value for member in members]
        message = Sentence(
            "one of {names} expected, found {text!r}.",
            names=", ".join(values),
            text=shown(text),
        )
        raise CellError(Code.UNKNOWN_CHOICE, message, did_you_mean(text, values))
    return members(found)


def answer(cell: Cell) -> Answer:
    """Return what was answered to a wish; a dash or question mark is open."""
    text = as_text(cell)
    key = heading_key(text)
    found = _ANSWERS.get(key) if key else Answer.OPEN.value
    if found is None:
        message = Sentence(
            "accepted, declined or open expected, found {text!r}.", text=shown(text)
        )
        cure = mark("Write accepted or declined, or leave the cell empty.")
        raise CellError(Code.UNKNOWN_ANSWER, message, cure)
    return Answer(found)


def priority(cell: Cell) -> Priority:
    """Return 1, 2 or 3."""
    text = as_text(cell)
    word = _PRIORITIES.get(heading_key(text)) if text[:1].isalpha() else None
    try:
        value = number(cell) if word is None else int(word)
    except CellError:
        value = 0
    priorities: tuple[Priority, ...] = (1, 2, 3)
    for known in priorities:
        if value == known:
            return known
    message = Sentence(
        "a priority of 1, 2 or 3 expected, found {text!r}.", text=shown(cell)
    )
    cure = mark("Write 1 (strongest), 2 or 3; empty means 2.")
    raise CellError(Code.INVALID_PRIORITY, message, cure)


def kind(cell: Cell) -> Kind:
    """Return the kind of an organization."""
    text = as_text(cell)
    found = _KINDS.get(heading_key(text))
    if found is None:
        message = Sentence(
            "{text!r} is not a kind of organization: taken as other.", text=shown(text)
        )
        raise CellError(
            Code.UNKNOWN_KIND,
            message,
            Sentence("Write one of {names}.", names=", ".join(Kind)),
        )
    return Kind(found)


def attends(cell: Cell) -> Attends:
    """Return whether an organization attends together."""
    return _choice(cell, _ATTENDS, Attends)


def counts(cell: Cell) -> CountingMeetings:
    """Return which meetings count for a voucher."""
    return _choice(cell, _COUNTS, CountingMeetings)


def use(cell: Cell) -> HomeUse:
    """Return how a home place is used."""
    return _choice(cell, _USES, HomeUse)


def mode(cell: Cell) -> TravelMode:
    """Return how people come."""
    return _choice(cell, _MODES, TravelMode)


def is_online(cell: Cell) -> bool:
    """Whether b2match's participation type means online."""
    text = heading_key(as_text(cell))
    return any(word in text for word in _ONLINE)
