"""What the domain refuses, told at each field."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from b4h_scheduler.domain.fault_words import fault_words
from b4h_scheduler.sentence import Sentence, listed, parts_of
from b4h_scheduler.store.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = TypeVar("Kind", bound=BaseModel)
Where = tuple[str | int, ...]
"""Path of a field: ``("sessions", 0, "start")``; empty: the whole."""


class FieldsError(RefusedError):
    """Fields that the domain refuses.

    Attributes
    ----------
    faults : tuple
        Path of each field, and what is wrong with it.
    """

    def __init__(self, faults: list[tuple[Where, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(listed(text for _, text in faults))


def accepted(kind: type[Kind], content: Mapping[str, object]) -> Kind:
    """Return a value of the domain of its fields, if the domain accepts them.

    Raises
    ------
    FieldsError
        With each fault at its field.
    """
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        raise fields_error(error) from error


def fields_error(error: ValidationError) -> FieldsError:
    """Return what pydantic found, path by path."""
    return FieldsError(list(_faults(error)))


def first_fault(error: ValidationError) -> str:
    """Return what is wrong first, after the field's name."""
    each = error.errors()[0]
    told = fault_words(each)
    if not each["loc"]:
        return told
    where = str(each["loc"][0]).replace("_", " ")
    return Sentence("{field}: {fault}", field=Sentence(where), fault=told)


def _faults(error: ValidationError) -> Iterator[tuple[Where, str]]:
    for each in error.errors():
        told = fault_words(each)
        if each["loc"]:
            yield tuple(each["loc"]), told
        else:
            yield from (((), sentence) for sentence in parts_of(told))
