"""A kernel problem as a file: numpy's ``.npz``, one array a field."""

from __future__ import annotations

import hashlib
from dataclasses import MISSING, fields, is_dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.levels import Level
from solver.problem import (
    Baseline,
    Candidates,
    Options,
    Participants,
    Pins,
    Precedences,
    Problem,
    Slots,
    Tables,
    Targets,
    Windows,
)
from solver.ragged import Ragged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PARTS: dict[str, type] = {
    "slots": Slots,
    "participants": Participants,
    "candidates": Candidates,
    "options": Options,
    "tables": Tables,
    "windows": Windows,
    "targets": Targets,
    "pins": Pins,
    "precedences": Precedences,
    "baseline": Baseline,
}


def problem_bytes(problem: Problem) -> bytes:
    """Return the content of the file."""
    content = BytesIO()
    arrays = dict(_arrays(problem, ""))
    np.savez_compressed(content, allow_pickle=False, **arrays)
    return content.getvalue()


def write_problem(problem: Problem, path: Path) -> None:
    """Write the file."""
    path.write_bytes(problem_bytes(problem))


def read_problem(path: Path) -> Problem:
    """Read a problem back, equal to the one written.

    Raises
    ------
    ProblemError
        The arrays contradict each other.
    """
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    parts: dict[str, Any] = {
        name: _part(kind, f"{name}.", arrays)
        for name, kind in _PARTS.items()
        if any(key.startswith(f"{name}.") for key in arrays)
    }
    levels = tuple(Level(name) for name in arrays["levels"].tolist())
    return Problem(
        **parts,
        slot_sets=arrays["slot_sets"],
        bonus=arrays["bonus"],
        num_groups=int(arrays["num_groups"]),
        break_spread=int(arrays["break_spread"]),
        levels=levels,
    )


def digest(problem: Problem) -> str:
    """SHA-256 of names, types, shapes and bytes of all arrays, as hexadecimal."""
    found = hashlib.sha256()
    for name, array in _arrays(problem, ""):
        found.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def _arrays(value: Any, prefix: str) -> Iterator[tuple[str, np.ndarray]]:  # noqa: ANN401
    """Every array inside a dataclass, under its dotted path."""
    for part in fields(value):
        name, inner = f"{prefix}{part.name}", getattr(value, part.name)
        if inner is None:
            continue
        if is_dataclass(inner):
            yield from _arrays(inner, f"{name}.")
        elif part.name == "levels":
            yield name, np.array([str(level) for level in inner])
        else:
            yield name, np.asarray(inner)


def _part(kind: type, prefix: str, arrays: dict[str, np.ndarray]) -> Any:  # noqa: ANN401
    found: dict[str, Any] = {}
    for part in fields(kind):
        name = f"{prefix}{part.name}"
        if f"{name}.start" in arrays:
            found[part.name] = Ragged(arrays[f"{name}.start"], arrays[f"{name}.items"])
        elif name in arrays:
            array = arrays[name]
            found[part.name] = array if array.ndim else array.item()
        elif part.default is MISSING and part.default_factory is MISSING:
            message = f"the file lacks {name}"
            raise ValueError(message)
    return kind(**found)
