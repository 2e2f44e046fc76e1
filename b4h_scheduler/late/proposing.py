"""A proposal for late changes: the released plan, planned anew around them.

There is one open proposal at most. Whatever is said while it is open joins it: a run
that has not begun will read the newest data anyway, a later one is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.jobs.runs import RunOptions, RunState, ask_cancel, submit
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.late import (
    ProposalState,
    end_proposal,
    open_changes,
    open_proposal,
)
from b4h_scheduler.store.revisions import latest_number
from b4h_scheduler.store.schema_late import ProposalRow
from b4h_scheduler.store.schema_plans import DraftRow, RunRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NAME = "Late changes"
"""Of the drafts."""
TIME_LIMIT_S = 30.0
"""Somebody stands at the desk and waits."""


class Stage(StrEnum):
    """How far a proposal is."""

    PLANNING = "planning"
    READY = "ready"
    OUTDATED = "outdated"
    """Another plan was released since it was begun."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The open proposal as it stands.

    Attributes
    ----------
    draft_id : int or None
        Of a plan that is ready.
    problem : str
        Why there is none.
    """

    row: ProposalRow
    stage: Stage
    draft_id: int | None = None
    problem: str = ""


def propose(session: Session, event_id: int, *, workers: int) -> ProposalRow | None:
    """Have the released plan planned anew around all open changes.

    None: nothing is released, so that any plan will know the changes.
    """
    if not latest_number(session, event_id):
        return None
    row = open_proposal(session, event_id)
    if row is None:
        row = ProposalRow(
            event_id=event_id, state=ProposalState.OPEN, former_runs={}, made=now()
        )
        session.add(row)
        session.flush()
    for change in open_changes(session, event_id):
        change.proposal_id = row.id
    run = None if row.run_id is None else session.get(RunRow, row.run_id)
    if run is None or run.state != RunState.QUEUED:
        _let_go(session, row)
        options = RunOptions(
            name=NAME, time_limit_s=TIME_LIMIT_S, workers=workers, is_onward=True
        )
        row.run_id = submit(session, event_id, options)
    _tidy(session, row)
    return row


def stage_of(session: Session, row: ProposalRow) -> Proposal:
    """Return how far a proposal is."""
    run = None if row.run_id is None else session.get(RunRow, row.run_id)
    if run is None:
        return Proposal(row, Stage.FAILED, problem=mark("its run was deleted"))
    if run.state in {RunState.QUEUED, RunState.RUNNING}:
        return Proposal(row, Stage.PLANNING)
    # The number alone: a plan may have some megabytes.
    number = DraftRow.plan["revision"].as_integer()
    revision = session.scalar(select(number).where(DraftRow.id == run.draft_id))
    if revision is None:
        problem = run.message or mark("its draft was deleted")
        return Proposal(row, Stage.FAILED, problem=problem)
    if revision != latest_number(session, row.event_id) + 1:
        return Proposal(row, Stage.OUTDATED)
    return Proposal(row, Stage.READY, run.draft_id)


def dismiss(session: Session, row: ProposalRow) -> None:
    """Set a proposal aside with its changes; the event's data keep them."""
    for change in open_changes(session, row.event_id):
        change.is_settled = True
    _let_go(session, row)
    row.run_id = None
    _tidy(session, row)
    end_proposal(row, ProposalState.DISMISSED)


def require_ready(session: Session, row: ProposalRow) -> int:
    """Return the draft of a proposal.

    Raises
    ------
    RefusedError
        There is none (yet); the message says why.
    """
    found = stage_of(session, row)
    if found.draft_id is None:
        told = {
            Stage.PLANNING: mark("the proposal is still being planned: wait a moment"),
            Stage.OUTDATED: mark(
                "another plan was released meanwhile: plan the proposal anew"
            ),
        }
        failed = Sentence("there is no plan: {problem}", problem=found.problem)
        message = told.get(found.stage, failed)
        raise RefusedError(message)
    return found.draft_id


def _let_go(session: Session, row: ProposalRow) -> None:
    """End the current run, which newer changes make needless."""
    if row.run_id is None or session.get(RunRow, row.run_id) is None:
        return
    ask_cancel(session, row.run_id)
    ids = [*row.former_runs.get("ids", ()), row.run_id]
    row.former_runs = {"ids": ids}


def _tidy(session: Session, row: ProposalRow) -> None:
    """Delete the drafts that earlier runs left."""
    ids = row.former_runs.get("ids", ())
    runs = select(RunRow.draft_id).where(RunRow.id.in_(ids))
    query = select(DraftRow).where(
        DraftRow.id.in_(runs), DraftRow.name.startswith(NAME)
    )
    for draft in session.scalars(query):
        session.delete(draft)
