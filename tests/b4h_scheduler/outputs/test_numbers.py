"""Numbers in words: never better than the truth."""

from __future__ import annotations

import pytest

from b4h_scheduler.outputs.numbers import count, percent


@pytest.mark.parametrize(
    ("share", "digits", "expected"),
    [
        (None, 0, "–"),
        (0.0, 0, "0 %"),
        (0.994, 0, "99 %"),
        (0.9999, 0, "99 %"),
        (0.99999999, 2, "99.99 %"),
        (1.0, 2, "100.00 %"),
        (1.0, 0, "100 %"),
    ],
)
def test_less_than_all_is_never_100_percent(
    share: float | None, digits: int, expected: str
) -> None:
    """Rounding up to all would claim what is not so."""
    assert percent(share, digits) == expected


def test_counts_take_the_plural_but_for_one() -> None:
    """With thousands separated, and irregular plurals given."""
    assert count(1, "meeting") == "1 meeting"
    assert count(0, "meeting") == "0 meetings"
    assert count(1204, "wish", "wishes") == "1,204 wishes"
