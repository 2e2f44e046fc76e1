"""Overview, invitations, phases."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.schema_event import EventRow
from tests.web.world import rows

if TYPE_CHECKING:
    from tests.web.world import World


def test_overview_counts_and_leads_to_what_is_to_do(world: World) -> None:
    """Everybody has wished; the voucher's trip is missing and can be opened."""
    text = world.staff("viewer").text("/events/1/overview")
    assert "<strong>5 of 5</strong>organizations have wished" in text
    assert "Dora Dahl, voucher V-77: no trip is known" in text
    assert 'href="/events/1/people/d-delta"' in text


def test_invitations_are_the_links_that_work(world: World) -> None:
    """Each of the file opens the page of its delegate."""
    staff = world.staff("editor")
    content = staff.get("/events/1/invitations.csv").data.decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(content)
    found = list(csv.DictReader(io.StringIO(content), dialect=dialect))
    assert len(found) == 5
    for line in found:
        path = line["link"].removeprefix("http://127.0.0.1:8000")
        assert f"personal page of {line['name']}" in world.nobody().text(path)


def test_code_is_an_image_of_the_link(world: World) -> None:
    """SVG, and another one after the link was revoked."""
    staff = world.staff("editor")
    address, page = "/events/1/people/d-alba/link.svg", "/events/1/people/d-alba"
    first = staff.get(address)
    assert first.mimetype == "image/svg+xml"
    staff.post("/events/1/people/d-alba/revoke", page=page)
    assert staff.get(address).data != first.data


def test_phase_moves_back_and_is_held(world: World) -> None:
    """Two who move it at once are told."""
    staff, page = world.staff("editor"), "/events/1/phase"
    (row,) = rows(world, select(EventRow).where(EventRow.id == 1))
    given = {"phase": "registration", "held": "yes", "seen": str(row.version)}
    staff.post(page, given, page=page)
    assert "Phase: registration (held)" in staff.text(page)
    staff.post(page, given | {"phase": "closed"}, page=page)
    text = staff.text(page)
    assert "changed by somebody else" in text
    assert "Phase: registration (held)" in text


def test_phase_comes_by_its_date(world: World) -> None:
    """A date in the past has come; times are the event's."""
    staff, page = world.staff("editor"), "/events/1/phase"
    (row,) = rows(world, select(EventRow).where(EventRow.id == 1))
    given = {"closed": "2020-01-01T12:00", "seen": str(row.version)}
    staff.post(f"{page}/dates", given, page=page)
    text = staff.text(page)
    assert "Phase: closed" in text
    assert 'value="2020-01-01T12:00"' in text
