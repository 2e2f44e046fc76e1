"""What is kept between requests."""

from __future__ import annotations

from web.cache import MOST_OF_KIND, Cache


def test_what_was_put_is_not_made() -> None:
    """A button knows what the page after it asks for."""
    cache = Cache()
    cache.put("a", 1)
    assert cache.get("a", lambda: 2) == 1
    cache.put("a", 3)
    assert cache.get("a", lambda: 2) == 3


def test_last_makes_and_keeps_nothing() -> None:
    """What stands instead is not found the next time."""
    cache = Cache()
    assert cache.last("a", 5) == 5
    assert cache.get("a", lambda: 2) == 2
    assert cache.last("a", 5) == 2


def test_what_was_used_longest_ago_is_let_go() -> None:
    """Whether it was made or put."""
    cache = Cache(2)
    cache.put("a", 1)
    cache.get("b", lambda: 2)
    cache.get("a", lambda: 9)
    cache.put("c", 3)
    assert [cache.last(key, 0) for key in "abc"] == [1, 0, 3]


def test_values_of_one_kind_do_not_drive_out_those_of_another() -> None:
    """Of a kind the last are kept; one that is used stays."""
    cache = Cache()
    cache.put(("plan", 1), "plan")
    for version in range(MOST_OF_KIND):
        cache.put(("event", version), version)
    cache.get(("event", 0), lambda: -1)
    cache.put(("event", MOST_OF_KIND), MOST_OF_KIND)
    kept = [cache.last(("event", version), None) for version in range(3)]
    assert kept == [0, None, 2]
    assert cache.last(("plan", 1), "") == "plan"
