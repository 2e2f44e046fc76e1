"""Plan matchmaking events: the event, its files and the command line."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plan import Plan
    from b4h_scheduler.planning.run import plan  # noqa: TC004  (see _Package)

__all__ = ["__version__", "load_event", "plan"]
__version__ = "0.1.0"


def load_event(path: Path) -> Event:
    """Return the event of a folder or workbook (see `b4h_scheduler.files.load`)."""
    from b4h_scheduler.files import load  # noqa: PLC0415  (b4h --help is quick)

    return load.load_event(path).event


class _Package(ModuleType):
    """The package, with ``plan`` imported when it is first used.

    The function ``plan`` and the module ``b4h_scheduler.plan`` have one name: as an
    attribute of the package it is always the function; ``from b4h_scheduler.plan
    import Plan`` finds the module.
    """

    @property
    def plan(self) -> Callable[..., Plan]:
        """`b4h_scheduler.planning.run.plan`."""
        from b4h_scheduler.planning.run import plan as function  # noqa: PLC0415

        return function

    @plan.setter
    def plan(self, module: ModuleType) -> None:
        """Take no notice of the import system binding the module of that name."""


sys.modules[__name__].__class__ = _Package
