"""A public form filled in, for tests."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.offering import offer
from b4h_scheduler.store.registration import application_row, application_token
from b4h_scheduler.store.rules import (
    Consent,
    Mode,
    Rules,
    read_rules,
    save_rules,
    save_texts,
)
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_registration import ApplicationRow
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World

FORM = "/register/1"
FILLED = {
    "organization-name": "Fjord Biotech ApS",
    "organization-kind": "company",
    "organization-is_sme": "yes",
    "organization-country": "DK",
    "organization-region": "North",
    "organization-sectors": "Diagnostics; Devices",
    "organization-offers": "cell sorting",
    "organization-seeks": "clinical partners",
    "delegates-0-name": "Freja Falk",
    "delegates-0-email": "freja@fjord.example.org",
    "delegates-0-role": "Founder",
    "delegates-0-phone": "",
    "delegates-0-language": "en",
    "delegates-0-speaks": "Danish; en",
    "delegates-0-voucher-number": "",
    "delegates-1-language": "en",
    "delegates-1-speaks": "English",
    "delegates-2-language": "en",
    "delegates-2-speaks": "English",
    "consent-terms": "yes",
    "consent-notice": "yes",
}


def open_registration(world: World, **rules: object) -> None:
    """Let anybody register, with terms, a notice and an optional consent."""

    def work(session: Session) -> None:
        _, version = read_rules(session, 1)
        found = Rules.model_validate({"mode": Mode.OPEN} | rules)
        save_rules(session, 1, found, seen=version)
        texts = {
            Consent.TERMS: "Be on time.",
            Consent.NOTICE: "We keep what you tell until March.",
            Consent.LATER: "For the spring event.",
        }
        save_texts(session, 1, texts)

    world.site.database.write(work)


def register(world: World, **changed: str) -> ApplicationRow:
    """Fill in the form and return what is kept."""
    form = FILLED | {name.replace("__", "-"): text for name, text in changed.items()}
    response = world.nobody().post(FORM, form, page=FORM)
    assert response.status_code == 303, response.text
    assert response.headers["Location"] == f"{FORM}/sent"
    return rows(world, select(ApplicationRow).order_by(ApplicationRow.id))[-1]


def written(world: World) -> list[OutboxRow]:
    """Return the messages to people of this form, the oldest first."""
    found = rows(world, select(OutboxRow).order_by(OutboxRow.id))
    return [
        row
        for row in found
        if row.kind in {"confirmation", "decision"}
        or row.recipient.endswith("fjord.example.org")
    ]


def status(world: World, row: ApplicationRow) -> str:
    """Return the path of a registration's own page."""
    with world.read() as reading:
        token = application_token(world.site.secret, event_row(reading, 1), row)
    return f"/registration/{token}"


def first_token(world: World) -> str:
    """Return the token of the first registration; of none, what opens nothing."""
    found = rows(world, select(ApplicationRow).order_by(ApplicationRow.id).limit(1))
    return status(world, found[0]).rpartition("/")[2] if found else "1.none"


def confirm(world: World, row: ApplicationRow) -> ApplicationRow:
    """Press the button of the link."""
    page = status(world, row)
    assert world.nobody().post(page, page=page).status_code == 303
    return stored(world, row)


def offered(world: World) -> ApplicationRow:
    """Let a registration wait, and offer it a place until tomorrow."""
    open_registration(world, places=[{"number": 1}])
    number = len(rows(world, select(ApplicationRow.id)))
    # Of one address only so many registrations are taken.
    email = f"freja{number or ''}@fjord.example.org"
    row = confirm(world, register(world, delegates__0__email=email))
    open_registration(world)

    def work(session: Session) -> None:
        until = (now() + timedelta(days=1)).date()
        waits = application_row(session, 1, row.id)
        offer(session, waits, until, seen=waits.version)

    world.site.database.write(work)
    return stored(world, row)


def lapsed(world: World) -> ApplicationRow:
    """Offer a place, and let nobody answer in time."""
    row = offered(world)

    def work(session: Session) -> None:
        waits = application_row(session, 1, row.id)
        waits.offered_until = now() - timedelta(days=1)

    world.site.database.write(work)
    return stored(world, row)


def turned_down(world: World) -> ApplicationRow:
    """Offer a place that is declined."""
    row = offered(world)
    page = status(world, row)
    world.nobody().post(f"{page}/turn-down", page=page)
    return stored(world, row)


def stored(world: World, row: ApplicationRow) -> ApplicationRow:
    """Return a registration as it is now."""
    return rows(world, select(ApplicationRow).where(ApplicationRow.id == row.id))[0]


def decide(world: World, row: ApplicationRow, what: str, **given: str) -> str:
    """Press a button of staff."""
    page = f"/events/1/registration/{row.id}"
    owner = world.staff("owner")
    found = re.search(r'name="seen" value="(\d+)"', owner.text(page))
    form = {"seen": found[1] if found else "0"} | given
    owner.post(f"{page}/{what}", form, page=page)
    return owner.text(page)
