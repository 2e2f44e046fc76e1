"""Import what pages about plans need, so that no first visitor waits for it."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "scipy.sparse.csgraph",
    "solver.checks",
    "solver.obstacles",
    "b4h_scheduler.files.write_workbook",
    "b4h_scheduler.outputs.write_all",
)
"""Imported where they are used, since commands and other pages do without."""


def preload() -> None:
    """Import them; about a second."""
    for name in MODULES:
        import_module(name)
