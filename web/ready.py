"""What a process loads before it says that it is ready, and what right after.

Fifty people open their links in the same second, as soon as the server answers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.orm import configure_mappers

from b4h_scheduler.languages import LANGUAGES
from b4h_scheduler.planning.preload import preload
from web.assets import assets
from web.first_drafts import draft_readings
from web.first_visits import page_visits, visit_link, visited_events
from web.site import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from web.site import Site
    from web.traffic import Traffic

PAUSE_S = 0.2
"""What can come later waits so long at most, each time, for a moment of quiet."""
_OF_STAFF = ("plan/", "staff/", "release/", "setup/", "mail/", "late/")


def get_ready(app: Flask) -> None:
    """Load what people who come with a link need: about a second."""
    site: Site = app.extensions[KEY]
    preload()
    configure_mappers()
    assets()
    for language in LANGUAGES:
        site.catalog(language)
    for name in _templates(app):
        if not name.startswith(_OF_STAFF):
            app.jinja_env.get_template(name)
    visit_link(app)


def get_warm(app: Flask, traffic: Traffic) -> None:
    """Load the rest, a little at a time, while nobody waits for an answer."""
    for step in _steps(app):
        traffic.wait_for_quiet(0, PAUSE_S)
        step()


def _steps(app: Flask) -> Iterator[Callable[[], object]]:
    yield from page_visits(app)
    for name in _templates(app):
        yield partial(app.jinja_env.get_template, name)
    yield from draft_readings(app, visited_events(app))


def _templates(app: Flask) -> list[str]:
    return app.jinja_env.list_templates(extensions=["html"])
