"""Compile kernels with numba, and keep the machine code where it can be written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numba

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parent


def inner(function: Function) -> Function:
    """Compile a function that only compiled functions call."""
    jit = numba.njit(
        error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False
    )
    compiled: Function = jit(function)
    return compiled


def entry(sources: Sequence[str]) -> Callable[[Function], Function]:
    """Compile a function that Python calls, without the interpreter's lock.

    Its machine code is cached under a hash of all its sources: numba looks only
    at the file of the function itself and would keep stale code of the others.

    Parameters
    ----------
    sources : sequence of str
        Files (paths) with everything the function calls.
    """

    def decorate(function: Function) -> Function:
        kept = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(cache_directory(sources))
        try:
            jit = numba.njit(nogil=True, error_model="numpy", cache=True, _nrt=False)
            compiled: Function = jit(function)
        finally:
            numba.config.CACHE_DIR = kept
        return compiled

    return decorate


def cache_directory(sources: Sequence[str]) -> Path:
    """Return the folder for the machine code of these sources.

    ``NUMBA_CACHE_DIR`` if it is set; else beside the package, as Python does with
    its own; where that is read-only, in the user's cache, or a temporary folder.
    """
    digest = hashlib.sha256()
    for source in sorted([*sources, __file__, str(_PACKAGE / "arrays.py")]):
        digest.update(Path(source).read_bytes())
    name = "kernels-" + digest.hexdigest()[:16]
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        return Path(given) / name
    user = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    for base in (_PACKAGE / "__pycache__", Path(user) / "b4h-scheduler"):
        if _is_writable(base):
            return base / name
    return Path(tempfile.gettempdir()) / f"b4h-scheduler-{_user()}" / name


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
