"""Wishing, answering, ordering, and the profile and trip behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.own_list import wishes_by
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.phases import Phase, set_phase
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow, EventRow, VetoRow, WishRow
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World


def test_wish_with_priority_and_message(world: World) -> None:
    """It stands on the own list, and with the other side under wishes for us."""
    ada = world.delegate("d-alba")
    given = {"organization": "echo", "priority": "1", "message": "Sepsis <b>images</b>"}
    ada.post("/my/wishes", given, page="/my/partners/echo")
    (wish,) = _wishes(world, "alba", "echo")
    assert (wish.priority, wish.message) == (1, "Sepsis <b>images</b>")
    text = world.delegate("d-echo").text("/my/incoming")
    assert "Sepsis &lt;b&gt;images&lt;/b&gt;" in text


def test_second_wish_for_the_same_is_refused(world: World) -> None:
    """A button pressed twice makes one wish."""
    ada = world.delegate("d-alba")
    for _ in range(2):
        given = {"organization": "echo", "priority": "2"}
        ada.post("/my/wishes", given, page="/my/partners/delta")
    assert len(_wishes(world, "alba", "echo")) == 1
    assert "on your list already" in ada.text("/my/partners/echo")


@pytest.mark.parametrize("part", ["unit", "delegate"])
def test_form_that_was_made_up_keeps_nobody_out(world: World, part: str) -> None:
    """A wish for a unit or a person who is not there is refused; pages go on."""
    ada = world.delegate("d-alba")
    given = {"organization": "echo", "priority": "1", part: "d-delta"}
    ada.post("/my/wishes", given, page="/my/partners/echo")
    assert "does not belong to this organization any more" in ada.text("/my/wishes")
    assert _wishes(world, "alba", "echo") == []
    world.staff("editor").text("/events/1/overview")


def test_wish_edited_on_a_version_not_seen_is_refused(world: World) -> None:
    """A colleague's change is not overwritten."""
    ada = world.delegate("d-alba")
    page = "/my/wishes"
    ada.post(
        "/my/wishes/1", {"seen-1": "1", "priority-1": "3", "message-1": ""}, page=page
    )
    late = {"seen-1": "1", "priority-1": "2", "message-1": "Or on Friday?"}
    told = ada.post("/my/wishes/1", late, page=page)
    (wish,) = _wishes(world, "alba", "bora")
    assert (wish.priority, told.status_code) == (3, 409)
    assert "Somebody else saved this meanwhile" in told.text
    assert "<td>3</td><td>2</td>" in told.text
    assert ">Or on Friday?</textarea>" in told.text
    ada.post("/my/wishes/1", late | {"seen-1": "2"}, page=page)
    (wish,) = _wishes(world, "alba", "bora")
    assert (wish.priority, wish.message) == (2, "Or on Friday?")


def test_own_list_is_put_in_order_without_javascript(world: World) -> None:
    """Up and down are buttons."""
    cleo = world.delegate("d-delta")
    first, second = _keys(world, "delta")
    moved = _wishes(world, "delta", second)[0].id
    cleo.post(f"/my/wishes/{moved}/move", {"way": "up"}, page="/my/wishes")
    assert _keys(world, "delta") == [second, first]
    cleo.post(f"/my/wishes/{moved}/move", {"way": "up"}, page="/my/wishes")
    assert _keys(world, "delta") == [second, first]


def test_wishes_of_others_cannot_be_touched(world: World) -> None:
    """Edited, moved, withdrawn or answered by who is not concerned: nothing happens."""
    edo = world.delegate("d-echo")
    page = "/my/incoming"
    edo.post("/my/wishes/1", {"seen-1": "1", "priority-1": "3"}, page="/my/wishes")
    edo.post("/my/wishes/1/withdraw", page="/my/wishes")
    edo.post("/my/wishes/1/move", {"way": "down"}, page="/my/wishes")
    edo.post("/my/incoming/1", {"answer": "accepted"}, page=page)
    stranger = world.delegate("x-d-bora", 2)
    stranger.post("/my/incoming/1", {"answer": "accepted"}, page=page)
    (wish,) = _wishes(world, "alba", "bora")
    assert (wish.priority, wish.answer, wish.version) == (1, "open", 1)


def test_answers_together_are_all_or_none(world: World) -> None:
    """One that is not ours stops the others too."""
    ada = world.delegate("d-alba")
    ids = [wish.id for wish in _wishes(world, wished="alba")]
    foreign = _wishes(world, "bora", "cirrus")[0].id
    given = {"wish": [*ids, foreign], "answer": "accepted"}
    ada.post("/my/incoming", given, page="/my/incoming")
    assert {wish.answer for wish in _wishes(world, wished="alba")} == {"open"}
    ada.post("/my/incoming", {"wish": ids, "answer": "accepted"}, page="/my/incoming")
    assert {wish.answer for wish in _wishes(world, wished="alba")} == {"accepted"}


def test_nothing_can_be_wished_after_closing(world: World) -> None:
    """Neither by the form nor around it."""
    ada = world.delegate("d-alba")
    world.site.database.write(
        lambda s: set_phase(s, 1, Phase.CLOSED, is_held=False, seen=_version(s))
    )
    assert "Put on my list" not in ada.text("/my/partners/echo")
    ada.post("/my/wishes", {"organization": "echo", "priority": "1"}, page="/my/trip")
    ada.post("/my/wishes/1/withdraw", page="/my/trip")
    assert _wishes(world, "alba", "echo") == []
    assert len(_wishes(world, "alba", "bora")) == 1


def test_nothing_waits_for_an_answer_after_closing(world: World) -> None:
    """Who came late still waits; what others left open is told as that."""
    ada = world.delegate("d-alba")
    for page in ("/my/", "/my/incoming"):
        assert "wishes wait for your answer" in ada.text(page)
        assert "left open at closing" not in ada.text(page)
    world.site.database.write(
        lambda s: set_phase(s, 1, Phase.CLOSED, is_held=False, seen=_version(s))
    )
    for page in ("/my/", "/my/incoming"):
        assert "for your answer" not in ada.text(page)
        assert "left open at closing: the rules of the event decide them" in ada.text(
            page
        )

    def make_late(session: Session) -> None:
        organization_row(session, 1, "delta").is_late = True

    world.site.database.write(make_late)
    for page in ("/my/", "/my/incoming"):
        assert "wish waits for your answer" in ada.text(page)
        assert "left open at closing" in ada.text(page)


def test_ruled_out_organization_cannot_be_wished_for(world: World) -> None:
    """Until it is allowed again by who ruled it out."""
    bora, ada = world.delegate("d-bora"), world.delegate("d-delta")
    bora.post("/my/partners/delta/rule-out", page="/my/partners/delta")
    given = {"organization": "bora", "priority": "1"}
    ada.post("/my/wishes", given, page="/my/wishes")
    assert _wishes(world, "delta", "bora") == []
    ada.post("/my/partners/bora/allow", page="/my/wishes")
    assert len(rows(world, select(VetoRow))) == 1
    bora.post("/my/partners/delta/allow", page="/my/wishes")
    ada.post("/my/wishes", given, page="/my/wishes")
    assert len(_wishes(world, "delta", "bora")) == 1


def test_search_forgives_typing(world: World) -> None:
    """Diagnotics, say, finds diagnostics; filters narrow it."""
    bo = world.delegate("d-bora")
    assert "Alba Diagnostics" in bo.text("/my/partners?text=diagnotics")
    assert "Alba Diagnostics" not in bo.text("/my/partners?text=diagnotics&country=FR")


def test_suggestion_says_why(world: World) -> None:
    """Echo offers what Alba seeks."""
    text = world.delegate("d-alba").text("/my/partners")
    assert "They offer what you seek (imaging software)" in text


def test_trip_leaves_the_slots_after_it(world: World) -> None:
    """9:10 + 30 + 25 + 15 + 20 minutes = 10:40: two of six slots remain."""
    dora = world.delegate("d-delta")
    given = _trip(world, arrival="2037-11-26T09:10", arrival_point="STR")
    dora.post("/my/trip", given, page="/my/trip")
    text = dora.text("/my/trip")
    assert "What remains: 2 of 6 slots" in text
    assert "First meeting from Thu 10:40" in text


def test_half_a_trip_is_told(world: World) -> None:
    """What was typed stays in the form."""
    dora = world.delegate("d-delta")
    given = _trip(world, arrival="2037-11-26T09:10", arrival_point="")
    response = dora.post("/my/trip", given, page="/my/trip")
    assert "The arrival needs both a place and a time" in response.text
    assert 'value="2037-11-26T09:10"' in response.text


def test_blocked_time_takes_its_slots(world: World) -> None:
    """And gives them back."""
    ada = world.delegate("d-alba")
    given = {"start": "2037-11-26T09:00", "end": "2037-11-26T09:30"}
    ada.post("/my/busy", given, page="/my/trip")
    assert "What remains: 4 of 6 slots" in ada.text("/my/trip")
    ada.post("/my/busy/remove", {"start": given["start"]}, page="/my/trip")
    assert "What remains: 6 of 6 slots" in ada.text("/my/trip")


def test_erasing_removes_the_name_everywhere(world: World) -> None:
    """From pages, log and database; the meetings keep time and table."""
    ada = world.delegate("d-alba")
    page = "/my/data"
    ada.post("/my/data/erase", {"sure": "no"}, page=page)
    assert "Ada Ahl" in world.staff("owner").text("/events/1/people")
    ada.post("/my/data/erase", {"sure": "erase"}, page=page)
    assert ada.get("/my/").status_code == 401
    staff = world.staff("owner")
    for address in ("/events/1/people", "/events/1/log", "/events/1/drafts/1/people"):
        assert "Ada Ahl" not in staff.text(address)
    for table in (DelegateRow, AuditRow):
        for row in rows(world, select(table)):
            if row.event_id == 1:
                told = str({k: v for k, v in vars(row).items() if k[0] != "_"})
                assert "Ada Ahl" not in told
                assert "alba@example.org" not in told


def _trip(world: World, **given: str) -> dict[str, str]:
    (row,) = rows(world, select(DelegateRow).where(DelegateRow.key == "d-delta"))
    return {"seen": str(row.version), "departure": "", "departure_point": ""} | given


def _wishes(world: World, wisher: str = "", wished: str = "") -> list[WishRow]:
    query = select(WishRow).where(WishRow.event_id == 1)
    if wisher:
        query = query.where(WishRow.wisher_organization == wisher)
    if wished:
        query = query.where(WishRow.wished_organization == wished)
    return rows(world, query)


def _keys(world: World, wisher: str) -> list[str]:
    with world.read() as reading:
        return [w.wished_organization for w in wishes_by(reading, 1, wisher)]


def _version(session: object) -> int:
    return session.get(EventRow, 1).version  # type: ignore[attr-defined]
