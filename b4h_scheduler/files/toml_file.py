"""event.toml: its settings and lists, each with the line it stands on."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.columns import FORMS, ListForm
from b4h_scheduler.files.csv_file import decode
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.headings import cleaned
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.rows import Rows
from b4h_scheduler.files.settings import KEYS, Setting, Settings
from b4h_scheduler.files.toml_syntax import note_syntax
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.faults import Faults

NAME = "event.toml"
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*([A-Za-z0-9_."'-]+(?:\s*\.\s*[A-Za-z0-9_"'-]+)*)\s*=""")


def read_toml(
    data: bytes, faults: Faults
) -> tuple[Settings, dict[str, Rows], set[str]]:
    """Return settings and lists of event.toml, and which lists it means to hold."""
    settings = Settings(NAME, is_read=False)
    try:
        text = decode(data)
    except CellError as error:
        faults.add(error.code, error.message, error.cure, file=NAME)
        return settings, {}, set()
    if not text.strip():
        faults.add(
            Code.EMPTY_FILE,
            mark("the file is empty."),
            mark("See docs/files.md."),
            file=NAME,
        )
        return settings, {}, set()
    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        note_syntax(error, text, faults, NAME)
        return settings, {}, set()
    settings.is_read = True
    lines = _lines(text)
    lists: dict[str, Rows] = {}
    for key, value in content.items():
        if key in FORMS:
            rows = _rows(FORMS[key], value, lines, faults)
            if rows is not None:
                lists[key] = rows
        else:
            _flatten(settings, (key,), value, lines)
    return settings, lists, {key for key in content if key in FORMS}


def _flatten(
    settings: Settings,
    path: tuple[str, ...],
    value: Any,  # noqa: ANN401 - any TOML value
    lines: dict[str, int],
) -> None:
    """Store nested tables under dotted keys."""
    name = ".".join(path)
    if isinstance(value, dict) and (value or name not in KEYS):
        for key, inner in value.items():
            _flatten(settings, (*path, key), inner, lines)
        if not value:
            settings.entries[name] = Setting(value, lines.get(name))
    else:
        settings.entries[name] = Setting(value, lines.get(name))


def _rows(
    form: ListForm,
    value: Any,  # noqa: ANN401 - any TOML value
    lines: dict[str, int],
    faults: Faults,
) -> Rows | None:
    """Return an array of tables as a list with columns."""
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        message = Sentence("{name} must be a list of tables.", name=form.name)
        cure = Sentence("Write [[{name}]] above each entry.", name=form.name)
        faults.add(
            Code.WRONG_TYPE,
            message,
            cure,
            file=NAME,
            row=lines.get(form.name),
            column=form.name,
        )
        return None
    known = {column.key: n for n, column in enumerate(form.columns)}
    rows = Rows(form, NAME, {key: key for key in known}, known)
    for n, entry in enumerate(value):
        line = lines.get(f"{form.name}.{n}", n + 1)
        for key in entry:
            if key not in known:
                faults.add(
                    Code.UNKNOWN_KEY,
                    Sentence("{name} has no key {key!r}.", name=form.name, key=key),
                    did_you_mean(key, known),
                    file=NAME,
                    row=lines.get(f"{form.name}.{n}.{key}", line),
                    column=key,
                )
        cells = [entry.get(key) for key in known]
        for key, cell in zip(known, cells, strict=True):
            if isinstance(cell, dict) or (
                isinstance(cell, list)
                and any(isinstance(c, (dict, list)) for c in cell)
            ):
                cells[known[key]] = None
                message = Sentence(
                    "{name}.{key} must be a value or a list of values.",
                    name=form.name,
                    key=key,
                )
                faults.add(
                    Code.WRONG_TYPE, message, "", file=NAME, row=line, column=key
                )
        rows.numbers.append(line)
        rows.cells.append(cleaned(rows, line, cells, faults))
    return rows


def _lines(text: str) -> dict[str, int]:
    """Return the line of each key and table, by dotted path with places in lists."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, content in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(content)
        if header:
            name = _plain(header[2])
            if header[1] == "[[":
                place = counts.get(name, 0)
                counts[name] = place + 1
                found.setdefault(name, number)
                name = f"{name}.{place}"
            table = name + "."
            found.setdefault(name, number)
            continue
        key = _KEY.match(content)
        if key:
            found.setdefault(table + _plain(key[1]), number)
    return found


def _plain(key: str) -> str:
    return re.sub(r"""["'\s]""", "", key)
