"""Write an event as the files it is read from."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.people import Kind
from b4h_scheduler.domain.policy import Eligibility
from b4h_scheduler.files.columns_in_use import columns_in_use
from b4h_scheduler.files.settings import NOTHING
from b4h_scheduler.files.tabulate import tabulate
from b4h_scheduler.outputs.replace_file import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.files.tabulate import Entry

_IN_TOML = (
    "sessions", "breaks", "zones", "walking", "arrival_points", "companions",
)  # fmt: skip
"""Lists that stand in event.toml; the others are CSV files."""
_ALWAYS = frozenset({"participants", "wishes"})


def write_event(event: Event, folder: Path, *, workbook: Path | None = None) -> None:
    """Write an event into a folder, as event.toml and CSV files.

    Parameters
    ----------
    workbook
        Write this one workbook instead; ``folder`` is not touched.
    """
    lists = tabulate(event)
    if workbook is not None:
        from b4h_scheduler.files.write_workbook import write_sheets  # noqa: PLC0415

        write_sheets(dict(settings_of(event)), lists, workbook)
        return
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / "event.toml", _toml(event, lists).encode())
    for name, entries in lists.items():
        if name in _IN_TOML:
            continue
        path = folder / f"{name}.csv"
        if entries or name in _ALWAYS:
            replace_file(path, csv_bytes(name, entries))
        else:
            # What an earlier event left here would be read with this one.
            path.unlink(missing_ok=True)


def settings_of(event: Event) -> Iterator[tuple[str, Any]]:
    """Yield every setting by its dotted key, the policy's defaults too."""
    yield "name", event.name
    yield "time_zone", event.time_zone
    for key in ("venue", "organizer", "organizer_email", "funding"):
        if getattr(event, key):
            yield key, getattr(event, key)
    yield "languages", list(event.languages)
    yield from _flat("policy", event.policy.model_dump(mode="json"))


def _flat(prefix: str, content: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in content.items():
        if key == "eligibility":
            for kind in Kind:
                rule = value.get(kind.value, Eligibility.OPEN.value)
                yield f"{prefix}.{key}.{kind.value}", rule
        elif isinstance(value, dict):
            yield from _flat(f"{prefix}.{key}", value)
        else:
            yield f"{prefix}.{key}", NOTHING if value is None else value


def _toml(event: Event, lists: dict[str, list[Entry]]) -> str:
    """Return event.toml: settings, lists, policy by table."""
    settings = dict(settings_of(event))
    lines = ["# What can stand here: docs/files.md.", ""]
    lines += [_pair(k, v) for k, v in settings.items() if not k.startswith("policy.")]
    for name in _IN_TOML:
        for entry in lists[name]:
            lines += ["", f"[[{name}]]"]
            lines += [_pair(k, v) for k, v in entry.items() if v not in {None, ""}]
    table = ""
    # Keys of a table before those of tables inside it.
    policy = [key.rpartition(".") for key in settings if key.startswith("policy.")]
    for path, _, key in sorted(policy, key=lambda parts: parts[0]):
        if path != table:
            table = path
            lines += ["", f"[{table}]"]
        lines.append(_pair(key, settings[f"{path}.{key}"]))
    return "\n".join(lines) + "\n"


def _pair(key: str, value: Any) -> str:  # noqa: ANN401 - any TOML value
    return f"{key} = {_value(value)}"


def _value(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # JSON's texts, numbers and booleans are TOML's, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def csv_bytes(name: str, entries: Sequence[Entry]) -> bytes:
    """Return a list as CSV that spreadsheets in Europe open by a double click."""
    columns = columns_in_use(name, entries)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(each.get(key)) for key in columns] for each in entries)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: str | int | None) -> str | int:
    """Return a cell that no spreadsheet takes for a formula; reading undoes it."""
    if value is None or isinstance(value, int):
        return "" if value is None else value
    starts_oddly = value.lstrip("'").startswith(("=", "+", "-", "@"))
    return f"'{value}" if starts_oddly else value
