"""Writing a file so that a reader sees the old one or the new one, never half."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path, *, is_durable: bool = True) -> Iterator[Path]:
    """Give a path to write to; what is there at the end takes the place of ``path``.

    When the block raises, ``path`` stays as it was.

    Parameters
    ----------
    path : Path
        Its folder is made if missing.
    is_durable : bool
        Wait until the content is on the disk, so that a loss of power leaves the old
        or the new file. Thousands of small files that can be made again do without.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the file: a rename is atomic inside one file system only.
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        if is_durable:
            with draft.open("rb+") as written:
                os.fsync(written.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes, *, is_durable: bool = True) -> None:
    """Write the bytes to ``path`` (see ``replacing``)."""
    with replacing(path, is_durable=is_durable) as draft:
        draft.write_bytes(content)
