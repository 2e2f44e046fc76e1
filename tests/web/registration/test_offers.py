"""A place offered to who waits, from staff's button to the applicant's answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from b4h_scheduler.files.identifiers import delegate_id
from b4h_scheduler.store.base import now
from b4h_scheduler.store.people import delegate_row
from tests.b4h_scheduler.mail.post import text_of
from tests.web.registration.registering import (
    confirm,
    decide,
    open_registration,
    register,
    status,
    stored,
    written,
)

if TYPE_CHECKING:
    from b4h_scheduler.store.schema_registration import ApplicationRow
    from tests.web.world import World

LIST = "/events/1/registration"
FREJA = delegate_id("freja@fjord.example.org", "", "")
UNTIL = (now() + timedelta(days=2)).date()
LATER = now() + timedelta(days=5)
FULL = [{"region": "North", "number": 2}]
ONE_FREE = [{"region": "North", "number": 3}]


def _offered(world: World, **changed: str) -> ApplicationRow:
    """Register where all is full, and offer the place that becomes free."""
    open_registration(world, places=FULL)
    row = confirm(world, register(world, **changed))
    assert row.state == "waiting"
    open_registration(world, places=ONE_FREE)
    text = decide(world, row, "offer", until=f"{UNTIL}")
    assert "The place is offered" in text
    return stored(world, row)


def _press(world: World, row: ApplicationRow, what: str) -> str:
    page = status(world, row)
    nobody = world.nobody()
    assert nobody.post(f"{page}/{what}", page=page).status_code == 303
    return nobody.text(page)


@pytest.mark.parametrize(
    ("language", "subject", "button"),
    [
        ("en", "A place at Small Day 1 is offered to you until ", "Accept the place"),
        ("de", "Ein Platz bei Small Day 1 wird Ihnen angeboten", "Platz annehmen"),
        ("fr", "Une place vous est proposée jusqu’au ", "Accepter la place"),
        ("nl", "Er wordt u een plaats bij Small Day 1 aangeb", "De plaats aannemen"),
        ("es", "Se le ofrece una plaza en Small Day 1 hasta", "Aceptar la plaza"),
    ],
)
def test_offer_is_written_and_accepted_by_a_button(
    world: World, language: str, subject: str, button: str
) -> None:
    """In the applicant's language; opening links changes nothing."""
    row = _offered(world, delegates__0__language=language)
    asked, told = written(world)
    assert (asked.kind, told.kind) == ("confirmation", "offer")
    assert told.subject.startswith(subject)
    assert str(UNTIL.year) in told.subject
    page = status(world, row)
    assert page in text_of(told)
    assert world.nobody().get(f"{page}/accept").status_code == 405
    shown = world.nobody().text(page)
    assert button in shown
    assert stored(world, row).state == "offered"
    text = _press(world, row, "accept")
    assert button not in text
    assert stored(world, row).state == "approved"
    assert [(each.kind, each.delegate_key) for each in written(world)] == [
        ("confirmation", FREJA),
        ("offer", FREJA),
        ("invitation", FREJA),
    ]
    assert "Freja Falk" in world.delegate(FREJA).text("/my/")


def test_accepted_place_is_told_once(world: World) -> None:
    """With what comes next; a second press says the same and adds nobody."""
    row = _offered(world)
    page, nobody = status(world, row), world.nobody()
    for _ in range(2):
        nobody.post(f"{page}/accept", page="/sign-in")
        text = nobody.text(page)
        assert "The place is yours. The organizer sends you your personal link." in text
        assert "You have a place" in text
    assert [each.kind for each in written(world)].count("invitation") == 1


def test_who_is_offered_a_place_is_invisible_until_it_accepts(world: World) -> None:
    """No delegate sees it, nor has it a link."""
    row = _offered(world)
    ada = world.delegate("d-alba")
    assert "Fjord Biotech" not in ada.text("/my/partners?text=biotech")
    _press(world, row, "accept")
    assert "Fjord Biotech" in ada.text("/my/partners?text=biotech")


def test_staff_sees_who_was_offered_until_when(world: World) -> None:
    """On list and page; after the day that the place is free, without a job."""
    row = _offered(world)
    owner = world.staff("owner")
    day = re.compile(rf"{UNTIL.day} \w+ {UNTIL.year}")
    text = owner.text(LIST)
    assert "Offered a place (1)" in text
    assert "2 of 3 places for organizations of North, and 1 offered" in text
    assert day.search(text[text.index("Offered a place (1)") :])
    text = owner.text(f"{LIST}/{row.id}")
    assert "nobody has answered yet" in text
    assert f'value="{UNTIL}"' in text
    with time_machine.travel(LATER):
        owner = world.staff("owner")
        text = owner.text(LIST)
        assert "Offered a place, and no answer in time (1)" in text
        assert "2 of 3 places for organizations of North <" not in text
        assert "and 1 offered" not in text
        assert "the place is free for others" in owner.text(f"{LIST}/{row.id}")


def test_lapsed_offer_leads_back_to_the_waiting_list(world: World) -> None:
    """It cannot be accepted; the applicant says whether it still wants to come."""
    row = _offered(world)
    with time_machine.travel(LATER):
        text = world.nobody().text(status(world, row))
        assert "Accept the place" not in text
        assert "and nobody accepted it" in text
        assert "This offer is over" in _press(world, row, "accept")
        text = _press(world, row, "wait-again")
        assert "You are on the waiting list again." in text
        assert "number 1 on the waiting list" in text


def test_declined_place_is_free_at_once(world: World) -> None:
    """Staff sees who declined; the applicant may wait again or delete all."""
    row = _offered(world)
    text = _press(world, row, "turn-down")
    assert "You declined the place" in text
    assert "Wait for another place" in text
    owner = world.staff("owner")
    assert "Did not want the place (1)" in owner.text(LIST)
    assert "and 1 offered" not in owner.text(LIST)
    _press(world, row, "withdraw")
    assert stored(world, row).email == ""
    assert {message.recipient for message in written(world)} == {""}


def test_offer_that_did_not_leave_is_not_sent_once_it_is_void(world: World) -> None:
    """Taken back, its message is withdrawn and another tells the decision."""
    row = _offered(world)
    assert "On the waiting list" in decide(world, row, "take-back")
    assert [(each.kind, each.state) for each in written(world)[1:]] == [
        ("offer", "withdrawn"),
        ("decision", "waiting"),
    ]


def test_place_is_given_at_once_to_who_was_offered_it(world: World) -> None:
    """Staff need not wait for the answer; the offer is not sent any more."""
    row = _offered(world)
    decide(world, row, "approve")
    assert stored(world, row).state == "approved"
    assert [(each.kind, each.state) for each in written(world)[1:]] == [
        ("offer", "withdrawn"),
        ("place", "waiting"),
    ]
    with world.read() as reading:
        assert delegate_row(reading, 1, FREJA).name == "Freja Falk"


def test_day_that_is_none_is_told(world: World) -> None:
    """Nothing is offered then."""
    open_registration(world, places=FULL)
    row = confirm(world, register(world))
    open_registration(world, places=ONE_FREE)
    assert "is no day: write 2027-03-31" in decide(world, row, "offer", until="soon")
    assert "That day is over" in decide(world, row, "offer", until="2020-01-01")
    assert stored(world, row).state == "waiting"
