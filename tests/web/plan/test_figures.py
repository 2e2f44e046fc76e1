"""How fair a draft is and what late arrivals would do, on its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.jobs.answerer import Answerer
from b4h_scheduler.jobs.questions import QUICK
from b4h_scheduler.jobs.runs import PLAN
from b4h_scheduler.planning.fair_shares import fair_shares
from b4h_scheduler.planning.robustness import robustness
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.schema_event import DelegateRow, EventRow
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from tests.web.events import moment
from tests.web.world import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from tests.web.world import World

PAGE = "/events/1/drafts/1/figures"


@pytest.fixture
def answerer(world: World) -> Iterator[Answerer]:
    """Who answers questions, with a process of its own."""
    made = Answerer(world.site.database, QUICK)
    yield made
    made.end()


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _told(page: str) -> dict[str, str]:
    """Return what each part of the page says to screen readers, in a sentence."""
    assert "aria-live" not in page
    return dict(re.findall(r'id="(\w+)" data-told="([^"]*)"', page))


def test_shares_are_those_of_the_figures(world: World) -> None:
    """Lowest, tenth percentile, median, Gini; by region; without asking."""
    with world.read() as reading:
        found = fair_shares(
            load_event(reading, 1), plan_of(reading.get_one(DraftRow, 1).plan)
        )
    text = _words(world.staff("viewer").text(PAGE))
    one = found.delegates
    shares = f"{100 * one.lowest:.0f} % {100 * one.tenth_percentile:.0f} %"
    assert f"Delegates {one.num} {shares}" in text
    assert f"{one.gini:.2f}" in text
    assert f"Voucher holders {found.voucher_holders.num} " in text
    assert {region.region for region in found.regions} == {"North", "South"}
    assert "North, Germany 2 " in text


def test_price_of_fairness_is_asked_and_shown(world: World, answerer: Answerer) -> None:
    """The figures are those of the command line."""
    staff = world.staff("editor")
    staff.post(PAGE, {"kind": "fairness"}, page=PAGE)
    assert _told(staff.text(PAGE)) == {
        "fairness": "What fairness costs: It is being worked out…",
        "delays": "",
    }
    assert answerer.run_one()
    with world.read() as reading:
        found = fair_shares(
            load_event(reading, 1), plan_of(reading.get_one(DraftRow, 1).plan)
        )
    assert found.plain[0].is_exact
    text = _words(staff.text(f"{PAGE}/fairness"))
    assert f"The most there could be, nothing else asked {found.plain[0].at_most}" in (
        text
    )
    assert f"This draft {found.plain[-1].at_most}" in text
    assert f"Fairness costs {found.price[1]} points" in text
    told = _told(staff.text(PAGE))["fairness"]
    assert told.startswith(f"Fairness costs {found.price[1]} points")


def test_late_arrivals_are_simulated_on_request(
    world: World, answerer: Answerer
) -> None:
    """Ada's plane is late by half an hour in one case of ten."""

    def late(session: Session) -> None:
        event = session.get_one(EventRow, 1)
        (point,) = event.content["arrival_points"]
        event.content = event.content | {"arrival_points": [point | {"late_min": 30}]}
        query = select(DelegateRow).where(DelegateRow.event_id == 1)
        row = session.scalars(query.where(DelegateRow.key == "d-alba")).one()
        arrival = {"arrival": moment(7, 20).isoformat(), "arrival_point": "STR"}
        row.content = row.content | {"trip": row.content["trip"] | arrival}

    world.site.database.write(late)
    staff = world.staff("editor")
    staff.post(PAGE, {"kind": "delays"}, page=PAGE)
    assert answerer.run_one()
    with world.read() as reading:
        found = robustness(
            load_event(reading, 1), plan_of(reading.get_one(DraftRow, 1).plan)
        )
    assert found.missed > 0
    text = _words(staff.text(f"{PAGE}/delays"))
    assert f"{found.missed:.2f} fail on average" in text
    assert "10,000 days were simulated" in text
    assert f"Ada Ahl {found.delegates[0].missed:.2f}" in text


def test_nothing_can_be_said_without_delays(world: World, answerer: Answerer) -> None:
    """No arrival point says how late people are."""
    staff = world.staff("editor")
    staff.post(PAGE, {"kind": "delays"}, page=PAGE)
    assert answerer.run_one()
    told = _told(staff.text(PAGE))["delays"]
    assert told.startswith("Late arrivals: No arrival point says by how many minutes")
    assert told.endswith("Give it in the set-up.")


def test_form_of_no_kind_asks_nothing(world: World) -> None:
    """Told, and nothing is queued."""
    staff = world.staff("editor")
    staff.post(PAGE, {"kind": "weather"}, page=PAGE)
    assert "Choose what is to be worked out" in staff.text(PAGE)
    assert rows(world, select(RunRow).where(RunRow.kind != PLAN)) == []
    assert staff.get(f"{PAGE}/weather").status_code == 404
