"""The files whose code is compiled into the kernels of this package."""

from __future__ import annotations

from pathlib import Path

SOURCES = tuple(str(path) for path in Path(__file__).parent.glob("*.py"))
