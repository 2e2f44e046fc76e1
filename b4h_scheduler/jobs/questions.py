"""Questions about drafts and events that need solving: asked, claimed, answered.

A question is a run that makes no plan: the same table, lease and token, but an answer
instead of a draft. It is about one state of a draft or event; asked again about the
same state, it is the same question, so its answer is worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AwareDatetime, Field, TypeAdapter
from sqlalchemy import delete, func, select

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.ids import CandidateId, DelegateId
from b4h_scheduler.jobs.runs import (
    PLAN,
    Held,
    RunState,
    claim_row,
    end_run,
    held_row,
)
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.edits import edit_state
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_edits import LockRow
from b4h_scheduler.store.schema_plans import RunRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

MOST_POINTS = 60
"""Of a curve."""


class Kind(StrEnum):
    """What is asked."""

    PRICE = "price"
    ESTIMATES = "estimates"
    DELAYS = "delays"
    FAIRNESS = "fairness"
    WHAT_IF = "what-if"


QUICK = frozenset({Kind.PRICE, Kind.ESTIMATES, Kind.DELAYS, Kind.FAIRNESS})
"""Answered within seconds."""


class PriceQuestion(Entity):
    """What it would cost to grant one wish that a draft does not grant."""

    kind: Literal[Kind.PRICE] = Kind.PRICE
    draft_id: int
    candidate: CandidateId


class EstimatesQuestion(Entity):
    """What each wish that a draft does not grant costs at least."""

    kind: Literal[Kind.ESTIMATES] = Kind.ESTIMATES
    draft_id: int


class DelaysQuestion(Entity):
    """Which meetings of a draft would fail because somebody is late."""

    kind: Literal[Kind.DELAYS] = Kind.DELAYS
    draft_id: int
    draws: int = Field(default=10_000, ge=100, le=100_000)


class FairnessQuestion(Entity):
    """How wishes met are spread in a draft, and what fairness costs."""

    kind: Literal[Kind.FAIRNESS] = Kind.FAIRNESS
    draft_id: int


class Change(StrEnum):
    """What is to be otherwise; names of `planning.whatif.Curve.what`."""

    TABLES = "tables"
    SLOTS = "slots"
    SESSION_TABLES = "session-tables"
    SLOT_TABLES = "slot-tables"
    ARRIVAL = "arrival"


class WhatIfQuestion(Entity):
    """What if there were other tables or slots, or somebody came at another time."""

    kind: Literal[Kind.WHAT_IF] = Kind.WHAT_IF
    draft_id: None = None
    change: Change
    numbers: tuple[Annotated[int, Field(ge=0, le=5000)], ...] = Field(
        default=(), max_length=MOST_POINTS
    )
    delegate: DelegateId | None = None
    arrivals: tuple[AwareDatetime, ...] = Field(default=(), max_length=MOST_POINTS)
    point_s: float = Field(default=5.0, gt=0, le=600)


Question = (
    PriceQuestion
    | EstimatesQuestion
    | DelaysQuestion
    | FairnessQuestion
    | WhatIfQuestion
)
_ANY: TypeAdapter[Question] = TypeAdapter(
    Annotated[Question, Field(discriminator="kind")]
)


@dataclass(frozen=True, slots=True)
class Asked(Held):
    """The right to answer a question."""

    about: str
    question: Question


def question_of(row: RunRow) -> Question:
    """Return what a run asks."""
    return _ANY.validate_python(row.options)


def state_of(session: Session, event_id: int, draft_id: int | None) -> str:
    """Return a mark of the state of a draft, or event, as it is now."""
    data = data_version(session, event_id)
    if draft_id is None:
        return f"event {event_id} data {data}"
    locks = select(
        func.count(LockRow.id), func.max(LockRow.id), func.sum(LockRow.version)
    ).where(LockRow.event_id == event_id)
    mark = "/".join(str(each or 0) for each in session.execute(locks).one())
    edits = edit_state(session, draft_id)
    return f"draft {draft_id} edits {edits} data {data} locks {mark}"


def ask(session: Session, event_id: int, question: Question) -> int:
    """Queue a question, unless it was asked about this state, and return its id."""
    event_row(session, event_id)
    about = state_of(session, event_id, question.draft_id)
    options = question.model_dump(mode="json")
    for row in asked_about(session, about):
        is_given_up = row.state in {RunState.FAILED, RunState.CANCELED}
        if row.options == options and not is_given_up:
            return row.id
    row = RunRow(
        event_id=event_id,
        kind=question.kind,
        about=about,
        options=options,
        draft_id=question.draft_id,
        created=now(),
    )
    session.add(row)
    session.flush()
    return row.id


def asked_about(session: Session, about: str) -> list[RunRow]:
    """Return the questions asked about a state, the latest first."""
    query = select(RunRow).where(RunRow.about == about).order_by(RunRow.id.desc())
    return list(session.scalars(query))


def claim_question(
    session: Session, owner: str, lease_s: float, kinds: Collection[Kind]
) -> Asked | None:
    """Take the oldest question of some kinds that nobody works on; None: none."""
    row = claim_row(session, owner, lease_s, RunRow.kind.in_(kinds))
    if row is None:
        return None
    return Asked(row.id, row.event_id, row.token, row.about, question_of(row))


def answer(
    session: Session, held: Held, found: dict[str, Any], message: str = ""
) -> None:
    """Keep an answer, and end the question.

    Raises
    ------
    LostError
        The token is not current any more: nothing is written.
    """
    row = held_row(session, held)
    row.answer = found
    state = RunState.CANCELED if row.is_cancel_asked else RunState.DONE
    end_run(row, state, message)


def forget_questions(session: Session, draft_id: int) -> None:
    """Delete the questions about a draft, which is to be deleted."""
    session.execute(
        delete(RunRow).where(RunRow.draft_id == draft_id, RunRow.kind != PLAN)
    )
