"""What a draft does when the event loses something, or somebody locks something."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.schema_event import EventRow
from tests.web.plan.editing import (
    DRAFT,
    EDIT,
    first_meeting,
    free_place,
    plan_now,
    press,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Meeting
    from tests.web.world import World


def _remove_delegate(session: Session, _: Meeting) -> str:
    session.delete(delegate_row(session, 1, "d-bora"))
    return "Bo Berg"


def _shorten(session: Session, meeting: Meeting) -> str:
    """Leave the session only the slots before that of the meeting."""
    row = session.get_one(EventRow, 1)
    content = json.loads(json.dumps(row.content))
    (held,) = content["sessions"]
    start = datetime.fromisoformat(held["start"])
    step = timedelta(minutes=held["slot_min"] + held["changeover_min"])
    held["num_slots"] = (meeting.start - start) // step
    row.content = content
    return "slot"


@pytest.mark.parametrize("remove", [_remove_delegate, _shorten])
def test_whoever_or_whatever_is_removed_takes_its_meetings_along(
    world: World, remove: Callable[[Session, Meeting], str]
) -> None:
    """A delegate, a slot: every page opens, the meetings are listed, then released."""
    staff, before = world.staff("editor"), plan_now(world)
    last = max(before.meetings, key=lambda meeting: meeting.start)
    world.site.database.write(lambda session: remove(session, last))
    for page in ("", "/tables", "/people", "/text", "/unmet", "/edit", "/figures"):
        staff.text(DRAFT + page)
    alert = re.search(
        r"not possible any more</strong>.*?</ul>", staff.text(EDIT), re.DOTALL
    )
    assert alert
    num_listed = alert[0].count("<li>")
    assert num_listed > 0
    assert press(staff, f"{EDIT}/release", {}).startswith("Released: ")
    after = plan_now(world)
    assert len(before.meetings) - len(after.meetings) == num_listed
    if remove is _shorten:
        assert all(meeting.start < last.start for meeting in after.meetings)
    else:
        held = [who for m in after.meetings for team in m.delegates for who in team]
        assert "d-bora" not in held
    assert "not possible any more" not in staff.text(EDIT)


def test_undo_does_not_move_what_was_locked_since(world: World) -> None:
    """It is refused with the reason, and possible again after unlocking."""
    staff, meeting = world.staff("editor"), first_meeting(world)
    pick = {"candidate": meeting.candidate}
    page = f"{EDIT}?pick={meeting.candidate}"
    to = free_place(staff, meeting.candidate)
    assert press(staff, EDIT, pick | {"to": to}, page).startswith("Moved ")
    moved = plan_now(world)
    press(staff, f"{EDIT}/lock", pick | {"holds": "all"}, page)
    said = press(staff, f"{EDIT}/undo", {})
    assert "cannot be undone" in said
    assert "locked" in said
    assert plan_now(world) == moved
    press(staff, f"{EDIT}/unlock", pick, page)
    assert press(staff, f"{EDIT}/undo", {}).startswith("Undone: ")
    assert first_meeting(world) == meeting
