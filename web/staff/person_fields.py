"""What staff alone changes of a delegate: voucher, languages, numbers of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.errors import RefusedError
from web.setup.fields import Field, Kind, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.people import Delegate, Voucher

WORDS = (
    mark("language"),
    mark("speaks"),
    mark("most"),
    mark("least"),
    mark("voucher number"),
    mark("voucher partner"),
    mark("voucher amount"),
    mark("voucher least"),
    mark("voucher counts"),
)
"""What fields are called where somebody else saved them."""
_SPEAKS = Field("speaks", "", Kind.LANGUAGES)
_NO_CLOCKS = ZoneInfo("UTC")


def person_changes(form: Mapping[str, str]) -> dict[str, Any]:
    """Return these fields of a form; nothing if it has none of them.

    Raises
    ------
    RefusedError
        A number is none, a language unknown, or a voucher lacks its least number.
    """
    if "voucher_number" not in form:
        return {}
    speaks = form.get("speaks", "").strip()
    return {
        "language": form.get("language", "en"),
        "speaks": value_of(_SPEAKS, speaks, _NO_CLOCKS) if speaks else (),
        "most": _number(form.get("most", "")),
        "least": _number(form.get("least", "")),
        "voucher": _voucher(form),
    }


def person_words(delegate: Delegate) -> dict[str, str]:
    """Return these fields as a form shows them."""
    voucher = delegate.voucher
    return {
        "language": delegate.language,
        "speaks": "; ".join(sorted(delegate.speaks)),
        "most": _text(delegate.most),
        "least": _text(delegate.least),
    } | _voucher_words(voucher)


def _voucher_words(voucher: Voucher | None) -> dict[str, str]:
    names = ("number", "partner", "amount", "least", "counts")
    if voucher is None:
        return {f"voucher_{name}": "" for name in names}
    cents = voucher.amount_cents
    return {
        "voucher_number": voucher.number,
        "voucher_partner": voucher.partner,
        "voucher_amount": "" if cents is None else f"{cents / 100:.2f}",
        "voucher_least": str(voucher.least),
        "voucher_counts": voucher.counts or "",
    }


def _voucher(form: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the voucher typed; without a number there is none."""
    number = form.get("voucher_number", "").strip()
    if not number:
        return None
    least = _number(form.get("voucher_least", ""))
    if least is None:
        raise RefusedError("a voucher needs its least number of meetings")
    return {
        "number": number,
        "partner": form.get("voucher_partner", "").strip(),
        "amount_cents": _cents(form.get("voucher_amount", "")),
        "least": least,
        "counts": form.get("voucher_counts") or None,
    }


def _number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):  # noqa: PLR2004
        raise RefusedError(Sentence("{text!r} is no number", text=text[:20]))
    return int(text)


def _cents(text: str) -> int | None:
    """Return an amount of money: 350, 350.00 and 350,00 are the same."""
    whole, _, rest = text.strip().replace(",", ".").partition(".")
    if not whole and not rest:
        return None
    euros, cents = _number(whole), _number(f"{rest:0<2}")
    if len(rest) > 2 or euros is None or cents is None:  # noqa: PLR2004
        raise RefusedError(
            Sentence("{text!r} is no amount: write 350.00", text=text[:20])
        )
    return 100 * euros + cents


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
