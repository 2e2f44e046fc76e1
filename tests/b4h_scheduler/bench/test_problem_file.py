"""A problem's file reads back as the problem."""

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from b4h_scheduler.bench.problem_file import read_problem, write_problem
from tests.solver.instances import random_problem


def flat(value: Any) -> list[Any]:
    """Every array and number inside a dataclass."""
    if is_dataclass(value):
        return [x for f in fields(value) for x in flat(getattr(value, f.name))]
    return [value]


@pytest.mark.parametrize("seed", range(12))
def test_every_field_survives(seed: int, tmp_path: Path) -> None:
    """Random small problems have pins, windows, targets, precedences, baselines."""
    problem = random_problem(seed)
    path = tmp_path / "problem.npz"
    write_problem(problem, path)
    again = read_problem(path)
    for a, b in zip(flat(problem), flat(again), strict=True):
        assert np.array_equal(a, b), (a, b)
        assert type(a) is type(b)


def test_a_file_that_lacks_a_field_says_which(tmp_path: Path) -> None:
    """Not a traceback about a missing argument."""
    path = tmp_path / "problem.npz"
    write_problem(random_problem(1), path)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    del arrays["candidates.value"]
    np.savez(path, allow_pickle=False, **arrays)
    with pytest.raises(ValueError, match=r"lacks candidates\.value"):
        read_problem(path)
