"""The run table: who may work on a run, and whose result counts.

A claim raises the run's token. Whatever is written for a run is written in a
transaction that finds this token still current, so a worker that was frozen, lost its
lease and wakes up writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import and_, or_, select

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.ids import CandidateId
from b4h_scheduler.jobs.errors import LostError
from b4h_scheduler.planning.kernel_words import DIED
from b4h_scheduler.sentence import Sentence, listed, mark, taken_apart
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import add_draft
from b4h_scheduler.store.edits import edit_state, improve_draft
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_plans import DraftRow, ProgressRow, RunRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Plan
    from solver.result import Progress

PLAN = "plan"
"""Kind of a run that makes a plan."""
KILLED = mark(
    "the process that searches was killed before its time, perhaps for lack of memory"
)
"""How a run ends whose search did not come to its end."""
MOST_ATTEMPTS = 3
"""A run that lost its worker so often is given up."""


class RunState(StrEnum):
    """How far a run is; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELED = "canceled"
    FAILED = "failed"


class RunOptions(Entity):
    """How to search."""

    name: str = "Plan"
    """Of the draft to be."""
    time_limit_s: float | None = Field(default=None, gt=0)
    work_limit: int | None = Field(default=None, ge=1)
    seed: int = Field(default=0, ge=0)
    workers: int = Field(default=2, ge=1, le=64)
    is_onward: bool = False
    """Change the released plan, if there is one, as little as the event asks for."""
    price_per_change: int | None = Field(default=None, ge=1, le=1_000_000)
    """Then wish value that one point of changes is worth; None: the fewest changes."""
    most_changes: int | None = Field(default=None, ge=0, le=1_000_000)
    """Points of changes that plan may have, for more wish value; None: no limit."""
    demanded: CandidateId | None = None
    """The plan is to hold this meeting."""
    draft_id: int | None = None
    """The draft that is to be improved around the locks; None: a new one."""
    is_sparing: bool = False
    """Move what stands in that draft only where it gains."""
    draft_state: str = ""
    """Its `store.edits.edit_state` when the run was asked for."""


@dataclass(frozen=True, slots=True)
class Held:
    """The right to work on a run, while its token is current."""

    run_id: int
    event_id: int
    token: int


@dataclass(frozen=True, slots=True)
class Claim(Held):
    """The right to work on a solve."""

    options: RunOptions


def submit(session: Session, event_id: int, options: RunOptions) -> int:
    """Queue a run and return its id."""
    event_row(session, event_id)
    row = RunRow(
        event_id=event_id, options=options.model_dump(mode="json"), created=now()
    )
    session.add(row)
    session.flush()
    return row.id


def ask_cancel(session: Session, run_id: int) -> None:
    """Cancel a queued run at once, a running one within two seconds."""
    row = run_row(session, run_id)
    if row.state == RunState.QUEUED:
        row.state, row.ended = RunState.CANCELED, now()
    elif row.state == RunState.RUNNING:
        row.is_cancel_asked = True


def claim(
    session: Session, owner: str, lease_s: float, *, is_urgent: bool = False
) -> Claim | None:
    """Take the oldest solve that nobody works on; None: there is none.

    ``is_urgent``: only of those that change a released plan.
    """
    of_kind = RunRow.kind == PLAN
    if is_urgent:
        of_kind = and_(of_kind, RunRow.options["is_onward"].as_boolean())
    row = claim_row(session, owner, lease_s, of_kind)
    if row is None:
        return None
    options = RunOptions.model_validate(row.options)
    return Claim(row.id, row.event_id, row.token, options)


def claim_row(
    session: Session, owner: str, lease_s: float, of_kind: ColumnElement[bool]
) -> RunRow | None:
    """Take the oldest run of a kind that nobody works on; None: there is none.

    A run whose lease ran out is taken again; after `MOST_ATTEMPTS`, or if it was to
    be canceled, it ends instead.
    """
    moment = now()
    is_free = or_(
        RunRow.state == RunState.QUEUED,
        and_(RunRow.state == RunState.RUNNING, RunRow.lease_until < moment),
    )
    query = select(RunRow).where(of_kind, is_free).order_by(RunRow.id)
    for row in session.scalars(query.with_for_update(skip_locked=True)):
        if row.is_cancel_asked:
            end_run(row, RunState.CANCELED, mark("canceled after its worker was lost"))
        elif row.attempts >= MOST_ATTEMPTS:
            end_run(
                row,
                RunState.FAILED,
                Sentence("its worker was lost {attempts} times", attempts=row.attempts),
            )
        else:
            row.state, row.owner = RunState.RUNNING, owner
            row.token += 1
            row.attempts += 1
            row.lease_until = moment + timedelta(seconds=lease_s)
            row.started = row.started or moment
            return row
    return None


def renew(
    session: Session, held: Held, lease_s: float, progress: Sequence[Progress] = ()
) -> bool:
    """Write progress, extend the lease, and return whether to cancel.

    Raises
    ------
    LostError
        The token is not current any more.
    """
    row = held_row(session, held)
    row.lease_until = now() + timedelta(seconds=lease_s)
    session.add_all(
        ProgressRow(
            run_id=row.id,
            attempt=row.attempts,
            step=event.step,
            level=None if event.level is None else str(event.level),
            value=None if event.value is None else int(event.value),
            bound=None if event.bound is None else int(event.bound),
            seconds=event.seconds,
        )
        for event in progress
    )
    return row.is_cancel_asked


def is_cancel_asked(session: Session, run_id: int) -> bool:
    """Return whether a run is to stop, without a word of its worker."""
    query = select(RunRow.is_cancel_asked).where(RunRow.id == run_id)
    return bool(session.scalar(query))


def finish(session: Session, held: Claim, plan: Plan, *, made_from: int) -> int:
    """Keep the result, end the run, and return the draft's id.

    The result is a new draft, also of a run that was to improve one which was edited
    or deleted meanwhile.

    Raises
    ------
    LostError
        The token is not current any more: nothing is written.
    """
    row = held_row(session, held)
    draft = _to_improve(session, held.options)
    told = ""
    if draft is not None:
        improve_draft(session, draft, plan, f"run {row.id}", made_from=made_from)
        row.draft_id = draft.id
    else:
        name = f"{held.options.name} {row.id}"
        row.draft_id = add_draft(session, row.event_id, name, plan, made_from=made_from)
        if held.options.draft_id is not None:
            told = mark("the draft was edited meanwhile: this is a separate one")
    if row.is_cancel_asked:
        stopped = mark("canceled: this is the best plan until then")
        end_run(row, RunState.CANCELED, listed(filter(None, (stopped, told))))
    elif DIED in plan.warnings:
        kept = mark("the best plan until then is kept")
        end_run(row, RunState.FAILED, listed(filter(None, (KILLED, kept, told))))
    else:
        end_run(row, RunState.DONE, told)
    return row.draft_id


def finish_without(session: Session, held: Claim, plan: Plan) -> None:
    """End a run that was to improve a draft, and whose plan is not better.

    Raises
    ------
    LostError
        The token is not current any more: nothing is written.
    """
    row = held_row(session, held)
    draft = held.options.draft_id
    row.draft_id = None if session.get(DraftRow, draft) is None else draft
    nothing = mark("nothing better was found: the draft stays as it is")
    if row.is_cancel_asked:
        end_run(row, RunState.CANCELED, nothing)
    elif DIED in plan.warnings:
        end_run(row, RunState.FAILED, listed((KILLED, nothing)))
    else:
        end_run(row, RunState.DONE, nothing)


def fail(
    session: Session, held: Held, message: str, demands: Sequence[str] = ()
) -> None:
    """End a run that gave nothing.

    Parameters
    ----------
    demands
        What contradicts each other, in words, where that is why.

    Raises
    ------
    LostError
        The token is not current any more: nothing is written.
    """
    row = held_row(session, held)
    state = RunState.CANCELED if row.is_cancel_asked else RunState.FAILED
    told = [taken_apart(each) for each in demands]
    row.answer = {"demands": told} if told else None
    end_run(row, state, message)


def give_back(session: Session, held: Held) -> None:
    """Queue a run again whose worker stops; it counts as no attempt.

    Raises
    ------
    LostError
        The token is not current any more: somebody else has it already.
    """
    row = held_row(session, held)
    row.state, row.lease_until = RunState.QUEUED, None
    row.attempts -= 1


def run_row(session: Session, run_id: int) -> RunRow:
    """Return a run.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    row = session.get(RunRow, run_id)
    if row is None:
        message = Sentence(
            "there is no run {run_id}: it was deleted, or never existed", run_id=run_id
        )
        raise NotFoundError(message)
    return row


def progress_of(session: Session, run_id: int) -> list[ProgressRow]:
    """Return the progress of a run's latest attempt, in order."""
    row = run_row(session, run_id)
    query = select(ProgressRow).where(
        ProgressRow.run_id == run_id, ProgressRow.attempt == row.attempts
    )
    return list(session.scalars(query.order_by(ProgressRow.id)))


def _to_improve(session: Session, options: RunOptions) -> DraftRow | None:
    """Return the draft that a run improves, if it is as it was."""
    if options.draft_id is None:
        return None
    draft = session.get(DraftRow, options.draft_id)
    if draft is None or edit_state(session, draft.id) != options.draft_state:
        return None
    return draft


def held_row(session: Session, held: Held) -> RunRow:
    """Return the run that is held.

    Raises
    ------
    LostError
        The token is not current any more.
    """
    query = select(RunRow).where(RunRow.id == held.run_id).with_for_update()
    row = session.scalar(query)
    if row is None or row.token != held.token or row.state != RunState.RUNNING:
        message = Sentence(
            "run {run_id} is not held under token {token} any more",
            run_id=held.run_id,
            token=held.token,
        )
        raise LostError(message)
    return row


def end_run(row: RunRow, state: RunState, message: str) -> None:
    """End a run that is held."""
    row.state, row.message, row.ended, row.lease_until = state, message, now(), None
