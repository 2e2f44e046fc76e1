"""Requests under way are counted, and who waits for quiet waits for their end."""

from __future__ import annotations

import threading

import pytest

from web.traffic import Traffic


def test_quiet_is_at_once_while_nobody_asks() -> None:
    """There is nothing to wait for."""
    assert Traffic().wait_for_quiet(0, most_s=0)


def test_no_quiet_while_a_request_is_under_way() -> None:
    """The wait ends without it; after the request it comes, also if one failed."""
    traffic = Traffic()
    with traffic.one():
        with pytest.raises(ValueError, match="no number"), traffic.one():
            int("no number")
        assert not traffic.wait_for_quiet(0, most_s=0)
    assert traffic.wait_for_quiet(0, most_s=0)
    assert not traffic.wait_for_quiet(3600, most_s=0)


def test_end_of_the_last_request_ends_the_wait() -> None:
    """A thread that waits goes on then, and not at the end of its time."""
    traffic = Traffic()
    found: list[bool] = []
    with traffic.one():
        with traffic.one():
            waiting = threading.Thread(
                target=lambda: found.append(traffic.wait_for_quiet(0, most_s=3600))
            )
            waiting.start()
        assert not found
    waiting.join()
    assert found == [True]


def test_application_is_counted_while_it_answers() -> None:
    """What it returns is passed on."""
    traffic = Traffic()
    seen: list[bool] = []

    def answer(_environ: object, _start_response: object) -> list[bytes]:
        seen.append(traffic.wait_for_quiet(0, most_s=0))
        return [b"answer"]

    assert traffic.counted(answer)({}, lambda *_: lambda _: None) == [b"answer"]
    assert seen == [False]
    assert traffic.wait_for_quiet(0, most_s=0)
