"""Two drafts side by side: figures of both, and what moved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, request
from sqlalchemy import select

from b4h_scheduler.outputs.certificate_words import sentences
from b4h_scheduler.planning.changes import changes
from b4h_scheduler.store.schema_plans import DraftRow
from web.draft_views import read_draft
from web.languages.local import number, percent, weekday_and_time
from web.languages.texts import gettext, mark, told
from web.plan.places import place_of
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Change, Meeting
    from web.draft_views import DraftView

compare = Blueprint("compare", __name__)
MOST_SHOWN = 500
KINDS = {
    "added": mark("only in the second"),
    "dropped": mark("only in the first"),
    "moved": mark("at another time"),
    "table": mark("at another table"),
    "people": mark("with other people"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A meeting that differs."""

    who: str
    kind: str
    first: str
    second: str


@compare.get("/events/<int:event_id>/compare")
def show(event_id: int) -> ResponseReturnValue:
    """Compare the two drafts asked for."""
    left = request.args.get("left", type=int)
    right = request.args.get("right", type=int)
    with site().database.read() as reading:
        query = select(DraftRow.id, DraftRow.name).where(DraftRow.event_id == event_id)
        drafts = list(reading.execute(query.order_by(DraftRow.id.desc())))
        pair = None
        if left is not None and right is not None:
            pair = tuple(read_draft(reading, event_id, each) for each in (left, right))
        return page(
            reading,
            event_id,
            "plan/compare.html",
            drafts=drafts,
            left=left,
            right=right,
            pair=pair,
            figures=[] if pair is None else list(_figures(*pair)),
            **({} if pair is None else _differences(*pair)),
        )


def _figures(first: DraftView, second: DraftView) -> Iterator[tuple[str, str, str]]:
    for rows_of in (_figures_of, _levels_of):
        rows = [dict(rows_of(view)) for view in (first, second)]
        for title in dict.fromkeys((*rows[0], *rows[1])):
            yield title, rows[0].get(title, "–"), rows[1].get(title, "–")


def _figures_of(view: DraftView) -> Iterator[tuple[str, str]]:
    figures = view.figures
    yield gettext("Meetings"), number(figures.size.num_meetings)
    for row in figures.priorities:
        met = gettext(
            "{met} of {eligible} ({share})",
            met=number(row.met),
            eligible=number(row.eligible),
            share=percent(row.share),
        )
        yield gettext("Wishes of priority {priority} met", priority=row.priority), met
    yield gettext("Delegates without a meeting"), number(len(figures.without_meeting))
    yield gettext("Waiting slots"), number(figures.waiting)
    yield gettext("Table changes"), number(figures.table_changes)


def _levels_of(view: DraftView) -> Iterator[tuple[str, str]]:
    """Some levels are called as a figure is: they are rows of their own."""
    for each in sentences(view.event, view.plan, view.figures):
        yield told(each.title), f"{told(each.reached)} {told(each.proof)}".strip()


def _differences(first: DraftView, second: DraftView) -> dict[str, object]:
    found = changes(second.event, first.plan, second.plan.meetings, {})
    return {
        "counts": Counter(KINDS[each.kind] for each in found),
        "differences": [_told(second.lookup, each) for each in found[:MOST_SHOWN]],
        "total": len(found),
    }


def _told(lookup: Lookup, change: Change) -> Difference:
    meeting = change.after or change.before
    sides = () if meeting is None else meeting.sides
    return Difference(
        " – ".join(lookup.side_name(side) for side in sides),
        KINDS[change.told],
        _place(lookup, change.before),
        _place(lookup, change.after),
    )


def _place(lookup: Lookup, meeting: Meeting | None) -> str:
    if meeting is None:
        return "–"
    when = weekday_and_time(lookup.local(meeting.start))
    return f"{when}, {place_of(lookup, meeting)}"
