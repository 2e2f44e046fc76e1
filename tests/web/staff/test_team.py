from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.schema_staff import StaffRoleRow, StaffRow
from b4h_scheduler.store.staff import Role, set_role
from tests.web.world import PASSWORD, Visitor, rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World

TEAM = "/events/1/team"
NEW = {"name": "Nia New", "email": "Nia@Example.org", "role": "editor"}
_LINK = re.compile(r"http://[^<\s]+(/password/[\w-]+)")


def account(world: World, email: str) -> StaffRow:
    """Return an account."""
    found: StaffRow = rows(world, select(StaffRow).where(StaffRow.email == email))[0]
    return found


def role(world: World, email: str) -> StaffRoleRow:
    """Return somebody's only role."""
    query = select(StaffRoleRow).where(
        StaffRoleRow.staff_id == account(world, email).id
    )
    found: StaffRoleRow = rows(world, query)[0]
    return found


def signed_in(world: World, page: str, email: str) -> Visitor:
    """Follow the link that a page shows, set a password, and sign in."""
    found = _LINK.search(page)
    assert found
    visitor = world.nobody()
    given = {"password": PASSWORD, "again": PASSWORD}
    assert visitor.post(found[1], given, page=found[1]).status_code == 303
    visitor.post("/sign-in", {"email": email, "password": PASSWORD})
    return visitor


def test_new_editor_gets_a_link_and_works(world: World) -> None:
    """The owner gives the role, passes the link on; the password opens the event."""
    page = world.staff("owner").post(TEAM, NEW, page=TEAM)
    assert "Pass this link on to Nia New" in page.text
    visitor = signed_in(world, page.text, "nia@example.org")
    assert visitor.get("/events/1/import").status_code == 200
    assert visitor.get("/events/2/overview").status_code == 404
    assert visitor.get(TEAM).status_code == 200
    assert visitor.post(TEAM, NEW, page=TEAM).status_code == 403
    assert "Pass this link on" not in world.staff("owner").text(TEAM)


def test_who_has_an_account_gets_the_role_without_a_link(world: World) -> None:
    """Nobody else's password is touched."""
    given = {"name": "x", "email": "elsewhere@example.org", "role": "viewer"}
    page = world.staff("owner").post(TEAM, given, page=TEAM)
    assert "has an account already and signs in as before" in page.text
    assert world.staff("elsewhere").get("/events/1/overview").status_code == 200


def test_partner_sees_the_regions_that_it_is_given(world: World) -> None:
    """As the event writes them, whatever the case; other roles have none."""
    given = NEW | {"role": "partner", "regions": "south;  North ;north"}
    page = world.staff("owner").post(TEAM, given, page=TEAM)
    assert role(world, "nia@example.org").regions == ["South", "North"]
    visitor = signed_in(world, page.text, "nia@example.org")
    assert "Ada Ahl" in visitor.text("/events/1/people")
    seen = role(world, "nia@example.org").version
    there = f"{TEAM}/{account(world, 'nia@example.org').id}"
    change = {"role": "partner", "regions": "South", "seen": str(seen)}
    world.staff("owner").post(there, change, page=TEAM)
    assert "Ada Ahl" not in visitor.text("/events/1/people")
    world.staff("owner").post(
        there, {"role": "viewer", "regions": "South", "seen": str(seen + 1)}, page=TEAM
    )
    assert role(world, "nia@example.org").regions == []
    assert visitor.get("/events/1/overview").status_code == 200


def test_region_that_nobody_is_of_is_pointed_out(world: World) -> None:
    """A slip of the pen would leave the partner with nobody."""
    given = NEW | {"role": "partner", "regions": "North; Sout"}
    page = world.staff("owner").post(TEAM, given, page=TEAM)
    assert "nobody is of Sout yet" in page.text
    assert "nobody is of North" not in page.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"email": "nia"}, "is no mail address"),
        ({"email": "a b@x.org"}, "is no mail address"),
        ({"name": " "}, "Give the name too"),
        ({"role": "king"}, "There is no role"),
        ({"role": "partner"}, "needs at least one region"),
        ({"email": "editor@example.org"}, "has a role here already"),
        ({"email": "owner@example.org"}, "owns the installation"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    world: World, given: dict[str, str], told: str
) -> None:
    """Nothing is saved, and what was typed stays in the form."""
    before = len(rows(world, select(StaffRow)))
    page = world.staff("owner").post(TEAM, NEW | given, page=TEAM)
    assert page.status_code == 400
    assert told in page.text
    assert f'value="{(NEW | given)["email"]}"' in page.text
    assert len(rows(world, select(StaffRow))) == before


def test_taken_role_ends_open_pages(world: World) -> None:
    """The editor's next page is not there any more; the log tells who took it."""
    editor = world.staff("editor")
    assert editor.get("/events/1/overview").status_code == 200
    there = f"{TEAM}/{account(world, 'editor@example.org').id}/remove"
    assert "role is taken" in (
        world.staff("owner").post(there, page=TEAM, follow_redirects=True).text
    )
    assert editor.get("/events/1/overview").status_code == 404
    query = select(AuditRow).where(
        AuditRow.kind == "staff_role", AuditRow.event_id == 1
    )
    last = rows(world, query)[-1]
    assert (last.actor, last.action) == ("owner@example.org", "deleted")


def test_role_at_the_desk_ends_with_the_event(world: World) -> None:
    """After it the desk sees no names any more."""
    desk = world.staff("desk")
    assert desk.get("/events/1/desk").status_code == 200
    assert "Small Day 1" in desk.text("/events")

    def end(session: Session) -> None:
        session.get_one(EventRow, 1).phase = "after"

    world.site.database.write(end)
    assert desk.get("/events/1/desk").status_code == 404
    assert "Small Day 1" not in desk.text("/events")


def test_two_owners_who_change_one_role_are_told(world: World) -> None:
    """The second one looks at what the first one made of it."""
    owner, there = world.staff("owner"), f"{TEAM}/{_editor(world)}"
    given = {"role": "viewer", "seen": "1"}
    owner.post(there, given, page=TEAM)
    again = owner.post(there, {"role": "desk", "seen": "1"}, page=TEAM)
    assert "changed by somebody else" in owner.text(again.headers["Location"])
    assert role(world, "editor@example.org").role == "viewer"


def test_owner_of_one_event_gains_nothing_elsewhere(world: World) -> None:
    """No new link for who has a password, or a role at an event of others."""
    _make(world, "editor@example.org", Role.OWNER)
    owner = world.staff("editor")
    page = owner.post(TEAM, NEW, page=TEAM)
    assert "Pass this link on" in page.text
    new = account(world, "nia@example.org").id
    viewer = account(world, "viewer@example.org").id
    assert "Pass this link on" in owner.post(f"{TEAM}/{new}/link", page=TEAM).text
    refused = owner.post(f"{TEAM}/{viewer}/link", page=TEAM)
    assert refused.status_code == 400
    assert "only an owner of the installation" in refused.text.casefold()
    elsewhere = account(world, "elsewhere@example.org").id
    assert owner.post(f"{TEAM}/{elsewhere}/link", page=TEAM).status_code == 404
    world.site.database.write(lambda s: set_role(s, new, 2, Role.OWNER))
    assert owner.post(f"{TEAM}/{new}/link", page=TEAM).status_code == 400
    assert owner.get("/staff").status_code == 403


def _editor(world: World) -> int:
    return account(world, "editor@example.org").id


def _make(world: World, email: str, wanted: Role) -> None:
    number = account(world, email).id
    world.site.database.write(lambda s: set_role(s, number, 1, wanted))
