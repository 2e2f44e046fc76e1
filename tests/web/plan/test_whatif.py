"""What-if on the web: asked by forms, worked out by a job, shown and taken along."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.jobs.answerer import Answerer
from b4h_scheduler.jobs.questions import Kind
from b4h_scheduler.planning.whatif import arrival_curve, tables_curve
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.people import delegate_row, erase_delegate
from b4h_scheduler.store.schema_plans import RunRow
from tests.web.events import moment
from tests.web.plan.asking import answered_what_if
from tests.web.world import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.world import World

PAGE = "/events/1/what-if"


@pytest.fixture
def answerer(world: World) -> Iterator[Answerer]:
    """Who answers, with a process of its own."""
    made = Answerer(world.site.database, {Kind.WHAT_IF})
    yield made
    made.end()


def _questions(world: World) -> list[RunRow]:
    return rows(world, select(RunRow).where(RunRow.kind == Kind.WHAT_IF))


def test_tables_from_form_to_curve_and_table(world: World, answerer: Answerer) -> None:
    """The same points as the function of the command line gives, in every form."""
    staff = world.staff("editor")
    form = {"change": "tables", "first": "1", "last": "3", "step": "2"}
    to = staff.post(PAGE, form, page=PAGE).headers["Location"]
    assert "Waiting for its turn" in staff.text(to)
    assert "hx-get" in staff.text(to)
    assert staff.get(f"{to}/curve.csv").status_code == 404
    assert answerer.run_one()
    with world.read() as reading:
        curve = tables_curve(load_event(reading, 1), (1, 3))
    text = staff.text(to)
    assert "hx-get" not in text
    assert 'role="img" aria-label="Meetings and wish value against common' in text
    for point in curve.points:
        assert f'<th scope="row">{point.label}</th>' in text
        assert point.text.removeprefix(f"{point.label}: ") in text
    told = staff.get(f"{to}/curve.csv").data.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(told)))
    assert [line["meetings"] for line in lines] == [
        str(point.meetings) for point in (curve.now, *curve.points)
    ]


def test_same_question_is_answered_once_and_anew_after_a_change(world: World) -> None:
    """As long as nothing changes, the answer that is there is shown."""
    staff, asked = world.staff("editor"), answered_what_if(world)
    form = {"change": "tables", "first": "4", "last": "5", "step": "1"}
    to = staff.post(PAGE, form, page=PAGE).headers["Location"]
    assert to == f"{PAGE}/{asked}"
    world.delegate("d-alba").post("/my/wishes/1/withdraw", page="/my/wishes")
    assert staff.post(PAGE, form, page=PAGE).headers["Location"] != to


def test_best_point_is_said_in_a_sentence(world: World) -> None:
    """Of most wish value, with the difference to now."""
    asked = answered_what_if(world)
    text = world.staff("viewer").text(f"{PAGE}/{asked}")
    assert "Most is gained with 5 tables: 2 more meetings." in text


def test_tables_that_are_not_needed_are_said(world: World, answerer: Answerer) -> None:
    """Five meetings fit at one table in six slots."""
    staff = world.staff("editor")
    form = {"change": "tables", "first": "1", "last": "4", "step": "1"}
    to = staff.post(PAGE, form, page=PAGE).headers["Location"]
    assert answerer.run_one()
    text = staff.text(to)
    told = "wish value as there are now. As much as now is possible with 1 table."
    assert (
        f"Nothing changes: each of these gives as many meetings and as much {told}"
        in text
    )
    assert text.count("<rect") == 2 * len((1, 2, 3, 4, "now"))


def test_nothing_changes_is_drawn_and_said(world: World, answerer: Answerer) -> None:
    """More tables than are needed: flat bars, and a sentence."""
    staff = world.staff("editor")
    to = staff.post(PAGE, {"change": "slot-tables"}, page=PAGE).headers["Location"]
    assert answerer.run_one()
    text = staff.text(to)
    assert "Nothing changes: each of these gives as many meetings" in text
    assert "Nothing here gains anything" not in text
    assert ": 0 meetings</title>" in text


def test_arrival_is_asked_on_the_event_s_clocks(
    world: World, answerer: Answerer
) -> None:
    """Who comes later loses meetings, as the command line says."""
    staff, times = world.staff("editor"), "9:30, 10:30"
    form = {"change": "arrival", "delegate": "d-alba", "times": times}
    to = staff.post(PAGE, form | {"day": "2037-11-26"}, page=PAGE).headers["Location"]
    assert answerer.run_one()
    with world.read() as reading:
        event = load_event(reading, 1)
    moments = (moment(9, 30), moment(10, 30))
    for point in arrival_curve(event, "d-alba", moments).points:
        assert point.label in staff.text(to)
        assert point.text.removeprefix(f"{point.label}: ") in staff.text(to)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Choose what is to be otherwise"),
        ({"change": "weather"}, "Choose what is to be otherwise"),
        ({"change": "tables", "first": "4"}, "From, to and step are whole numbers"),
        (
            {"change": "slots", "first": "4", "last": "2", "step": "1"},
            "From the lower number to the higher",
        ),
        (
            {"change": "tables", "first": "1", "last": "900", "step": "1"},
            "900 points are too many",
        ),
        ({"change": "session-tables", "numbers": "two"}, "write how many tables more"),
        ({"change": "arrival"}, "Choose who arrives at another time"),
        (
            {"change": "arrival", "delegate": "d-alba", "day": "2037-11-26"}
            | {"times": "25:00"},
            "is no time: write 11:00, 12:30",
        ),
    ],
)
def test_form_that_asks_nothing_sensible_is_told_why(
    world: World, form: dict[str, str], told: str
) -> None:
    """And nothing is queued."""
    staff = world.staff("editor")
    staff.post(PAGE, form, page=PAGE)
    assert told in staff.text(PAGE)
    assert _questions(world) == []


def test_more_tables_in_each_session_are_a_point_each(
    world: World, answerer: Answerer
) -> None:
    """By session, and by slot too."""
    staff = world.staff("editor")
    form = {"change": "session-tables", "numbers": "1, 2"}
    to = staff.post(PAGE, form, page=PAGE).headers["Location"]
    assert answerer.run_one()
    assert "2 more tables Thursday morning" in staff.text(to)
    to = staff.post(PAGE, {"change": "slot-tables"}, page=PAGE).headers["Location"]
    assert answerer.run_one()
    assert len(re.findall("1 more table at Thu ", staff.text(to))) >= 6


def test_waiting_question_is_canceled(world: World) -> None:
    """And can be asked again."""
    staff, form = world.staff("editor"), {"change": "slot-tables"}
    to = staff.post(PAGE, form, page=PAGE).headers["Location"]
    staff.post(f"{to}/cancel", page=to)
    assert _questions(world)[0].state == "canceled"
    assert staff.post(PAGE, form, page=PAGE).headers["Location"] != to


def test_question_of_another_event_is_not_there(world: World) -> None:
    """Nor is a run that makes a plan a question."""
    asked, staff = answered_what_if(world), world.staff("elsewhere")
    assert staff.get(f"/events/2/what-if/{asked}").status_code == 404
    assert world.staff("editor").get(f"{PAGE}/1").status_code == 404
    assert world.staff("editor").get(f"/events/1/runs/{asked}").status_code == 404


def test_erased_person_takes_the_answers_along(world: World) -> None:
    """They may name whoever was erased."""
    answered_what_if(world)
    world.site.database.write(
        lambda session: erase_delegate(session, delegate_row(session, 1, "d-alba"))
    )
    assert _questions(world) == []
