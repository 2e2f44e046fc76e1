"""What an event asks of a registration before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.rules import NEEDED, consent_texts
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.trips import unknown_points

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.application import Application


def require_acceptable(
    session: Session, event_id: int, application: Application
) -> None:
    """Refuse what the event does not take.

    Raises
    ------
    RefusedError
        What must be agreed to is not; an arrival point is not one of the event.
    """
    given = {
        (each.consent, each.version) for each in application.consents if each.is_given
    }
    texts = consent_texts(session, event_id)
    for consent in NEEDED:
        text = texts.get(consent)
        if text is not None and (consent, text.version) not in given:
            raise RefusedError(
                Sentence(
                    "to register, agree to the current version ({consent})",
                    consent=consent,
                )
            )
    settings = settings_of(event_row(session, event_id))
    for delegate in application.delegates:
        for told in unknown_points(settings, delegate):
            raise RefusedError(told)
