"""Runs: started, watched, canceled; and the list of drafts they gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy import func, select

from b4h_scheduler.domain.fault_words import fault_words
from b4h_scheduler.jobs.runs import (
    PLAN,
    RunOptions,
    RunState,
    progress_of,
    submit,
)
from b4h_scheduler.sentence import Sentence, put_together
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.revisions import latest_number
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from b4h_scheduler.store.setup import edit_setup, setup_version
from web.change import SEE_OTHER, as_sentence, sentence
from web.forms import seen
from web.languages.texts import gettext, mark, told
from web.plan import queued
from web.plan.run_picture import value_and_bound
from web.plan.run_rules import RULES, rules_shown, rules_typed
from web.plan.so_far import SoFar
from web.readings import read_settings
from web.setup.choices import LEVELS
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup
    from sqlalchemy.orm import Session

runs = Blueprint("runs", __name__)
MOST_RUNS = 10

_FIELDS = {
    "name": mark("the name"),
    "time_limit_s": mark("the time limit"),
    "seed": mark("the seed"),
    "price_per_change": mark("what a change may be made for"),
    "most_changes": mark("the limit of changes"),
}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as the page shows it."""

    row: RunRow
    state: str
    is_active: bool
    seconds: float
    step: str
    level: str
    so_far: SoFar
    picture: Markup | None
    demands: tuple[str, ...]
    """What contradicts each other, where no plan is possible."""

    @property
    def is_starting(self) -> bool:
        """Nothing is known of it yet."""
        return self.is_active and not self.step

    @property
    def improves(self) -> bool:
        """It counts what it changes in a draft, not in the released plan."""
        return self.row.options.get("draft_id") is not None

    @property
    def has_failed(self) -> bool:
        """It ended without a draft, and not because somebody wanted that."""
        return self.row.state == RunState.FAILED and self.row.draft_id is None

    @property
    def message(self) -> str:
        """What the run said at its end, as a sentence."""
        return as_sentence(told(self.row.message))

    @property
    def conflict(self) -> str:
        """What the demands keep from being."""
        if self.row.options.get("demanded"):
            return gettext("No plan holds the meeting demanded.")
        if self.row.message.startswith("the locks "):
            return gettext("The locks cannot all be kept together: unlock some.")
        return gettext("No plan is possible as the event is.")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as the list shows it."""

    id: int
    name: str
    created: datetime
    is_previewed: bool
    num_meetings: int
    num_unmet: int


@runs.get("/events/<int:event_id>/plans")
def index(event_id: int) -> ResponseReturnValue:
    """List runs and drafts, and offer to start a run."""
    with site().database.read() as reading:
        shown = rules_shown(read_settings(reading, event_id))
        return _index(reading, event_id, shown, {})


@runs.post("/events/<int:event_id>/plans")
def start(event_id: int) -> ResponseReturnValue:
    """Queue a run; order and limits that were changed are the policy from now on."""
    with site().database.read() as reading:
        typed = rules_typed(read_settings(reading, event_id), request.form)
        if typed.faults:
            return _index(reading, event_id, request.form, typed.faults), 400

    def work(writing: Session) -> int:
        if typed.changes:
            edit_setup(writing, event_id, typed.changes, seen=seen())
        return submit(writing, event_id, _options())

    refused = url_for("runs.index", event_id=event_id)
    try:
        answer = queued.queue(
            work, shown=lambda run_id: _address(event_id, run_id), refused=refused
        )
    except StaleError as error:
        flash(sentence(error), "danger")
        return redirect(refused, SEE_OTHER)
    if typed.changes and answer.location != refused:
        flash(gettext("Order and limits are saved as the event's policy."), "success")
    return answer


@runs.get("/events/<int:event_id>/runs/<int:run_id>")
def show(event_id: int, run_id: int) -> ResponseReturnValue:
    """Show a run; with JavaScript the progress renews itself."""
    with site().database.read() as reading:
        view = _view(reading, event_id, run_id)
        return page(reading, event_id, "plan/run.html", run=view)


@runs.get("/events/<int:event_id>/runs/<int:run_id>/progress")
def progress(event_id: int, run_id: int) -> ResponseReturnValue:
    """Give the part of the page that changes."""
    with site().database.read() as reading:
        view = _view(reading, event_id, run_id)
    return render_template("plan/progress.html", run=view, event_id=event_id)


@runs.post("/events/<int:event_id>/runs/<int:run_id>/cancel")
def cancel(event_id: int, run_id: int) -> ResponseReturnValue:
    """Ask a run to stop; the best plan until then is kept."""
    done = gettext("The run stops; the best plan found until then is kept.")
    to = _address(event_id, run_id)
    return queued.stop(event_id, PLAN, run_id, done=done, to=to)


def _index(
    reading: Session,
    event_id: int,
    shown: Mapping[str, str],
    faults: Mapping[str, str],
) -> str:
    settings = read_settings(reading, event_id)
    found = queued.latest(reading, event_id, PLAN, MOST_RUNS)
    return page(
        reading,
        event_id,
        "plan/index.html",
        runs=[(row, queued.state_words(row)) for row in found],
        drafts=_drafts(reading, event_id),
        released=latest_number(reading, event_id),
        policy=settings.policy,
        levels=[gettext(LEVELS[level]) for level in settings.policy.levels],
        zone=settings.zone_info,
        rules=RULES,
        shown=shown,
        faults=faults,
        seen=request.form.get("seen") or setup_version(reading, event_id),
    )


def _address(event_id: int, run_id: int) -> str:
    return url_for("runs.show", event_id=event_id, run_id=run_id)


def _options() -> RunOptions:
    form = request.form
    content = {
        "name": form.get("name", "").strip()[:100] or gettext("Plan"),
        "time_limit_s": form.get("seconds", "").strip() or None,
        "seed": form.get("seed", "").strip() or 0,
        "workers": site().settings.solver_workers,
        "is_onward": "is_onward" in form,
        "price_per_change": form.get("price_per_change", "").strip() or None,
        "most_changes": form.get("most_changes", "").strip() or None,
    }
    try:
        return RunOptions.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        what = _FIELDS.get(str(first["loc"][0]), mark("the options"))
        raise RefusedError(
            Sentence("{what}: {fault}", what=what, fault=fault_words(first))
        ) from error


def _drafts(reading: Session, event_id: int) -> list[DraftLine]:
    """Return the drafts, the newest first, without reading the plans themselves."""
    query = select(
        DraftRow.id,
        DraftRow.name,
        DraftRow.created,
        DraftRow.is_previewed,
        func.json_array_length(DraftRow.plan["meetings"]),
        func.json_array_length(DraftRow.plan["unmet"]),
    ).where(DraftRow.event_id == event_id)
    found = reading.execute(query.order_by(DraftRow.id.desc()))
    return [DraftLine(*row) for row in found]


def _view(reading: Session, event_id: int, run_id: int) -> RunView:
    row = queued.of_event(reading, event_id, PLAN, run_id)
    steps = progress_of(reading, run_id)
    so_far = SoFar(steps)
    last = steps[-1] if steps else None
    began = row.started or row.created
    seconds = ((row.ended or now()) - began).total_seconds()
    return RunView(
        row=row,
        state=queued.state_words(row),
        is_active=row.state in queued.ACTIVE,
        seconds=seconds,
        step="" if last is None else last.step,
        level="" if last is None else last.level or "",
        so_far=so_far,
        picture=value_and_bound(so_far.points(so_far.drawn), seconds),
        demands=tuple(map(put_together, (row.answer or {}).get("demands", ()))),
    )
