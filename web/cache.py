"""A few values that are costly to make and never change in place."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar, cast

from b4h_scheduler.planning.collector import collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from contextlib import AbstractContextManager

    T = TypeVar("T")

MOST = 64
MOST_OF_KIND = 4
"""An event that changes again and again must not drive out the plans of its drafts."""


class Cache:
    """Keeps the values used last, under keys that hold a version.

    Keys are of the kind that their first part names; of each only a few are kept.

    Attributes
    ----------
    making : callable
        The context in which a value is made. Values are large and hold no cycles:
        collecting meanwhile would count them all.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.making: Callable[[], AbstractContextManager[None]] = collector_paused
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key; of several who want a new one, one makes it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast("T", self._values[key])
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return cast("T", self._values[key])
            with self.making():
                value = make()
            with self._lock:
                self._keep(key, value)
                self._making.pop(key, None)
        return value

    def put(self, key: Hashable, value: object) -> None:
        """Keep a value that was made elsewhere, instead of any other of its key."""
        with self._lock:
            self._keep(key, value)

    def last(self, key: Hashable, otherwise: T) -> T:
        """Return the value that was put last; else another, which is not kept."""
        with self._lock:
            return cast("T", self._values.get(key, otherwise))

    def _keep(self, key: Hashable, value: object) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        of_kind = [each for each in self._values if _kind(each) == _kind(key)]
        for each in of_kind[:-MOST_OF_KIND]:
            del self._values[each]
        while len(self._values) > self._most:
            self._values.popitem(last=False)


def _kind(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else key
