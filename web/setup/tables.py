"""Tables of the common pool, in bulk: added, changed, closed and removed together.

What is added and what is changed are one form with a button each, so that choosing
another language keeps all of it (`web.languages.switch`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.setup import (
    changed,
    edit_setup,
    uprooted,
)
from web.change import SEE_OTHER, sentence, write
from web.forms import moment_of, seen
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.readings import read_event
from web.setup.blueprint import setup
from web.setup.expecting import asked
from web.setup.pages import setup_page
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.uprooted import Uprooted

MOST_ADDED = 1000


@setup.get("/events/<int:event_id>/setup/tables")
def tables(event_id: int) -> ResponseReturnValue:
    """List the tables, with forms to add and to change many."""
    with site().database.read() as reading:
        return _page(reading, event_id)


@setup.post("/events/<int:event_id>/setup/tables")
def save_tables(event_id: int) -> ResponseReturnValue:
    """Add tables, or change or remove those that are ticked; or only count again."""
    if is_choice() or "do" not in request.form:
        with site().database.read() as reading:
            return _page(reading, event_id)
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        try:
            after, done = _after(event)
            lost = uprooted(reading, event_id, changed(event, {"tables": after}))
        except RefusedError as error:
            flash(sentence(error), "danger")
            return _page(reading, event_id, fault=sentence(error)), 400
        if lost and request.form.get("sure") != "yes":
            return _page(reading, event_id, lost=lost), 409
    try:
        write(
            lambda writing: edit_setup(
                writing, event_id, {"tables": after}, seen=seen()
            )
        )
    except (StaleError, FieldsError) as error:
        flash(sentence(error), "danger")
    else:
        flash(done, "success")
    kept = asked()
    to = url_for("setup.tables", event_id=event_id, **kept)
    return redirect(to, SEE_OTHER)


def _page(
    reading: Session,
    event_id: int,
    *,
    fault: str = "",
    lost: Sequence[Uprooted] = (),
) -> str:
    event = read_event(reading, event_id)
    return setup_page(
        reading,
        event_id,
        "setup/tables.html",
        "tables",
        event,
        rows=event.tables,
        zones=[(zone.id, zone.name) for zone in event.zones],
        zone_info=event.zone_info,
        ticked=frozenset(request.form.getlist("table")),
        values=request.form,
        fault=fault,
        lost=lost,
        next_number=_next_number(event),
    )


def _after(event: Event) -> tuple[list[dict[str, Any]], str]:
    """Return the tables as they are to be, and what is done."""
    stored = [table.model_dump() for table in event.tables]
    do = request.form.get("do")
    if do == "add":
        added = _added()
        return [*stored, *added], gettext("{n} added.", n=len(added))
    ticked = set(request.form.getlist("table"))
    if not ticked:
        raise RefusedError("tick the tables first")
    if do == "remove":
        left = [table for table in stored if table["id"] not in ticked]
        return left, gettext("{n} removed.", n=len(stored) - len(left))
    changes = _changes(event)
    after = [table | changes if table["id"] in ticked else table for table in stored]
    return after, gettext("{n} changed.", n=len(ticked))


def _added() -> list[dict[str, Any]]:
    number = _number("number", 1, MOST_ADDED, mark("how many tables"))
    first = _number("first", 0, 1_000_000, mark("the first number"))
    prefix = request.form.get("prefix", "").strip()[:20]
    return [
        {
            "id": f"{prefix}{each}",
            "zone": request.form.get("zone", ""),
            "seats": _number("seats", 2, 50, mark("seats")),
            "features": _features("features"),
        }
        for each in range(first, first + number)
    ]


def _changes(event: Event) -> dict[str, Any]:
    """Return what to change; what is left empty stays."""
    changes: dict[str, Any] = {}
    if request.form.get("new_zone"):
        changes["zone"] = request.form["new_zone"]
    if request.form.get("new_seats", "").strip():
        changes["seats"] = _number("new_seats", 2, 50, mark("seats"))
    if request.form.get("new_features", "").strip():
        changes["features"] = _features("new_features")
    opened = request.form.get("always_open") == "yes"
    start, end = (
        moment_of(request.form.get(name, ""), event.zone_info)
        for name in ("closed_from", "closed_until")
    )
    if (start is None) != (end is None):
        raise RefusedError("a table is closed from one time until another: give both")
    if start is not None:
        changes["closed"] = [{"start": start, "end": end}]
    elif opened:
        changes["closed"] = []
    if not changes:
        raise RefusedError("say what to change: zone, seats, features or times")
    return changes


def _features(name: str) -> list[str]:
    parts = (part.strip() for part in request.form.get(name, "").split(";"))
    return [part for part in parts if part]


def _number(name: str, least: int, most: int, what: str) -> int:
    text = request.form.get(name, "").strip()
    if text.isascii() and text.isdigit() and least <= int(text[:9]) <= most:
        return int(text)
    raise RefusedError(
        Sentence(
            "{what}: {text!r} is no whole number from {least} to {most:,}",
            what=what,
            text=text[:20],
            least=least,
            most=most,
        )
    )


def _next_number(event: Event) -> int:
    digits = ("".join(c for c in table.id if c.isdecimal()) for table in event.tables)
    return max((int(each) for each in digits if each), default=0) + 1
