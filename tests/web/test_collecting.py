"""Large values are frozen; garbage that was frozen with them is collected later."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest

from web import collecting
from web.cache import Cache
from web.collecting import LARGE, Collecting
from web.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Iterator


class Knot:
    """Refers to itself: only the collector can remove it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def habits() -> Iterator[Collecting]:
    """The collector as in a server, and as before afterwards."""
    before = gc.get_threshold()
    gc.collect()
    found = Collecting()
    found.begin()
    yield found
    gc.unfreeze()
    gc.set_threshold(*before)
    gc.collect()
    gc.freeze()  # as in tests/conftest.py


def test_large_value_is_frozen_and_a_small_one_not(habits: Collecting) -> None:
    """No collection walks through the large one, not even the first after it."""
    cache = Cache()
    cache.making = habits.making
    before = gc.get_freeze_count()
    small = cache.get("small", lambda: [[] for _ in range(100)])
    assert len(small) == 100
    assert gc.get_freeze_count() == before
    large = cache.get("large", lambda: [[] for _ in range(2 * LARGE)])
    assert gc.get_freeze_count() >= before + len(large)
    assert gc.get_count()[0] < LARGE
    assert gc.isenabled()


def test_what_is_frozen_goes_when_nobody_holds_it(habits: Collecting) -> None:
    """A value that leaves the cache takes its objects with it, without a collection."""
    cache = Cache(most=1)
    cache.making = habits.making
    for number in range(3):
        cache.get(number, lambda: [[] for _ in range(2 * LARGE)])
        if number == 0:
            first = gc.get_freeze_count()
    assert gc.get_freeze_count() < first + LARGE


def test_frozen_garbage_is_collected_when_nobody_asks(
    habits: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while a request is under way, but after it."""
    monkeypatch.setattr(collecting, "QUIET_S", 0.0)
    traffic, ended = Traffic(), threading.Event()
    knot = Knot()
    weakref.finalize(knot, ended.set)
    with habits.making():
        del knot
        large = [[] for _ in range(2 * LARGE)]
    assert len(large) == 2 * LARGE
    gc.collect()
    assert not ended.is_set()
    with traffic.one():
        threading.Thread(
            target=habits.collect_when_quiet, args=(traffic,), daemon=True
        ).start()
        assert not ended.wait(0.2)
    assert ended.wait(60)


def test_under_requests_without_end_garbage_is_collected_too(
    habits: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once so many large values were made that it would fill memory."""
    monkeypatch.setattr(collecting, "MOST_FROZEN", 1)
    monkeypatch.setattr(collecting, "_LOOK_S", 0.01)
    traffic, ended = Traffic(), threading.Event()
    knot = Knot()
    weakref.finalize(knot, ended.set)

    def make() -> int:
        with habits.making():
            value = [[] for _ in range(2 * LARGE)]
        return len(value)

    with traffic.one():
        threading.Thread(
            target=habits.collect_when_quiet, args=(traffic,), daemon=True
        ).start()
        del knot
        assert make() == 2 * LARGE
        assert not ended.wait(0.2)
        assert make() == 2 * LARGE
        assert ended.wait(60)
