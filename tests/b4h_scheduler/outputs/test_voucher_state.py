"""How far a voucher holder got, in words."""

from __future__ import annotations

import pytest

from b4h_scheduler.outputs.voucher_state import voucher_state
from tests.b4h_scheduler.outputs.sample import sample_plan


@pytest.mark.parametrize(
    ("counting", "possible", "expected"),
    [
        (6, 9, "target reached"),
        (5, 9, "target reached"),
        (4, 9, "least reached, 1 below target"),
        (3, 3, "least reached, 2 below target; own wishes and times give no more"),
        (1, 9, "2 below least"),
        (0, 0, "3 below least; own wishes and times give no more"),
    ],
)
def test_the_state_names_what_is_missing(
    counting: int, possible: int, expected: str
) -> None:
    """Least 3, target 5; and whether anybody could have given more."""
    voucher = sample_plan().vouchers[1]
    changed = voucher.model_copy(update={"counting": counting, "possible": possible})
    assert voucher_state(changed) == expected
