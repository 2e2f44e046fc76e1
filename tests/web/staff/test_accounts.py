from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.schema_staff import StaffRow
from tests.web.staff.test_team import account, signed_in
from tests.web.world import PASSWORD, rows

if TYPE_CHECKING:
    from tests.web.world import World

NEW = {"name": "Oz Own", "email": "oz@example.org", "owner": "yes"}
ANOTHER = "quite another password"


def test_second_owner_of_the_installation(world: World) -> None:
    """By a link; owns every event, and the first one can then be removed."""
    page = world.staff("owner").post("/staff", NEW, page="/staff")
    oz = signed_in(world, page.text, "oz@example.org")
    assert oz.get("/events/2/overview").status_code == 200
    first = account(world, "owner@example.org").id
    oz.post(f"/staff/{first}/remove", page="/staff")
    assert rows(world, select(StaffRow).where(StaffRow.id == first)) == []


def test_somebody_always_owns_the_installation(world: World) -> None:
    """The last owner with a password is neither unmade nor removed."""
    owner = world.staff("owner")
    owner.post("/staff", NEW, page="/staff")  # has no password yet
    own = account(world, "owner@example.org").id
    for what, form in (("owner", {"owner": "no"}), ("remove", {})):
        answer = owner.post(f"/staff/{own}/{what}", form, page="/staff")
        told = owner.text(answer.headers["Location"])
        assert "must own the installation" in told
    assert account(world, "owner@example.org").is_owner


def test_owner_is_made_and_unmade(world: World) -> None:
    """It counts from the next page on."""
    owner, editor = world.staff("owner"), world.staff("editor")
    there = f"/staff/{account(world, 'editor@example.org').id}/owner"
    owner.post(there, {"owner": "yes"}, page="/staff")
    assert editor.get("/staff").status_code == 200
    owner.post(there, {"owner": "no"}, page="/staff")
    assert editor.get("/staff").status_code == 403


def test_lost_password_gets_a_new_link(world: World) -> None:
    """The old password works until the link is used; then all sessions end."""
    there = f"/staff/{account(world, 'editor@example.org').id}/link"
    page = world.staff("owner").post(there, page="/staff")
    before = world.staff("editor")
    signed_in(world, page.text, "editor@example.org")
    assert before.get("/events").headers["Location"].startswith("/sign-in")


def test_sessions_of_others_are_ended(world: World) -> None:
    """A browser that was signed in is out at its next page."""
    editor = world.staff("editor")
    there = f"/staff/{account(world, 'editor@example.org').id}/sign-out"
    world.staff("owner").post(there, page="/staff")
    assert editor.get("/events").headers["Location"].startswith("/sign-in")


def test_own_address_and_name(world: World) -> None:
    """One signs in with the new one; that of somebody else is refused."""
    viewer = world.staff("viewer")
    taken = {"name": "Vi", "email": "EDITOR@example.org"}
    answer = viewer.post("/account", taken, page="/account")
    assert "is the address of another account" in answer.text
    viewer.post("/account", {"name": "Vi", "email": "vi@x.org"}, page="/account")
    given = {"email": "vi@x.org", "password": PASSWORD}
    assert world.nobody().post("/sign-in", given).status_code == 303


def test_own_password(world: World) -> None:
    """Needs the current one; ends the sessions of all browsers."""
    viewer, other = world.staff("viewer"), world.staff("viewer")
    page = "/account/password"
    form = {"current": "wrong", "password": ANOTHER, "again": ANOTHER}
    wrong = viewer.post(page, form, page="/account")
    assert "The current password is wrong." in wrong.text
    form["current"] = PASSWORD
    differing = viewer.post(page, form | {"again": "x"}, page="/account")
    assert "The two passwords differ" in differing.text
    short = viewer.post(page, form | {"password": "x", "again": "x"}, page="/account")
    assert "at least 12 characters" in short.text
    assert viewer.post(page, form, page="/account").headers["Location"] == "/sign-in"
    assert other.get("/events").headers["Location"].startswith("/sign-in")
    email = "viewer@example.org"
    old = world.nobody().post("/sign-in", {"email": email, "password": PASSWORD})
    assert old.status_code == 403
    new = world.nobody().post("/sign-in", {"email": email, "password": ANOTHER})
    assert new.status_code == 303


def test_current_password_is_not_guessed(world: World) -> None:
    """Attempts count as those to sign in do."""
    viewer = world.staff("viewer")
    form = {"current": "wrong", "password": ANOTHER, "again": ANOTHER}
    for _ in range(5):
        viewer.post("/account/password", form, page="/account")
    form["current"] = PASSWORD
    answer = viewer.post("/account/password", form, page="/account")
    assert "Too many attempts" in answer.text


def test_one_signs_oneself_out_everywhere(world: World) -> None:
    """Also in the browser that asks."""
    viewer, other = world.staff("viewer"), world.staff("viewer")
    viewer.post("/account/sign-out", page="/account")
    for each in (viewer, other):
        assert each.get("/events").headers["Location"].startswith("/sign-in")
