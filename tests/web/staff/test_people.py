"""People edited in place, and acting on their behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from b4h_scheduler.store.people import delegate_row, erase_delegate, organization_row
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow
from tests.web.forms import form_of
from tests.web.world import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

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


def test_log_calls_people_by_name_and_finds_them_by_it(world: World) -> None:
    """Also who is removed since, unless the name was erased."""
    editor = world.staff("editor")
    editor.post(ADA, _form(world, role="Chief scientist"), page=ADA)
    found = editor.text("/events/1/log?q=ada ahl")
    assert ">Ada Ahl, Alba Diagnostics<" in found
    assert "Chief scientist" in found
    world.site.database.write(_remove("d-bora"))
    assert ">Bo Berg<" in editor.text("/events/1/log")
    for erased in ("d-alba", "d-cirrus"):
        world.site.database.write(_erase(erased))
    world.site.database.write(_remove("d-cirrus"))
    text = editor.text("/events/1/log")
    assert "Erased person, Alba Diagnostics" in text
    assert "delegate d-cirrus" in text
    assert "Ada Ahl" not in text
    assert "Cleo Costa" not in text


def _erase(key: str) -> Callable[[Session], None]:
    return lambda session: erase_delegate(session, delegate_row(session, 1, key))


def _remove(key: str) -> Callable[[Session], None]:
    return lambda session: session.delete(delegate_row(session, 1, key))


VOUCHER = {
    "voucher_number": "V-9", "voucher_partner": "BioPartner", "voucher_amount": "350,5",
    "voucher_least": "3", "voucher_counts": "on-site", "language": "fr",
    "speaks": "fr; en", "most": "5", "least": "",
}  # fmt: skip


def test_partner_gives_a_voucher_and_languages(world: World) -> None:
    """All of it is stored, shown again, and taken away by an empty number."""
    partner, page = world.staff("partner"), "/events/1/people/d-alba"
    form = {"name": "Ada Ahl", "seen": "1"}
    assert partner.post(page, form | VOUCHER, page=page).status_code == 303
    content = _content(world)
    assert content["voucher"] == {
        "number": "V-9",
        "partner": "BioPartner",
        "amount_cents": 35050,
        "least": 3,
        "counts": "on-site",
    }
    assert (content["language"], content["most"]) == ("fr", 5)
    assert sorted(content["speaks"]) == ["en", "fr"]
    assert 'value="350.50"' in partner.text(page)
    partner.post(page, form | VOUCHER | {"voucher_number": "", "seen": "2"}, page=page)
    assert _content(world)["voucher"] is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"voucher_least": ""}, "A voucher needs its least number of meetings"),
        ({"voucher_amount": "much"}, "is no number"),
        ({"voucher_amount": "3.505"}, "is no amount: write 350.00"),
        ({"most": "-1"}, "is no number"),
        ({"speaks": "klingonish"}, "klingonish"),
    ],
)
def test_impossible_voucher_is_told(
    world: World, given: dict[str, str], told: str
) -> None:
    """And what was typed stays in the form."""
    editor, page = world.staff("editor"), "/events/1/people/d-alba"
    form = {"name": "Ada Ahl", "seen": "1"} | VOUCHER | given
    answer = editor.post(page, form, page=page)
    assert answer.status_code == 400
    assert told in answer.text
    assert 'value="BioPartner"' in answer.text
    assert _content(world)["voucher"] is None


def _content(world: World) -> dict[str, Any]:
    query = select(DelegateRow).where(DelegateRow.key == "d-alba")
    content: dict[str, Any] = rows(world, query)[0].content
    return content


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


def _with_sessions(world: World) -> None:
    """Give the event an afternoon."""
    page = "/events/1/setup/times"
    owner = world.staff("owner")
    form = form_of(owner, page) | {
        "sessions-1-name": "Afternoon",
        "sessions-1-start": "2037-11-26T14:00",
        "sessions-1-num_slots": "4",
    }
    assert owner.post(page, form, page=page).status_code == 303


def test_boxes_in_two_hands_show_both_versions(world: World) -> None:
    """A box that only one of two ticked is told, though forms leave it out."""
    _with_sessions(world)
    form = _form(world, asks_sessions="yes")
    theirs = form | {"session-morning": "yes", "session-afternoon": "yes"}
    theirs["is_online"] = "yes"
    mine = form | {"session-afternoon": "yes"}
    assert world.staff("editor").post(ADA, theirs, page=ADA).status_code == 303
    response = world.staff("owner").post(ADA, mine, page=ADA)
    assert response.status_code == 409
    assert "Somebody else saved this meanwhile" in response.text
    assert (
        '<th scope="row">Sessions attended: Thursday morning</th>'
        "<td>yes</td><td>no</td>" in response.text
    )
    assert '<th scope="row">is online</th><td>yes</td><td>no</td>' in response.text
    assert "Sessions attended: Afternoon" not in response.text


def test_mistake_alone_is_not_told_as_somebody_elses(world: World) -> None:
    """Nobody else saved: only the mistake is told."""
    response = world.staff("editor").post(ADA, _form(world, name=""), page=ADA)
    assert response.status_code == 400
    assert "Somebody else saved this" not in response.text


def test_same_saved_by_two_is_told(world: World) -> None:
    """There is nothing to choose between, and nothing to save again."""
    form = _form(world, role="Chemist")
    world.staff("editor").post(ADA, form, page=ADA)
    response = world.staff("owner").post(ADA, form, page=ADA)
    assert response.status_code == 409
    assert "Somebody else saved exactly this meanwhile." in response.text
    assert "Stored now" not in response.text
