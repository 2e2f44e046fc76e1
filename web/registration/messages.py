"""Links that registered people are to get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.registration import application_token
from web.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_registration import ApplicationRow


def status_address(session: Session, row: ApplicationRow) -> str:
    """Return the address of a registration's own page."""
    token = application_token(site().secret, event_row(session, row.event_id), row)
    return f"{site().settings.public_address}/registration/{token}"


def is_mail_sent() -> bool:
    """Whether links go out by themselves, and not by hand of the organizer."""
    return False


def ask_to_confirm(session: Session, row: ApplicationRow) -> None:
    """Ask for confirmation of the address."""


def tell_decision(
    session: Session, row: ApplicationRow, link: str, address: str
) -> None:
    """Tell what was decided."""
