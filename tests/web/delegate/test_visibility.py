"""What delegates never see of others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.drafts import draft_row, preview_draft

if TYPE_CHECKING:
    from tests.web.world import Visitor, World

PAGES = (
    "/my/", "/my/partners", "/my/partners?text=delta", "/my/partners/delta",
    "/my/partners/cirrus", "/my/partners/bora", "/my/wishes", "/my/incoming",
    "/my/agenda", "/my/profile", "/my/trip", "/my/data",
)  # fmt: skip


@pytest.fixture
def ada(world: World) -> Visitor:
    """Ada's browser, with a plan shown."""
    world.site.database.write(
        lambda s: preview_draft(s, draft_row(s, 1), is_previewed=True)
    )
    return world.delegate("d-alba")


def test_first_page_says_that_a_plan_is_provisional(world: World) -> None:
    """And still leads to the wishes that wait for an answer."""
    marked = "Provisional: times and tables can still change."
    ada = world.delegate("d-alba")
    assert marked not in ada.text("/my/")
    world.site.database.write(
        lambda s: preview_draft(s, draft_row(s, 1), is_previewed=True)
    )
    text = ada.text("/my/")
    assert marked in text
    assert "My agenda: " in text
    assert "Answer 2 wishes for you" in text


def test_no_page_shows_contact_voucher_or_wishes_of_others(ada: Visitor) -> None:
    """Neither address, phone, voucher, nor what others wish of third parties."""
    for page in PAGES:
        text = ada.text(page)
        for secret in ("cirrus@example.org", "711 555699", "V-77", "Secret plans"):
            assert secret not in text, (page, secret)


def test_priority_of_a_wish_for_us_is_not_shown(ada: Visitor) -> None:
    """Cirrus wishes with 1, Delta with 2: nothing in the page tells them apart."""
    text = ada.text("/my/incoming").lower()
    assert "cirrus" in text
    assert "priority" not in text


@pytest.mark.parametrize("how", ["decline", "veto"])
def test_decline_and_veto_read_the_same(world: World, how: str) -> None:
    """Alba wished for Bora: both ways Alba reads "not available"."""
    bora, ada = world.delegate("d-bora"), world.delegate("d-alba")
    if how == "decline":
        given = {"answer": "declined"}
        bora.post("/my/incoming/1", given, page="/my/incoming")
    else:
        bora.post("/my/partners/alba/rule-out", page="/my/incoming")
    texts = [ada.text(page) for page in ("/my/wishes", "/my/partners/bora")]
    for text in texts:
        low = text.lower()
        assert "not available" in low
        assert not any(word in low for word in ("declined", "ruled out", "veto"))
    told = {
        w["to"]: w["answer"]
        for w in json.loads(ada.text("/my/data.json"))["own wishes"]
    }
    assert told["Bora Implants"] == "not available"


def test_wish_of_whom_one_cannot_meet_is_nowhere(world: World) -> None:
    """Cirrus wished for Alba, then ruled it out: no page, count or download tells."""
    ada = world.delegate("d-alba")
    before = json.loads(ada.text("/my/data.json"))["wishes for us"]
    assert {wish["from"] for wish in before} == {"Cirrus Data", "Delta Capital"}
    assert "<strong>2</strong>" in ada.text("/my/")
    world.delegate("d-cirrus").post("/my/partners/alba/rule-out", page="/my/partners")
    after = json.loads(ada.text("/my/data.json"))["wishes for us"]
    assert {wish["from"] for wish in after} == {"Delta Capital"}
    assert "<strong>2</strong>" not in ada.text("/my/")
    assert "cirrus" not in ada.text("/my/incoming")


def test_my_data_reveals_no_priority_answer_or_veto_of_others(
    world: World, ada: Visitor
) -> None:
    """The download has one's own, and of others only that they wish and wrote."""
    bora = world.delegate("d-bora")
    accepted = {"answer": "accepted", "reply-1": "Secret reply"}
    bora.post("/my/incoming/1", accepted, page="/my/incoming")
    assert "Secret reply" in ada.text("/my/data.json")
    bora.post("/my/partners/alba/rule-out", page="/my/incoming")
    text = ada.text("/my/data.json")
    assert "Secret reply" not in text
    content = json.loads(text)
    assert content["wishes for us"] == [
        {"from": key, "message": message, "our answer": "open", "our reply": ""}
        for key, message in (
            ("Cirrus Data", "We read your data."),
            ("Delta Capital", ""),
        )
    ]
    assert content["own wishes"] == [
        {"to": "Bora Implants", "priority": 1, "message": "", "answer": "not available"}
        | {"reply": ""}
    ]
    assert content["ruled out by us"] == []


def test_organization_that_is_not_approved_is_not_there(world: World) -> None:
    """Neither in the list nor by its address."""
    from b4h_scheduler.store.people import organization_row

    def hide(session: object) -> None:
        organization_row(session, 1, "echo").is_approved = False

    world.site.database.write(hide)
    ada = world.delegate("d-alba")
    assert "Echo Imaging" not in ada.text("/my/partners")
    assert ada.get("/my/partners/echo").status_code == 404


def test_agenda_of_a_draft_is_hidden_until_shown(world: World) -> None:
    """And marked provisional when it is."""
    ada = world.delegate("d-alba")
    assert "There is no plan yet" in ada.text("/my/agenda")
    assert ada.get("/my/agenda.ics").status_code == 404
    world.site.database.write(
        lambda s: preview_draft(s, draft_row(s, 1), is_previewed=True)
    )
    text = ada.text("/my/agenda")
    assert "Provisional" in text
    assert "Cirrus Data" in text
    # Its entries would stay in calendars beside those of the release.
    assert ada.get("/my/agenda.ics").status_code == 404
