"""Run as a process of its own: reads an uploaded event within limits.

    python -m web.staff.reading_child UPLOAD RESULT MEGABYTES SECONDS

Writes a JSON object with ``faults`` and, if there are no errors, ``event``.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from b4h_scheduler.files.faults import FaultsError, faults_taken_apart
from b4h_scheduler.files.load import load_event
from b4h_scheduler.sentence import Sentence, mark, taken_apart
from b4h_scheduler.store.content import to_json

MOST_FILES = 50
MOST_BYTES = 200 * 2**20


def main(upload: Path, result: Path) -> None:
    """Read an archive or a workbook, and write what was found."""
    with TemporaryDirectory() as work:
        try:
            loaded = load_event(_unpacked(upload, Path(work)))
        except FaultsError as error:
            content: dict[str, object] = {"faults": faults_taken_apart(error.faults)}
        except _RefusedArchiveError as error:
            content = {"faults": [_fault(error.args[0])]}
        else:
            found = (*loaded.errors, *loaded.skipped, *loaded.warnings)
            faults = faults_taken_apart(found)
            content = {"faults": faults, "event": to_json(loaded.event)}
    result.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


class _RefusedArchiveError(Exception):
    """The archive is not one of an event's files."""


def _unpacked(upload: Path, work: Path) -> Path:
    """Return the folder or workbook; only plain files, by their names alone."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = {name.casefold() for name in archive.namelist()}
            if "xl/workbook.xml" not in names:
                return _folder(archive, work)
    except zipfile.BadZipFile as error:
        message = mark("the upload is neither a workbook nor a zip archive.")
        raise _RefusedArchiveError(message) from error
    return upload


def _folder(archive: zipfile.ZipFile, work: Path) -> Path:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        message = Sentence(
            "the archive has {number} files; an event has fewer than 20.",
            number=len(members),
        )
        raise _RefusedArchiveError(message)
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _RefusedArchiveError(mark("the archive unpacks to too much."))
    for member in members:
        name = Path(member.filename).name
        if name.startswith((".", "~$")) or "__MACOSX" in member.filename:
            continue
        with archive.open(member) as packed:
            (work / name).write_bytes(packed.read(member.file_size + 1))
    return work


def _fault(message: str) -> dict[str, object]:
    return {
        "severity": "error",
        "file": "",
        "row": None,
        "column": "",
        "value": "",
        "message": taken_apart(message),
        "cure": mark("Upload the workbook, or a zip of event.toml and its lists."),
    }


def limit(megabytes: int, seconds: int) -> None:
    """Bound memory and processor time of this process, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not everywhere)

    size = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    limit(int(sys.argv[3]), int(sys.argv[4]))
    main(Path(sys.argv[1]), Path(sys.argv[2]))
