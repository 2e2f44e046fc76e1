"""An event in a database that knows how mail is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.mail.mailing import attach_from
from b4h_scheduler.mail.settings import MailSettings
from tests.b4h_scheduler.mail.post import Post

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.store.database import Database


@pytest.fixture
def post(database: Database, tmp_path: Path) -> Post:
    """An outbox of the small event, on both databases."""
    settings = MailSettings(
        folder=tmp_path,
        database=database.url,
        address="https://meet.example.org",
        mail_from="events@meet.example.org",
        mail_return="bounces@meet.example.org",
    )
    return Post(database, attach_from(database, settings))
