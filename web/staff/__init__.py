"""Pages of organizers and regional partners: one blueprint for each subject."""

from __future__ import annotations

from web.staff import adding, removing, units
from web.staff.accounts import accounting
from web.staff.companions import companions
from web.staff.dashboard import dashboard
from web.staff.events import events
from web.staff.exports import exports
from web.staff.imports import imports
from web.staff.invitations import invitations
from web.staff.log import log
from web.staff.people import people
from web.staff.phases import phases
from web.staff.team import team

__all__ = ["BLUEPRINTS", "adding", "removing", "units"]

BLUEPRINTS = (
    events,
    dashboard,
    imports,
    exports,
    people,
    companions,
    invitations,
    phases,
    log,
    team,
    accounting,
)
