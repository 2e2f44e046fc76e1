"""Lists of an event with matched columns, and their rows as the readers see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from b4h_scheduler.files.codes import FaultCode, Severity
from b4h_scheduler.files.faults import CellError, Faults
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from b4h_scheduler.files.cell_types import Cell
    from b4h_scheduler.files.columns import ListForm

T = TypeVar("T")
D = TypeVar("D")


@dataclass
class Rows:
    """All rows of one list, whatever file it stands in.

    ``cells`` hold strings trimmed and cleaned; an empty cell is None.
    """

    form: ListForm
    file: str
    """As faults name it: ``wishes.csv``, ``event.xlsx:wishes``, ``event.toml``."""
    headings: dict[str, str] = field(default_factory=dict)
    """Column key to the heading as the file has it."""
    index: dict[str, int] = field(default_factory=dict)
    """Column key to its place in ``cells``."""
    numbers: list[int] = field(default_factory=list)
    """Row (or line) numbers, as faults name them."""
    cells: list[list[Cell]] = field(default_factory=list)
    date_forms: dict[str, list[tuple[str, int, Cell]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Per column: form, row number and value of each date that was read."""
    is_sound: bool = True
    """False: a column is missing or unclear, so that what it holds is not known."""
    lost: dict[str, int] = field(default_factory=dict)
    """Texts of rows that could not be read, with the row's number."""
    unread: set[tuple[int, str]] = field(default_factory=set)
    """Row number and column of cells whose own fault is noted already."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.cells)

    def has(self, key: str) -> bool:
        """Whether the column is there."""
        return key in self.index

    def misses(self, key: str) -> bool:
        """Whether a column that must be there is not."""
        return not self.has(key) and any(
            column.key == key and column.is_required for column in self.form.columns
        )

    def rows(self, faults: Faults) -> Iterator[Row]:
        """Yield the rows as handles that note faults with their place."""
        for number, cells in zip(self.numbers, self.cells, strict=True):
            yield Row(self, number, cells, faults)

    def without(self, numbers: set[int]) -> Rows:
        """Return the list without these rows."""
        kept = [n for n, number in enumerate(self.numbers) if number not in numbers]
        return Rows(
            self.form,
            self.file,
            self.headings,
            self.index,
            [self.numbers[n] for n in kept],
            [self.cells[n] for n in kept],
            is_sound=self.is_sound,
            lost=self.lost,
            unread=self.unread,
        )


def source(file: str, number: int) -> str:
    """Return where a row is, for messages: ``wishes.csv row 17``."""
    return Sentence("{name} row {number}", name=file, number=number)


class Row:
    """One row: reads cells by column key and notes faults with their place."""

    __slots__ = ("cells", "faults", "is_faulty", "number", "rows")

    def __init__(
        self, rows: Rows, number: int, cells: list[Cell], faults: Faults
    ) -> None:
        """Handle for row ``number``."""
        self.rows = rows
        self.number = number
        self.cells = cells
        self.faults = faults
        self.is_faulty = False

    def get(self, key: str) -> Cell:
        """Return the cell; None if it is empty or the column is not there."""
        place = self.rows.index.get(key)
        return None if place is None else self.cells[place]

    def read(self, key: str, reader: Callable[..., T], default: D, *more: int) -> T | D:
        """Return ``reader(cell, *more)``; ``default`` if empty or faulty."""
        place = self.rows.index.get(key)
        cell = None if place is None else self.cells[place]
        if cell is None:
            return default
        try:
            return reader(cell, *more)
        except CellError as error:
            self.fault(error.code, key, error.message, error.cure)
            return default

    def required(
        self, key: str, reader: Callable[..., T], default: D, *more: int
    ) -> T | D:
        """Return ``reader(cell, *more)``; an empty cell is a fault."""
        if self.get(key) is None:
            self.fault(
                FaultCode.MISSING_VALUE,
                key,
                Sentence("{name} is empty.", name=self.heading(key)),
                mark("Fill the cell or delete the row."),
            )
            return default
        return self.read(key, reader, default, *more)

    def fault(
        self,
        code: FaultCode,
        key: str,
        message: str,
        cure: str = "",
        value: Cell = None,
    ) -> None:
        """Note a fault of this row."""
        if (self.number, key) in self.rows.unread or (
            code is FaultCode.MISSING_VALUE and self.rows.misses(key)
        ):
            self.is_faulty = True  # what is wrong is noted already
            return
        if code.severity is Severity.ERROR:
            self.is_faulty = True
        self.faults.add(
            code,
            message,
            cure,
            file=self.rows.file,
            row=self.number,
            column=self.heading(key) if key else "",
            value=self.get(key) if value is None and key else value,
        )

    def heading(self, key: str) -> str:
        """Return the column's heading as the file has it."""
        return self.rows.headings.get(key, key)

    @property
    def source(self) -> str:
        """Where the row is, for messages: ``wishes.csv row 17``."""
        return source(self.rows.file, self.number)
