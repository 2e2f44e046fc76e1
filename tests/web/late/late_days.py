"""An event that is still to come, with a released plan, for late changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from b4h_scheduler.domain.event import Event
from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.mail.sender import Sender
from b4h_scheduler.mail.transport import transport_of
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import event_row, save_event
from tests.web.events import ZONE, small_event
from tests.web.release.releasing import release_draft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Plan
    from tests.web.world import World

DAYS_AHEAD = 3
"""So far ahead that nothing is collected and nothing has begun."""


def coming_event(days: int = DAYS_AHEAD) -> Event:
    """Return the small event, held some days from now, with ten slots."""
    day = (now().astimezone(ZONE) + timedelta(days=days)).date()
    content = small_event("Coming Day").model_dump(mode="json")
    start = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
    session = {**content["sessions"][0], "start": start, "num_slots": 10}
    return Event.model_validate(content | {"sessions": [session]})


def add_coming(world: World, event: Event) -> int:
    """Store an event with a released plan; return its id."""
    database = world.site.database
    found = plan(event, work_limit=2000)

    def fill(session: Session) -> tuple[int, int]:
        event_id = save_event(session, event)
        event_row(session, event_id).phase = "closed"
        session.flush()
        made_from = data_version(session, event_id)
        draft = add_draft(session, event_id, "First", found, made_from=made_from)
        return event_id, draft

    event_id, draft = database.write(fill)
    assert release_draft(database, draft, event_id=event_id) == 1
    send_all(world)
    return event_id


def send_all(world: World) -> int:
    """Send what is due into the folder of messages; return how many there were."""
    site = world.site
    return Sender(site.database, site.mailing, transport_of(site.settings)).send_due()


def run_all(world: World) -> int:
    """Let the supervisor do all runs that wait; return how many there were."""
    supervisor = Supervisor(world.site.database)
    number = 0
    while supervisor.run_one():
        number += 1
    return number


def first_meeting(lookup: Lookup, who: str) -> datetime:
    """Return when somebody's first meeting begins, on the event's clocks."""
    return lookup.local(lookup.agendas[who][0].meeting.start)  # type: ignore[index]


def times_of(plan_: Plan) -> dict[str, datetime]:
    """Return when each meeting begins."""
    return {meeting.id: meeting.start for meeting in plan_.meetings}
