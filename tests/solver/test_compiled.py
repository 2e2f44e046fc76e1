"""Machine code is kept where it can be written, and under what it was made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver import compiled
from solver.compiled import cache_directory


@pytest.fixture(autouse=True)
def _no_directory_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)


def test_the_name_follows_the_sources(tmp_path: Path) -> None:
    """One changed byte gives another folder; numba looks at one file only."""
    source = tmp_path / "kernel.py"
    source.write_text("a = 1\n")
    before = cache_directory([str(source)])
    assert cache_directory([str(source)]) == before
    source.write_text("a = 2\n")
    assert cache_directory([str(source)]) != before


def test_a_given_directory_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NUMBA_CACHE_DIR is numba's own name for it."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache_directory([__file__]).parent == tmp_path


def test_a_read_only_package_falls_back_to_the_user_and_then_to_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where folders would have to be made."""
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setattr(compiled, "_PACKAGE", blocked)
    arrays = Path(compiled.__file__).parent / "arrays.py"
    monkeypatch.setattr(compiled, "_ARRAYS", arrays)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert cache_directory([__file__]).parent == tmp_path / "user" / "b4h-scheduler"
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert cache_directory([__file__]).parent.name.startswith("b4h-scheduler-")
