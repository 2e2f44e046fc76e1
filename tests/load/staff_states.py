"""What a large event has beside people, wishes and drafts, before staff looks at it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from b4h_scheduler.domain.ids import DelegateId, OrganizationId
from b4h_scheduler.domain.people import Delegate, Organization
from b4h_scheduler.store.application import Application, Given
from b4h_scheduler.store.base import now
from b4h_scheduler.store.people import delegate_row, edit_delegate
from b4h_scheduler.store.registration import confirm, register
from b4h_scheduler.store.rules import (
    Consent,
    Mode,
    Rules,
    read_rules,
    save_rules,
    save_texts,
)
from b4h_scheduler.store.schema_edits import ObjectionRow
from tests.load.instance import EVENT_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

NUM_APPLICATIONS = 200


def add_states(session: Session, draft: int, delegate: str) -> tuple[int, ...]:
    """Add what waits for staff: registrations, an objection, a missing mail address.

    Returns
    -------
    tuple of int
        The registrations.
    """
    _, version = read_rules(session, EVENT_ID)
    save_rules(session, EVENT_ID, Rules(mode=Mode.OPEN), seen=version)
    texts = {Consent.TERMS: "Be on time.", Consent.NOTICE: "Kept until March."}
    save_texts(session, EVENT_ID, texts)
    row = delegate_row(session, EVENT_ID, delegate)
    edit_delegate(session, row, {"email": ""}, seen=row.version)
    session.add(
        ObjectionRow(
            event_id=EVENT_ID,
            draft_id=draft,
            delegate_key=delegate,
            candidate="",
            meeting="",
            text="I cannot come before noon.",
            made=now(),
        )
    )
    found = []
    for each in _applications():
        application = register(session, EVENT_ID, each)
        confirm(session, application)
        found.append(application.id)
    return tuple(found)


def _applications() -> Iterator[Application]:
    for number in range(NUM_APPLICATIONS):
        organization = OrganizationId(f"applicant-{number}")
        yield Application(
            organization=Organization(
                id=organization, name=f"Applicant {number} GmbH", country="DE"
            ),
            delegates=(
                Delegate(
                    id=DelegateId(f"applicant-{number}-1"),
                    organization=organization,
                    name=f"Anna Applicant {number}",
                    email=f"anna@applicant-{number}.example.org",
                ),
            ),
            consents=tuple(
                Given(consent=each, version=1, is_given=True)
                for each in (Consent.TERMS, Consent.NOTICE)
            ),
            agreed=datetime.now(UTC),
        )
