"""Words for members of enumerations that pages of staff name by their values."""

from __future__ import annotations

from b4h_scheduler.files.codes import Severity
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.outbox import State
from b4h_scheduler.store.staff import Role

ROLES: dict[Role, str] = {
    Role.OWNER: mark("owner"),
    Role.EDITOR: mark("editor"),
    Role.VIEWER: mark("viewer"),
    Role.PARTNER: mark("partner"),
    Role.DESK: mark("desk"),
}
SEVERITIES: dict[Severity, str] = {
    Severity.ERROR: mark("error"),
    Severity.WARNING: mark("warning"),
}
MAIL_STATES: dict[State, str] = {
    State.WAITING: mark("waiting"),
    State.SENDING: mark("sending"),
    State.TAKEN: mark("taken"),
    State.SUPERSEDED: mark("superseded"),
    State.WITHDRAWN: mark("withdrawn"),
    State.FAILED: mark("failed"),
    State.BOUNCED: mark("bounced"),
}
ACTIONS = (
    mark("created"),
    mark("changed"),
    mark("deleted"),
    mark("added"),
    mark("removed"),
)
"""What the log and a preview of an import say was done."""
KINDS = (
    mark("settings"),
    mark("organization"),
    mark("delegate"),
    mark("wish"),
    mark("promised meeting"),
    mark("veto"),
    mark("companion"),
    mark("table"),
    mark("busy time"),
)
"""What a preview of an import says was changed."""
