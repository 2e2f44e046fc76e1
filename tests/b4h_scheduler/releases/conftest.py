"""A small event in a database, with a plan of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.mail.mailing import Mailing, attach
from b4h_scheduler.mail.settings import MailSettings
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.events import save_event
from tests.web.events import small_event

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

SECRET = b"s" * 32


@pytest.fixture(scope="session")
def small() -> tuple[Event, Plan]:
    """An event of five companies, and its plan of five meetings."""
    event = small_event()
    return event, plan(event, work_limit=2000)


@pytest.fixture
def event(small: tuple[Event, Plan]) -> Event:
    """The event alone."""
    return small[0]


@pytest.fixture
def whole(small: tuple[Event, Plan]) -> Plan:
    """The plan alone."""
    return small[1]


@pytest.fixture
def stored(database: Database, event: Event) -> Database:
    """A database in which the event has the number 1."""
    attach(database, Mailing(SECRET, MailSettings()))
    assert database.write(lambda session: save_event(session, event)) == 1
    return database
