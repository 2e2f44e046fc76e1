"""An application with two events, a draft, staff of every role."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from b4h_scheduler.jobs.runs import RunOptions, submit
from b4h_scheduler.mail.inviting import invite
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.database import Database
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import event_row, save_event
from b4h_scheduler.store.staff import Role, add_account, set_password, set_role
from tests.web.events import small_event
from tests.web.world import PASSWORD, World
from web.app import create_app
from web.settings import read_settings
from web.site import KEY, attach, open_site, site_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from web.settings import Settings
    from web.site import Site

STAFF = {
    "owner": None,
    "editor": (1, Role.EDITOR, ()),
    "viewer": (1, Role.VIEWER, ()),
    "partner": (1, Role.PARTNER, ("North",)),
    "far partner": (1, Role.PARTNER, ("South",)),
    "desk": (1, Role.DESK, ()),
    "elsewhere": (2, Role.OWNER, ()),
}
"""Accounts by the kind of visitor: event, role, regions; None owns everything."""
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled database, copied for every test."""
    folder = tmp_path_factory.mktemp("template") / "data"
    site = open_site(read_settings(folder=folder, environment={}))
    site.database.write(_fill)
    site.database.close()
    return folder


@pytest.fixture(scope="session")
def defaults(template: Path) -> Settings:
    """The settings of somebody who sets nothing."""
    return read_settings(folder=template, environment={})


@pytest.fixture(scope="session")
def app(defaults: Settings) -> Flask:
    """The application with all its pages, which each test gives its own site."""
    made = create_app(defaults)
    made.testing = False
    site: Site = made.extensions[KEY]
    site.database.close()
    return made


def _fill(session: Session) -> None:
    for number, prefix in ((1, ""), (2, "x-")):
        event = small_event(f"Small Day {number}", prefix)
        event_id = save_event(session, event)
        assert event_id == number
        event_row(session, event_id).phase = "wishes"
        session.flush()
        made_from = data_version(session, event_id)
        found = plan(event, work_limit=2000)
        assert add_draft(session, event_id, "First", found, made_from=made_from)
        submit(session, event_id, RunOptions())
        invite(session, event_id)
    for kind, given in STAFF.items():
        email = f"{kind.replace(' ', '-')}@example.org"
        token = add_account(session, email, kind.title(), is_owner=given is None)
        session.flush()
        row = set_password(session, token, PASSWORD)
        # A hash says what it costs to check; tests sign in a thousand times.
        row.password_hash = CHEAP.hash(PASSWORD)
        if given is not None:
            event_id, role, regions = given
            set_role(session, row.id, event_id, role, regions)


@pytest.fixture
def world(
    app: Flask, template: Path, defaults: Settings, tmp_path: Path
) -> Iterator[World]:
    """A running application of one's own."""
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    settings = defaults.model_copy(update={"folder": folder})
    # Its tables are those of the template: no migration is looked for.
    site = site_on(settings, Database(settings.database_url))
    # The same secret as the template's, so that the same key signs cookies.
    assert site.session_key() == app.secret_key
    attach(app, site)
    yield World(app, site)
    site.database.close()
