"""Compiling comes before the clock."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from solver import solve
from solver.warm_up import tiny_problem, warm_up
from tests.solver.instances import random_problem

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WARM_UP = "from solver.warm_up import warm_up; warm_up()"


def test_the_kernels_of_every_solve_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an empty cache: placing, walking, relaxing, and bounding the waiting."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    subprocess.run([sys.executable, "-c", WARM_UP], check=True)
    compiled = {path.name.partition(".")[0] for path in tmp_path.rglob("*.nbc")}
    assert compiled >= {"place", "walk", "slotlp_kernel", "waitbound_kernel"}


def test_time_limits_begin_after_it() -> None:
    """With a limit it has run; under a work limit nobody needs it."""
    warm_up.cache_clear()
    solve(random_problem(1), work_limit=1)
    assert warm_up.cache_info().currsize == 0
    solve(tiny_problem(), time_limit_s=0.1)
    assert warm_up.cache_info().currsize == 1
