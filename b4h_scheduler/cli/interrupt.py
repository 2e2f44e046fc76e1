"""Ctrl-C during a solve asks it to stop; the best plan so far is kept."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class Stop:
    """Whether the user wants the solve to end."""

    def __init__(self) -> None:
        self.is_wanted = False

    def __call__(self) -> bool:
        """Asked by the solve between pieces of work."""
        return self.is_wanted


@contextmanager
def stop_on_interrupt() -> Iterator[Stop]:
    """Turn Ctrl-C into a wish to stop, until the block ends.

    Only the main thread receives signals: elsewhere nothing is changed.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def want(_number: int, _frame: FrameType | None) -> None:
        stop.is_wanted = True

    before = signal.signal(signal.SIGINT, want)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
