"""What it would cost to grant a wish that a draft does not grant: asked and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from b4h_scheduler.jobs.questions import EstimatesQuestion, PriceQuestion, ask
from b4h_scheduler.jobs.runs import RunOptions, submit
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from web.change import SEE_OTHER, sentence, write
from web.draft_views import read_draft
from web.plan.price_view import prices_of
from web.site import site

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from b4h_scheduler.jobs.questions import Question
    from b4h_scheduler.plans import Unmet
    from web.draft_views import DraftView

prices = Blueprint("prices", __name__)
ALL = "all"


@prices.post("/events/<int:event_id>/drafts/<int:draft_id>/prices")
def ask_price(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Ask for the price of a wish, or for what all cost at least."""
    candidate = request.form.get("candidate", "")
    is_in_page = "HX-Request" in request.headers
    try:
        with site().database.read() as reading:
            view = read_draft(reading, event_id, draft_id)
            asked: Question = EstimatesQuestion(draft_id=draft_id)
            if candidate != ALL:
                unmet = _eligible(view, candidate).candidate.id
                asked = PriceQuestion(draft_id=draft_id, candidate=unmet)
        write(lambda writing: ask(writing, event_id, asked))
    except (RefusedError, NotFoundError) as error:
        if is_in_page:
            raise
        flash(sentence(error), "danger")
    site().wake()
    if is_in_page:
        return show(event_id, draft_id, candidate)
    return redirect(_back(event_id, draft_id, candidate), SEE_OTHER)


@prices.get("/events/<int:event_id>/drafts/<int:draft_id>/prices/<candidate>")
def show(event_id: int, draft_id: int, candidate: str) -> ResponseReturnValue:
    """Give what is known about a price: the part of a page that renews itself."""
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        known = prices_of(reading, event_id, draft_id)
        if candidate == ALL:
            template, price = "plan/estimates.html", None
        else:
            template = "plan/price.html"
            price = known.of(_eligible(view, candidate).candidate.id)
    return render_template(
        template,
        event_id=event_id,
        draft_id=draft_id,
        price=price,
        prices=known,
        then=request.values.get("then", ""),
    )


@prices.post("/events/<int:event_id>/drafts/<int:draft_id>/grant")
def grant(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Start a run whose plan holds a wish that this draft does not."""
    try:
        with site().database.read() as reading:
            view = read_draft(reading, event_id, draft_id)
            unmet = _eligible(view, request.form.get("candidate", ""))
        first, second = (view.lookup.side_name(s) for s in unmet.candidate.sides)
        options = RunOptions(
            name=f"With {first} and {second}"[:100],
            time_limit_s=60,
            workers=site().settings.solver_workers,
            demanded=unmet.candidate.id,
        )
        run_id = write(lambda writing: submit(writing, event_id, options))
    except (RefusedError, NotFoundError) as error:
        flash(sentence(error), "danger")
        return redirect(_back(event_id, draft_id, ""), SEE_OTHER)
    site().wake()
    to = url_for("runs.show", event_id=event_id, run_id=run_id)
    return redirect(to, SEE_OTHER)


def _eligible(view: DraftView, candidate: str) -> Unmet:
    """Return a meeting that is not held and might be.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    for unmet in view.plan.unmet:
        if unmet.candidate.id == candidate and unmet.candidate.ineligible is None:
            return unmet
    raise NotFoundError("this meeting is held already, or may not be held at all")


def _back(event_id: int, draft_id: int, candidate: str) -> str:
    """Return the address of the page with the button."""
    kind, _, key = request.form.get("then", "").partition(" ")
    if kind in {"delegate", "organization"}:
        page = url_for(f"about.{kind}", event_id=event_id, draft_id=draft_id, key=key)
    else:
        page = url_for("drafts.unmet", event_id=event_id, draft_id=draft_id)
    return f"{page}#price-{candidate}" if candidate else page
