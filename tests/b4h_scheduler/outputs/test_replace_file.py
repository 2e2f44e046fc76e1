"""Replacing a file: the old one or the new one, with a plain file's rights."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.outputs.replace_file import replace_file, replacing

if TYPE_CHECKING:
    from pathlib import Path


def test_the_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Folders are made; nothing else is left beside the file."""
    path = tmp_path / "a" / "b.txt"
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_an_error_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    """What was being written is thrown away."""
    path = tmp_path / "b.txt"
    replace_file(path, b"one")

    def fail_halfway() -> None:
        with replacing(path) as draft:
            draft.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_halfway()
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_rights_that_the_user_set(tmp_path: Path) -> None:
    """By umask, unlike a temporary file's: others may read a report."""
    before = os.umask(0o022)
    try:
        replace_file(tmp_path / "b.txt", b"one")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "b.txt").stat().st_mode) == 0o644
