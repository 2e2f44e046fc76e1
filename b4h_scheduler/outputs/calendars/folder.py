"""The folder of agendas: one file a person, and an index for mail merge.

The index also remembers what was written, so that the next plan can remove the files
of people who are gone, and nothing that somebody else put there.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from b4h_scheduler.outputs.calendars.agenda import Agendas
from b4h_scheduler.outputs.calendars.file_names import file_names
from b4h_scheduler.outputs.csv_text import csv_bytes
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.replace_file import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CompanionId, DelegateId
    from b4h_scheduler.plans import Plan

INDEX = "index.csv"
HEADER = ("file", "name", "organization", "email", "language", "meetings", "sha256")
_OURS = re.compile(r"[a-z0-9-]+\.ics")


class _Row(NamedTuple):
    file: str
    name: str
    organization: str
    email: str
    language: str
    meetings: int
    sha256: str


def agenda_ics(event: Event, plan: Plan, delegate: DelegateId) -> bytes:
    """Return one delegate's agenda as the bytes of an .ics file."""
    return Agendas(Lookup(event, plan)).of_delegate(delegate)


def companion_ics(event: Event, plan: Plan, companion: CompanionId) -> bytes:
    """Return the agenda of an interpreter or coach as the bytes of an .ics file."""
    return Agendas(Lookup(event, plan)).of_companion(companion)


def write_agendas(event: Event, plan: Plan, folder: Path) -> tuple[Path, ...]:
    """Write an agenda for every delegate and companion, and ``index.csv``.

    Files that an earlier call wrote and nobody changed since are removed when they
    belong to nobody any more.

    Returns
    -------
    tuple of Path
        The .ics files, delegates in the event's order, then companions.
    """
    return write_agendas_of(Lookup(event, plan), folder)


def zipped_agendas(lookup: Lookup) -> bytes:
    """Return the files that ``write_agendas`` writes as an archive."""
    files = list(_files(lookup))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for row, agenda in files:
            archive.writestr(row.file, agenda)
        archive.writestr(INDEX, csv_bytes(HEADER, [row for row, _ in files]))
    return content.getvalue()


def write_agendas_of(lookup: Lookup, folder: Path) -> tuple[Path, ...]:
    """Do what ``write_agendas`` does, for who has a ``Lookup`` already."""
    before = _written_before(folder)
    # The index names files before they exist and as long as they do: a run that is
    # cut off leaves nothing that the next one does not know.
    files = list(_files(lookup))
    rows = [row for row, _ in files]
    _write_index(folder, rows, before)
    for row, content in files:
        replace_file(folder / row.file, content, is_durable=False)
    _remove_stale(folder, before, {row.file for row in rows})
    _write_index(folder, rows, {})
    return tuple(folder / row.file for row in rows)


def _files(lookup: Lookup) -> Iterator[tuple[_Row, bytes]]:
    event = lookup.event
    agendas = Agendas(lookup)
    labels: dict[str, str] = {}
    for delegate in event.delegates:
        organization = lookup.organization_name[delegate.organization]
        name = lookup.delegate_name[delegate.id]
        labels[f"delegate {delegate.id}"] = f"{name} {organization}"
    for companion in event.companions:
        labels[f"companion {companion.id}"] = lookup.companion_name[companion.id]
    names = file_names(labels, ".ics")
    for delegate in event.delegates:
        content = agendas.of_delegate(delegate.id)
        yield (
            _Row(
                file=names[f"delegate {delegate.id}"],
                name=lookup.delegate_name[delegate.id],
                organization=lookup.organization_name[delegate.organization],
                email=delegate.email,
                language=delegate.language,
                meetings=len(lookup.agendas[delegate.id]),
                sha256=hashlib.sha256(content).hexdigest(),
            ),
            content,
        )
    for companion in event.companions:
        content = agendas.of_companion(companion.id)
        yield (
            _Row(
                file=names[f"companion {companion.id}"],
                name=lookup.companion_name[companion.id],
                organization="",
                email=companion.email,
                language="",
                meetings=len(lookup.companion_agendas[companion.id]),
                sha256=hashlib.sha256(content).hexdigest(),
            ),
            content,
        )


def _write_index(folder: Path, rows: list[_Row], before: dict[str, set[str]]) -> None:
    """Write the index; files of an earlier run that may still be there come last."""
    earlier = [
        _Row(file, "", "", "", "", 0, sha256)
        for file, hashes in before.items()
        for sha256 in sorted(hashes)
    ]
    content = csv_bytes(HEADER, [*rows, *earlier])
    replace_file(folder / INDEX, content, is_durable=False)


def _written_before(folder: Path) -> dict[str, set[str]]:
    """Return the files that the index in the folder lists, with their hashes."""
    try:
        text = (folder / INDEX).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        file, sha256 = row.get("file"), row.get("sha256")
        # Never a path, whatever somebody wrote into the index.
        if file and sha256 and _OURS.fullmatch(file):
            found.setdefault(file, set()).add(sha256)
    return found


def _remove_stale(folder: Path, before: dict[str, set[str]], kept: set[str]) -> None:
    for file in before.keys() - kept:
        path = folder / file
        if path.is_symlink() or not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() in before[file]:
            path.unlink()
