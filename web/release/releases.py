"""Releases: the list of revisions, previews, and the buttons that release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.head import certificate
from b4h_scheduler.releases.difference import plan_difference
from b4h_scheduler.releases.telling import kinds_told, telling
from b4h_scheduler.releases.words import people, place_and_time
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.revisions import revision_row, revisions_of
from web.readings import read_event
from web.release.shown import examined, release_shown, seen_of
from web.released import released_figures, released_lookup
from web.site import site
from web.staff.frame import page
from web.waiting import waiting

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting
    from b4h_scheduler.releases.possible import Impossible
    from b4h_scheduler.releases.ready import Ready
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
        return page(
            reading,
            event_id,
            "release/revision.html",
            row=row,
            zone=lookup.event.zone_info,
            sentences=_certificate(reading, lookup, row),
            people=people(lookup, steps, MOST_SHOWN),
            num_people=len(steps),
        )


@releases.get("/events/<int:event_id>/drafts/<int:draft_id>/release")
def preview(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show what a release of a draft would change for whom, and who is told."""
    with site().database.read() as reading:
        return _preview(reading, examined(reading, event_id, draft_id=draft_id))


@releases.post("/events/<int:event_id>/drafts/<int:draft_id>/release")
def release(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Release a draft as it was shown."""
    back = url_for("releases.preview", event_id=event_id, draft_id=draft_id)
    return _release(event_id, back, draft_id=draft_id)


@releases.get("/events/<int:event_id>/releases/<int:number>/back")
def preview_back(event_id: int, number: int) -> ResponseReturnValue:
    """Show what going back to a revision would change, and what is lost."""
    with site().database.read() as reading:
        return _preview(reading, examined(reading, event_id, number=number))


@releases.post("/events/<int:event_id>/releases/<int:number>/back")
def go_back(event_id: int, number: int) -> ResponseReturnValue:
    """Release what is still possible of an earlier revision."""
    back = url_for("releases.preview_back", event_id=event_id, number=number)
    return _release(event_id, back, number=number)


def _preview(reading: Session, ready: Ready) -> str:
    lookup = ready.lookup
    with site().cache.making():
        told = telling(reading, ready)
    row = event_row(reading, ready.event_id)
    phase = phase_at(row, now())
    begins = list(Phase).index(phase) < list(Phase).index(Phase.RELEASED)
    return page(
        reading,
        ready.event_id,
        "release/preview.html",
        ready=ready,
        people=people(lookup, ready.difference, MOST_SHOWN),
        num_people=len(ready.difference),
        lost=lost_of(lookup, ready),
        unbooked=[
            (_named(lookup, meeting), place_and_time(lookup, meeting))
            for meeting in ready.undone_bookings(now())
        ],
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
    return release_shown(
        lambda reading: (
            examined(reading, event_id, draft_id=draft_id, number=number),
            note,
        ),
        back=back,
    )


def lost_of(lookup: Lookup, ready: Ready) -> list[tuple[str, str, str]]:
    """Return who cannot meet as planned: the pair, when and where, and why."""
    return [_pair(lookup, each) for each in ready.in_the_way]


def _pair(lookup: Lookup, each: Impossible) -> tuple[str, str, str]:
    where = place_and_time(lookup, each.meeting)
    return _named(lookup, each.meeting), where, each.reason


def _named(lookup: Lookup, meeting: Meeting) -> str:
    return " – ".join(lookup.side_name(side) for side in meeting.sides)


def _certificate(
    reading: Session, lookup: Lookup, row: RevisionRow
) -> tuple[object, ...]:
    """Return what was proven; nothing where a plan has no certificate."""
    if not lookup.plan.certificate:
        return ()
    found = released_figures(reading, row, lookup)
    return certificate(Context(lookup, found, is_public=False))
