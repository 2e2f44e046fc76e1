"""An installation filled with an invented event, before its server starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.generate.difficulty import PROFILES, Size
from b4h_scheduler.generate.events import generate_event
from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.events import event_row, save_event
from b4h_scheduler.store.links import Purpose, link_token, read_secret
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.schema_event import DelegateRow
from b4h_scheduler.store.staff import add_account, set_password
from tests.far import far

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event

OWNER, PASSWORD = "owner@example.org", "a password of load"
EVENT_ID = 1


@dataclass(frozen=True, slots=True)
class Guest:
    """A delegate with the personal link."""

    key: str
    organization: str
    token: str


@dataclass(frozen=True, slots=True)
class Instance:
    """A folder for ``b4h serve --folder``.

    Attributes
    ----------
    url : str
        Of the database.
    """

    folder: Path
    url: str
    event: Event
    guests: tuple[Guest, ...]


def invented(size: Size) -> Event:
    """Return an event of this size, always the same, years ahead."""
    return far(generate_event(size, PROFILES["plain"], seed=1))


def fill(folder: Path, event: Event, *, url: str = "") -> Instance:
    """Make an installation with one event in the phase "wishes" and an owner.

    Parameters
    ----------
    url
        Of an empty database; default: a SQLite file in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    url = url or sqlite_url(folder / "b4h.sqlite")
    secret = read_secret(folder / "secret")
    database = Database(url)
    try:
        migrate.upgrade(database)
        database.write(lambda session: _save(session, event))
        with database.read() as reading:
            guests = tuple(_guests(reading, secret))
    finally:
        database.close()
    return Instance(folder, url, event, guests)


def _save(session: Session, event: Event) -> None:
    made = save_event(session, event)
    event_row(session, made).phase = Phase.WISHES.value
    token = add_account(session, OWNER, "Owner", is_owner=True)
    session.flush()
    set_password(session, token, PASSWORD)


def _guests(reading: Session, secret: bytes) -> Iterator[Guest]:
    event = event_row(reading, EVENT_ID)
    for row in reading.scalars(select(DelegateRow).order_by(DelegateRow.position)):
        token = link_token(secret, Purpose.PAGE, event, row)
        yield Guest(row.key, row.organization_key, token)
