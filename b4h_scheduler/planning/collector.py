"""Python's cycle collector, paused where very many objects are made and kept."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_paused() -> Iterator[None]:
    """Make no garbage collections meanwhile.

    Of the objects made none can be freed before the end, and the collector would go
    through all of them again and again: it takes half of the time of a large event.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
