"""Rows kept in a file, so that a long benchmark can be stopped and gone on with."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

KERNEL = ("solver",)
EVERYTHING = ("solver", "b4h_scheduler")


class Kept:
    """What was measured before, with the same program.

    Parameters
    ----------
    file : Path or None
        JSON lines; rows measured by other source files stay in it and do not count.
        None: nothing is kept.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._rows: dict[tuple[str, str], Any] = {}
        if file is not None and file.exists():
            for line in file.read_text("utf-8").splitlines():
                kept = json.loads(line)
                self._rows[kept["name"], kept["sources"]] = kept["row"]

    def row(
        self,
        name: str,
        measure: Callable[[], Any],
        packages: tuple[str, ...] = KERNEL,
    ) -> Any:  # noqa: ANN401  (JSON)
        """Return the row of this name, measured if it is not kept.

        ``packages``: whose source files make it another measurement.
        """
        sources = digest(packages)
        if (name, sources) not in self._rows:
            row = json.loads(json.dumps(measure()))
            self._rows[name, sources] = row
            self._append({"name": name, "sources": sources, "row": row})
        return self._rows[name, sources]

    def _append(self, kept: dict[str, Any]) -> None:
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(kept) + "\n")


def digest(packages: tuple[str, ...]) -> str:
    """Return a digest of all Python files of some packages."""
    found = hashlib.sha256()
    for package in packages:
        for path, source in sorted(_sources(files(package), package)):
            found.update(path.encode() + b"\0" + source)
    return found.hexdigest()[:16]


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        name = f"{path}/{each.name}"
        if each.is_dir():
            yield from _sources(each, name)
        elif each.name.endswith(".py"):
            yield name, each.read_bytes()
