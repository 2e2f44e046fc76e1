"""What a running application holds: settings, database, secret, caches."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import current_app

from b4h_scheduler.mail.mailing import Mailing
from b4h_scheduler.mail.mailing import attach as attach_mail
from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database
from b4h_scheduler.store.links import read_secret
from web.cache import Cache
from web.languages.catalogs import read_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from gettext import NullTranslations
    from pathlib import Path

    from flask import Flask

    from web.settings import Settings

KEY = "b4h"


@dataclass(slots=True)
class Site:
    """One running application.

    Attributes
    ----------
    secret : bytes
        Personal links are derived from it.
    mailing : Mailing
        How messages are addressed, and what they link to.
    cache : Cache
        Events and figures, which are costly to read and never change in place.
    catalog : callable
        The texts of pages in a language.
    wake : callable
        Tells the supervisor of runs that there is work.
    wake_mail : callable
        Tells the sender that there are messages.
    """

    settings: Settings
    database: Database
    secret: bytes
    mailing: Mailing
    cache: Cache = field(default_factory=Cache)
    catalog: Callable[[str], NullTranslations] = read_catalog
    wake: Callable[[], None] = lambda: None
    wake_mail: Callable[[], None] = lambda: None

    @property
    def uploads(self) -> Path:
        """Uploads between preview and import."""
        return self.settings.folder / "uploads"

    def session_key(self) -> bytes:
        """Return the key that signs cookies: another one than that of links."""
        return hmac.digest(self.secret, b"cookies", hashlib.sha256)


def open_site(settings: Settings) -> Site:
    """Open the database (made and brought up to date if need be) and the secret."""
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database_url)
    migrate.upgrade(database)
    return site_on(settings, database)


def site_on(settings: Settings, database: Database) -> Site:
    """Return the site of a database whose tables are those of this version."""
    secret = read_secret(settings.folder / "secret")
    mailing = Mailing(secret, settings)
    attach_mail(database, mailing)
    return Site(settings, database, secret, mailing)


def attach(app: Flask, site: Site) -> None:
    """Make the site reachable from the app's views."""
    app.extensions[KEY] = site


def site() -> Site:
    """Return the site of the request."""
    return cast("Site", current_app.extensions[KEY])
