"""A thread that looks for work now and then, and at once when woken."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod


class Poller(ABC):
    """What the supervisor of runs and the sender of mail have in common.

    Parameters
    ----------
    name : str
        Of the thread.
    poll_s : float
        Between two looks for work; `wake` looks at once.
    """

    def __init__(self, name: str, poll_s: float) -> None:
        self.poll_s = poll_s
        self._is_stopping = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def wake(self) -> None:
        """Look for work now."""
        self._wake.set()

    def ask_to_stop(self) -> None:
        """Begin nothing more, and leave what is under way as soon as it can be."""
        self._is_stopping.set()
        self._wake.set()

    def stop(self) -> None:
        """Stop after what is under way can be left, and wait for it."""
        self.ask_to_stop()
        self._thread.join()

    @abstractmethod
    def _work(self) -> None:
        """Work until stopped, in the thread."""

    def _rest(self) -> None:
        """Wait until woken, or for ``poll_s``."""
        self._wake.wait(self.poll_s)
        self._wake.clear()
