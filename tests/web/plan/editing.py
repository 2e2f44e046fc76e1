"""What tests of the board do again and again: press, look, find a place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.schema_plans import DraftRow

if TYPE_CHECKING:
    from b4h_scheduler.plans import Meeting, Plan
    from tests.web.world import Visitor, World

DRAFT = "/events/1/drafts/1"
EDIT = f"{DRAFT}/edit"


def plan_now(world: World, draft_id: int = 1) -> Plan:
    """Return the plan of a draft as it is stored."""
    with world.read() as reading:
        return plan_of(reading.get(DraftRow, draft_id).plan)


def first_meeting(world: World) -> Meeting:
    """Return the first meeting of the first draft."""
    return plan_now(world).meetings[0]


def press(staff: Visitor, action: str, data: dict[str, Any], page: str = EDIT) -> str:
    """Press a button of the page as it is now, and return what it says then."""
    seen = re.search(r'name="seen" value="(\d+)"', staff.text(page))
    assert seen
    given = {"seen": seen[1]} | data
    answer = staff.post(action, given, page=page)
    return said_on(staff, answer.headers["Location"])


def said_on(staff: Visitor, page: str) -> str:
    """Return what a page says on top, of what was done."""
    found = re.search(r'role="(?:alert|status)">([^<]*)</div>', staff.text(page))
    return "" if found is None else found[1]


def free_place(staff: Visitor, candidate: str) -> str:
    """Return the first place that the board offers for a meeting."""
    text = staff.text(f"{EDIT}?pick={candidate}")
    found = re.search(r'name="to" value="(\d+\|[^"]+)"', text)
    assert found, text
    return found[1]
