"""A delegate or an organization is removed by a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.drafts import draft_row, preview_draft
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow, WishRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.setup import edit_setup, setup_version
from tests.web.plan.editing import DRAFT, EDIT, plan_now, press
from tests.web.registration.registering import open_registration, register
from tests.web.release.releasing import release_draft, release_plan
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from tests.web.world import Visitor, World

BO = "/events/1/people/d-bora/remove"
BORA = "/events/1/organizations/bora/remove"
PAGES = ("", "/tables", "/people", "/text", "/unmet", "/edit", "/figures", "/changed")


def _press(staff: Visitor, page: str, **given: str) -> TestResponse:
    found = re.search(r'name="seen" value="([^"]+)"', staff.text(page))
    assert found
    return staff.post(page, {"seen": found[1]} | given, page=page)


def _names(world: World) -> set[str]:
    people = rows(world, select(DelegateRow).where(DelegateRow.event_id == 1))
    those = rows(world, select(OrganizationRow).where(OrganizationRow.event_id == 1))
    return {row.name for row in (*people, *those)}


def _held_by(world: World, key: str) -> int:
    return sum(
        key in {who for team in meeting.delegates for who in team}
        for meeting in plan_now(world).meetings
    )


@pytest.mark.parametrize("kind", ["editor", "partner"])
@pytest.mark.parametrize("page", [BO, BORA])
def test_what_goes_along_is_shown_and_drafts_let_it_go(
    world: World, kind: str, page: str
) -> None:
    """Meetings are listed before, then in the draft, where they are released."""
    staff, num = world.staff(kind), _held_by(world, "d-bora")
    assert num > 0
    text = staff.text(page)
    assert f"{num} meetings of drafts" in text
    assert ("Take them off this draft" in text) is (kind == "editor")
    assert ("until the organizer takes them off" in text) is (kind == "partner")
    assert text.count("Bora Implants – ") + text.count(" – Bora Implants") == num
    answer = _press(staff, page)
    assert answer.headers["Location"] == "/events/1/people"
    assert "Bo Berg" not in _names(world)
    assert ("Bora Implants" in _names(world)) is (page == BO)
    assert staff.get(page).status_code == 404
    editor = world.staff("editor")
    for each in PAGES:
        editor.text(DRAFT + each)
    alert = re.search(
        r"not possible any more</strong>.*?</ul>", editor.text(EDIT), re.DOTALL
    )
    assert alert
    assert alert[0].count("<li>") == num
    assert press(editor, f"{EDIT}/release", {}).startswith("Released: ")
    assert _held_by(world, "d-bora") == 0
    entries = rows(world, select(AuditRow).where(AuditRow.action == "deleted"))
    told = {(entry.actor, entry.subject) for entry in entries}
    assert (f"{kind}@example.org", "delegate d-bora") in told


def test_link_and_messages_end(world: World) -> None:
    """Who was removed reaches nothing; what waits is not sent; others see no trace."""
    bo, ada = world.delegate("d-bora"), world.delegate("d-alba")
    world.site.database.write(
        lambda s: preview_draft(s, draft_row(s, 1), is_previewed=True)
    )
    waiting = select(OutboxRow).where(
        OutboxRow.event_id == 1, OutboxRow.delegate_key == "d-bora"
    )
    assert [row.state for row in rows(world, waiting)] == ["waiting"]
    assert _press(world.staff("editor"), BORA).status_code == 303
    assert bo.get("/my/").status_code == 401
    ((state, reply),) = [(row.state, row.reply) for row in rows(world, waiting)]
    assert (state, reply) == ("withdrawn", "the delegate was removed")
    for page in ("", "agenda", "wishes", "incoming", "partners", "data"):
        assert "Bora Implants" not in ada.text(f"/my/{page}")
    query = select(WishRow).where(WishRow.event_id == 1)
    sides = {
        key
        for wish in rows(world, query)
        for key in (wish.wisher_organization, wish.wished_organization)
    }
    assert "bora" not in sides


@pytest.mark.parametrize("page", [BO, BORA])
def test_released_meetings_are_given_up_first(world: World, page: str) -> None:
    """The page leads to the late change; the button is not there, nor would it do."""
    release_draft(world.site.database, 1)
    staff = world.staff("editor")
    text = staff.text(page)
    assert "of the released plan would be left without a side" in text
    assert "/events/1/desk/d-bora" in text
    assert '<button class="btn btn-danger">' not in text
    to = staff.post(page, {"seen": "1"}, page=page).headers["Location"]
    assert "has meetings in the released plan: say first" in staff.text(to)
    assert "Bo Berg" in _names(world)
    desk = "/events/1/desk/d-bora"
    form = {"what": "absent", "sure": "yes", "seen": "1"}
    staff.post(desk, form, page=desk)
    assert "A late change waits for the organizer" in staff.text(page)
    to = staff.post(page, {"seen": "1"}, page=page).headers["Location"]
    assert "waits for a decision" in staff.text(to)
    # The corrected plan is released: nothing of Bo's is left.
    plan = plan_now(world)
    kept = tuple(
        meeting
        for meeting in plan.meetings
        if "d-bora" not in {who for team in meeting.delegates for who in team}
    )
    release_plan(world.site.database, plan.model_copy(update={"meetings": kept}))
    assert _press(staff, page).headers["Location"] == "/events/1/people"
    assert "Bo Berg" not in _names(world)
    for each in ("releases", "releases/1", "releases/2", "late", "desk", "overview"):
        staff.text(f"/events/1/{each}")
    world.delegate("d-cirrus").text("/my/agenda")


def test_partner_is_told_what_the_organizer_has_to_do(world: World) -> None:
    """A home place, and a change that waits: without links to what is not theirs."""

    def give(session: Session) -> None:
        home = {"id": "B1", "zone": "hall", "organizations": ["bora"]}
        changes = {"home_places": [home]}
        edit_setup(session, 1, changes, seen=setup_version(session, 1))

    world.site.database.write(give)
    partner, editor = world.staff("partner"), world.staff("editor")
    text = partner.text(BORA)
    assert "Bora Implants has a home place (B1). Ask the organizer" in text
    assert "/setup/" not in text
    assert '<button class="btn btn-danger">' not in text
    assert "Remove that in the set-up</a> first." in editor.text(BORA)
    release_draft(world.site.database, 1)
    desk = "/events/1/desk/d-bora"
    form = {"what": "absent", "sure": "yes", "seen": "1"}
    editor.post(desk, form, page=desk)
    text = partner.text(BO)
    assert "waits for the organizer, who has to release or dismiss" in text
    assert "/late" not in text
    assert '<button class="btn btn-danger">' not in text
    assert "release or dismiss the proposal</a> first." in editor.text(BO)


def test_wish_that_comes_meanwhile_is_shown_first(world: World) -> None:
    """Nothing is removed by a button that was pressed before it came."""
    staff = world.staff("editor")
    found = re.search(r'name="seen" value="([^"]+)"', staff.text(BORA))
    assert found
    form = {"organization": "bora", "priority": "1"}
    world.delegate("d-delta").post("/my/wishes", form, page="/my/partners/bora")
    to = staff.post(BORA, {"seen": found[1]}, page=BORA).headers["Location"]
    assert to == BORA
    assert "changed by somebody else meanwhile" in staff.text(to)
    assert "Bora Implants" in _names(world)


def test_last_delegate_leaves_an_organization_that_is_found_again(
    world: World,
) -> None:
    """The page says so before; the list names it after."""
    staff = world.staff("editor")
    assert "Nobody else comes for the organization" in staff.text(BO)
    _press(staff, BO)
    text = staff.text("/events/1/people")
    assert "Organizations without a delegate" in text
    assert "Bora Implants" in text
    assert "Delta Capital" not in world.staff("partner").text("/events/1/people")


def test_registration_of_a_removed_organization_still_opens(world: World) -> None:
    """It says what became of it."""
    open_registration(world)
    row = register(world)

    def approve(session: Session) -> str:
        from b4h_scheduler.store.admission import approve
        from b4h_scheduler.store.registration import application_row, confirm

        application = application_row(session, 1, row.id)
        confirm(session, application)
        session.flush()
        return approve(session, application, seen=application.version)[
            0
        ].organization_key

    key = world.site.database.write(approve)
    staff = world.staff("editor")
    _press(staff, f"/events/1/organizations/{key}/remove")
    text = staff.text(f"/events/1/registration/{row.id}")
    assert "The organization was removed from the event since." in text
    assert f"organizations/{key}" not in text


def test_partner_removes_nobody_elsewhere(world: World) -> None:
    """By address, too."""
    partner = world.staff("partner")
    for page in ("people/d-delta", "organizations/delta"):
        address = f"/events/1/{page}/remove"
        assert partner.get(address).status_code == 404
        assert partner.post(address, {"seen": "1"}, page=BO).status_code == 404
    assert {"Dora Dahl", "Delta Capital"} <= _names(world)


def test_name_is_erased_as_well_if_asked(world: World) -> None:
    """From the log and from the file of the database."""
    staff, page = world.staff("editor"), "/events/1/new-delegate"
    given = {"name": "Quirin Zettel", "organization": "bora"}
    here = staff.post(page, given, page=page).headers["Location"]
    assert b"Quirin Zettel" in _stored(world)
    _press(staff, f"{here}/remove", erase="yes")
    assert "Quirin Zettel" not in _names(world)
    assert b"Quirin Zettel" not in _stored(world)


def _stored(world: World) -> bytes:
    folder = world.site.settings.folder
    return b"".join(path.read_bytes() for path in folder.glob("b4h.sqlite*"))
