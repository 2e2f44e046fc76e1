"""Runs and drafts as pages show them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from tests.web.world import rows

if TYPE_CHECKING:
    from tests.web.world import World

PLANS = "/events/1/plans"
DRAFT = "/events/1/drafts/1"


def test_run_from_start_to_draft(world: World) -> None:
    """Queued by the form; its page shows value, bound, and at last the plan."""
    staff = world.staff("editor")
    world.site.database.write(lambda s: s.delete(s.get(RunRow, 1)))
    world.site.database.write(lambda s: s.delete(s.get(RunRow, 2)))
    given = {"name": "Second", "seconds": "5", "seed": "3"}
    run = staff.post(PLANS, given, page=PLANS).headers["Location"]
    assert "Waiting for its turn" in staff.text(run)
    assert Supervisor(world.site.database).run_one()
    text = staff.text(run)
    assert "Done" in text
    assert "Open the plan" in text
    assert 'role="img" aria-label="Value ' in text
    assert "hx-get" not in text


def test_waiting_run_is_canceled(world: World) -> None:
    """And its page says so."""
    staff, run = world.staff("editor"), "/events/1/runs/1"
    assert "hx-get" in staff.text(run)
    staff.post(f"{run}/cancel", page=run)
    assert "Canceled" in staff.text(run)


def test_impossible_time_limit_is_told(world: World) -> None:
    """Nothing is queued."""
    staff = world.staff("editor")
    staff.post(PLANS, {"seconds": "-3"}, page=PLANS)
    assert "The time limit: -3 is too small: give more than 0" in staff.text(PLANS)
    assert len(rows(world, select(RunRow))) == 2


def test_draft_shows_what_is_proven_and_both_boards(world: World) -> None:
    """The same meetings by table and by delegate."""
    staff = world.staff("viewer")
    assert "No plan is worth more: proven." in staff.text(DRAFT)
    by_table = staff.text(f"{DRAFT}/tables")
    assert "Alba Diagnostics – Cirrus Data" in by_table
    by_person = staff.text(f"{DRAFT}/people?q=ahl")
    assert "Ada Ahl" in by_person
    assert "Dora Dahl" not in by_person


def test_what_is_not_met_has_every_reason(world: World) -> None:
    """Delta was declined by Cirrus."""
    text = world.staff("viewer").text(f"{DRAFT}/unmet")
    assert "Cirrus Data declined" in text


def test_draft_tells_what_changed_since(world: World) -> None:
    """A wish withdrawn is told, with who did it."""
    staff = world.staff("viewer")
    assert "since this draft was made" not in staff.text(DRAFT)
    world.delegate("d-alba").post("/my/wishes/1/withdraw", page="/my/wishes")
    assert "1 change in the event" in staff.text(DRAFT)
    text = staff.text(f"{DRAFT}/changed")
    assert "Ada Ahl, Alba Diagnostics" in text
    assert "Alba Diagnostics → Bora Implants" in text
    assert "1 change in the event" in staff.text(f"{DRAFT}/tables")


def test_draft_is_named_shown_hidden_and_deleted(world: World) -> None:
    """What delegates see is not deleted under their eyes."""
    staff = world.staff("editor")
    staff.post(f"{DRAFT}/name", {"name": "Better"}, page=DRAFT)
    assert "Better" in staff.text(PLANS)
    staff.post(f"{DRAFT}/preview", {"show": "yes"}, page=DRAFT)
    staff.post(f"{DRAFT}/delete", page=DRAFT)
    assert "hide it from them first" in staff.text(DRAFT)
    staff.post(f"{DRAFT}/preview", {"show": "no"}, page=DRAFT)
    staff.post(f"{DRAFT}/delete", page=DRAFT)
    assert staff.get(DRAFT).status_code == 404


def test_draft_of_another_event_is_not_there(world: World) -> None:
    """Not by any of its addresses."""
    staff = world.staff("editor")
    for tail in ("", "/tables", "/people", "/unmet", "/changed", "/download/plan.json"):
        assert staff.get(f"/events/1/drafts/2{tail}").status_code == 404
    for tail in ("name", "preview", "delete"):
        given = {"name": "stolen", "show": "yes"}
        staff.post(f"/events/1/drafts/2/{tail}", given, page=DRAFT)
    (row,) = rows(world, select(DraftRow).where(DraftRow.event_id == 2))
    assert (row.name, row.is_previewed) == ("First", False)
    assert staff.get("/events/1/runs/2").status_code == 404
    assert staff.get("/events/1/compare?left=1&right=2").status_code == 404


def test_two_equal_drafts_do_not_differ(world: World) -> None:
    """A draft compared with itself."""
    text = world.staff("viewer").text("/events/1/compare?left=1&right=1")
    assert "the two hold the same meetings" in text


def test_comparison_has_a_figure_and_a_level_of_the_same_name(world: World) -> None:
    """How often tables change, and what that is worth and whether it is proven."""
    text = world.staff("viewer").text("/events/1/compare?left=1&right=1")
    found = re.findall(r"<th scope=\"row\">([^<]+)</th><td[^>]*>([^<]*)<", text)
    told = [what for title, what in found if title == "Table changes"]
    assert len(told) == 2
    assert told[0].isdecimal()
    assert told[1].startswith("Between two meetings")


@pytest.mark.parametrize(
    ("form", "begin"),
    [
        ("plan.xlsx", b"PK"),
        ("agendas.zip", b"PK"),
        ("report.html", b"<!doctype html>"),
        ("report-public.html", b"<!doctype html>"),
        ("unmet.csv", b"\xef\xbb\xbf"),
        ("plan.json", b"{"),
    ],
)
def test_downloads(world: World, form: str, begin: bytes) -> None:
    """Each begins as its kind does."""
    response = world.staff("viewer").get(f"{DRAFT}/download/{form}")
    assert response.data[:15].lower().startswith(begin.lower())
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_agendas_and_plan_agree(world: World) -> None:
    """As many meetings in the calendars as sides in the plan."""
    staff = world.staff("viewer")
    content = json.loads(staff.get(f"{DRAFT}/download/plan.json").data)
    archive = io.BytesIO(staff.get(f"{DRAFT}/download/agendas.zip").data)
    with zipfile.ZipFile(archive) as files:
        entries = sum(
            files.read(name).count(b"CATEGORIES:Meeting")
            for name in files.namelist()
            if name.endswith(".ics")
        )
    assert entries == 2 * len(content["meetings"])
