"""A delegate or an organization is added by a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import Visitor, World

PERSON = "/events/1/new-delegate"
ORGANIZATION = "/events/1/new-organization"
KIM = {"organization": "bora", "name": "Kim Nord", "email": "kim@fjord.example"}
FJORD = {
    "name": "Fjord Biotech", "country": "Norway", "region": "North", "kind": "company",
    "is_sme": "yes", "attends": "separately", "sectors": "Diagnostics; Data",
    "offers": "sensors", "seeks": "", "number": "", "legal_name": "Fjord AS",
    "needs": "step-free",
}  # fmt: skip


def _delegates(world: World) -> list[str]:
    query = select(DelegateRow).where(DelegateRow.event_id == 1)
    return [row.name for row in rows(world, query.order_by(DelegateRow.position))]


def _organizations(world: World) -> list[str]:
    query = select(OrganizationRow).where(OrganizationRow.event_id == 1)
    return [row.name for row in rows(world, query.order_by(OrganizationRow.position))]


@pytest.mark.parametrize("kind", ["editor", "partner"])
def test_organization_and_delegate_are_added(world: World, kind: str) -> None:
    """Then both stand in the lists, the person opens a link, and the log says who."""
    staff = world.staff(kind)
    at = staff.post(ORGANIZATION, FJORD, page=ORGANIZATION).headers["Location"]
    assert at == "/events/1/organizations/fjord-biotech"
    assert "Fjord Biotech" in staff.text("/events/1/people")  # though nobody comes yet
    page = staff.text(at)
    assert "/events/1/new-delegate?organization=fjord-biotech" in page
    form = staff.text(f"{PERSON}?organization=fjord-biotech")
    assert '<option value="fjord-biotech" selected>' in form
    given = KIM | {
        "organization": "fjord-biotech", "role": "CEO", "phone": "22 12 34 56",
        "language": "de", "voucher_number": "NO-1", "voucher_least": "2",
        "arrival": "2037-11-26T08:00", "arrival_point": "STR", "departure": "",
        "departure_point": "",
    }  # fmt: skip
    to = staff.post(PERSON, given, page=PERSON).headers["Location"]
    assert "Kim Nord is added." in staff.text(to)
    (kim,) = rows(world, select(DelegateRow).where(DelegateRow.name == "Kim Nord"))
    assert kim.content["phone"] == "+47 22 12 34 56"
    assert kim.content["language"] == "de"
    assert kim.content["voucher"]["number"] == "NO-1"
    assert kim.content["trip"]["arrival_point"] == "STR"
    with world.read() as reading:
        content = organization_row(reading, 1, "fjord-biotech").content
    assert (content["country"], content["is_sme"]) == ("NO", True)
    assert (content["sectors"], content["needs"]) == (
        ["Diagnostics", "Data"],
        ["step-free"],
    )
    assert "Kim Nord" in world.delegate(kim.key).text("/my/")
    entry = rows(
        world, select(AuditRow).where(AuditRow.subject == f"delegate {kim.key}")
    )[0]
    assert (entry.actor, entry.action) == (f"{kind}@example.org", "created")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, "Name: this is needed."),
        ({"email": "kim"}, "&#39;kim&#39; is no mail address"),
        ({"email": "ALBA@example.org"}, "ALBA@example.org is at the event already"),
        ({"organization": ""}, "Choose the organization that the delegate comes for."),
        ({"speaks": "klingonish", "voucher_number": ""}, "is no language"),
        (
            {"most": "1", "least": "3", "voucher_number": ""},
            "Most: at most 1 meetings, but at least 3",
        ),
        (
            {"voucher_number": "V", "voucher_least": ""},
            "A voucher needs its least number",
        ),
        (
            {"arrival": "2037-11-26T08:00", "arrival_point": "STR", "departure": "",
             "departure_point": "", "is_online": "yes"},
            "Trip: online there is no trip",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_delegate_is_told(
    world: World, given: dict[str, str], told: str
) -> None:
    """Once, with what was typed still there, and nothing is added."""
    before = _delegates(world)
    answer = world.staff("editor").post(
        PERSON, KIM | {"role": "Chief of sensors"} | given, page=PERSON
    )
    assert answer.status_code == 400
    assert answer.text.count(told) == 1
    assert 'value="Chief of sensors"' in answer.text
    assert _delegates(world) == before


def test_several_faults_are_told_together(world: World) -> None:
    """Of address, numbers and organization."""
    given = {
        "organization": "x", "name": "Kim", "email": "kim", "voucher_number": "",
        "most": "many", "arrival": "soon", "arrival_point": "",
    }  # fmt: skip
    text = world.staff("editor").post(PERSON, given, page=PERSON).text
    for told in ("kim", "soon", "many"):
        assert f"&#39;{told}&#39; is no " in text
    assert "Choose the organization" in text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " "}, "Name: this is needed."),
        ({"country": "Atlantis"}, "&#39;Atlantis&#39; is no country"),
        ({"kind": "club"}, "Kind: "),
        ({"offers": "x" * 5001}, "Offers: "),
    ],
)
def test_what_is_wrong_with_an_organization_is_told(
    world: World, given: dict[str, str], told: str
) -> None:
    """With what was typed still there, and nothing is added."""
    before = _organizations(world)
    answer = world.staff("editor").post(ORGANIZATION, FJORD | given, page=ORGANIZATION)
    assert answer.status_code == 400
    assert answer.text.count(told) == 1
    assert 'value="Diagnostics; Data"' in answer.text
    assert _organizations(world) == before


def test_who_may_be_a_double_is_added_only_if_one_is_sure(world: World) -> None:
    """A name that is nearly there; what was typed stays."""
    staff = world.staff("editor")
    double = FJORD | {"name": "Alba Diagnostic GmbH"}
    answer = staff.post(ORGANIZATION, double, page=ORGANIZATION)
    assert answer.status_code == 409
    assert "Alba Diagnostics is here already (names" in answer.text
    assert 'value="Alba Diagnostic GmbH"' in answer.text
    sure = double | {"sure": "yes"}
    assert staff.post(ORGANIZATION, sure, page=ORGANIZATION).status_code == 303
    person = KIM | {"name": "Ada  AHL"}
    answer = staff.post(PERSON, person, page=PERSON)
    assert answer.status_code == 409
    assert "Ada Ahl takes part already, for Alba Diagnostics" in answer.text
    assert staff.post(PERSON, person | {"sure": "yes"}, page=PERSON).status_code == 303
    assert _organizations(world)[-1] == "Alba Diagnostic GmbH"
    assert _delegates(world).count("Ada Ahl") == 1


def test_nobody_is_sure_of_a_fault(world: World) -> None:
    """The box does not let an address in twice."""
    before = _delegates(world)
    given = KIM | {"email": "bora@example.org", "sure": "yes"}
    answer = world.staff("editor").post(PERSON, given, page=PERSON)
    assert answer.status_code == 400
    assert _delegates(world) == before


def test_partner_adds_only_to_its_regions(world: World) -> None:
    """Neither an organization elsewhere nor a delegate of one there."""
    partner = world.staff("partner")
    form = partner.text(PERSON)
    assert "Alba Diagnostics" in form
    assert "Delta Capital" not in form
    given = KIM | {"organization": "delta"}
    answer = partner.post(PERSON, given, page=PERSON)
    assert "Choose the organization" in answer.text
    south = FJORD | {"region": "South"}
    answer = partner.post(ORGANIZATION, south, page=ORGANIZATION)
    assert answer.status_code == 400
    assert "Choose one of the regions that you look after." in answer.text
    assert '<option value="North"' in answer.text
    assert "Kim Nord" not in _delegates(world)
    assert "Fjord Biotech" not in _organizations(world)


def test_unit_is_one_of_the_organization(world: World) -> None:
    """It is chosen from a list, and refused for another organization."""

    def work(session: Session) -> None:
        row = organization_row(session, 1, "bora")
        row.content = row.content | {"units": [{"id": "bora--lab", "name": "Lab"}]}

    world.site.database.write(work)
    staff = world.staff("editor")
    assert "Bora Implants: Lab" in staff.text(PERSON)
    wrong = KIM | {"organization": "alba", "unit": "bora--lab"}
    answer = staff.post(PERSON, wrong, page=PERSON)
    assert "Unit: this is no unit of Alba Diagnostics" in answer.text
    staff.post(PERSON, KIM | {"unit": "bora--lab"}, page=PERSON)
    (kim,) = rows(world, select(DelegateRow).where(DelegateRow.name == "Kim Nord"))
    assert kim.content["unit"] == "bora--lab"


def test_language_is_chosen_without_losing_what_was_typed(world: World) -> None:
    """Without a script, too; nothing is added by that."""
    given = KIM | {"page_language": "de"}
    for page, form in (
        (PERSON, given),
        (ORGANIZATION, FJORD | {"page_language": "de"}),
    ):
        answer = world.staff("editor").post(page, form, page=page)
        assert answer.status_code == 200
        assert '<html lang="de"' in answer.text
        assert f'value="{form["name"]}"' in answer.text
    assert "Kim Nord" not in _delegates(world)
    assert "Fjord Biotech" not in _organizations(world)


def test_editing_has_the_checks_of_adding(world: World) -> None:
    """An address that is none or somebody else's, a country that is none."""
    staff, page = world.staff("editor"), "/events/1/people/d-alba"
    form = {"seen": "1", "name": "Ada Ahl"}
    for email, told in (
        ("nowhere", "is no mail address"),
        ("bora@example.org", "is at the event already, for Bora Implants"),
    ):
        answer = staff.post(page, form | {"email": email}, page=page)
        assert answer.status_code == 400
        assert told in answer.text
    page = "/events/1/organizations/alba"
    given = {"seen": "1", "name": "Alba Diagnostics", "country": "Atlantis"}
    assert "is no country" in staff.post(page, given, page=page).text
    world.staff("editor").post(ORGANIZATION, FJORD | {"number": "7"}, page=ORGANIZATION)
    given |= {"country": "france"}
    answer = staff.post(page, given | {"number": "7"}, page=page)
    assert "Fjord Biotech has this number" in answer.text
    assert staff.post(page, given, page=page).status_code == 303
    with world.read() as reading:
        assert organization_row(reading, 1, "alba").content["country"] == "FR"


def test_viewer_is_offered_nothing(world: World) -> None:
    """No button leads to a page that is refused."""
    viewer: Visitor = world.staff("viewer")
    for page in ("people", "people/d-alba", "organizations/alba"):
        text = viewer.text(f"/events/1/{page}")
        assert "new-delegate" not in text
        assert "/remove" not in text
