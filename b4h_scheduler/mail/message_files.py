"""The folder in which messages are files, where there is no mail server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.replace_file import replace_file
from b4h_scheduler.store.message_files import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from b4h_scheduler.store.database import Database


def file_name(number: int) -> str:
    """Return how the file of a message is called, without suffix."""
    return f"{number:06}"


def path_of(folder: Path, name: str) -> Path:
    """Return the file of a message by its name."""
    return folder / f"{name}.eml"


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """Files of messages in a folder; a file that is not there needs nothing.

    As `store.message_files.MessageFiles`.
    """

    folder: Path

    def remove(self, numbers: Iterable[int]) -> None:
        """Delete files."""
        for number in numbers:
            self._path(number).unlink(missing_ok=True)

    def rewrite(self, numbers: Iterable[int], change: Callable[[bytes], bytes]) -> None:
        """Change what files hold, each at once."""
        for number in numbers:
            path = self._path(number)
            try:
                before = path.read_bytes()
            except FileNotFoundError:
                continue
            after = change(before)
            if after != before:
                replace_file(path, after)
                path.chmod(0o600)

    def _path(self, number: int) -> Path:
        return path_of(self.folder, file_name(number))


def attach_files(database: Database, folder: Path) -> None:
    """Let what is deleted from a database go from a folder of messages, too."""
    database.info[KEY] = FolderFiles(folder)
