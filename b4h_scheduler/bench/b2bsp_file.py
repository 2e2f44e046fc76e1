"""Read an instance of the public benchmark: MiniZinc data of the University of Girona.

The format, and where the files come from, are described in ``docs/b2bsp.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_ASSIGNMENT = re.compile(r"(\w+)\s*=\s*([^;]*);")
_SET = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"-?\d+")
MORNING, AFTERNOON, ANY = 1, 2, 3


class InstanceError(ValueError):
    """A file does not say what an instance must say."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance; participants, meetings and slots are numbered from 0 here.

    Attributes
    ----------
    name : str
        Of the file, without its ending.
    num_tables : int
        Most meetings in a slot.
    num_morning : int
        The first so many slots are the morning.
    pairs : tuple of (int, int)
        The two participants of each meeting.
    session : tuple of int
        ``MORNING``, ``AFTERNOON`` or ``ANY``, of each meeting.
    forbidden : tuple of frozenset
        Slots in which each participant cannot meet.
    fixed : tuple of (int or None)
        The slot that each meeting must have, if any.
    earlier : tuple of frozenset
        Meetings that each meeting comes strictly after.
    """

    name: str
    num_participants: int
    num_tables: int
    num_slots: int
    num_morning: int
    pairs: tuple[tuple[int, int], ...]
    session: tuple[int, ...]
    forbidden: tuple[frozenset[int], ...]
    fixed: tuple[int | None, ...]
    earlier: tuple[frozenset[int], ...]

    @property
    def num_meetings(self) -> int:
        """How many meetings are to be held."""
        return len(self.pairs)

    def slots_of(self, meeting: int) -> range:
        """Slots of the meeting's session."""
        match self.session[meeting]:
            case 1:
                return range(self.num_morning)
            case 2:
                return range(self.num_morning, self.num_slots)
            case _:
                return range(self.num_slots)


def instance_files(folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """Return a folder's ``.dzn`` files by name, those with a part of ``only`` in it.

    Raises
    ------
    InstanceError
        There are none.
    """
    files = sorted(folder.glob("*.dzn"))
    if only:
        files = [path for path in files if any(part in path.stem for part in only)]
    if not files:
        named = f" with {' or '.join(only)} in its name" if only else ""
        message = f"{folder}: no .dzn file{named}; docs/b2bsp.md says where to get them"
        raise InstanceError(message)
    return files


def read_instance(path: Path) -> Instance:
    """Read a ``.dzn`` file.

    Raises
    ------
    InstanceError
        A field is missing or does not fit the others; says which.
    """
    return parse_instance(path.read_text(encoding="utf-8"), path.name)


def parse_instance(text: str, name: str) -> Instance:
    """Read the content of a file; ``name`` is for messages.

    Raises
    ------
    InstanceError
        As `read_instance`.
    """
    return _Fields(name, dict(_ASSIGNMENT.findall(text))).instance()


@dataclass(frozen=True, slots=True)
class _Fields:
    """The assignments of one file, as text."""

    name: str
    texts: Mapping[str, str]

    def instance(self) -> Instance:
        people, meetings = self.number("nBusiness"), self.number("nMeetings")
        slots = self.number("nTotalSlots")
        rows = self.requested(meetings, people)
        forbidden = self.sets("forbidden", people, slots)
        fixed = self.listed("fixed", meetings, slots)
        return Instance(
            name=self.name.removesuffix(".dzn"),
            num_participants=people,
            num_tables=self.number("nTables"),
            num_slots=slots,
            num_morning=self.number("nMorningSlots"),
            pairs=tuple((a - 1, b - 1) for a, b, _ in rows),
            session=tuple(session for _, _, session in rows),
            forbidden=forbidden,
            fixed=tuple(slot - 1 if slot else None for slot in fixed),
            earlier=self.sets("precedences", meetings, meetings),
        )

    def text(self, field: str) -> str:
        if field not in self.texts:
            message = f"{self.name}: no field {field}; an instance assigns it"
            raise InstanceError(message)
        return self.texts[field]

    def number(self, field: str) -> int:
        text = self.text(field).strip()
        if not text.isdecimal():
            message = f"{self.name}: {field} = {text[:40]!r}; a number was expected"
            raise InstanceError(message)
        return int(text)

    def listed(self, field: str, expected: int, greatest: int) -> list[int]:
        """Return a list of numbers from 0."""
        numbers = [int(found) for found in _NUMBER.findall(self.text(field))]
        self._count(field, len(numbers), expected)
        self._within(field, numbers, 0, greatest)
        return numbers

    def sets(
        self, field: str, expected: int, greatest: int
    ) -> tuple[frozenset[int], ...]:
        """Return sets of numbers from 1, made numbers from 0; 0 in them is a dummy."""
        found = [
            [int(number) for number in _NUMBER.findall(inside)]
            for inside in _SET.findall(self.text(field))
        ]
        self._count(field, len(found), expected)
        self._within(field, (n for numbers in found for n in numbers), 0, greatest)
        return tuple(frozenset(n - 1 for n in numbers if n) for numbers in found)

    def requested(self, meetings: int, people: int) -> list[tuple[int, int, int]]:
        """Two participants (from 1) and the session of each meeting."""
        numbers = [int(found) for found in _NUMBER.findall(self.text("requested"))]
        self._count("requested", len(numbers), 3 * meetings)
        rows = list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
        self._within("requested", (p for a, b, _ in rows for p in (a, b)), 1, people)
        self._within("requested", (s for _, _, s in rows), MORNING, ANY)
        for number, (one, other, _) in enumerate(rows, 1):
            if one == other:
                message = f"{self.name}: requested: meeting {number} is of one alone"
                raise InstanceError(message)
        return rows

    def _count(self, field: str, found: int, expected: int) -> None:
        if found != expected:
            message = f"{self.name}: {field} has {found} entries, {expected} expected"
            raise InstanceError(message)

    def _within(
        self, field: str, numbers: Iterable[int], least: int, greatest: int
    ) -> None:
        for number in numbers:
            if not least <= number <= greatest:
                message = (
                    f"{self.name}: {field}: {number} found,"
                    f" {least} to {greatest} expected"
                )
                raise InstanceError(message)
