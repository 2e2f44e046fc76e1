"""A running application with an event to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from b4h_scheduler.store.schema_plans import RunRow
from b4h_scheduler.store.schema_staff import StaffRow
from b4h_scheduler.store.staff import Role, set_role
from tests.web.late.late_days import add_coming, coming_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World


@pytest.fixture
def coming(world: World) -> int:
    """The id of an event in three days, with a released plan; no run waits."""
    world.site.database.write(lambda s: s.execute(delete(RunRow)))
    event_id = add_coming(world, coming_event())
    world.site.database.write(lambda s: _give_roles(s, event_id))
    return event_id


def _give_roles(session: Session, event_id: int) -> None:
    roles = {"editor": Role.EDITOR, "viewer": Role.VIEWER, "desk": Role.DESK}
    for kind, role in roles.items():
        query = select(StaffRow.id).where(StaffRow.email == f"{kind}@example.org")
        set_role(session, session.scalars(query).one(), event_id, role, ())
