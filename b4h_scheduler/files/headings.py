"""Match a file's first row with the columns of a list."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.nearest import misspelled
from b4h_scheduler.files.rows import Rows
from b4h_scheduler.files.text_cells import as_text, clean, has_hidden, is_garbled
from b4h_scheduler.files.vocabulary import heading_key
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.files.cell_types import Cell
    from b4h_scheduler.files.columns import ListForm
    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.sheet_scan import Marks

NEEDED = ("participants",)
"""Lists that must have rows: what is said about an event without is an error."""
_SEARCHED = 20
"""Rows in which headings are looked for, where the first one has none."""
_ENOUGH = 2
"""Known headings make a row one of headings."""


def match(
    form: ListForm,
    file: str,
    table: Sequence[Sequence[Cell]],
    faults: Faults,
    marks: Marks | None = None,
) -> Rows:
    """Return the list that a table of cells holds; its first filled row is headings.

    Parameters
    ----------
    marks
        Cells of a sheet with faults of their own.
    """
    rows = Rows(form, file)
    top = next(
        (n for n, cells in enumerate(table) if any(map(_is_filled, cells))), None
    )
    if top is None:
        rows.is_sound = False
        message = mark("the file is empty; a row of headings was expected.")
        cure: str = Sentence("Its columns are: {names}.", names=form.kept_keys)
        faults.add(Code.EMPTY_FILE, message, cure, file=file)
        return rows
    headings = _headings_below(form, table, top)
    if headings != top:
        message = Sentence(
            "the headings stand in row {row}: what is above them is not read.",
            row=headings + 1,
        )
        cure = mark("Delete the rows above the headings.")
        faults.add(Code.ROWS_ABOVE_HEADINGS, message, cure, file=file, row=top + 1)
        top = headings
    _match_headings(rows, [clean(as_text(cell)) for cell in table[top]], faults)
    kept = list(rows.index.values())
    keys = {place: key for key, place in rows.index.items()}
    marks = marks or {}
    rows.index = {key: n for n, key in enumerate(rows.index)}
    width = len(table[top])
    for number, cells in enumerate(table[top + 1 :], start=top + 2):
        size = len(cells)
        if size > width and any(map(_is_filled, cells[width:])):
            message = Sentence(
                "{size} cells, but headings for {width}.", size=size, width=width
            )
            cure = mark("Put text that holds the separator in quotation marks.")
            faults.add(Code.EXTRA_CELLS, message, cure, file=file, row=number)
            rows.lost |= {clean(as_text(cell)): number for cell in cells if cell}
            continue
        values = [cells[n] if n < size else None for n in kept]
        unread = {n for n in kept if (number, n) in marks} if marks else set()
        row = cleaned(rows, number, values, faults)
        if unread or row.count(None) < len(row):
            rows.numbers.append(number)
            rows.cells.append(row)
        for place in unread:
            key = keys[place]
            rows.unread.add((number, key))
            error = marks[number, place]
            faults.add(
                error.code, error.message, error.cure, file=file, row=number,
                column=rows.headings[key],
            )  # fmt: skip
    if not rows.cells and rows.is_sound and form.name not in NEEDED:
        message = mark("headings without a row below.")
        faults.add(
            Code.NO_ROWS, message, mark("Add rows, or delete the file."), file=file
        )
    return rows


def _headings_below(form: ListForm, table: Sequence[Sequence[Cell]], top: int) -> int:
    """Return the place of the headings: below a title, if there is one."""
    needed = {column.key for column in form.columns if column.is_required}
    for place in range(top, min(len(table), top + _SEARCHED)):
        found = [
            form.by_heading.get(heading_key(as_text(cell))) for cell in table[place]
        ]
        keys = {column.key for column in found if column is not None}
        if place == top and keys:
            break
        if len(keys) >= _ENOUGH and needed <= keys:
            return place
    return top


def _is_filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _match_headings(rows: Rows, headings: Sequence[str], faults: Faults) -> None:
    form = rows.form
    unknown: list[str] = []
    for place, heading in enumerate(headings):
        if not heading:
            continue
        column = form.by_heading.get(heading_key(heading))
        if column is None:
            unknown.append(heading)
        elif column.key in rows.index:
            rows.is_sound = False
            first = rows.headings[column.key]
            message = Sentence(
                "{first!r} and {heading!r} both mean {key}.",
                first=first,
                heading=heading,
                key=column.key,
            )
            cure = mark("Keep one of the two columns.")
            faults.add(
                Code.REPEATED_COLUMN, message, cure, file=rows.file, column=heading
            )
        else:
            rows.index[column.key] = place
            rows.headings[column.key] = heading
    for heading in unknown:
        _unknown_heading(rows, heading, faults)
    for column in form.columns:
        if column.is_required and column.key not in rows.index:
            rows.is_sound = False
            message = Sentence(
                "there is no column {key!r} ({doc}).", key=column.key, doc=column.doc
            )
            found = ", ".join(repr(heading) for heading in headings if heading)
            cure = Sentence(
                "Add the column, or rename it; found: {names}.", names=found[:200]
            )
            faults.add(
                Code.MISSING_COLUMN, message, cure, file=rows.file, column=column.key
            )
    for column in form.columns:
        if not column.is_kept:
            rows.index.pop(column.key, None)


def _unknown_heading(rows: Rows, heading: str, faults: Faults) -> None:
    form = rows.form
    near = misspelled(heading_key(heading), form.by_heading)
    column = form.by_heading[near] if near else None
    if column is not None and column.is_kept and column.key not in rows.index:
        rows.is_sound = False
        message = Sentence(
            "there is no column {heading!r}; is it {key!r}?",
            heading=heading,
            key=column.key,
        )
        cure = Sentence("Rename it to {key!r}, or delete the column.", key=column.key)
        code = Code.MISSPELLED_COLUMN
    else:
        message = Sentence(
            "there is no column {heading!r}: it is not read.", heading=heading
        )
        cure = Sentence(
            "Rename it if it matters: docs/files.md lists the columns of {name}.",
            name=form.name,
        )
        code = Code.UNKNOWN_COLUMN
    faults.add(code, message, cure, file=rows.file, column=heading)


def cleaned(
    rows: Rows, number: int, values: Sequence[Cell], faults: Faults
) -> list[Cell]:
    """Return the cells of a row with their text cleaned, noting what was left out."""
    try:
        # The common case is decided for the row: half a million cells come by.
        joined = "".join(values)  # type: ignore[arg-type]
        if joined.isascii() and joined.isprintable() and "'" not in joined:
            return [value.strip() or None for value in values]  # type: ignore[union-attr]
    except TypeError:
        pass  # not all of them are text
    return [
        _cleaned_cell(rows, number, place, value, faults)
        for place, value in enumerate(values)
    ]


def _cleaned_cell(
    rows: Rows, number: int, place: int, value: Cell, faults: Faults
) -> Cell:
    if not isinstance(value, str):
        return value
    text = clean(value)
    if not value.isascii() or not value.isprintable():
        _note_odd_text(rows, number, place, value, text, faults)
    return text or None


def _note_odd_text(
    rows: Rows, number: int, place: int, value: str, text: str, faults: Faults
) -> None:
    column = rows.headings[next(k for k, n in rows.index.items() if n == place)]
    add = functools.partial(faults.add, file=rows.file, row=number, column=column)
    if has_hidden(value):
        message = mark("control characters were left out.")
        cure = mark("Type the text anew if it reads wrong.")
        add(Code.CONTROL_CHARACTERS, message, cure, value=value)
    if is_garbled(text):
        message = Sentence(
            "{text!r} looks like text of a wrong encoding; kept as it is.",
            text=text[:60],
        )
        cure = mark("Save the file as UTF-8 from the original.")
        add(Code.GARBLED_TEXT, message, cure, value=text)
