"""Messages that became files: they go, and lose names, with their rows.

Where there is no mail server messages become files in a folder, of which the store
knows nothing but this: a layer above says how they are reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

KEY = "b4h.message_files"
"""In ``Session.info``."""


class MessageFiles(Protocol):
    """The files of messages, by the number of the message; some have none."""

    def remove(self, numbers: Iterable[int]) -> None:
        """Delete files."""

    def rewrite(self, numbers: Iterable[int], change: Callable[[bytes], bytes]) -> None:
        """Change what files hold."""


def remove_files(session: Session, numbers: Iterable[int]) -> None:
    """Delete the files of messages, if messages become files here.

    Before the transaction is committed: whoever is stopped in between tries again.
    """
    files: MessageFiles | None = session.info.get(KEY)
    if files is not None:
        files.remove(numbers)


def rewrite_files(
    session: Session, numbers: Iterable[int], change: Callable[[bytes], bytes]
) -> None:
    """Change the files of messages, if messages become files here."""
    files: MessageFiles | None = session.info.get(KEY)
    if files is not None:
        files.rewrite(numbers, change)
