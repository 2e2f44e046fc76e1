"""Releases: the list of revisions, previews, and the buttons that release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.head import head
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.figures import figures
from b4h_scheduler.releases.difference import plan_difference
from b4h_scheduler.releases.release import (
    READERS,
    Readers,
    examine_draft,
    examine_rollback,
    publish,
)
from b4h_scheduler.releases.telling import kinds_told, telling
from b4h_scheduler.releases.words import people, place_and_time
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.errors import RefusedError, StoreError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.revisions import revision_row, revisions_of
from web.change import SEE_OTHER, sentence, write
from web.languages.texts import gettext
from web.readings import read_event, release_readers
from web.released import released_lookup
from web.site import site
from web.staff.frame import page
from web.visitor import visitor
from web.waiting import waiting

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.releases.possible import Impossible
    from b4h_scheduler.releases.release import Ready
    from b4h_scheduler.store.schema_plans import RevisionRow

releases = Blueprint("releases", __name__)
MOST_SHOWN = 300
MOST_NOTE = 500


@releases.get("/events/<int:event_id>/releases")
def index(event_id: int) -> ResponseReturnValue:
    """List the revisions, the latest first."""
    with site().database.read() as reading:
        event_row(reading, event_id)
        rows = revisions_of(reading, event_id)
        return page(
            reading,
            event_id,
            "release/index.html",
            rows=rows,
            waiting=waiting(reading, event_id),
            zone=read_event(reading, event_id).zone_info,
        )


@releases.get("/events/<int:event_id>/releases/<int:number>")
def show(event_id: int, number: int) -> ResponseReturnValue:
    """Show what a revision changed, and what is proven about it."""
    with site().database.read() as reading:
        row = revision_row(reading, event_id, number)
        lookup = released_lookup(reading, event_id, number)
        if lookup is None:
            raise TypeError("a revision without a plan")
        before = None
        if number > 1:
            before = released_lookup(reading, event_id, number - 1)
        steps = plan_difference(None if before is None else before.plan, lookup.plan)
        concerned = people(lookup, steps)
        return page(
            reading,
            event_id,
            "release/revision.html",
            row=row,
            zone=lookup.event.zone_info,
            sentences=_certificate(reading, lookup, row),
            people=concerned[:MOST_SHOWN],
            num_people=len(concerned),
        )


@releases.get("/events/<int:event_id>/drafts/<int:draft_id>/release")
def preview(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show what a release of a draft would change for whom, and who is told."""
    with site().database.read() as reading:
        readers = release_readers()
        ready = _examined(reading, event_id, draft_id=draft_id, readers=readers)
        return _preview(reading, ready)


@releases.post("/events/<int:event_id>/drafts/<int:draft_id>/release")
def release(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Release a draft as it was shown."""
    back = url_for("releases.preview", event_id=event_id, draft_id=draft_id)
    return _release(event_id, back, draft_id=draft_id)


@releases.get("/events/<int:event_id>/releases/<int:number>/back")
def preview_back(event_id: int, number: int) -> ResponseReturnValue:
    """Show what going back to a revision would change, and what is lost."""
    with site().database.read() as reading:
        readers = release_readers()
        ready = _examined(reading, event_id, number=number, readers=readers)
        return _preview(reading, ready)


@releases.post("/events/<int:event_id>/releases/<int:number>/back")
def go_back(event_id: int, number: int) -> ResponseReturnValue:
    """Release what is still possible of an earlier revision."""
    back = url_for("releases.preview_back", event_id=event_id, number=number)
    return _release(event_id, back, number=number)


def _examined(
    reading: Session,
    event_id: int,
    *,
    draft_id: int | None = None,
    number: int | None = None,
    readers: Readers = READERS,
) -> Ready:
    event_row(reading, event_id)
    try:
        if draft_id is not None:
            return examine_draft(reading, event_id, draft_id, readers=readers)
        return examine_rollback(reading, event_id, number or 0, readers=readers)
    except PlanningError as error:
        raise RefusedError(str(error)) from error


def _preview(reading: Session, ready: Ready) -> str:
    lookup = ready.lookup
    told = telling(reading, ready.event_id, lookup)
    concerned = people(lookup, ready.difference)
    row = event_row(reading, ready.event_id)
    phase = phase_at(row, now())
    begins = list(Phase).index(phase) < list(Phase).index(Phase.RELEASED)
    return page(
        reading,
        ready.event_id,
        "release/preview.html",
        ready=ready,
        people=concerned[:MOST_SHOWN],
        num_people=len(concerned),
        lost=lost_of(lookup, ready),
        told=told,
        kinds=[(kind, number) for kind, number in kinds_told(told) if number],
        seen=seen_of(ready),
        ends_phase=begins and not row.is_held,
    )


def _release(
    event_id: int,
    back: str,
    *,
    draft_id: int | None = None,
    number: int | None = None,
) -> ResponseReturnValue:
    note = request.form.get("note", "").strip()[:MOST_NOTE]
    try:
        with site().database.read() as reading:
            ready = _examined(reading, event_id, draft_id=draft_id, number=number)
        if request.form.get("seen", "") != seen_of(ready):
            raise RefusedError("something changed meanwhile: this is how it is now")
        author = visitor().actor
        write(lambda writing: publish(writing, ready, note=note, author=author))
    except StoreError as error:
        flash(sentence(error), "danger")
        return redirect(back, SEE_OTHER)
    site().wake_mail()
    done = gettext("Revision {number} is released.", number=ready.plan.revision)
    flash(done, "success")
    to = url_for("releases.show", event_id=event_id, number=ready.plan.revision)
    return redirect(to, SEE_OTHER)


def seen_of(ready: Ready) -> str:
    """Return what a preview depends on: it is released only as it was shown."""
    draft = "" if ready.draft is None else ready.draft[1]
    return f"{ready.plan.revision}-{ready.data}-{draft}"


def lost_of(lookup: Lookup, ready: Ready) -> list[tuple[str, str, str]]:
    """Return who cannot meet as planned: the pair, when and where, and why."""
    return [_pair(lookup, each) for each in ready.in_the_way]


def _pair(lookup: Lookup, each: Impossible) -> tuple[str, str, str]:
    pair = " – ".join(lookup.side_name(side) for side in each.meeting.sides)
    return pair, place_and_time(lookup, each.meeting), each.reason


def _certificate(
    reading: Session, lookup: Lookup, row: RevisionRow
) -> tuple[object, ...]:
    """Return what was proven; nothing where a plan has no certificate."""
    if not lookup.plan.certificate:
        return ()
    version = data_version(reading, row.event_id)
    found = site().cache.get(
        ("revision figures", row.id, version),
        lambda: figures(lookup.event, lookup.plan),
    )
    return head(Context(lookup, found, is_public=False)).sentences
