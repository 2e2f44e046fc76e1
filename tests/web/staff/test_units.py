"""Units of an organization on its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.ids import OrganizationId
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import load_event, wish_row
from b4h_scheduler.store.people import delegate_row, organization_row
from tests.b4h_scheduler.store.test_units import BOTH, divided, held
from tests.web.release.releasing import release_plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from tests.web.world import Visitor, World

BORA = "/events/1/organizations/bora"
UNITS = f"{BORA}/units"
FORM = {
    "units-0-id": "bora--lab", "units-0-name": "Lab",
    "units-1-id": "bora--clinic", "units-1-name": "Clinic",
    "units-2-id": "", "units-2-name": "",
    "unit-of-d-bora": "", "unit-of-d-bea": "bora--lab",
}  # fmt: skip


def divide(world: World) -> None:
    """Give Bora a lab, with Bea, and a clinic, and a draft in which the lab meets."""
    event = divided()

    def work(session: Session) -> None:
        from b4h_scheduler.store.enrolling import enroll_delegate

        row = organization_row(session, 1, "bora")
        row.content = row.content | {"units": BOTH}
        bea = event.delegate_of[event.delegates[-1].id]
        enrolled = enroll_delegate(session, 1, bea)
        enrolled.key, enrolled.content = bea.id, enrolled.content | {"id": bea.id}
        for place, wish in enumerate(event.wishes[6:], start=100):
            session.add(wish_row(1, place, wish))
        session.flush()
        made_from = data_version(session, 1)
        add_draft(session, 1, "First", held(event), made_from=made_from)

    world.site.database.write(work)


def _event(world: World) -> Event:
    with world.read() as reading:
        return load_event(reading, 1)


def _units(world: World) -> list[str]:
    return [
        unit.name
        for unit in _event(world).organization_of[OrganizationId("bora")].units
    ]


def _send(staff: Visitor, given: dict[str, str] | None = None, seen: str = "") -> str:
    """Send the form; return the page, or that of where it leads."""
    if not seen:
        seen = _seen(staff)
    form = {k: v for k, v in (FORM | (given or {})).items() if v != "-"}
    answer = staff.post(UNITS, form | {"seen": seen}, page=UNITS)
    return staff.text(UNITS) if answer.status_code == 303 else answer.text


def _seen(staff: Visitor) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', staff.text(UNITS))
    assert found
    return found[1]


def test_organization_is_divided(world: World) -> None:
    """From its page; then its people are told apart there and on their own pages."""
    editor = world.staff("editor")
    assert "Divide into units…" in editor.text(BORA)
    form = {"units-0-id": "", "units-0-name": "Lab", "seen": _seen(editor)}
    assert editor.post(UNITS, form, page=UNITS).status_code == 303
    assert "nobody of its own" in editor.text(BORA)
    form = {
        "units-0-id": "bora--lab", "units-0-name": "Lab", "seen": _seen(editor),
        "unit-of-d-bora": "bora--lab", "sure": "yes",
    }  # fmt: skip
    assert editor.post(UNITS, form, page=UNITS).status_code == 303
    text = re.sub(r"<[^>]+>|\s+", " ", editor.text(BORA))
    assert re.search(r"Lab: +Bo Berg", text)
    assert "for the unit Lab" in editor.text("/events/1/people/d-bora")
    with world.read() as reading:
        assert delegate_row(reading, 1, "d-bora").content["unit"] == "bora--lab"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"units-0-name": ""}, "This is needed"),
        ({"units-2-name": "lab"}, "There is a unit of this name already"),
        ({"unit-of-d-bora": "alba--lab"}, "This is no unit of Bora Implants"),
    ],
)
def test_each_fault_is_told_once(
    world: World, given: dict[str, str], told: str
) -> None:
    """And nothing is saved."""
    divide(world)
    text = _send(world.staff("editor"), given)
    assert text.count(told) == 1
    assert "Nothing is saved yet." in text
    assert _units(world) == ["Lab", "Clinic"]


def test_what_goes_with_a_unit_is_shown_first(world: World) -> None:
    """Wishes, people and meetings of drafts; every page of the draft opens after."""
    divide(world)
    editor = world.staff("editor")
    gone = {"units-0-remove": "yes"}
    text = _send(editor, gone)
    assert "Lab: 1 wish of the unit, and 2 for it" in text
    assert "for the organization itself from then on: Bea Bly" in text
    assert "1 meeting would not be possible any more" in text
    assert "the unit goes" in text
    assert _units(world) == ["Lab", "Clinic"]
    assert "Saved." in _send(editor, gone | {"sure": "yes"})
    assert _units(world) == ["Clinic"]
    assert len(_event(world).wishes) == 6
    for each in ("", "/tables", "/people", "/text", "/unmet", "/figures", "/changed"):
        editor.text(f"/events/1/drafts/3{each}")
    assert "nobody wishes for this meeting any more" in editor.text(
        "/events/1/drafts/3/edit"
    )
    for page in ("overview", "plans", "log"):
        editor.text(f"/events/1/{page}")


def test_moved_delegate_takes_meetings_along(world: World) -> None:
    """Bea joins Bo, who meets at the same time."""
    divide(world)
    editor = world.staff("editor")
    text = _send(editor, {"unit-of-d-bea": ""})
    assert "1 meeting would not be possible any more" in text
    assert "Bora Implants – Delta Capital" in text
    _send(editor, {"unit-of-d-bea": "", "sure": "yes"})
    assert "Bora Implants" in editor.text("/events/1/drafts/3/edit")
    with world.read() as reading:
        assert delegate_row(reading, 1, "d-bea").content["unit"] is None


def test_two_who_save_see_both_versions(world: World) -> None:
    """Names and people; a change of something else is none of units."""
    divide(world)
    first, second = world.staff("editor"), world.staff("owner")
    seen = _seen(second)
    _send(first, {"units-1-name": "Hospital", "unit-of-d-bora": "bora--clinic"})
    answer = second.post(UNITS, FORM | {"seen": seen}, page=UNITS)
    assert answer.status_code == 409
    told = re.sub(r"<[^>]+>|\s+", " ", answer.text)
    assert re.search(r"Name of the unit +Hospital +Clinic", told)
    assert re.search(r"Bo Berg +Hospital +Bora Implants", told)
    assert _units(world) == ["Lab", "Hospital"]
    seen = _seen(second)
    form = {"name": "Bora Implants", "offers": "screws", "seen": "9"}
    with world.read() as reading:
        form["seen"] = str(organization_row(reading, 1, "bora").version)
    assert first.post(BORA, form, page=BORA).status_code == 303
    assert "Saved." in _send(second, seen=seen)
    assert _units(world) == ["Lab", "Clinic"]


def test_unit_of_the_released_plan_stays(world: World) -> None:
    """The page says what to do first, though a box is ticked."""
    divide(world)
    release_plan(world.site.database, held(divided()))
    text = _send(world.staff("editor"), {"units-0-remove": "yes", "sure": "yes"})
    assert "Lab has meetings in the released plan" in text
    assert _units(world) == ["Lab", "Clinic"]


def test_partner_and_viewer_see_units(world: World) -> None:
    """What an organization is, is the organizer's matter."""
    divide(world)
    for kind in ("viewer", "partner"):
        staff = world.staff(kind)
        text = staff.text(BORA)
        assert "Bea Bly" in text
        assert UNITS not in text
        assert staff.get(UNITS).status_code == 403
    assert world.staff("far partner").get(UNITS).status_code in {403, 404}


def test_language_is_chosen_without_losing_what_was_typed(world: World) -> None:
    """Without a script, too; nothing is saved by that."""
    divide(world)
    text = _send(world.staff("editor"), {"units-2-name": "Werk", "page_language": "de"})
    assert '<html lang="de"' in text
    assert 'value="Werk"' in text
    assert _units(world) == ["Lab", "Clinic"]
