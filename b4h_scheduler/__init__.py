"""Plan matchmaking events: the event, its files and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.run import plan

__all__ = ["__version__", "load_event", "plan"]
__version__ = "0.1.0"


def load_event(path: Path) -> Event:
    """Return the event of a folder or workbook (see `b4h_scheduler.files.load`)."""
    from b4h_scheduler.files import load  # noqa: PLC0415  (b4h --help is quick)

    return load.load_event(path).event


def __getattr__(name: str) -> Any:  # noqa: ANN401  (any attribute)
    """Import ``plan`` when it is first used, since it is heavy."""
    if name != "plan":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from b4h_scheduler.planning.run import plan as function  # noqa: PLC0415

    return function
