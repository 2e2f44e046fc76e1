"""The desk says which meetings took place."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from b4h_scheduler.domain.base import utc
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.people import edit_organization, organization_row
from tests.web.late.saying import released
from tests.web.release.releasing import release_plan
from web.late.held import HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting
    from tests.web.world import Visitor, World


@pytest.fixture
def begun(world: World, coming: int) -> Iterator[Lookup]:
    """The released plan, a minute after its first meetings began."""
    lookup = released(world, coming)
    at = utc(lookup.meetings[0].start) + timedelta(minutes=1)
    with time_machine.travel(at, tick=False):
        yield lookup


def _say(
    visitor: Visitor,
    event_id: int,
    meeting: Meeting,
    held: str,
    *,
    key: str = "",
    seen: str = "",
) -> str:
    """Press a button of a meeting; return what is shown then."""
    page = f"/events/{event_id}/desk/{key or meeting.delegates[0][0]}"
    shown = visitor.text(page)
    found = re.findall(
        rf'name="meeting" value="{meeting.id}"><input [^>]+ name="seen" value="(\d+)"',
        shown,
    )
    form = {"meeting": meeting.id, "held": held}
    form["seen"] = seen or (found[0] if found else "0")
    return visitor.post(f"{page}/held", form, page=page, follow_redirects=True).text


def _file(visitor: Visitor, event_id: int) -> list[dict[str, str]]:
    answer = visitor.get(f"/events/{event_id}/held.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert all(tuple(row) == HEADER for row in rows)
    return rows


def test_marks_are_counted_and_given_as_a_file(
    world: World, coming: int, begun: Lookup
) -> None:
    """Of either page; undo takes back; what has not begun is not counted."""
    desk, viewer = world.staff("desk"), world.staff("viewer")
    first = begun.meetings[0]
    num = sum(m.start == first.start for m in begun.meetings)
    page = f"/events/{coming}/desk"
    assert f"0 took place, 0 did not, of {num} nothing is said" in desk.text(page)
    assert "the meeting took place" in _say(desk, coming, first, "yes")
    assert f"1 took place, 0 did not, of {num - 1} nothing" in desk.text(page)
    row = next(r for r in _file(viewer, coming) if r["took_place"])
    assert row["took_place"] == "yes"
    assert row["said_by"] == "desk@example.org"
    assert row["organization"] == begun.side_name(first.sides[0])
    assert row["partner_delegates"] == begun.names(first.delegates[1])
    other = str(first.delegates[1][0])
    assert "Taken back" in _say(desk, coming, first, "", key=other)
    assert "did not take place." in _say(desk, coming, first, "no", key=other)
    assert f"0 took place, 1 did not, of {num - 1} nothing" in desk.text(page)
    assert [r["took_place"] for r in _file(viewer, coming)].count("no") == 1
    assert len(_file(viewer, coming)) == num
    assert "held.csv" not in desk.text(page)
    assert "held.csv" in world.staff("editor").text(page)


def test_what_cannot_be_said_is_refused(
    world: World, coming: int, begun: Lookup
) -> None:
    """Before a meeting begins, of others' meetings, on a page that is out of date."""
    desk = world.staff("desk")
    first, last = begun.meetings[0], begun.meetings[-1]
    assert last.start > first.start
    assert "The meeting has not begun" in _say(desk, coming, last, "yes")
    who = {*first.delegates[0], *first.delegates[1]}
    other = next(str(d.id) for d in begun.event.delegates if d.id not in who)
    shown = _say(desk, coming, first, "yes", key=other)
    assert "no such meeting of this person" in shown
    assert "there is no undo" in _say(desk, coming, first, "")
    _say(desk, coming, first, "yes")
    stale = _say(desk, coming, first, "no", seen="0")
    assert "changed by somebody else meanwhile" in stale
    assert "Kept: the meeting took place" in _say(desk, coming, first, "yes", seen="0")

    def archive(session: Session) -> None:
        event_row(session, coming).phase = "archived"

    world.site.database.write(archive)
    assert "archived" in _say(world.staff("editor"), coming, first, "no")


def test_marks_stay_over_later_plans(world: World, coming: int, begun: Lookup) -> None:
    """Also in the file when a later plan has the meeting no more, with its names."""
    desk, editor = world.staff("desk"), world.staff("editor")
    first = begun.meetings[0]
    _say(desk, coming, first, "yes")
    release_plan(world.site.database, begun.plan, event_id=coming)
    assert "1 took place" in desk.text(f"/events/{coming}/desk")
    before = [row for row in _file(editor, coming) if row["took_place"]]
    left = tuple(m for m in begun.plan.meetings if m.id != first.id)
    fewer = begun.plan.model_copy(update={"meetings": left})
    # As if it had been examined the day before: what has begun cannot be dropped.
    yesterday = utc(first.start) - timedelta(days=1)
    release_plan(world.site.database, fewer, yesterday, coming)
    assert "1 took place" not in desk.text(f"/events/{coming}/desk")
    assert [row for row in _file(editor, coming) if row["took_place"]] == before


def test_names_in_the_file_never_become_formulas(
    world: World, coming: int, begun: Lookup
) -> None:
    """A name that a spreadsheet would calculate gets an apostrophe."""
    key = str(begun.meetings[0].sides[0].organization)

    def rename(session: Session) -> None:
        row = organization_row(session, coming, key)
        edit_organization(session, row, {"name": "=1+1"}, seen=row.version)

    world.site.database.write(rename)
    rows = _file(world.staff("owner"), coming)
    cells = [value for row in rows for value in row.values()]
    assert "'=1+1" in cells
    assert "=1+1" not in cells


def test_delegate_reads_it_among_the_own_data(
    world: World, coming: int, begun: Lookup
) -> None:
    """Beside the meeting in the agenda."""
    first = begun.meetings[0]
    me = world.delegate(str(first.delegates[0][0]), coming)
    assert me.get("/my/data.json").json["agenda"][0]["took place"] is None
    _say(world.staff("desk"), coming, first, "no")
    assert me.get("/my/data.json").json["agenda"][0]["took place"] is False
