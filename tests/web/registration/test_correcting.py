"""A registration corrected by who sent it, by the link of the confirmation mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.rules import Consent, save_texts
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow
from tests.web.registration.registering import (
    FILLED,
    confirm,
    decide,
    open_registration,
    register,
    status,
    stored,
    written,
)
from tests.web.world import rows

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from b4h_scheduler.store.schema_registration import ApplicationRow
    from tests.web.world import World

_SEEN = re.compile(r'name="seen" value="(\d+)"')
NILS = {
    "delegates-1-name": "Nils Falk",
    "delegates-1-email": "nils@fjord.example.org",
}


def _seen(world: World, row: ApplicationRow) -> str:
    found = _SEEN.search(world.nobody().text(f"{status(world, row)}/correct"))
    assert found
    return found[1]


def _correct(
    world: World, row: ApplicationRow, *, seen: str = "", **changed: str
) -> TestResponse:
    page = status(world, row)
    form = FILLED | {name.replace("__", "-"): text for name, text in changed.items()}
    form["seen"] = seen or _seen(world, row)
    return world.nobody().post(f"{page}/correct", form, page=f"{page}/correct")


def _colleague(**changed: str) -> dict[str, str]:
    return {k.replace("-", "__"): v for k, v in (NILS | changed).items()}


def _log(world: World, row: ApplicationRow) -> list[AuditRow]:
    query = select(AuditRow).where(AuditRow.subject == f"application {row.id}")
    return rows(world, query.order_by(AuditRow.id))


def test_what_was_sent_is_shown_and_filled_in_again(world: World) -> None:
    """A form that is saved as it comes changes nothing at all."""
    open_registration(world)
    trip = {
        "delegates__0__trip-arrival_point": "STR",
        "delegates__0__trip-arrival": "2037-11-26T08:00",
        "delegates__0__voucher-number": "V-9",
        "delegates__0__phone": "+45 1",
        "organization__is_sme": "no",
    }
    row = confirm(world, register(world, **trip | _colleague()))
    page = status(world, row)
    shown = world.nobody().text(page)
    for text in ("Fjord Biotech ApS", "cell sorting", "Nils Falk", "V-9", "+45 1"):
        assert text in shown
    form = world.nobody().text(f"{page}/correct")
    inputs = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form))
    inputs |= {
        name: text.strip()
        for name, text in re.findall(
            r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form
        )
    }
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        inputs[name] = chosen[1] if chosen else ""
    ticked = re.findall(r'type="checkbox"[^>]* name="([^"]+)"[^>]* checked', form)
    boxes = re.findall(r'type="checkbox"[^>]* name="([^"]+)"', form)
    inputs = {k: v for k, v in inputs.items() if k not in boxes or k in ticked}
    assert set(ticked) == {"consent-terms", "consent-notice"}
    inputs.pop("csrf_token")
    response = world.nobody().post(f"{page}/correct", inputs, page=f"{page}/correct")
    assert response.status_code == 303
    after = stored(world, row)
    assert after.content == row.content
    assert after.version == row.version


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_everything_but_the_own_address_can_be_corrected(
    world: World, is_confirmed: bool
) -> None:
    """Before the address is confirmed and after; the state stays."""
    open_registration(world)
    row = register(world)
    row = confirm(world, row) if is_confirmed else row
    response = _correct(
        world,
        row,
        organization__name="Fjord Bio ApS",
        organization__region="South",
        delegates__0__name="Freja Fjeld",
        delegates__0__email="somebody@else.example.org",
        consent__later="yes",
        **_colleague(),
    )
    assert response.status_code == 303
    after = stored(world, row)
    assert (after.state, after.name, after.region, after.email) == (
        row.state,
        "Fjord Bio ApS",
        "South",
        "freja@fjord.example.org",
    )
    people = after.content["delegates"]
    assert [(each["id"], each["name"], each["email"]) for each in people] == [
        ("new-0", "Freja Fjeld", "freja@fjord.example.org"),
        ("new-1", "Nils Falk", "nils@fjord.example.org"),
    ]
    assert after.content["consents"][2]["is_given"] is True
    assert len(written(world)) == 1
    page = world.staff("owner").text(f"/events/1/registration/{row.id}")
    assert "Corrected by the applicant" in page


def test_when_one_agreed_changes_only_with_what_was_agreed_to(world: World) -> None:
    """A corrected telephone number is no new consent."""
    open_registration(world)
    row = register(world)
    _correct(world, row, delegates__0__phone="+45 2")
    assert stored(world, row).content["agreed"] == row.content["agreed"]
    _correct(world, row, consent__later="yes")
    assert stored(world, row).content["agreed"] > row.content["agreed"]


def test_terms_that_changed_since_are_agreed_to_anew(world: World) -> None:
    """Their box is not ticked, and without it nothing is saved."""
    open_registration(world)
    row = register(world)
    world.site.database.write(
        lambda s: save_texts(s, 1, {Consent.TERMS: "Be very early."})
    )
    form = world.nobody().text(f"{status(world, row)}/correct")
    assert not re.search(r'name="consent-terms"[^>]* checked', form)
    response = _correct(world, row, consent__terms="", delegates__0__phone="+45 2")
    assert response.status_code == 400
    assert 'id="e-consent-terms"' in response.text
    assert 'value="+45 2"' in response.text
    assert stored(world, row).content == row.content


def test_the_log_tells_what_was_corrected(world: World) -> None:
    """By whom, from what to what."""
    open_registration(world)
    row = register(world)
    renamed = {"delegates__0__name": "Freja Fjeld"}
    _correct(world, row, organization__offers="cell counting", **renamed)
    entry = _log(world, row)[-1]
    assert (entry.actor, entry.action) == ("registration link", "changed")
    assert entry.before is not None
    assert entry.after is not None
    assert entry.before["content"]["organization"]["offers"] == "cell sorting"
    assert entry.before["content"]["delegates"][0]["name"] == "Freja Falk"
    assert entry.after["content"]["organization"]["offers"] == "cell counting"


def test_who_is_left_out_is_nowhere_any_more(world: World) -> None:
    """Neither in what is kept nor in the log; the first person cannot be left out."""
    open_registration(world)
    row = register(world, **_colleague())
    form = world.nobody().text(f"{status(world, row)}/correct")
    assert 'name="delegates-1-remove"' in form
    assert 'name="delegates-0-remove"' not in form
    out = _colleague() | {
        "delegates__1__remove": "yes",
        "delegates__0__remove": "yes",
        "organization__offers": "cell counting",
    }
    assert _correct(world, row, **out).status_code == 303
    after = stored(world, row)
    assert [each["name"] for each in after.content["delegates"]] == ["Freja Falk"]
    told = " ".join(f"{each.before} {each.after}" for each in _log(world, row))
    assert "Nils" not in told
    assert "nils@" not in told
    assert "cell counting" in told


def test_staff_who_has_not_seen_the_correction_decides_nothing(world: World) -> None:
    """Neither approves nor declines: it looks again first."""
    open_registration(world)
    row = confirm(world, register(world))
    page = f"/events/1/registration/{row.id}"
    owner = world.staff("owner")
    before = {"seen": str(row.version)}
    _correct(world, row, organization__name="Fjord Bio ApS")
    for what in ("approve", "decline", "wait"):
        owner.post(f"{page}/{what}", before, page=page)
    assert "This was changed by somebody else meanwhile" in owner.text(page)
    after = stored(world, row)
    assert (after.state, after.name) == ("confirmed", "Fjord Bio ApS")


@pytest.mark.parametrize("what", ["approve", "decline"])
def test_what_staff_decided_meanwhile_stands(world: World, what: str) -> None:
    """The correction is refused, and says so; afterwards there is no form."""
    open_registration(world)
    row = confirm(world, register(world))
    page = status(world, row)
    visitor = world.nobody()
    form = FILLED | {"seen": _seen(world, row), "organization-offers": "nothing"}
    token = re.search(
        r'name="csrf_token" value="([^"]+)', visitor.text(f"{page}/correct")
    )
    assert token
    decide(world, row, what)
    decided = stored(world, row)
    sent = visitor.client.post(
        f"{page}/correct",
        data=form | {"csrf_token": token[1]},
        follow_redirects=True,
    )
    assert "cannot be corrected any more" in sent.text
    assert stored(world, row).content == decided.content
    assert visitor.get(f"{page}/correct").status_code == 303
    assert "/correct" not in visitor.text(page)


def test_two_windows_see_both_versions(world: World) -> None:
    """The second to save keeps what it typed and reads what the first one saved."""
    open_registration(world)
    row = register(world)
    seen = _seen(world, row)
    _correct(world, row, organization__offers="first")
    response = _correct(world, row, seen=seen, organization__offers="second")
    assert response.status_code == 409
    assert "Somebody else saved this meanwhile" in response.text
    assert "<td>first</td><td>second</td>" in response.text
    assert stored(world, row).content["organization"]["offers"] == "first"
    again = _SEEN.search(response.text)
    assert again
    _correct(world, row, seen=again[1], organization__offers="second")
    assert stored(world, row).content["organization"]["offers"] == "second"


def test_another_region_without_a_place_waits(world: World) -> None:
    """As it would have when it was confirmed; on the list it can still be corrected."""
    open_registration(world, places=({"number": 0, "region": "South"},))
    row = confirm(world, register(world))
    assert row.state == "confirmed"
    _correct(world, row, organization__region="South")
    assert stored(world, row).state == "waiting"
    _correct(world, row, organization__region="South", organization__offers="more")
    after = stored(world, row)
    assert (after.state, after.content["organization"]["offers"]) == ("waiting", "more")


def test_corrected_people_are_at_the_event_once_approved(world: World) -> None:
    """With what they told last."""
    open_registration(world)
    row = confirm(world, register(world))
    _correct(world, row, delegates__0__name="Freja Fjeld", **_colleague())
    decide(world, row, "approve")
    names = {each.name for each in rows(world, select(DelegateRow))}
    assert {"Freja Fjeld", "Nils Falk"} <= names
    assert "Freja Falk" not in names


def test_withdrawn_registration_has_no_form(world: World) -> None:
    """Its link still tells that it is withdrawn."""
    open_registration(world)
    row = register(world)
    page = status(world, row)
    world.nobody().post(f"{page}/withdraw", page=page)
    response = world.nobody().get(f"{page}/correct", follow_redirects=True)
    assert "was withdrawn" in response.text
    assert world.nobody().get("/registration/1.x/correct").status_code == 404


def test_other_language_keeps_what_was_typed_and_saves_nothing(world: World) -> None:
    """The version that was seen stays, too."""
    open_registration(world)
    row = register(world)
    german = {"page_language": "de", "consent__terms": ""}
    response = _correct(world, row, seen="7", organization__offers="half", **german)
    assert response.status_code == 200
    assert '<html lang="de"' in response.text
    assert ">\nhalf</textarea>" in response.text
    assert 'name="seen" value="7"' in response.text
    assert not re.search(r'name="consent-terms"[^>]* checked', response.text)
    assert stored(world, row).version == row.version
