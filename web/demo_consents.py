"""What the delegates of the demo's event agreed to, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.consents import say
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.privacy import set_retention
from b4h_scheduler.store.rules import NEEDED, Consent, save_texts
from b4h_scheduler.store.schema_event import DelegateRow
from b4h_scheduler.store.settings import settings_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

KEPT = timedelta(days=182)
"""Half a year after the last day."""
_AGREES_EVERY = {
    Consent.PHOTOS: 2,
    Consent.CONTACT: 3,
    Consent.SURVEYS: 4,
    Consent.LATER: 2,
}
"""Of what is optional: one in so many agrees, the others said nothing."""


def texts(organizer: str, address: str, until: date) -> dict[Consent, str]:
    """Return what is agreed to, in the words of an organizer."""
    return {
        Consent.TERMS: (
            "Taking part is free of charge for registered companies.\n"
            "Who has accepted meetings comes to them, or says in time under “Late or "
            "away” that this is not possible."
        ),
        Consent.NOTICE: (
            f"Who is responsible: {organizer}, {address}.\n"
            "What is kept: your name, role, mail address and phone, your trip, your "
            "voucher if you have one, your organization's profile, your wishes and "
            "answers, your agenda, and on the day whether you came. It comes from "
            "you, or from your regional partner who registered you.\n"
            "What for: to plan the meetings of this event and to hold it. The basis "
            "is the terms of participation that you accept.\n"
            "Who sees it: other delegates see organization, name, role and profile. "
            "The organizer and the regional partner of your region see the rest. "
            "Nobody else gets it.\n"
            f"How long: until {until.day} {until:%B %Y}; then everything is deleted.\n"
            "Your rights: under “My data” you download what is kept, and erase "
            "yourself at any time. You can have it corrected or object by writing to "
            f"{address}, and complain to the data protection authority."
        ),
        Consent.PHOTOS: (
            "Photos in which I can be recognized may be shown in reports about this "
            "event."
        ),
        Consent.CONTACT: (
            "My mail address may be passed on to those whom I have met at the event."
        ),
        Consent.SURVEYS: (
            "I may be asked by mail, once and within half a year, what came of the "
            "meetings."
        ),
        Consent.LATER: (
            "My profile may be copied to the next event, so that I need not write it "
            "again."
        ),
    }


def give_consents(session: Session, event_id: int) -> None:
    """Ask the texts, let every delegate say yes to what is needed, set the last day."""
    event = event_row(session, event_id)
    settings = settings_of(event)
    end = max(each.end for each in settings.sessions).astimezone(settings.zone_info)
    until = end.date() + KEPT
    set_retention(session, event_id, until, seen=event.version)
    asked = texts(settings.organizer, settings.organizer_email, until)
    save_texts(session, event_id, asked)
    session.flush()
    delegates = select(DelegateRow).where(DelegateRow.event_id == event_id)
    rows = session.scalars(delegates.order_by(DelegateRow.position))
    for number, row in enumerate(rows.all()):
        agreed = [each for each, of in _AGREES_EVERY.items() if number % of == 0]
        say(session, row, [*NEEDED, *agreed])
