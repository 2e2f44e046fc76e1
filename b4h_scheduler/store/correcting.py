"""A registration corrected by who sent it, until staff has decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from b4h_scheduler.store.acceptable import require_acceptable
from b4h_scheduler.store.application_states import State
from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.people import blank
from b4h_scheduler.store.places import full_for
from b4h_scheduler.store.registration import log_of, told

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.application import Application
    from b4h_scheduler.store.schema_registration import ApplicationRow

CORRECTABLE = frozenset({State.UNCONFIRMED, State.CONFIRMED, State.WAITING})
"""Staff has not decided about these."""


def correct(
    session: Session, row: ApplicationRow, application: Application, *, seen: int
) -> None:
    """Put what was told anew in the place of what was told before.

    The address to which the link went stays: it is what was confirmed. Where no place
    is left for another kind or region, the registration waits for one. Who is left out
    is taken out of the log, too.

    Raises
    ------
    RefusedError
        Staff has decided or it was withdrawn; the address is another one; what must be
        agreed to is not.
    StaleError
        It was changed since version ``seen``.
    """
    before = told(session, row)
    if row.state not in CORRECTABLE or before is None:
        raise RefusedError(
            "this registration is decided or withdrawn: it cannot be corrected any more"
        )
    require_version(row, seen)
    if application.delegates[0].email.casefold() != row.email:
        raise RefusedError(
            "the address that the link went to stays: to use another one, withdraw "
            "this registration and register again"
        )
    require_acceptable(session, row.event_id, application)
    if application.consents == before.consents:
        application = application.model_copy(update={"agreed": before.agreed})
    row.content = to_json(application)
    row.name, row.region = (
        application.organization.name,
        application.organization.region,
    )
    if row.state == State.CONFIRMED and _place(application) != _place(before):
        is_full = full_for(session, row.event_id, *_place(application))
        row.state = (State.WAITING if is_full else State.CONFIRMED).value
    session.flush()
    _forget_left_out(session, row, before, application)


def corrected_at(session: Session, row: ApplicationRow) -> datetime | None:
    """Return when a registration was last corrected; None: it never was."""
    changes = (
        entry.at
        for entry in log_of(session, row)
        if entry.action == "changed" and (entry.after or {}).get("content")
    )
    return max(changes, default=None)


def _place(application: Application) -> tuple[str, str]:
    """Return what places are counted by."""
    return application.organization.kind, application.organization.region


def _forget_left_out(
    session: Session, row: ApplicationRow, before: Application, after: Application
) -> None:
    """Empty the entries of the log that name people who do not come any more.

    Who has another name or another address than before is the same person.
    """
    still = {text for each in after.delegates for text in (each.name, each.email)}
    gone = {
        json.dumps(text, ensure_ascii=False)
        for each in before.delegates
        if not still & ({each.name, each.email} - {""})
        for text in (each.name, each.email)
        if text
    }
    for entry in log_of(session, row):
        for side in ("before", "after"):
            content = json.dumps(getattr(entry, side), ensure_ascii=False)
            if any(text in content for text in gone):
                setattr(entry, side, blank(getattr(entry, side)))
