"""How far a voucher holder got, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from b4h_scheduler.plan import VoucherStatus


def voucher_state(voucher: VoucherStatus) -> str:
    """Return in words how far a holder got."""
    if voucher.counting >= voucher.target:
        return "target reached"
    if voucher.counting >= voucher.least:
        state = f"least reached, {voucher.target - voucher.counting} below target"
    else:
        state = f"{voucher.least - voucher.counting} below least"
    if voucher.counting >= voucher.possible:
        state += "; own wishes and times give no more"
    return state
