"""Uploads: read in a child process with limits, kept until they are imported."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.event import Event
from b4h_scheduler.sentence import Sentence, put_together
from b4h_scheduler.store.content import from_json
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.uploaded import forget_old_uploads
from web.logs import LOG
from web.site import site

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.datastructures import FileStorage

ENDINGS = (".zip", ".xlsx")
_NAME = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass(frozen=True, slots=True)
class Upload:
    """What was read from an upload."""

    name: str
    faults: list[dict[str, Any]]
    event: Event | None
    """None: there are errors."""

    @property
    def num_errors(self) -> int:
        """Faults that forbid importing; with an event, planning it as it is."""
        return sum(fault["severity"] == "error" for fault in self.faults)


def take(file: FileStorage | None) -> str:
    """Keep and read an upload, and return the name to find it again.

    Raises
    ------
    RefusedError
        No file, of another kind, or reading it took too much.
    """
    if file is None or not file.filename:
        raise RefusedError("choose a file first: a workbook or a zip of the folder")
    if not file.filename.casefold().endswith(ENDINGS):
        raise RefusedError(
            Sentence("{name!r} is neither .xlsx nor .zip", name=file.filename[:80])
        )
    folder = site().uploads
    folder.mkdir(mode=0o700, exist_ok=True)
    forget_old_uploads(folder)
    name = secrets.token_urlsafe(18)
    upload = folder / f"{name}.upload"
    file.save(upload)
    try:
        _read_in_child(upload, folder / f"{name}.json")
    finally:
        upload.unlink(missing_ok=True)
    return name


def find(name: str) -> Upload:
    """Return what was read from an upload.

    Raises
    ------
    NotFoundError
        It was imported or is too old.
    """
    path = _path(name)
    if path is None or not path.exists():
        raise NotFoundError("this upload is not kept any more: upload it again")
    return site().cache.get(("upload", name), lambda: _read(name, path))


def _read(name: str, path: Path) -> Upload:
    """Return what the child process left; it does not change any more."""
    content = json.loads(path.read_text(encoding="utf-8"))
    stored = content.get("event")
    event = None
    if stored is not None:
        zone = ZoneInfo(stored["time_zone"])
        event = Event.model_validate(from_json(stored, zone))
    return Upload(name, [_said(fault) for fault in content["faults"]], event)


def _said(fault: dict[str, Any]) -> dict[str, Any]:
    return fault | {key: put_together(fault[key]) for key in ("message", "cure")}


def forget(name: str) -> None:
    """Delete an upload."""
    path = _path(name)
    if path is not None:
        path.unlink(missing_ok=True)


def _path(name: str) -> Path | None:
    return site().uploads / f"{name}.json" if _NAME.fullmatch(name) else None


def _read_in_child(upload: Path, result: Path) -> None:
    settings = site().settings
    limits = str(settings.import_memory_mb), str(settings.import_seconds)
    command = [sys.executable, "-m", "web.staff.reading_child", str(upload)]
    try:
        done = subprocess.run(  # noqa: S603  (our own module, our own paths)
            [*command, str(result), *limits],
            capture_output=True,
            timeout=settings.import_seconds + 10,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedError(
            "reading the file took too long, so it was stopped"
        ) from None
    if done.returncode or not result.exists():
        LOG.warning(
            "reading an upload failed",
            status=done.returncode,
            said=done.stderr.decode(errors="replace")[-2000:],
        )
        raise RefusedError(
            "the file could not be read within the limits of time and memory"
        )
