"""Rows of a benchmark that were measured before."""

from pathlib import Path

import pytest

from b4h_scheduler.bench import kept
from b4h_scheduler.bench.kept import KERNEL, Kept, digest


def test_a_row_is_measured_once(tmp_path: Path) -> None:
    """Another reader of the file takes it from there."""
    file = tmp_path / "rows" / "kept.jsonl"
    assert Kept(file).row("a", lambda: {"seconds": 1.5}) == {"seconds": 1.5}
    assert Kept(file).row("a", lambda: {"seconds": 9.0}) == {"seconds": 1.5}
    assert Kept(file).row("b", lambda: {"seconds": 2.0}) == {"seconds": 2.0}


def test_a_row_of_another_program_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows measured before the kernel changed are measured anew, and stay."""
    file = tmp_path / "kept.jsonl"
    Kept(file).row("a", lambda: 1)
    monkeypatch.setattr(kept, "digest", lambda _: "another")
    assert Kept(file).row("a", lambda: 2) == 2
    monkeypatch.undo()
    assert Kept(file).row("a", lambda: 3) == 1


def test_without_a_file_every_run_measures() -> None:
    """Nothing is written; one run asks once for each name."""
    rows = Kept(None)
    assert [rows.row("a", lambda: 1), rows.row("a", lambda: 2)] == [1, 1]
    assert Kept(None).row("a", lambda: 2) == 2


def test_the_digest_is_of_the_sources() -> None:
    """Equal for equal packages, another for more of them."""
    assert digest(KERNEL) == digest(("solver",))
    assert digest(KERNEL) != digest(("solver", "b4h_scheduler"))
