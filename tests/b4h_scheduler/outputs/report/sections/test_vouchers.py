"""Voucher holders: trips in words, those who miss most first."""

from __future__ import annotations

import re

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.vouchers import MOST_HOLDERS, vouchers
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

EVENT = sample_event()
PLAN = sample_plan(EVENT)
FIGURES = figures(EVENT, PLAN)


def _strip(markup: str) -> list[str]:
    return re.findall(r'<rect class="(\w+)"', markup)


def test_holders_stand_with_trip_and_slots_who_misses_most_first() -> None:
    """Arrival, stay by the arithmetic of trips, departure; a cell a slot."""
    found = vouchers(Context(Lookup(EVENT, PLAN), FIGURES, is_public=False))
    assert found is not None
    first, second = found.holders
    assert (first.number, first.trip) == ("V-018", "no trip given")
    assert _strip(first.strip) == ["there"] * 2 + ["meets"] * 2 + ["there"] * 3
    assert second.trip == (
        "Stuttgart Airport Sat 08:10 → there from Sat 09:50 until Sun 17:25 → "
        "Hauptbahnhof Sun 18:00"
    )
    assert _strip(second.strip) == ["there"] * 6 + ["meets"]
    assert first.is_short
    assert [p.name for p in found.partners] == ["Alsace", "Oost NL"]


def test_slots_before_the_arrival_are_away() -> None:
    """A plane that lands at 10:30: the first day's slots are over."""
    delegates = [d.model_dump() for d in EVENT.delegates]
    for delegate in delegates:
        if delegate["id"] == "d8":
            delegate["trip"]["arrival"] = EVENT.sessions[0].start.replace(minute=30)
    event = sample_event(delegates=delegates)
    found = vouchers(Context(Lookup(event, PLAN), FIGURES, is_public=False))
    assert found is not None
    assert _strip(found.holders[1].strip) == ["away"] * 4 + ["there"] * 2 + ["meets"]


def test_many_holders_are_cut_and_counted() -> None:
    """Those with most meetings are left to the workbook."""
    many = tuple(PLAN.vouchers[n % 2] for n in range(MOST_HOLDERS + 30))
    plan = PLAN.model_copy(update={"vouchers": many})
    found = vouchers(Context(Lookup(EVENT, plan), FIGURES, is_public=False))
    assert found is not None
    assert (len(found.holders), found.num_hidden) == (MOST_HOLDERS, 30)


def test_the_public_edition_counts_holders_only_where_there_are_enough() -> None:
    """Neither holders nor partners are named; two holders are no group, six are."""
    told = []
    for times in (1, 3):
        plan = PLAN.model_copy(update={"vouchers": PLAN.vouchers * times})
        context = Context(Lookup(EVENT, plan), figures(EVENT, plan), is_public=True)
        told.append(vouchers(context))
    few, found = told
    assert few is None
    assert found is not None
    assert (found.holders, found.partners, found.num_hidden) == ((), (), 0)


def test_without_vouchers_there_is_no_section() -> None:
    """Nothing to tell."""
    plan = PLAN.model_copy(update={"vouchers": ()})
    assert vouchers(Context(Lookup(EVENT, plan), FIGURES, is_public=False)) is None
