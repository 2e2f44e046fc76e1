"""Overview, invitations, phases."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.schema_event import EventRow, WishRow
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World


def test_overview_counts_and_leads_to_what_is_to_do(world: World) -> None:
    """Everybody has wished; the voucher's trip is missing and can be opened."""
    text = world.staff("viewer").text("/events/1/overview")
    assert "<strong>5 of 5</strong>organizations have wished" in text
    assert "Dora Dahl, voucher V-77: no trip is known" in text
    assert 'href="/events/1/people/d-delta"' in text


def test_overview_names_who_has_not_answered(world: World) -> None:
    """Alba with two open wishes before Bora with two, each with its number."""
    text = world.staff("viewer").text("/events/1/overview")
    told = text[text.index("Who has not answered yet") :]
    assert "2 organizations with wishes that wait for an answer" in told
    assert "Alba Diagnostics</a> (2)" in told
    assert "Bora Implants</a> (2)" in told


def test_overview_of_an_empty_event_says_how_people_come(world: World) -> None:
    """It does not say that every organization has made a wish."""
    owner, page = world.staff("owner"), "/events/create"
    form = {
        "name": "Empty Day", "time_zone": "Europe/Berlin", "venue": "Hall",
        "languages": "en", "sessions-0-name": "Morning",
        "sessions-0-start": "2037-03-04T09:00", "sessions-0-num_slots": "8",
        "sessions-0-slot_min": "20", "sessions-0-changeover_min": "5",
        "zones-0-name": "Hall",
    }  # fmt: skip
    made = owner.post(page, form, page=page).headers["Location"]
    event = made.removesuffix("/setup/tables")
    text = owner.text(f"{event}/overview")
    assert f'<a href="{event}/import">import</a> people' in text
    assert "There is no organization yet." in text
    assert "There is no wish yet." in text
    assert "Every" not in text[text.index("To do before closing") :]


def test_hint_about_tables_leads_to_them(world: World) -> None:
    """As every hint leads to where one can act."""
    text = world.staff("viewer").text("/events/1/overview")
    told = text[text.index("meetings per slot are to be expected") :]
    assert 'href="/events/1/setup/tables"' in told[: told.index("</li>")]


def test_overview_proposes_partners_to_voucher_holders(world: World) -> None:
    """Dora of France seeks sepsis diagnostics: Alba counts, its offer says why."""

    def seek(session: Session) -> None:
        row = organization_row(session, 1, "delta")
        row.content = row.content | {"seeks": "sepsis diagnostics, imaging software"}
        wishes = select(WishRow).where(WishRow.wisher_organization == "delta")
        for wish in session.scalars(wishes):
            session.delete(wish)

    world.site.database.write(seek)
    text = world.staff("viewer").text("/events/1/overview")
    told = text[text.index("Dora Dahl, voucher V-77: 0 possible meetings count") :]
    proposed = told[: told.index("</li>")]
    assert "Alba Diagnostics</a> (sepsis diagnostics)" in proposed
    # Of the same sector, where offers and seeks do not fit.
    assert "Bora Implants</a> (Devices)" in proposed
    # Of the same country: would not count.
    assert "Echo Imaging" not in proposed


def test_partner_s_overview_is_of_its_regions(world: World) -> None:
    """Numbers and names of others are not told, nor pages that are for others."""
    south = world.staff("far partner").get("/events/1/", follow_redirects=True).text
    north = world.staff("partner").text("/events/1/overview")
    assert "<strong>3 of 3</strong>organizations have wished" in south
    assert "<strong>2 of 2</strong>organizations have wished" in north
    assert "<strong>3</strong>delegates of 3 organizations" in south
    assert "<strong>0</strong>wishes wait for an answer" in south
    assert "Dora Dahl, voucher V-77: no trip is known" in south
    assert "Dora" not in north
    assert "Alba Diagnostics</a> (2)" in north
    for text in (south, north):
        assert "Wishes by day" not in text
        assert "/phase" not in text


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


def test_partner_reminds_those_of_its_regions(world: World) -> None:
    """Who has neither wished nor answered; nobody of another region."""

    def fall_silent(session: Session) -> None:
        for wish in session.scalars(select(WishRow).where(WishRow.event_id == 1)):
            session.delete(wish)

    world.site.database.write(fall_silent)
    partner, page = world.staff("partner"), "/events/1/invitations"
    assert "2 delegates have neither wished nor answered" in partner.text(page)
    partner.post(f"{page}/remind", page=page)
    query = select(OutboxRow.delegate_key).where(OutboxRow.kind == "reminder")
    assert sorted(rows(world, query)) == ["d-alba", "d-bora"]


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
    text = staff.post(page, given | {"phase": "closed"}, page=page).text
    assert "Somebody else saved this meanwhile" in text
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


def test_phase_whose_successor_has_come_is_reopened_by_holding_it(
    world: World,
) -> None:
    """Else it would be closed again at once, which is told."""
    staff, page = world.staff("editor"), "/events/1/phase"
    past = {"closed": "2020-01-01T12:00", "seen": _version(world)}
    staff.post(f"{page}/dates", past, page=page)
    back = {"phase": "wishes", "seen": _version(world)}
    text = staff.post(page, back, page=page).text
    assert "The date of closed has come" in text
    assert "Phase: closed" in text
    staff.post(page, back | {"held": "yes"}, page=page)
    assert "Phase: wishes (held)" in staff.text(page)


def test_dates_of_phases_are_in_their_order(world: World) -> None:
    """Closing before wishes begin is a slip of the pen."""
    staff, page = world.staff("editor"), "/events/1/phase"
    given = {"wishes": "2037-11-02T12:00", "closed": "2037-11-01T12:00"}
    form = given | {"seen": _version(world)}
    again = staff.post(f"{page}/dates", form, page=page)
    assert "Closed would begin before wishes" in again.text


def _version(world: World) -> str:
    return str(rows(world, select(EventRow.version).where(EventRow.id == 1))[0])


def test_last_day_is_set_and_told(world: World) -> None:
    """Staff sets it on the page of phases, delegates read it under My data."""
    editor, page = world.staff("editor"), "/events/1/phase"
    seen = rows(world, select(EventRow.version).where(EventRow.id == 1))[0]
    form = {"until": "2037-11-25", "seen": str(seen)}
    answer = editor.post(f"{page}/keep", form, page=page)
    assert "lasts until 2037-11-26" in answer.text
    form["until"] = "2038-05-31"
    editor.post(f"{page}/keep", form, page=page)
    assert "Until Monday, 31 May 2038" in editor.text(page)
    told = "After Monday, 31 May 2038 everything of the event is deleted."
    assert told in world.delegate("d-alba").text("/my/data")
    answer = editor.post(f"{page}/keep", form | {"until": "31.5."}, page=page)
    assert "is no day: write 2027-03-31" in answer.text
