"""People edited in place, and acting on their behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.people import delegate_row, organization_row
from b4h_scheduler.store.schema_audit import AuditRow
from tests.web.world import rows

if TYPE_CHECKING:
    from tests.web.world import World

ADA = "/events/1/people/d-alba"


def _form(world: World, **given: str) -> dict[str, str]:
    with world.read() as reading:
        row = delegate_row(reading, 1, "d-alba")
    return {
        "seen": str(row.version),
        "name": row.name,
        "email": row.email,
        "phone": "",
        "role": "",
        "arrival": "",
        "departure": "",
    } | given


def test_saved_and_written_down(world: World) -> None:
    """The log says who changed what, from what, to what."""
    editor = world.staff("editor")
    editor.post(ADA, _form(world, role="Chief scientist"), page=ADA)
    query = select(AuditRow).where(AuditRow.subject == "delegate d-alba")
    entry = rows(world, query)[-1]
    assert (entry.actor, entry.action) == ("editor@example.org", "changed")
    assert entry.before["content"]["role"] == ""
    assert entry.after["content"]["role"] == "Chief scientist"
    assert "Chief scientist" in editor.text("/events/1/log?q=d-alba")


def test_two_who_save_the_same_see_both_versions(world: World) -> None:
    """The second sees the first one's value beside its own; saving again keeps it."""
    first, second = world.staff("editor"), world.staff("owner")
    form = _form(world)
    first.post(ADA, form | {"role": "Theirs"}, page=ADA)
    response = second.post(ADA, form | {"role": "Mine"}, page=ADA)
    assert response.status_code == 409
    assert "Somebody else saved this meanwhile" in response.text
    assert "<td>Theirs</td><td>Mine</td>" in response.text
    second.post(ADA, _form(world, role="Mine"), page=ADA)
    with world.read() as reading:
        assert delegate_row(reading, 1, "d-alba").content["role"] == "Mine"


def test_organization_in_two_hands_shows_both_versions(world: World) -> None:
    """As with delegates."""
    page = "/events/1/organizations/alba"
    form = {
        "seen": "1", "name": "Alba Diagnostics", "country": "DE", "region": "North",
        "kind": "company", "is_sme": "", "attends": "together",
        "sectors": "Diagnostics", "offers": "theirs", "seeks": "",
    }  # fmt: skip
    world.staff("editor").post(page, form, page=page)
    response = world.staff("owner").post(page, form | {"offers": "mine"}, page=page)
    assert response.status_code == 409
    assert "<td>theirs</td><td>mine</td>" in response.text


def test_impossible_value_is_told_and_nothing_saved(world: World) -> None:
    """With what was typed still in the form."""
    response = world.staff("editor").post(ADA, _form(world, name=""), page=ADA)
    assert response.status_code == 400
    assert "Name: this is needed" in response.text


def test_partner_sees_and_changes_only_its_regions(world: World) -> None:
    """Lists leave the others out; by their address they are not there."""
    partner = world.staff("partner")
    for page in (
        "/events/1/people",
        "/events/1/invitations",
        "/events/1/invitations.csv",
    ):
        text = partner.text(page)
        assert "Ada Ahl" in text
        assert "Dora Dahl" not in text
    assert partner.get("/events/1/people/d-delta").status_code == 404
    partner.post("/events/1/people/d-delta/act", page=ADA)
    assert partner.get("/my/").status_code == 401


def test_partner_cannot_move_an_organization_to_another_region(world: World) -> None:
    """It would lose, or gain, power over it."""
    page = "/events/1/organizations/alba"
    form = {"seen": "1", "region": "South", "offers": "tests", "seeks": ""}
    world.staff("partner").post(page, form, page=page)
    with world.read() as reading:
        row = organization_row(reading, 1, "alba")
    assert (row.region, row.content["offers"]) == ("North", "tests")


def test_acting_on_behalf_is_shown_and_written_down(world: World) -> None:
    """The log names both; it ends with a button."""
    editor = world.staff("editor")
    editor.post(f"{ADA}/act", page=ADA)
    assert "You act for <strong>Ada Ahl</strong>" in editor.text("/my/")
    given = {"organization": "echo", "priority": "1"}
    editor.post("/my/wishes", given, page="/my/partners/echo")
    entry = rows(world, select(AuditRow).where(AuditRow.subject.startswith("wish ")))[
        -1
    ]
    assert entry.actor == "editor@example.org for delegate d-alba"
    assert editor.post("/stop-acting", page="/my/").headers["Location"] == ADA
    assert editor.get("/my/").status_code == 401


def test_viewer_looks_and_changes_nothing(world: World) -> None:
    """The form is there to read, without buttons that work."""
    text = world.staff("viewer").text(ADA)
    assert "<fieldset disabled>" in text
    assert "Act on behalf" not in text
