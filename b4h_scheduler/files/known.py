"""Entries of a list that others refer to, and whether all of them could be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.files.faults import Faults

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """What was read; a reference to anything else is a fault only if all was."""

    items: tuple[T, ...]
    is_complete: bool = True

    @classmethod
    def read(
        cls, faults: Faults, read: Callable[[], tuple[T, ...]], *, is_sound: bool
    ) -> Known[T]:
        """Return what ``read`` returns; complete if it noted no error.

        Parameters
        ----------
        is_sound
            The list itself could be read.
        """
        before = faults.num_errors
        items = read()
        return cls(items, is_sound and faults.num_errors == before)
