"""Drafts read before anybody looks at them, and kept from then on.

The first look at a draft of a large event finds every way to hold a meeting.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.schema_plans import DraftRow
from web.draft_views import fitted_draft, read_draft
from web.site import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from web.site import Site


def draft_readings(app: Flask, events: list[int]) -> Iterator[Callable[[], None]]:
    """Give the readings of the latest draft of each event that has one."""
    site: Site = app.extensions[KEY]
    latest = select(func.max(DraftRow.id)).group_by(DraftRow.event_id)
    query = select(DraftRow.event_id, DraftRow.id).where(DraftRow.id.in_(latest))
    with site.database.read() as reading:
        found = dict(reading.execute(query).all())
    for event_id in events:
        if event_id in found:
            yield partial(_count, app, event_id, found[event_id])
            yield partial(_fit, app, event_id, found[event_id])


def _count(app: Flask, event_id: int, draft_id: int) -> None:
    with _reading(app) as reading:
        assert read_draft(reading, event_id, draft_id).figures  # noqa: S101


def _fit(app: Flask, event_id: int, draft_id: int) -> None:
    with _reading(app) as reading:
        fitted_draft(reading, event_id, draft_id)


@contextmanager
def _reading(app: Flask) -> Iterator[Session]:
    """Give a session; of what cannot be shown any more its page tells."""
    site: Site = app.extensions[KEY]
    with (
        app.app_context(),
        site.database.read() as reading,
        suppress(NotFoundError, RefusedError),
    ):
        yield reading
