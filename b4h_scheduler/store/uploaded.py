"""Uploads that nobody imported: what was read from them waits in a folder for a day."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

KEPT_S = 24 * 3600
"""So long somebody can come back to an upload."""


def forget_old_uploads(folder: Path, *, of_events: Collection[str] = ()) -> None:
    """Delete uploads that nobody came back for.

    Parameters
    ----------
    folder
        Of uploads; it need not be there.
    of_events
        Names of events that are deleted: their uploads go however new they are.
    """
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        is_old = time.time() - path.stat().st_mtime > KEPT_S
        if is_old or (of_events and _event_name(path) in of_events):
            path.unlink(missing_ok=True)


def _event_name(path: Path) -> str | None:
    """Return of which event an upload is, if it could be read."""
    if path.suffix != ".json":
        return None
    event = json.loads(path.read_text(encoding="utf-8")).get("event")
    return None if event is None else str(event["name"])
