"""What a run has reached, level by level."""

from __future__ import annotations

from b4h_scheduler.outputs.level_words import LEVEL_WORDS
from b4h_scheduler.store.schema_plans import ProgressRow
from solver import Level
from web.plan.so_far import LevelNow, SoFar


def steps(*told: tuple[str | None, int | None, int | None]) -> SoFar:
    """Steps of level, value and bound, a second apart."""
    return SoFar(
        [
            ProgressRow(
                step="polish", level=level, value=value, bound=bound, seconds=float(n)
            )
            for n, (level, value, bound) in enumerate(told)
        ]
    )


def test_every_level_has_words() -> None:
    """As the kernel names them."""
    assert set(LEVEL_WORDS) == set(Level)
    assert all(LevelNow(str(level), 0, None).counted for level in Level)


def test_latest_value_and_bound_count() -> None:
    """A step that knows only one of them leaves the other."""
    found = steps(
        (None, None, None),
        ("value", 5, None),
        ("waiting", 9, None),
        ("value", 6, 8),
        ("value", None, 7),
        ("moves", None, None),
    )
    assert found.wishes is not None
    assert (found.wishes.value, found.wishes.bound) == (6, 7)
    assert not found.wishes.is_best
    assert [(one.level, one.value, one.bound) for one in found.others] == [
        ("waiting", 9, None)
    ]
    assert found.points("value") == [(1.0, 5, None), (3.0, 6, 8), (4.0, None, 7)]


def test_picture_turns_to_waiting_when_wishes_are_at_their_bound() -> None:
    """Until then, and where nobody waits, it is that of wishes."""
    assert steps().drawn == "value"
    assert steps(("value", 5, 6), ("waiting", 4, 0)).drawn == "value"
    assert steps(("value", 6, 6), ("waiting", 4, 0)).drawn == "waiting"
    assert steps(("value", 6, 6), ("waiting", 0, 0)).drawn == "value"
    assert steps(("value", 6, 6), ("breaks", 2, None)).drawn == "breaks"
