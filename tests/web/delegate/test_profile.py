"""What delegates tell of themselves: languages; until closing, latecomers longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.people import delegate_row, organization_row

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
