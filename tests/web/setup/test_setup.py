"""An event set up in the browser, without files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.files.hints import meetings_by_wishes
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow
from tests.web.forms import form_of
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from tests.web.world import World

CREATE = "/events/create"
LEAST = {
    "name": "Autumn Day",
    "time_zone": "Europe/Brussels",
    "venue": "Abbey",
    "organizer": "",
    "organizer_email": "",
    "languages": "en; fr",
    "sessions-0-name": "Thursday morning",
    "sessions-0-start": "2037-11-26T09:00",
    "sessions-0-num_slots": "6",
    "sessions-0-slot_min": "20",
    "sessions-0-changeover_min": "5",
    "zones-0-name": "Cloister",
}


def _event(world: World, event_id: int = 1) -> Event:
    with world.read() as reading:
        return load_event(reading, event_id)


def test_event_is_made_with_the_least_it_needs(world: World) -> None:
    """Name, zone, one session, one room; then its tables are asked for."""
    owner = world.staff("owner")
    response = owner.post(CREATE, LEAST, page=CREATE)
    assert response.headers["Location"] == "/events/3/setup/tables"
    event = _event(world, 3)
    assert (event.name, event.time_zone, event.languages) == (
        "Autumn Day", "Europe/Brussels", ("en", "fr"),
    )  # fmt: skip
    assert [slot.start.strftime("%H:%M") for slot in event.slots] == [
        "09:00", "09:25", "09:50", "10:15", "10:40", "11:05",
    ]  # fmt: skip
    assert [zone.name for zone in event.zones] == ["Cloister"]


def test_each_fault_stands_at_its_field(world: World) -> None:
    """Nothing is made, and what was typed is kept."""
    owner = world.staff("owner")
    wrong = LEAST | {
        "time_zone": "Mars/Olympus",
        "sessions-0-slot_min": "two",
        "name": "",
    }
    response = owner.post(CREATE, wrong, page=CREATE)
    assert response.status_code == 400
    text = response.text
    for name, fault in (
        ("time_zone", "&#39;Mars/Olympus&#39; is no time zone"),
        ("sessions-0-slot_min", "&#39;two&#39; is no whole number"),
        ("name", "This is needed"),
    ):
        assert f'id="e-{name}">{fault}' in text
    assert 'value="Thursday morning"' in text
    assert len(rows(world, select(EventRow))) == 2


def test_fault_of_the_domain_stands_at_its_field(world: World) -> None:
    """Values that only the domain refuses, also in a list."""
    owner = world.staff("owner")
    response = owner.post(CREATE, LEAST | {"sessions-0-slot_min": "4"}, page=CREATE)
    assert 'id="e-sessions-0-slot_min">4 is too small: give at least 5' in response.text
    page = "/events/1/setup/policy"
    form = form_of(owner, page) | {"policy-limits-lunch_min": "300"}
    response = owner.post(page, form, page=page)
    assert response.status_code == 400
    assert "300 minutes of lunch do not fit" in response.text


def test_saving_what_is_shown_changes_nothing(world: World) -> None:
    """Every page gives back exactly what is stored."""
    owner = world.staff("owner")
    before = _event(world)
    for step in ("event", "times", "zones", "homes", "arrivals", "policy"):
        page = f"/events/1/setup/{step}"
        response = owner.post(page, form_of(owner, page), page=page)
        assert response.status_code == 303, (step, response.text)
    assert _event(world) == before


def test_every_field_of_the_settings_is_on_some_page(world: World) -> None:
    """A field added to the policy is asked for."""
    from b4h_scheduler.domain.policy import Policy
    from web.setup.policy import POLICY

    asked = {field.path for group in POLICY for field in group.fields}

    def leaves(content: dict, start: str) -> set[str]:
        found: set[str] = set()
        for key, value in content.items():
            path = f"{start}-{key}"
            known = isinstance(value, dict) and key != "eligibility"
            found |= leaves(value, path) if known else {path}
        return found

    for path in leaves(Policy().model_dump(mode="json"), "policy"):
        assert any(p == path or p.startswith(f"{path}-") for p in asked), path


def test_sessions_are_added_and_removed(world: World) -> None:
    """A second one gets an id of its own; it cannot overlap the first."""
    owner, page = world.staff("owner"), "/events/1/setup/times"
    new = {
        "sessions-1-name": "Afternoon",
        "sessions-1-start": "2037-11-26T10:00",
        "sessions-1-num_slots": "4",
    }
    response = owner.post(page, form_of(owner, page) | new, page=page)
    assert "essions &#39;morning&#39; and &#39;afternoon&#39; overlap" in response.text
    new["sessions-1-start"] = "2037-11-26T14:00"
    owner.post(page, form_of(owner, page) | new, page=page)
    assert [s.id for s in _event(world).sessions] == ["morning", "afternoon"]
    gone = {"sessions-1-remove": "yes"}
    owner.post(page, form_of(owner, page) | gone, page=page)
    assert [s.id for s in _event(world).sessions] == ["morning"]


def test_slot_that_a_draft_uses_is_told_before_it_goes(world: World) -> None:
    """The meetings are listed; saved only when that is confirmed."""
    owner, page = world.staff("owner"), "/events/1/setup/times"
    form = form_of(owner, page) | {"sessions-0-num_slots": "1"}
    response = owner.post(page, form, page=page)
    assert response.status_code == 409
    assert "Plans use what this would change" in response.text
    assert "the slot goes" in response.text
    assert _event(world).sessions[0].num_slots == 6
    owner.post(page, form | {"sure": "yes"}, page=page)
    assert _event(world).sessions[0].num_slots == 1


def test_what_is_told_already_is_not_told_of_another_page(world: World) -> None:
    """A page that leaves slots and tables as they are is saved without a question."""
    owner, page = world.staff("owner"), "/events/1/setup/times"
    form = form_of(owner, page) | {"sessions-0-num_slots": "1", "sure": "yes"}
    owner.post(page, form, page=page)
    page = "/events/1/setup/event"
    response = owner.post(page, form_of(owner, page) | {"venue": "Mill"}, page=page)
    assert response.status_code == 303
    assert _event(world).venue == "Mill"


def test_slot_of_a_release_is_told_too(world: World) -> None:
    """The latest release counts, by its number."""

    def release(session: Session) -> None:
        draft = session.get_one(DraftRow, 1)
        for number in (1, 2):
            session.add(
                RevisionRow(
                    event_id=1,
                    number=number,
                    plan=draft.plan,
                    released=now(),
                    released_by="ann",
                )
            )

    world.site.database.write(release)
    owner, page = world.staff("owner"), "/events/1/setup/times"
    form = form_of(owner, page) | {"sessions-0-num_slots": "1"}
    text = owner.post(page, form, page=page).text
    assert "<td>release 2</td>" in text
    assert "release 1" not in text


def test_time_zone_moves_with_its_clocks(world: World) -> None:
    """Nine o'clock stays nine o'clock."""
    owner, page = world.staff("owner"), "/events/1/setup/event"
    form = form_of(owner, page) | {"time_zone": "Europe/London", "sure": "yes"}
    owner.post(page, form, page=page)
    start = _event(world).sessions[0].start
    assert (start.hour, str(start.tzinfo)) == (9, "Europe/London")


def test_two_who_save_the_same_page_see_both_versions(world: World) -> None:
    """The second is told, and keeps what was typed."""
    first, second = world.staff("editor"), world.staff("owner")
    page = "/events/1/setup/event"
    form = form_of(first, page)
    first.post(page, form | {"venue": "New Mill"}, page=page)
    response = second.post(page, form | {"venue": "Barn"}, page=page)
    assert response.status_code == 409
    told = '<th scope="row">Venue</th><td>New Mill</td><td>Barn</td>'
    assert told in response.text
    assert _event(world).venue == "New Mill"
    second.post(page, form_of(second, page) | {"venue": "Barn"}, page=page)
    assert _event(world).venue == "Barn"


def test_home_place_names_its_organizations(world: World) -> None:
    """By the names of People; unknown ones are told."""
    owner, page = world.staff("owner"), "/events/1/setup/homes"
    new = {
        "home_places-0-id": "B1",
        "home_places-0-zone": "hall",
        "home_places-0-organizations": "alba diagnostics; Nobody Ltd",
        "home_places-0-capacity": "2",
    }
    form = form_of(owner, page) | new
    response = owner.post(page, form, page=page)
    assert "there is no organization &#39;Nobody Ltd&#39;" in response.text.replace(
        "There is no", "there is no"
    )
    form["home_places-0-organizations"] = "alba diagnostics"
    owner.post(page, form, page=page)
    (home,) = _event(world).home_places
    assert (home.id, home.organizations, home.capacity) == ("B1", ("alba",), 2)


def test_more_rows_come_without_saving(world: World) -> None:
    """Without JavaScript too: the page comes back with one more."""
    owner, page = world.staff("owner"), "/events/1/setup/arrivals"
    form = form_of(owner, page)
    assert "arrival_points-2-name" not in form
    text = owner.post(page, form | {"more": "arrival_points"}, page=page).text
    assert 'name="arrival_points-2-name"' in text


def test_count_follows_what_is_typed(world: World) -> None:
    """A number of meetings to try, and slots that are not saved."""
    owner, page = world.staff("owner"), "/events/1/setup/times"
    form = form_of(owner, page) | {
        "sessions-0-num_slots": "10",
        "expect_meetings": "150",
    }
    hx = {"HX-Request": "true"}
    part = owner.post(f"{page}/count", form, page=page, headers=hx).text
    assert "<h1>" not in part
    for told in ("<strong>10</strong>slots", "<strong>150</strong>meetings to expect"):
        assert told in part
    assert "too few" in part
    assert "usual are 17 to 18 at once" in part
    assert re.search(r'data-told="\d+ places for .*, 150 meetings to expect: ', part)
    whole = owner.post(f"{page}/count", form, page=page).text
    assert "<h1>" in whole
    assert "<strong>10</strong>slots" in whole
    assert _event(world).sessions[0].num_slots == 6


def test_wishes_are_counted_as_on_the_overview(world: World) -> None:
    """Once there are wishes both expect the same, and the page says which."""
    viewer, owner = world.staff("viewer"), world.staff("owner")
    with world.read() as reading:
        meetings = meetings_by_wishes(basis_of(load_event(reading, 1)))
    assert meetings == 5  # six wishes, one of them declined
    text = viewer.text("/events/1/setup/tables")
    told = "meetings to expect by the wishes so far, as on the overview"
    assert f"<strong>5</strong>{told}" in text
    assert '">enough</strong>' in text
    overview = viewer.text("/events/1/overview")
    assert "about 0.8 meetings per slot are to be expected" in overview
    assert "at home places: enough (1 are usual)" in overview
    typed = viewer.text("/events/1/setup/tables?expect_meetings=12")
    assert (
        "<strong>12</strong>meetings to expect, as typed; by the wishes so far 5"
        in typed
    )
    assert '">tight</strong>' in typed
    owner.post(CREATE, LEAST, page=CREATE)
    guess = owner.text("/events/3/setup/tables?expect_agendas=50&expect_each=6")
    assert "<strong>150</strong>meetings to expect: there are no wishes yet" in guess


def test_tables_come_and_go_in_bulk(world: World) -> None:
    """Added by number, changed, closed and removed together; each change is logged."""
    owner, page = world.staff("owner"), "/events/1/setup/tables"

    def press(**given: object) -> None:
        form = {"seen": form_of(owner, page)["seen"], "sure": "yes"} | given
        owner.post(page, form, page=page)

    press(
        do="add", number="3", first="10", prefix="S", zone="hall", seats="6",
        features="screen; step-free",
    )  # fmt: skip
    added = _event(world).tables[3:]
    assert [t.id for t in added] == ["S10", "S11", "S12"]
    assert added[0].features == {"screen", "step-free"}
    press(
        do="change", table=["S10", "S11"], new_seats="8",
        closed_from="2037-11-26T10:00", closed_until="2037-11-26T12:00",
    )  # fmt: skip
    s10, s11, s12 = _event(world).tables[3:]
    assert (s10.seats, s11.seats, s12.seats) == (8, 8, 6)
    assert s10.closed[0].minutes == 120
    press(do="change", table=["S10"], always_open="yes")
    assert _event(world).tables[3].closed == ()
    press(do="remove", table=["T1", "S12"])
    assert [t.id for t in _event(world).tables] == ["T2", "T3", "S10", "S11"]
    query = select(AuditRow).where(AuditRow.subject == "meeting_table S12")
    assert [entry.action for entry in rows(world, query)] == ["created", "deleted"]


def test_table_number_that_is_taken_is_refused(world: World) -> None:
    """The page says which."""
    owner, page = world.staff("owner"), "/events/1/setup/tables"
    form = {
        "seen": form_of(owner, page)["seen"], "do": "add", "number": "2", "first": "3",
        "prefix": "T", "zone": "hall", "seats": "4",
    }  # fmt: skip
    response = owner.post(page, form, page=page)
    assert response.status_code == 400
    assert "Table &#39;T3&#39; is defined twice" in response.text
    assert len(_event(world).tables) == 3


def test_table_that_a_draft_uses_is_told_before_it_goes(world: World) -> None:
    """As with slots."""
    owner, page = world.staff("owner"), "/events/1/setup/tables"
    form = {"seen": form_of(owner, page)["seen"], "do": "remove"} | {
        "table": ["T1", "T2", "T3"]
    }
    response = owner.post(page, form, page=page)
    assert response.status_code == 409
    assert "table T1 goes" in response.text


def test_viewer_looks_and_changes_nothing(world: World) -> None:
    """Pages are there to read."""
    viewer = world.staff("viewer")
    assert "<fieldset disabled>" in viewer.text("/events/1/setup/policy")
    assert "Add them" not in viewer.text("/events/1/setup/tables")


AFTERNOON = {
    "sessions-1-name": "Afternoon",
    "sessions-1-start": "2037-11-26T14:00",
    "sessions-1-num_slots": "4",
}


def test_chosen_session_goes_after_its_delegates_are_listed(world: World) -> None:
    """Who chose it is named; confirmed, choices end and the log says so."""
    owner, page = world.staff("owner"), "/events/1/setup/times"
    owner.post(page, form_of(owner, page) | AFTERNOON, page=page)
    for key, chosen in (("d-alba", "afternoon"), ("d-bora", "morning")):
        person = f"/events/1/people/{key}"
        form = form_of(owner, person) | {"session-morning": "", "session-afternoon": ""}
        owner.post(person, form | {f"session-{chosen}": "yes"}, page=person)
    before = _event(world).delegate_of
    assert before[DelegateId("d-alba")].sessions == {"afternoon"}
    gone = form_of(owner, page) | {"sessions-1-remove": "yes"}
    told = owner.post(page, gone, page=page)
    assert told.status_code == 409
    assert "Delegates chose a session that would go." in told.text
    assert (
        '<a href="/events/1/people/d-alba">Ada Ahl</a>, Alba Diagnostics</th>'
        "<td>Afternoon</td><td>all sessions</td>" in told.text
    )
    assert "Bo Berg" not in told.text
    assert len(_event(world).sessions) == 2
    assert owner.post(page, gone | {"sure": "yes"}, page=page).status_code == 303
    after = _event(world).delegate_of
    assert after[DelegateId("d-alba")].sessions is None
    assert after[DelegateId("d-bora")].sessions == {"morning"}
    query = select(AuditRow).where(AuditRow.subject == "delegate d-alba")
    assert rows(world, query)[-1].after["content"]["sessions"] is None
