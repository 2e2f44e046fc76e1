"""Faults: what is wrong in which cell, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode, Severity
from b4h_scheduler.sentence import taken_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from b4h_scheduler.files.cell_types import Cell

VALUE_LENGTH = 80
"""Longer values are cut in messages."""
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in one place of one file."""

    code: FaultCode
    file: str
    """Such as ``wishes.csv`` or ``event.xlsx:wishes``; empty: the whole event."""
    row: int | None
    """As a spreadsheet numbers it (headings are row 1); in event.toml the line."""
    column: str
    """The heading as the file has it, or the setting's key."""
    value: str
    message: str
    """What was expected and what was found."""
    cure: str
    """What to do."""

    @property
    def severity(self) -> Severity:
        """Whether it forbids planning."""
        return self.code.severity

    @property
    def place(self) -> str:
        """Where it is, in words."""
        is_toml = self.file.endswith(".toml")
        parts = [self.file] if self.file else []
        if self.row is not None:
            parts.append(f"{'line' if is_toml else 'row'} {self.row}")
        if self.column:
            parts.append(f"{'key' if is_toml else 'column'} {self.column!r}")
        return ", ".join(parts) or "event"

    def __str__(self) -> str:
        """Return one line."""
        return f"{self.place}: {self.message} {self.cure}".rstrip()


class FaultsError(ValueError):
    """Event files with errors: nothing can be planned.

    ``faults`` holds all errors and warnings of all files; ``are_skippable`` says
    whether leaving out rows of participants, wishes and tables would mend all of them.
    """

    def __init__(self, faults: Sequence[Fault], *, are_skippable: bool = False) -> None:
        """Keep the faults; the message lists the first ten errors."""
        self.faults = tuple(faults)
        self.are_skippable = are_skippable
        errors = [fault for fault in self.faults if fault.severity is Severity.ERROR]
        lines = [f"{len(errors)} error{'s' if len(errors) != 1 else ''} in the files"]
        lines += [f"  {fault}" for fault in errors[:_SHOWN]]
        if len(errors) > _SHOWN:
            lines.append(f"  and {len(errors) - _SHOWN} more")
        super().__init__("\n".join(lines))


class CellError(Exception):
    """A value that cannot be read; turned into a fault where its place is known."""

    def __init__(self, code: FaultCode, message: str, cure: str = "") -> None:
        """Keep code, message and cure."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.cure = cure


class Faults:
    """Collects faults while files are read."""

    def __init__(self) -> None:
        """Start with none."""
        self.found: list[Fault] = []
        self.num_errors = 0

    def add(
        self,
        code: FaultCode,
        message: str,
        cure: str = "",
        *,
        file: str = "",
        row: int | None = None,
        column: str = "",
        value: Cell = None,
    ) -> None:
        """Note a fault."""
        text = shown(value)
        self.num_errors += code.severity is Severity.ERROR
        self.found.append(Fault(code, file, row, column, text, message, cure))


def shown(value: Cell) -> str:
    """Return a value as messages show it: one visible line of bounded length."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    text = text[: VALUE_LENGTH + 1]
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults by severity, file and row."""
    return tuple(sorted(faults, key=lambda f: (f.severity, f.file, f.row or 0)))


def faults_json(faults: Iterable[Fault]) -> str:
    """Return the faults as a JSON list of objects."""
    content = [
        entry | {"message": fault.message, "cure": fault.cure}
        for fault, entry in _entries(faults)
    ]
    return json.dumps(content, ensure_ascii=False, indent=2)


def faults_taken_apart(faults: Iterable[Fault]) -> list[dict[str, object]]:
    """Return the faults with what their sentences are made of.

    `b4h_scheduler.sentence.put_together` makes sentences of them again.
    """
    return [
        entry | {"message": taken_apart(fault.message), "cure": taken_apart(fault.cure)}
        for fault, entry in _entries(faults)
    ]


def _entries(faults: Iterable[Fault]) -> Iterator[tuple[Fault, dict[str, object]]]:
    for fault in faults:
        yield (
            fault,
            {
                "code": fault.code.value,
                "severity": fault.severity.value,
                "file": fault.file,
                "row": fault.row,
                "column": fault.column,
                "value": fault.value,
            },
        )
