"""What an event gives away beside personal agendas: rooms, feeds, the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for
from sqlalchemy import select

from b4h_scheduler.store.calendar_settings import (
    Floor,
    calendar_setting,
    floor_token,
    require_setting,
    revoke_floor,
    save_setting,
)
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_event import TableRow
from web.change import change
from web.codes import qr
from web.languages.texts import gettext
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import EventRow

giving = Blueprint("giving", __name__)
_ROUTES = {Floor.WALL: "wall", Floor.EVENT: "event", Floor.TABLE: "table"}


@giving.get("/events/<int:event_id>/feeds")
def show(event_id: int) -> ResponseReturnValue:
    """Show the settings, and the addresses that are on."""
    with site().database.read() as reading:
        row = event_row(reading, event_id)
        setting = calendar_setting(reading, event_id)
        wall = event_feed = ""
        tables: list[tuple[str, str]] = []
        if setting is not None:
            where = row, setting.generation
            wall = address(Floor.WALL, *where)
            if setting.is_event_feed_on:
                event_feed = address(Floor.EVENT, *where)
            if setting.is_table_feed_on:
                tables = [
                    (key, address(Floor.TABLE, *where, table))
                    for table, key in _tables(reading, event_id)
                ]
        return page(
            reading,
            event_id,
            "release/feeds.html",
            setting=setting,
            wall=wall,
            wall_code=qr(wall) if wall else "",
            event_feed=event_feed,
            tables=tables,
        )


@giving.post("/events/<int:event_id>/feeds")
def save(event_id: int) -> ResponseReturnValue:
    """Change the settings; the wall has an address from then on."""
    form = request.form

    def work(writing: Session) -> None:
        event_row(writing, event_id)
        save_setting(
            writing,
            event_id,
            room_address=form.get("room_address", ""),
            is_table_feed_on="is_table_feed_on" in form,
            is_event_feed_on="is_event_feed_on" in form,
            shows_pairs="shows_pairs" in form,
            seen=form.get("version", type=int),
        )

    return change(
        work, done=gettext("Saved."), to=url_for("giving.show", event_id=event_id)
    )


@giving.post("/events/<int:event_id>/feeds/revoke")
def revoke(event_id: int) -> ResponseReturnValue:
    """Make new addresses; the old ones open nothing any more."""

    def work(writing: Session) -> None:
        event_row(writing, event_id)
        require_setting(writing, event_id)
        revoke_floor(writing, event_id)

    done = gettext("The old addresses open nothing any more; below are the new ones.")
    return change(work, done=done, to=url_for("giving.show", event_id=event_id))


def address(what: Floor, event: EventRow, generation: int, table: int = 0) -> str:
    """Return a full address for the floor."""
    token = floor_token(site().secret, what, event, generation, table)
    path = url_for(f"floor.{_ROUTES[what]}", token=token)
    return f"{site().settings.public_address}{path}"


def _tables(reading: Session, event_id: int) -> list[tuple[int, str]]:
    query = select(TableRow.id, TableRow.key).where(TableRow.event_id == event_id)
    return [
        (row.id, row.key) for row in reading.execute(query.order_by(TableRow.position))
    ]
