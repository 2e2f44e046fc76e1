"""Voucher holders and their trips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.presence import present, present_from, present_until
from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.outputs.report.pictures.strips import strip
from b4h_scheduler.outputs.voucher_state import voucher_state

if TYPE_CHECKING:
    from datetime import datetime

    from markupsafe import Markup

    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.outputs.report.context import Context
    from b4h_scheduler.plans import VoucherStatus

MOST_HOLDERS = 120


@dataclass(frozen=True, slots=True)
class Holder:
    """One voucher holder."""

    name: str
    organization: str
    number: str
    trip: str
    strip: Markup
    counting: int
    least: int
    target: int
    state: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """The holders of one issuing partner."""

    name: str
    holders: int
    least_reached: int
    counting: int


@dataclass(frozen=True, slots=True)
class Vouchers:
    """The section's content.

    Attributes
    ----------
    partners : tuple of Partner
        Issuing partners; none in the public edition: they are organizations.
    holders : tuple of Holder
        Those who miss most come first; nobody in the public edition.
    num_hidden : int
        Holders beyond the most shown.
    """

    num_holders: int
    least_reached: int
    target_reached: int
    missing: int
    missing_beyond_wishes: int
    partners: tuple[Partner, ...]
    holders: tuple[Holder, ...]
    num_hidden: int


def vouchers(context: Context) -> Vouchers | None:
    """Return the section; None without holders, or where few could be told."""
    known = context.lookup.event.delegate_of
    found = tuple(v for v in context.lookup.plan.vouchers if v.delegate in known)
    if not found or not context.describes_vouchers:
        return None
    row = context.figures.vouchers
    order = sorted(found, key=lambda v: (v.counting - v.least, v.counting - v.target))
    shown = () if context.is_public else order[:MOST_HOLDERS]
    return Vouchers(
        num_holders=row.holders,
        least_reached=row.least_reached,
        target_reached=row.target_reached,
        missing=row.missing,
        missing_beyond_wishes=row.missing_beyond_wishes,
        partners=() if context.is_public else _partners(found),
        holders=tuple(_holder(context.lookup, voucher) for voucher in shown),
        num_hidden=0 if context.is_public else len(order) - len(shown),
    )


def _partners(found: tuple[VoucherStatus, ...]) -> tuple[Partner, ...]:
    groups: dict[str, list[VoucherStatus]] = {}
    for voucher in found:
        groups.setdefault(one_line(voucher.partner) or "not named", []).append(voucher)
    order = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return tuple(_partner(name, groups[name]) for name in order)


def _partner(name: str, found: list[VoucherStatus]) -> Partner:
    return Partner(
        name=name,
        holders=len(found),
        least_reached=sum(v.counting >= v.least for v in found),
        counting=sum(v.counting for v in found),
    )


def _holder(lookup: Lookup, voucher: VoucherStatus) -> Holder:
    delegate = lookup.event.delegate_of[voucher.delegate]
    appointments = lookup.agendas[delegate.id]
    busy = frozenset(str(a.meeting.slot) for a in appointments)
    there = present(lookup.event, delegate)
    name = lookup.delegate_name[delegate.id]
    title = (
        f"{name}: there in {sum(there)} of {len(there)} slots, "
        f"{len(busy)} with a meeting"
    )
    return Holder(
        name=name,
        organization=lookup.organization_name[delegate.organization],
        number=one_line(voucher.number),
        trip=_trip(lookup, delegate),
        strip=strip(lookup.event.slots, there, busy, title),
        counting=voucher.counting,
        least=voucher.least,
        target=voucher.target,
        state=voucher_state(voucher),
        is_short=voucher.counting < voucher.least,
    )


def _trip(lookup: Lookup, delegate: Delegate) -> str:
    """Return the trip in words: "Airport 08:10 → there 09:50 to 16:10 → Station"."""
    trip = delegate.trip
    if trip.is_empty:
        return "no trip given"
    points = {point.id: one_line(point.name) for point in lookup.event.arrival_points}
    parts = []
    if trip.arrival is not None and trip.arrival_point is not None:
        parts.append(f"{points[trip.arrival_point]} {_clock(lookup, trip.arrival)}")
    start = present_from(lookup.event, delegate)
    until = present_until(lookup.event, delegate)
    stay = f"from {_clock(lookup, start)}" if start else ""
    stay += f" until {_clock(lookup, until)}" if until else ""
    if stay:
        parts.append(f"there {stay.strip()}")
    if trip.departure is not None and trip.departure_point is not None:
        parts.append(f"{points[trip.departure_point]} {_clock(lookup, trip.departure)}")
    return " → ".join(parts)


def _clock(lookup: Lookup, moment: datetime) -> str:
    """Return the time, with the day where the event alone does not tell it."""
    local = lookup.local(moment)
    days = {
        lookup.local(lookup.first_moment).date(),
        lookup.local(lookup.last_moment).date(),
        local.date(),
    }
    return clock(local) if len(days) == 1 else f"{local:%a} {clock(local)}"
