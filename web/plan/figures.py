"""How fair a draft is, and what late arrivals would do to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from b4h_scheduler.jobs.questions import (
    DelaysQuestion,
    FairnessQuestion,
    Kind,
    ask,
    asked_about,
    state_of,
)
from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.fairness_words import given_up, in_all, most_words
from b4h_scheduler.outputs.region_names import region_name
from b4h_scheduler.planning.fair_shares import FairShares, spread_of_holders
from b4h_scheduler.planning.robustness import Robustness
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from web.change import SEE_OTHER, sentence, write
from web.draft_views import read_draft
from web.languages.choice import language
from web.languages.texts import told
from web.plan.queued import ACTIVE
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.jobs.questions import Question
    from b4h_scheduler.planning.figures import Spread
    from b4h_scheduler.store.schema_plans import RunRow
    from web.draft_views import DraftView

figures = Blueprint("figures", __name__)
MOST_SHOWN = 50
LEAST_SHOWN = 0.005
"""Meetings that fail on average: less would be shown as none."""
_ASKED: dict[str, type[FairnessQuestion | DelaysQuestion]] = {
    Kind.FAIRNESS: FairnessQuestion,
    Kind.DELAYS: DelaysQuestion,
}


@dataclass(frozen=True, slots=True)
class Fairness:
    """What fairness costs, as the page shows it."""

    most: str
    given_up: tuple[tuple[str, str], ...]
    own: int
    cost: str
    share: str


@dataclass(frozen=True, slots=True)
class Delays:
    """What late arrivals would do, as the page shows it."""

    found: Robustness
    tight: tuple[tuple[str, str, float, float], ...]
    """Name, time, minutes to spare, chance to be missed."""
    people: tuple[tuple[str, float, float], ...]
    """Name, meetings that fail on average, of these by own delay."""


@figures.get("/events/<int:event_id>/drafts/<int:draft_id>/figures")
def show(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show how shares are spread, and what was asked about them."""
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        found = view.figures
        return page(
            reading,
            event_id,
            "plan/figures.html",
            draft=view.row,
            spreads=_spreads(view),
            regions=[
                (told(region_name(region, language())), region)
                for region in found.regions
                if region.share is not None
            ],
            **_parts(reading, view),
        )


@figures.post("/events/<int:event_id>/drafts/<int:draft_id>/figures")
def ask_figures(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Ask what fairness costs, or what late arrivals would do."""
    kind = request.form.get("kind", "")
    try:
        asked = _question(kind, draft_id)
        with site().database.read() as reading:
            read_draft(reading, event_id, draft_id)
        write(lambda writing: ask(writing, event_id, asked))
    except (RefusedError, NotFoundError) as error:
        flash(sentence(error), "danger")
    site().wake()
    to = url_for("figures.show", event_id=event_id, draft_id=draft_id)
    return redirect(f"{to}#{kind}" if kind in _ASKED else to, SEE_OTHER)


@figures.get("/events/<int:event_id>/drafts/<int:draft_id>/figures/<kind>")
def progress(event_id: int, draft_id: int, kind: str) -> ResponseReturnValue:
    """Give the part of the page that renews itself."""
    if kind not in _ASKED:
        raise NotFoundError("there is no such part of the page")
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        return render_template(
            f"plan/figures_{kind}.html",
            event_id=event_id,
            draft_id=draft_id,
            **_parts(reading, view),
        )


def _question(kind: str, draft_id: int) -> Question:
    if kind not in _ASKED:
        raise RefusedError("choose what is to be worked out")
    return _ASKED[kind](draft_id=draft_id)


def _parts(reading: Session, view: DraftView) -> dict[str, object]:
    """Return what was asked about the draft as it is, and the answers."""
    event_id, draft_id = view.row.event_id, view.row.id
    rows: dict[str, RunRow] = {}
    for row in asked_about(reading, state_of(reading, event_id, draft_id)):
        rows.setdefault(row.kind, row)
    fairness, delays = rows.get(Kind.FAIRNESS), rows.get(Kind.DELAYS)
    return {
        "fairness_run": fairness,
        "is_fairness_active": fairness is not None and fairness.state in ACTIVE,
        "fairness": _fairness(fairness),
        "delays_run": delays,
        "are_delays_active": delays is not None and delays.state in ACTIVE,
        "delays": _delays(view, delays),
    }


def _spreads(view: DraftView) -> list[tuple[str, Spread]]:
    found, plan = view.figures, view.plan
    return [
        ("delegates", found.spread_delegates),
        ("organizations", found.spread_organizations),
        ("holders", spread_of_holders(found, plan, are_holders=True)),
        ("others", spread_of_holders(found, plan, are_holders=False)),
    ]


def _fairness(row: RunRow | None) -> Fairness | None:
    if row is None or row.answer is None:
        return None
    found = FairShares.model_validate(row.answer)
    cost, share = in_all(found)
    return Fairness(
        most=most_words(found),
        given_up=tuple(given_up(found)),
        own=found.plain[-1].at_most,
        cost=cost,
        share=share,
    )


def _moment(local: datetime) -> str:
    return f"{local:%a} {clock(local)}"


def _delays(view: DraftView, row: RunRow | None) -> Delays | None:
    if row is None or row.answer is None:
        return None
    found = Robustness.model_validate(row.answer)
    lookup = view.lookup
    return Delays(
        found=found,
        tight=tuple(
            (
                lookup.delegate_name[each.delegate],
                _moment(lookup.local(each.start)),
                each.slack_min,
                each.chance,
            )
            for each in found.tight[:MOST_SHOWN]
        ),
        people=tuple(
            (lookup.delegate_name[each.delegate], each.missed, each.own)
            for each in found.delegates[:MOST_SHOWN]
            if each.missed >= LEAST_SHOWN
        ),
    )
