from __future__ import annotations

from datetime import UTC, datetime

import pytest

from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.schema_event import EventRow

DATES = {"wishes": "2026-11-01T00:00:00+00:00", "closed": "2026-11-10T00:00:00+00:00"}


@pytest.mark.parametrize(
    ("phase", "is_held", "day", "expected"),
    [
        ("registration", False, 1, Phase.WISHES),
        ("registration", False, 9, Phase.WISHES),
        ("registration", False, 10, Phase.CLOSED),
        ("registration", True, 10, Phase.REGISTRATION),
        ("released", False, 10, Phase.RELEASED),
    ],
)
def test_dates_move_on_unless_held(
    phase: str, is_held: bool, day: int, expected: Phase
) -> None:
    """The latest date that has come counts; a phase set by hand is not moved back."""
    row = EventRow(phase=phase, is_held=is_held, phase_dates=DATES)
    assert phase_at(row, datetime(2026, 11, day, tzinfo=UTC)) is expected
