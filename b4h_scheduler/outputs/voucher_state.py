"""How far a voucher holder got, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, listed, mark

if TYPE_CHECKING:
    from b4h_scheduler.plans import VoucherStatus


def voucher_state(voucher: VoucherStatus) -> str:
    """Return in words how far a holder got."""
    if voucher.counting >= voucher.target:
        return mark("target reached")
    missing = voucher.target - voucher.counting
    state: str = Sentence("least reached, {number} below target", number=missing)
    if voucher.counting < voucher.least:
        missing = voucher.least - voucher.counting
        state = Sentence("{number} below least", number=missing)
    if voucher.counting >= voucher.possible:
        more = mark("own wishes and times give no more")
        return listed((state, more))
    return state
