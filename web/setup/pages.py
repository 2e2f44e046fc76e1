"""The pages of the set-up that are forms over fields of the domain's event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from b4h_scheduler.store.chosen_sessions import ended_choices
from b4h_scheduler.store.errors import StaleError
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.setup import (
    changed,
    edit_setup,
    setup_version,
    uprooted,
)
from web.change import SEE_OTHER, write
from web.forms import seen
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.readings import read_event, read_expected
from web.setup.blueprint import setup
from web.setup.choices import LEVELS
from web.setup.expecting import asked, counted
from web.setup.fields import Rows
from web.setup.merging import merged, name_organizations
from web.setup.steps import Step, steps
from web.setup.typed import Typed, num_rows, typed_of, words
from web.setup.versions import differing
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.chosen_sessions import EndedChoice
    from b4h_scheduler.store.uprooted import Uprooted

ORDER = (
    ("event", mark("Event")),
    ("times", mark("Sessions")),
    ("zones", mark("Zones")),
    ("tables", mark("Tables")),
    ("homes", mark("Home places")),
    ("arrivals", mark("Arrivals")),
    ("policy", mark("Policy")),
    ("logos", mark("Logos")),
)
"""Pages in the order of the way through, with their short names."""


@setup.get("/events/<int:event_id>/setup")
def index(event_id: int) -> ResponseReturnValue:
    """Show what is set up, and how many meetings fit."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        first = LEVELS[event.policy.levels[0]]
        more = {"found": event, "first_level": first}
        return setup_page(reading, event_id, "setup/index.html", "", event, **more)


@setup.get("/events/<int:event_id>/setup/<step>")
def show(event_id: int, step: str) -> ResponseReturnValue:
    """Show one page with what is stored."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        found = _step(event, step)
        return _page(reading, event_id, event, found, _stored(event, found))


@setup.post("/events/<int:event_id>/setup/<step>")
def save(event_id: int, step: str) -> ResponseReturnValue:
    """Save a page, if the domain accepts it and nobody else saved meanwhile."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        found = _step(event, step)
        typed = _typed(event, found)
        if request.form.get("more") or is_choice():
            return _page(reading, event_id, event, found, request.form)
        answer = _refused(reading, event_id, event, found, typed)
        if answer is not None:
            return answer
    changes = merged(event, typed.changes)
    try:
        write(lambda writing: edit_setup(writing, event_id, changes, seen=seen()))
    except StaleError:
        with site().database.read() as reading:
            event = read_event(reading, event_id)
            found = _step(event, step)
            told = differing(found.parts, _stored(event, found), request.form)
            return _page(
                reading, event_id, event, found, request.form, Told(differing=told)
            ), 409
    flash(gettext("Saved."), "success")
    return redirect(_next(event_id, step), SEE_OTHER)


@setup.post("/events/<int:event_id>/setup/<step>/count")
def count(event_id: int, step: str) -> ResponseReturnValue:
    """Count the places of what is typed, without saving it."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        found = _step(event, step)
        typed = _typed(event, found)
        as_typed = _try(event, typed)
        if "HX-Request" not in request.headers:
            told = Told(typed.faults, as_typed)
            return _page(reading, event_id, event, found, request.form, told)
        by_wishes = read_expected(reading, event_id)
    shown = as_typed or event
    expected, found_capacity = counted(shown, by_wishes, request.form)
    return render_template(
        "setup/capacity.html",
        expected=expected,
        capacity=found_capacity,
        is_typed=as_typed is not None,
    )


def setup_page(
    reading: Session,
    event_id: int,
    template: str,
    here: str,
    event: Event,
    **content: Any,
) -> str:
    """Return a page of the set-up: its tabs, its form, and the count."""
    by_wishes = read_expected(reading, event_id)
    expected, places = counted(event, by_wishes, request.values)
    kept = asked()
    tabs = [
        (
            gettext(title),
            url_for("setup.show", event_id=event_id, step=name, **kept),
            name == here,
        )
        for name, title in ORDER
    ]
    around: dict[str, Any] = {
        "here": here,
        "tabs": tabs,
        "seen": request.form.get("seen") or setup_version(reading, event_id),
        "expected": expected,
        "kept": kept,
        "capacity": places,
        "is_typed": True,
    }
    return page(reading, event_id, template, **around | content)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells beside its fields.

    Attributes
    ----------
    faults : dict
        Message by input.
    counting : Event, optional
        Whose places are counted instead of the stored event's.
    lost, ended
        Meetings that plans would lose; choices of sessions that would end.
    differing : tuple
        Fields that somebody else saved meanwhile: name, stored, typed.
    """

    faults: dict[str, str] = field(default_factory=dict)
    counting: Event | None = None
    lost: Sequence[Uprooted] = ()
    ended: Sequence[EndedChoice] = ()
    differing: tuple[tuple[str, str, str], ...] = ()


_NOTHING = Told()


def _page(
    reading: Session,
    event_id: int,
    event: Event,
    step: Step,
    shown: Mapping[str, str],
    told: Told = _NOTHING,
) -> str:
    more = request.form.get("more")
    return setup_page(
        reading,
        event_id,
        "setup/step.html",
        step.name,
        told.counting or event,
        step=step,
        shown=shown,
        faults=told.faults,
        lost=told.lost,
        ended=told.ended,
        differing=told.differing,
        # Saving again is over what is shown now.
        seen=(None if told.differing else request.form.get("seen"))
        or setup_version(reading, event_id),
        num_rows={
            part.name: num_rows(part, shown) + (part.name == more)
            for part in step.parts
            if isinstance(part, Rows)
        },
    )


def _refused(
    reading: Session, event_id: int, event: Event, step: Step, typed: Typed
) -> ResponseReturnValue | None:
    """Return the page again: with faults, or with what would go."""
    after = _try(event, typed)
    if after is None:
        again = _page(reading, event_id, event, step, request.form, Told(typed.faults))
        return again, 400
    lost = uprooted(reading, event_id, after)
    ended = ended_choices(event, after)
    if (lost or ended) and request.form.get("sure") != "yes":
        again = _page(
            reading,
            event_id,
            event,
            step,
            request.form,
            Told(counting=after, lost=lost, ended=ended),
        )
        return again, 409
    return None


def _try(event: Event, typed: Typed) -> Event | None:
    """Return the event as typed; None: it has faults, which are noted."""
    if typed.faults:
        return None
    try:
        return changed(event, merged(event, typed.changes))
    except FieldsError as error:
        typed.tell(error)
        return None


def _typed(event: Event, step: Step) -> Typed:
    typed = typed_of(step.parts, request.form, event.zone_info)
    if step.name == "homes":
        name_organizations(event, typed)
    return typed


def _step(event: Event, name: str) -> Step:
    zones = tuple((zone.id, zone.name) for zone in event.zones)
    for step in steps(zones):
        if step.name == name:
            return step
    raise NotFound


def _stored(event: Event, step: Step) -> dict[str, str]:
    heads = {
        name.path.partition("-")[0]
        for part in step.parts
        if not isinstance(part, Rows)
        for name in part.fields
    } | {part.name for part in step.parts if isinstance(part, Rows)}
    content = event.model_dump(include=heads)
    if step.name == "homes":
        names = {each.id: each.name for each in event.organizations}
        for home in content["home_places"]:
            home["organizations"] = [names[each] for each in home["organizations"]]
    return words(step.parts, content, event.zone_info)


def _next(event_id: int, step: str) -> str:
    """Return where the button that was pressed leads."""
    kept = asked()
    names = [name for name, _ in ORDER]
    if request.form.get("go") == "on":
        place = names.index(step) + 1
        if place == len(names):
            return url_for("setup.index", event_id=event_id, **kept)
        step = names[place]
    return url_for("setup.show", event_id=event_id, step=step, **kept)
