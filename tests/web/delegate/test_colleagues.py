from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.colleagues import MOST_PEOPLE, bring_along
from b4h_scheduler.store.people import delegate_row, organization_row
from b4h_scheduler.store.phases import Phase, set_phase
from b4h_scheduler.store.schema_event import DelegateRow, EventRow
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World

PAGE = "/my/colleagues"
NIA = {
    "name": "Nia\nNew",
    "email": "Nia@Example.org",
    "role": "Chief of labs",
    "agrees": "yes",
}


def test_colleague_comes_along_with_an_own_link(world: World) -> None:
    """A delegate of the same organization, invited by mail, seen by others by name."""
    done = world.delegate("d-alba").post(PAGE, NIA, page=PAGE)
    assert done.status_code == 303
    (nia,) = rows(world, select(DelegateRow).where(DelegateRow.name == "Nia New"))
    assert (nia.organization_key, nia.email) == ("alba", "nia@example.org")
    (mail,) = rows(world, select(OutboxRow).where(OutboxRow.delegate_key == nia.key))
    assert (mail.kind, mail.recipient) == ("invitation", "nia@example.org")
    theirs = world.delegate("d-bora").text("/my/partners/alba")
    assert "Nia New, Chief of labs" in theirs
    assert "Example.org" not in theirs
    own = world.delegate(nia.key)
    assert "Welcome, Nia New" in own.text("/my/")
    assert "Bora Implants" in own.text("/my/wishes")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " "}, "Give the name of your colleague"),
        ({"email": "nia"}, "“nia” is no mail address"),
        ({"email": "bora@example.org"}, "bora@example.org is the address of"),
        ({"agrees": ""}, "Ask your colleague first"),
    ],
)
def test_what_cannot_be_is_told(world: World, given: dict[str, str], told: str) -> None:
    """Nobody is added, and what was typed stays."""
    answer = world.delegate("d-alba").post(PAGE, NIA | given, page=PAGE)
    assert answer.status_code == 400
    assert told in answer.text
    assert 'value="Chief of labs"' in answer.text
    query = select(DelegateRow).where(DelegateRow.event_id == 1)
    assert len(rows(world, query)) == 5


def test_organization_is_not_filled_without_end(world: World) -> None:
    """The organizer may add more."""

    def fill(session: Session) -> None:
        row = delegate_row(session, 1, "d-alba")
        for number in range(MOST_PEOPLE - 1):
            bring_along(session, row, name="N", email=f"n{number}@example.org", role="")

    world.site.database.write(fill)
    answer = world.delegate("d-alba").post(PAGE, NIA, page=PAGE)
    assert f"has {MOST_PEOPLE} people here already" in answer.text


def _close(world: World, *, late: str = "") -> None:
    def close(session: Session) -> None:
        row = session.get_one(EventRow, 1)
        set_phase(session, 1, Phase.CLOSED, is_held=True, seen=row.version)
        if late:
            organization_row(session, 1, late).is_late = True

    world.site.database.write(close)


def test_who_came_late_still_brings_colleagues_along(world: World) -> None:
    """As it fills in profile and trip: before closing it never could."""
    _close(world, late="alba")
    done = world.delegate("d-alba").post(PAGE, NIA, page=PAGE)
    assert done.status_code == 303
    (nia,) = rows(world, select(DelegateRow).where(DelegateRow.name == "Nia New"))
    assert nia.organization_key == "alba"
    assert "Bring a colleague along" not in world.delegate("d-bora").text(PAGE)


def test_after_closing_the_organizer_is_asked(world: World) -> None:
    """The page has no form, and a form sent all the same is refused."""
    _close(world)
    ada = world.delegate("d-alba")
    assert "ask the organizer" in ada.text(PAGE)
    answer = ada.post(PAGE, NIA)
    assert answer.status_code == 400
    assert "cannot be changed any more" in answer.text
