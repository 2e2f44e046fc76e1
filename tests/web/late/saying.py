"""What tests of late changes do again and again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.revisions import latest_revision

if TYPE_CHECKING:
    from datetime import datetime

    from tests.web.world import Visitor, World

FORM = "/my/late"


def say(visitor: Visitor, address: str = FORM, **form: str) -> str:
    """Fill the form in, look, and press the button; return what was shown."""
    shown = visitor.post(address, form, page=address)
    assert shown.status_code == 200, shown.headers
    seen = re.findall(r'name="seen" value="(\d+)"', shown.text)
    sure = {"sure": "yes", "seen": seen[0]}
    done = visitor.post(address, form | sure, page=address, follow_redirects=True)
    assert done.status_code == 200
    assert "alert-danger" not in done.text
    return shown.text


def refusal(visitor: Visitor, **form: str) -> str:
    """Return why a form is refused."""
    answer = visitor.post(FORM, form, page=FORM, follow_redirects=True)
    found = re.findall(r'alert-danger" role="alert">([^<]+)<', answer.text)
    assert len(found) == 1, answer.text
    return str(found[0])


def press(visitor: Visitor, event_id: int, button: str) -> str:
    """Press a button of the organizer's page for late changes."""
    address = f"/events/{event_id}/late"
    page = visitor.text(address)
    form = {
        name: values[0]
        for name in ("seen", "proposal")
        if (values := re.findall(rf'name="{name}" value="([^"]*)"', page))
    }
    path = f"{address}/{button}"
    return visitor.post(path, form, page=address, follow_redirects=True).text


def released(world: World, event_id: int) -> Lookup:
    """Return the released plan with its names."""
    with world.read() as reading:
        plan = plan_of(latest_revision(reading, event_id).plan)
        return Lookup(load_event(reading, event_id), plan)


def starts(lookup: Lookup, who: str) -> list[datetime]:
    """Return when somebody's meetings begin, on the event's clocks."""
    agenda = lookup.agendas[who]  # type: ignore[index]
    return [lookup.local(each.meeting.start) for each in agenda]


def typed(moment: datetime) -> str:
    """Return a moment as a field of the form has it."""
    return moment.strftime("%Y-%m-%dT%H:%M")
