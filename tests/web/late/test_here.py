"""The desk checks people in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from b4h_scheduler.domain.base import utc
from b4h_scheduler.store.schema_audit import AuditRow
from tests.web.late.saying import released, say, starts
from tests.web.world import rows

if TYPE_CHECKING:
    from tests.web.world import Visitor, World

FOUND = re.compile(r'/desk/(d-\w+)"')


def _press(visitor: Visitor, event_id: int, key: str, here: str) -> str:
    """Press the button of the card; return what is shown then."""
    page = f"/events/{event_id}/desk/{key}"
    shown = visitor.text(page)
    card = shown[shown.index(f"{page}/here") :]
    assert f'name="here" value="{here}"' in card[: card.index("</form>")]
    seen = re.findall(r'name="seen" value="(\d+)"', card)[0]
    form = {"here": here, "seen": seen}
    return visitor.post(f"{page}/here", form, page=page, follow_redirects=True).text


def test_who_checks_in_is_counted_until_it_is_taken_back(
    world: World, coming: int
) -> None:
    """On the person's page, in the list, in the count, and in the log."""
    desk = world.staff("desk")
    page = f"/events/{coming}/desk"
    assert "0 of 5 have checked in" in desk.text(page)
    assert "Bo Berg has checked in." in _press(desk, coming, "d-bora", "yes")
    assert "1 of 5 have checked in" in desk.text(page)
    assert "Checked in" in desk.text(f"{page}?q=bo+ber")
    assert "by desk@example.org" in desk.text(f"{page}/d-bora")
    assert "Bo Berg is not here." in _press(desk, coming, "d-bora", "no")
    assert "0 of 5 have checked in" in desk.text(page)
    assert "Not yet here" in desk.text(f"{page}?q=bo+ber")
    query = select(AuditRow.actor).where(AuditRow.kind == "check_in")
    assert rows(world, query) == ["desk@example.org"] * 2


def test_who_is_awaited_is_listed_by_the_next_meeting(
    world: World, coming: int
) -> None:
    """Without those here and those who do not come; who has none left comes last."""
    lookup = released(world, coming)
    desk = world.staff("desk")
    page = f"/events/{coming}/desk?show=awaited"
    everybody = FOUND.findall(desk.text(page))
    firsts = [starts(lookup, key)[0] for key in everybody]
    assert len(everybody) == 5
    assert firsts == sorted(firsts)
    assert len(set(firsts)) > 1
    gone, here = everybody[0], everybody[-1]
    say(world.delegate(gone, coming), what="absent")
    _press(desk, coming, here, "yes")
    assert FOUND.findall(desk.text(page)) == everybody[1:-1]
    assert "1 of 4 have checked in" in desk.text(page)
    one = everybody[1]
    name = lookup.delegate_name[one].replace(" ", "+")
    assert FOUND.findall(desk.text(f"{page}&q={name}")) == [one]
    last = max(starts(lookup, key)[-1] for key in everybody[1:-1])
    with time_machine.travel(utc(last) + timedelta(minutes=1), tick=False):
        shown = world.staff("desk").text(page)
        assert "Meeting since" in shown
        left = FOUND.findall(shown)
    has_more = [starts(lookup, key)[-1] == last for key in left]
    assert has_more == sorted(has_more, reverse=True)


def test_undo_of_a_page_that_is_out_of_date_is_refused(
    world: World, coming: int
) -> None:
    """Who took it back and said it anew meanwhile is not overruled."""
    desk = world.staff("desk")
    page = f"/events/{coming}/desk/d-bora"
    for here in ("yes", "no", "yes"):
        _press(desk, coming, "d-bora", here)
    answer = desk.post(
        f"{page}/here", {"here": "no", "seen": "1"}, page=page, follow_redirects=True
    )
    assert "changed by somebody else meanwhile" in answer.text
    assert "1 of 5 have checked in" in desk.text(f"/events/{coming}/desk")


def test_partner_counts_its_own_regions_only(world: World) -> None:
    """Two of five are of the North."""
    assert "0 of 2 have checked in" in world.staff("partner").text("/events/1/desk")


def test_colleague_who_comes_instead_is_not_here_yet(world: World, coming: int) -> None:
    """The check-in was of the other person."""
    desk = world.staff("desk")
    _press(desk, coming, "d-bora", "yes")
    say(
        desk,
        f"/events/{coming}/desk/d-bora",
        what="instead",
        name="Mia Moll",
        email="mia@example.org",
        language="en",
        agrees="yes",
    )
    assert "0 of 5 have checked in" in desk.text(f"/events/{coming}/desk")


def test_delegate_reads_the_own_check_in_among_the_own_data(
    world: World, coming: int
) -> None:
    """With the moment; before it there is none."""
    me = world.delegate("d-bora", coming)
    assert me.get("/my/data.json").json["check-in"] is None
    _press(world.staff("desk"), coming, "d-bora", "yes")
    told = me.get("/my/data.json").json["check-in"]
    assert told["here"] is True
    assert told["at"]
