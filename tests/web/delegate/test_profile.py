"""What delegates tell of themselves: languages, sessions; until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.people import delegate_row, organization_row
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.setup import edit_setup, setup_version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import Visitor, World

PROFILE, TRIP = "/my/profile", "/my/trip"
ADA = "d-alba"


def _content(world: World, key: str = ADA) -> dict[str, Any]:
    with world.read() as reading:
        return dict(delegate_row(reading, 1, key).content)


def _save(visitor: Visitor, world: World, **changed: str) -> str:
    with world.read() as reading:
        row = delegate_row(reading, 1, ADA)
        company = organization_row(reading, 1, row.organization_key)
        form = {"seen": str(row.version), "seen_organization": str(company.version)}
    answer = visitor.post(
        PROFILE, form | {"name": "Ada"} | changed, page=PROFILE, follow_redirects=True
    )
    return answer.text


def _close(world: World, *late: str, phase: str = "closed") -> None:
    def work(session: Session) -> None:
        event_row(session, 1).phase = phase
        for key in late:
            organization_row(session, 1, key).is_late = True

    world.site.database.write(work)


def test_languages_are_told_by_name_or_code(world: World) -> None:
    """Spoken ones are kept by code and shown by name; mails follow the other one."""
    ada = world.delegate(ADA)
    text = _save(ada, world, speaks="nederlands; fr; english", language="nl")
    assert set(_content(world)["speaks"]) == {"en", "fr", "nl"}
    assert _content(world)["language"] == "nl"
    assert 'value="Engels; Frans; Nederlands"' in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"speaks": "Klingonese"}, "is no language: write a code such as en"),
        ({"language": "xx"}, "Choose the language of mails from the list."),
    ],
)
def test_what_is_no_language_is_refused(
    world: World, typed: dict[str, str], told: str
) -> None:
    """Nothing is saved, and what was typed stays."""
    before = _content(world)
    assert told in _save(world.delegate(ADA), world, **typed)
    assert _content(world) == before


def test_closed_pages_cannot_be_filled_in(world: World) -> None:
    """They say so before anything is typed; what is sent all the same is refused."""
    ada = world.delegate(ADA)
    assert "<fieldset disabled>" not in ada.text(PROFILE) + ada.text(TRIP)
    assert "Block this time" in ada.text(TRIP)
    _close(world)
    for page in (PROFILE, TRIP):
        assert "<fieldset disabled>" in ada.text(page)
    assert "Block this time" not in ada.text(TRIP)
    before = _content(world)
    assert "cannot be changed any more" in _save(ada, world, name="Someone Else")
    assert _content(world) == before


@pytest.mark.parametrize("phase", ["closed", "released"])
def test_latecomer_tells_profile_and_trip_after_closing(
    world: World, phase: str
) -> None:
    """Who came after closing could not before; over the event nobody can."""
    _close(world, "alba", phase=phase)
    ada = world.delegate(ADA)
    assert "<fieldset disabled>" not in ada.text(PROFILE) + ada.text(TRIP)
    _save(ada, world, name="Ada Late")
    assert _content(world)["name"] == "Ada Late"
    block = {"start": "2037-11-26T09:00", "end": "2037-11-26T10:00"}
    ada.post("/my/busy", block, page=TRIP)
    assert _content(world)["busy"]
    assert "<fieldset disabled>" in world.delegate("d-bora").text(PROFILE)
    _close(world, "alba", phase="after")
    assert "<fieldset disabled>" in ada.text(PROFILE)


def _two_sessions(world: World) -> None:
    """Let the event have an afternoon too."""

    def work(session: Session) -> None:
        morning = settings_of(event_row(session, 1)).sessions[0]
        noon = morning.start + timedelta(hours=5)
        afternoon = morning.model_copy(
            update={"id": "late", "name": "Afternoon", "start": noon}
        )
        both = [each.model_dump() for each in (morning, afternoon)]
        changes = {"sessions": both}
        edit_setup(session, 1, changes, seen=setup_version(session, 1))

    world.site.database.write(work)


@pytest.mark.parametrize("who", ["delegate", "staff"])
def test_sessions_are_chosen(world: World, who: str) -> None:
    """What is not ticked is not planned; all ticked is whichever there will be."""
    _two_sessions(world)
    page = TRIP if who == "delegate" else f"/events/1/people/{ADA}"
    visitor = world.delegate(ADA) if who == "delegate" else world.staff("editor")
    assert visitor.text(page).count('name="session-') == 2
    assert visitor.text(page).count('value="yes" checked') == 2

    def save(**ticked: str) -> str:
        with world.read() as reading:
            seen = str(delegate_row(reading, 1, ADA).version)
        form = {"seen": seen, "arrival": "", "name": "Ada", "asks_sessions": "yes"}
        named = {name.replace("__", "-"): text for name, text in ticked.items()}
        return visitor.post(page, form | named, page=page, follow_redirects=True).text

    assert "Tick at least one session." in save()
    save(session__late="yes")
    assert _content(world)["sessions"] == ["late"]
    assert "There in 6 of 12 slots" in visitor.text(page)
    save(session__late="yes", session__morning="yes")
    assert _content(world)["sessions"] is None


def test_one_session_is_no_question(world: World) -> None:
    """There is nothing to choose."""
    assert "asks_sessions" not in world.delegate(ADA).text(TRIP)
