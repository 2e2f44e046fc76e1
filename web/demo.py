"""``b4h serve --demo``: the example event, loaded once, with consents and links."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.cli.demo import example_folder
from b4h_scheduler.domain.moved import moved
from b4h_scheduler.files.load import load_event
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row, save_event
from b4h_scheduler.store.links import Purpose, link_token
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.schema_event import DelegateRow, EventRow
from web.demo_consents import give_consents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from web.site import Site

EXAMPLE = "stuttgart"
LINKS = "delegates.txt"
SHOWN = 3
AHEAD = timedelta(weeks=6)
"""From today to the event, at least: it has neither begun nor passed."""


def coming_example() -> Event:
    """Return the example, moved by whole weeks into the future."""
    event = load_event(example_folder(EXAMPLE)).event
    first = min(session.start for session in event.sessions)
    weeks = max(0, -((first - now() - AHEAD) // timedelta(weeks=1)))
    return moved(event, timedelta(weeks=weeks))


def load_demo(site: Site) -> Iterator[str]:
    """Load the example into an empty database, and yield what to open.

    All delegates' links go to a file in the folder.
    """
    with site.database.read() as reading:
        event_id = reading.scalar(select(EventRow.id).limit(1))
    if event_id is None:
        event = coming_example()

        def save(session: Session) -> int:
            made = save_event(session, event)
            event_row(session, made).phase = Phase.WISHES.value
            session.flush()
            give_consents(session, made)
            return made

        event_id = site.database.write(save, actor="b4h serve --demo")
    lines = list(_links(site, event_id))
    path = site.settings.folder / LINKS
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o600)
    yield f"Delegates' pages (all {len(lines)} in {path}):"
    yield from (f"  {line}" for line in lines[:SHOWN])


def _links(site: Site, event_id: int) -> Iterator[str]:
    with site.database.read() as reading:
        event = event_row(reading, event_id)
        query = select(DelegateRow).where(DelegateRow.event_id == event_id)
        for row in reading.scalars(query.order_by(DelegateRow.position)):
            token = link_token(site.secret, Purpose.PAGE, event, row)
            yield f"{site.settings.public_address}/d/{token}  {row.name}"
