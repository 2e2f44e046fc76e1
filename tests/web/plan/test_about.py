"""The whole picture of one delegate or organization in a draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.schema_plans import DraftRow
from tests.web.world import rows

if TYPE_CHECKING:
    from tests.web.world import World

DRAFT = "/events/1/drafts/1"


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def test_delegate_s_picture_is_whole(world: World) -> None:
    """Agenda, free slots, own wishes with what became of them, reasons, share."""
    staff = world.staff("viewer")
    text = _words(staff.text(f"{DRAFT}/delegates/d-delta"))
    assert "Dora Dahl" in text
    assert "Delta Capital" in text
    assert "1 of 2 meetings that count for voucher V-77" in text
    assert "1 of 1 own wishes that may become meetings" in text
    assert "100 % of the value of own wishes" in text
    assert re.search(r"Alba Diagnostics 2 open Thu \d\d:\d\d, Table T\d", text)
    assert "Cirrus Data 3 declined no" in text
    assert "Cirrus Data this side 3 Cirrus Data declined –" in text
    free = re.search(r"Free: Thursday morning ([\d:, ]+)\.", text)
    assert free
    assert len(free[1].split(", ")) == 5


def test_organization_s_picture_has_all_its_people_and_their_meetings(
    world: World,
) -> None:
    """Every meeting of the plan in which it takes part is in the agenda."""
    staff = world.staff("viewer")
    (draft,) = rows(world, select(DraftRow).where(DraftRow.id == 1))
    text = staff.text(f"{DRAFT}/organizations/alba")
    meetings = [
        meeting
        for meeting in plan_of(draft.plan).meetings
        if "alba" in {side.organization for side in meeting.sides}
    ]
    assert text.count('data-label="Meets"') == len(meetings)
    assert "Ada Ahl" in text
    assert f"{DRAFT}/delegates/d-alba" in text


def test_pictures_are_linked_where_people_are_named(world: World) -> None:
    """From what is not met, and from the board by delegate."""
    staff = world.staff("viewer")
    assert f'href="{DRAFT}/organizations/delta"' in staff.text(f"{DRAFT}/unmet")
    assert f'href="{DRAFT}/delegates/d-alba"' in staff.text(f"{DRAFT}/people")


def test_who_is_not_of_the_event_has_no_picture(world: World) -> None:
    """Neither by name nor at another event's draft."""
    staff = world.staff("editor")
    for tail in ("delegates/x-d-alba", "organizations/x-alba", "delegates/none"):
        assert staff.get(f"{DRAFT}/{tail}").status_code == 404
    assert staff.get("/events/1/drafts/2/delegates/d-alba").status_code == 404
