"""Sheets on what was left out, on vouchers, and on what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.rule_words import heading, main_rule
from b4h_scheduler.outputs.unmet_csv import in_order
from b4h_scheduler.outputs.voucher_state import voucher_state
from b4h_scheduler.outputs.workbook.agendas import where
from b4h_scheduler.outputs.workbook.list_sheet import Column, Kind, ListSheet

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import SlotId
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.outputs.workbook.book import Book
    from b4h_scheduler.plans import Meeting

_UNMET = (
    Column("First", 30, Kind.WRAPPED),
    Column("Second", 30, Kind.WRAPPED),
    Column("Priority", 9, Kind.NUMBER),
    Column("Value", 8, Kind.NUMBER),
    Column("Marks", 18),
    Column("Why", 34, Kind.WRAPPED),
    Column("In detail", 80, Kind.WRAPPED),
)
_VOUCHERS = (
    Column("Holder", 24),
    Column("Organization", 28, Kind.WRAPPED),
    Column("Voucher", 14),
    Column("Partner", 20),
    Column("Least", 8, Kind.NUMBER),
    Column("Target", 8, Kind.NUMBER),
    Column("Possible", 9, Kind.NUMBER),
    Column("Planned", 9, Kind.NUMBER),
    Column("Counting", 10, Kind.NUMBER),
    Column("First meeting", 15),
    Column("Last meeting", 15),
    Column("State", 40),
)
_CHANGES = (
    Column("What", 10),
    Column("Forced", 9),
    Column("First", 28, Kind.WRAPPED),
    Column("Second", 28, Kind.WRAPPED),
    Column("Before", 34),
    Column("After", 34),
    Column("People", 40, Kind.WRAPPED),
    Column("Why", 34, Kind.WRAPPED),
)


def write_unmet_sheet(book: Book) -> None:
    """Write every candidate that is not held, with all reasons."""
    lookup = book.lookup
    note = "Promised ones first, then by value; those that may not be held come last."
    sheet = ListSheet(book, "Unmet", note, _UNMET, num_frozen=2)
    for unmet in in_order(lookup):
        candidate = unmet.candidate
        first, second = (lookup.side_name(side) for side in candidate.sides)
        marks = {
            "promised": candidate.is_promised,
            "mutual": candidate.is_mutual,
            "accepted": candidate.is_accepted,
        }
        sheet.row(
            (
                first,
                second,
                candidate.priority,
                candidate.value,
                ", ".join(mark for mark, holds in marks.items() if holds),
                heading(main_rule(unmet)),
                "\n".join(reason.text for reason in unmet.reasons),
            ),
        )
    sheet.close()


def write_vouchers(book: Book) -> None:
    """Write the voucher holders, if there are any; those who miss most come first."""
    lookup = book.lookup
    vouchers = lookup.plan.vouchers
    if not vouchers:
        return
    note = "Counting meetings against least and target (least plus reserve)."
    sheet = ListSheet(book, "Vouchers", note, _VOUCHERS)
    for voucher in sorted(vouchers, key=lambda v: (v.counting - v.least, v.number)):
        delegate = lookup.event.delegate_of.get(voucher.delegate)
        sheet.row(
            (
                lookup.delegate_name[voucher.delegate],
                lookup.organization_name[delegate.organization] if delegate else "",
                voucher.number,
                voucher.partner,
                voucher.least,
                voucher.target,
                voucher.possible,
                voucher.planned,
                voucher.counting,
                _slot(lookup, voucher.first_slot),
                _slot(lookup, voucher.last_slot),
                voucher_state(voucher),
            )
        )
    sheet.close()


def _slot(lookup: Lookup, slot: SlotId | None) -> str:
    if slot is None or slot not in lookup.slot_of:
        return ""
    start = lookup.slot_of[slot].start
    return f"{start:%a} {clock(start)}"


def write_changes(book: Book) -> None:
    """Write what differs from the released plan, if this one was re-planned."""
    lookup = book.lookup
    if not lookup.plan.changes:
        return
    note = "Differences to the released plan that this one was re-planned from."
    sheet = ListSheet(book, "Changes", note, _CHANGES)
    for change in lookup.plan.changes:
        meeting = change.after or change.before
        if meeting is None:
            continue
        first, second = (lookup.side_name(side) for side in meeting.sides)
        sheet.row(
            (
                change.told,
                "forced" if change.is_forced else "",
                first,
                second,
                _place_and_time(lookup, change.before),
                _place_and_time(lookup, change.after),
                lookup.names(change.delegates),
                change.reason,
            )
        )
    sheet.close()


def _place_and_time(lookup: Lookup, meeting: Meeting | None) -> str:
    if meeting is None:
        return "–"
    start = lookup.local(meeting.start)
    return f"{start:%a} {clock(start)}, {where(lookup, meeting, is_online=False)}"
