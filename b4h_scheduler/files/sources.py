"""Find the files of an event and read them into settings and lists."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.files import toml_file
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.columns import FORMS, ListForm
from b4h_scheduler.files.csv_file import read_csv
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.headings import match
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.settings import Setting, Settings
from b4h_scheduler.files.text_cells import as_text, clean
from b4h_scheduler.files.vocabulary import heading_key
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.rows import Rows
    from b4h_scheduler.files.xlsx_file import Sheet

LOG = logging.getLogger(__name__)
MAX_BYTES = 100_000_000
"""Of one file."""
MAX_ROWS = 300_000
"""Of one list."""
EVENT_SHEET = "event"
_BY_KEY = {heading_key(name): form for name, form in FORMS.items()}
REQUIRED = ("participants", "wishes")
_TEXT = frozenset({"csv", "tsv"})
_BOOK = frozenset({"xlsx", "xlsm"})
_OTHER = frozenset({"xls", "xlsb", "ods", "numbers"})
"""Kinds of tables that are not read, but may have been meant."""
_OUTPUTS = frozenset({"plan.xlsx", "unmet.csv"})
"""Tables we write ourselves: no input when they lie in the same folder."""


@dataclass
class EventFiles:
    """What the files of an event hold, before it is understood."""

    settings: Settings
    lists: dict[str, Rows] = field(default_factory=dict)
    attempted: set[str] = field(default_factory=set)
    """Lists that are there, even if they cannot be read."""

    def is_sound(self, name: str) -> bool:
        """Whether the list could be read whole, or is not there and need not be."""
        if name in self.lists:
            return self.lists[name].is_sound
        return (
            self.settings.is_read
            and name not in self.attempted
            and name not in REQUIRED
        )


def read_event_files(path: Path, faults: Faults) -> EventFiles:
    """Read the folder or workbook of an event."""
    if path.name == toml_file.NAME:
        path = path.parent
    if path.is_dir():
        return _read_folder(path, faults)
    if not path.exists():
        message = Sentence("there is no folder or workbook {path!r}.", path=str(path))
        faults.add(Code.NO_SUCH_EVENT, message, mark("Check the name."), file=path.name)
        return EventFiles(
            Settings(toml_file.NAME, is_read=False), attempted=set(REQUIRED)
        )
    files = EventFiles(Settings(toml_file.NAME, is_read=False))
    _read_workbook(path, files, faults)
    return files


def _read_folder(folder: Path, faults: Faults) -> EventFiles:
    files = EventFiles(Settings(toml_file.NAME, is_read=False))
    paths = {
        path.name.casefold(): path
        for path in sorted(folder.iterdir())
        if not path.name.startswith((".", "~$"))
    }
    if toml_file.NAME in paths:
        data = read_bytes(paths[toml_file.NAME], faults)
        if data is not None:
            content = toml_file.read_toml(data, faults)
            files.settings, files.lists, files.attempted = content
    elif "event.xlsx" in paths:
        _read_workbook(paths["event.xlsx"], files, faults, is_alone=False)
    else:
        message = mark("there is neither event.toml nor event.xlsx in the folder.")
        cure = mark("Add one (docs/files.md tells what it holds), or run `b4h init`.")
        faults.add(Code.MISSING_FILE, message, cure, file=toml_file.NAME)
    not_meant = _OUTPUTS if toml_file.NAME in paths else {*_OUTPUTS, "event.xlsx"}
    for name, path in paths.items():
        stem, _, suffix = name.rpartition(".")
        form = _BY_KEY.get(heading_key(stem))
        if form is not None and suffix in _TEXT | _BOOK | _OTHER:
            _read_list(form, path, files, faults)
        elif suffix in _TEXT | _BOOK | _OTHER and name not in not_meant:
            _unknown_file(path.name, stem, faults)
    for name in REQUIRED:
        if name not in files.attempted:
            message = Sentence(
                "there is no {name}.csv or {name}.xlsx in the folder.", name=name
            )
            faults.add(Code.MISSING_FILE, message, mark("Add it."), file=f"{name}.csv")
    return files


def _unknown_file(name: str, stem: str, faults: Faults) -> None:
    message = Sentence("an event has no file {name!r}: it is not read.", name=name)
    cure = Sentence(
        "Rename it, or move it elsewhere. {hint}",
        hint=did_you_mean(stem, FORMS),
    )
    faults.add(Code.UNKNOWN_FILE, message, cure, file=name)


def _read_list(form: ListForm, path: Path, files: EventFiles, faults: Faults) -> None:
    """Read a file that holds one list."""
    if form.name in files.attempted:
        first = files.lists[form.name].file if form.name in files.lists else "another"
        message = Sentence("{name} stand in {key} too.", name=form.name, key=first)
        faults.add(
            Code.GIVEN_TWICE, message, mark("Keep one of the two."), file=path.name
        )
        return
    files.attempted.add(form.name)
    data = read_bytes(path, faults)
    if data is None:
        return
    try:
        if path.suffix.casefold()[1:] in _TEXT:
            table = read_csv(data, form, MAX_ROWS)
            files.lists[form.name] = match(form, path.name, table, faults)
            return
        from b4h_scheduler.files.xlsx_file import Workbook  # noqa: PLC0415

        book = Workbook(data, MAX_ROWS)
        name = next((n for n in book.names if _form_of(n) is form), book.names[0])
        for other in book.names:
            if other != name:
                message = Sentence(
                    "sheet {other!r} is not read; {name!r} is.", other=other, name=name
                )
                cure = Sentence(
                    "Name the sheet {name!r}, and delete the others.", name=form.name
                )
                faults.add(Code.UNKNOWN_SHEET, message, cure, file=path.name)
        sheet = book.sheet(name)
        _note_hidden(sheet, name, path.name, faults)
        files.lists[form.name] = match(
            form, path.name, sheet.cells, faults, sheet.marks
        )
    except CellError as error:
        faults.add(error.code, error.message, error.cure, file=path.name)


def _note_hidden(sheet: Sheet, name: str, file: str, faults: Faults) -> None:
    """Say that what nobody sees is read: a hidden sheet, or rows behind a filter."""
    if sheet.is_hidden:
        text = Sentence("sheet {name!r} is hidden: it is read.", name=name)
        cure = mark("Unhide and check it, or delete it.")
        faults.add(Code.HIDDEN_SHEET, text, cure, file=file)
    if sheet.hidden_row is not None:
        message = mark("the row is hidden; hidden rows are read too.")
        cure = mark("Remove the filter, or delete rows that do not count.")
        faults.add(Code.HIDDEN_ROWS, message, cure, file=file, row=sheet.hidden_row)


def _form_of(sheet: str) -> ListForm | None:
    return _BY_KEY.get(heading_key(sheet))


def _read_workbook(
    path: Path, files: EventFiles, faults: Faults, *, is_alone: bool = True
) -> None:
    """Read all sheets of an event's workbook."""
    data = read_bytes(path, faults)
    if data is None:
        return
    try:
        from b4h_scheduler.files.xlsx_file import Workbook  # noqa: PLC0415

        book = Workbook(data, MAX_ROWS)
    except CellError as error:
        faults.add(error.code, error.message, error.cure, file=path.name)
        return
    has_settings = False
    for name in book.names:
        place = f"{path.name}:{name}"
        form = _form_of(name)
        is_settings = heading_key(name) == EVENT_SHEET
        if form is None and not is_settings:
            message = Sentence(
                "an event has no sheet {name!r}: it is not read.", name=name
            )
            cure = Sentence(
                "Rename or delete it. {hint}",
                hint=did_you_mean(name, [EVENT_SHEET, *FORMS]),
            )
            faults.add(Code.UNKNOWN_SHEET, message, cure, file=place)
            continue
        if form is not None:
            files.attempted.add(form.name)
        has_settings = has_settings or is_settings
        try:
            sheet = book.sheet(name)
        except CellError as error:
            faults.add(error.code, error.message, error.cure, file=place)
            continue
        _note_hidden(sheet, name, place, faults)
        if form is None:
            files.settings = _settings(place, sheet, faults)
        else:
            files.lists[form.name] = match(
                form, place, sheet.cells, faults, sheet.marks
            )
    needed = REQUIRED if is_alone else ()
    missing = [name for name in needed if name not in files.attempted]
    for name in missing if has_settings else [EVENT_SHEET, *missing]:
        message = Sentence("there is no sheet {name!r}.", name=name)
        found = ", ".join(map(repr, book.names))
        faults.add(
            Code.MISSING_SHEET,
            message,
            Sentence("Add it; found: {names}.", names=found),
            file=path.name,
        )


def _settings(place: str, sheet: Sheet, faults: Faults) -> Settings:
    """Return the settings of a sheet with keys in the first column, values beside."""
    settings = Settings(place, is_sheet=True)
    for number, cells in enumerate(sheet.cells, start=1):
        key = clean(as_text(cells[0])) if cells else ""
        if not key or (number == 1 and heading_key(key) in {"key", "setting"}):
            continue
        error = sheet.marks.get((number, 1))
        if error is not None:
            faults.add(
                error.code,
                error.message,
                error.cure,
                file=place,
                row=number,
                column=key,
            )
            continue
        value = cells[1] if len(cells) > 1 else None
        if isinstance(value, str):
            value = clean(value) or None
        if key in settings.entries:
            message = Sentence(
                "{key!r} stands in row {row} too.",
                key=key,
                row=settings.entries[key].row,
            )
            faults.add(
                Code.GIVEN_TWICE,
                message,
                mark("Keep one."),
                file=place,
                row=number,
                column=key,
            )
        elif value is not None:
            settings.entries[key] = Setting(value, number)
    return settings


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """Return the content of a file, or note why it cannot be read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = Sentence(
                "{size:,} bytes; at most {most:,} are read.",
                size=size,
                most=MAX_BYTES,
            )
            cure = mark("Delete what is not part of the list.")
            faults.add(Code.FILE_TOO_LARGE, message, cure, file=path.name)
            return None
        return path.read_bytes()
    except OSError as error:
        LOG.info("%s cannot be read: %s", path, error)
        cure = mark("Close it elsewhere, allow b4h to read it, or repair it.")
        told = mark("the file cannot be read.")
        faults.add(Code.UNREADABLE_FILE, told, cure, file=path.name)
        return None
