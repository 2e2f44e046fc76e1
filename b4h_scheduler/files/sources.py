"""Find the files of an event and read them into settings and lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from b4h_scheduler.files import toml_file
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.columns import FORMS, ListForm, heading_key
from b4h_scheduler.files.csv_file import read_csv
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.headings import match
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.settings import Settings

if TYPE_CHECKING:
    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.rows import Rows

MAX_BYTES = 200_000_000
"""Of one file."""
MAX_ROWS = 500_000
"""Of one list."""
_REQUIRED = ("participants", "wishes")
_OUTPUTS = frozenset({"plan.xlsx", "unmet.csv"})
"""Tables we write ourselves: no input when they lie in the same folder."""


@dataclass
class EventFiles:
    """What the files of an event hold, before it is understood."""

    settings: Settings
    lists: dict[str, Rows] = field(default_factory=dict)


def read_folder(folder: Path, faults: Faults) -> EventFiles:
    """Read every file of an event's folder."""
    found = EventFiles(Settings(toml_file.NAME))
    files = {path.name.casefold(): path for path in sorted(folder.iterdir())}
    if toml_file.NAME in files:
        data = read_bytes(files[toml_file.NAME], faults)
        if data is not None:
            found.settings, found.lists = toml_file.read_toml(data, faults)
    else:
        message = "there is no event.toml in the folder."
        cure = "Add it (docs/files.md tells what it holds), or run b4h init."
        faults.add(Code.MISSING_FILE, message, cure, file=toml_file.NAME)
    for name, path in files.items():
        form = _form(name)
        if form is None:
            continue
        if form.name in found.lists:
            message = f"{form.name} also stand in {found.lists[form.name].file}."
            cure = "Keep one of the two."
            faults.add(Code.GIVEN_TWICE, message, cure, file=path.name)
            continue
        data = read_bytes(path, faults)
        if data is not None:
            rows = _read_list(form, path.name, data, faults)
            if rows is not None:
                found.lists[form.name] = rows
    for required in _REQUIRED:
        if required not in found.lists and not any(
            _form(name) is FORMS[required] for name in files
        ):
            message = f"there is no {required}.csv or {required}.xlsx in the folder."
            faults.add(
                Code.MISSING_FILE, message, "Add it.", file=f"{required}.csv"
            )
    return found


def _form(name: str) -> ListForm | None:
    """Return the list that a file of this name holds."""
    stem, _, suffix = name.rpartition(".")
    if suffix not in {"csv", "tsv", "xlsx"} or name.startswith((".", "~$")):
        return None
    by_key = {heading_key(form): FORMS[form] for form in FORMS}
    return by_key.get(heading_key(stem))


def _read_list(
    form: ListForm, name: str, data: bytes, faults: Faults
) -> Rows | None:
    try:
        table = read_csv(data, form, MAX_ROWS)
    except CellError as error:
        faults.add(error.code, error.message, error.cure, file=name)
        return None
    return match(form, name, table, faults)


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """Return the content of a file, or note why it cannot be read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"{size:,} bytes; at most {MAX_BYTES:,} are read."
            cure = "Delete what is not part of the list."
            faults.add(Code.FILE_TOO_LARGE, message, cure, file=path.name)
            return None
        return path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}."
        faults.add(Code.UNREADABLE_FILE, message, "Close or repair it.", file=path.name)
        return None
