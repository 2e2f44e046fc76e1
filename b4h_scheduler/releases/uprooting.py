"""Meetings of stored plans that a change of the event would make impossible.

The same validator decides that a release asks, so that what is listed before the change
is what drafts list after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from b4h_scheduler.planning.agendas import agendas
from b4h_scheduler.planning.basis import Basis
from b4h_scheduler.planning.candidates import gather
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.releases.possible import impossible
from b4h_scheduler.sentence import said_by
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.uprooted import Uprooted, stored_plans

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import MeetingId
    from b4h_scheduler.planning.agendas import Agendas
    from b4h_scheduler.plans import Plan


@collector_paused()
def made_impossible(
    session: Session,
    event_id: int,
    events: tuple[Event, Event],
    is_concerned: Callable[[dict[str, Any]], bool],
) -> list[Uprooted]:
    """Return what could be held before a change of the event, and cannot after it.

    Parameters
    ----------
    events : tuple of two Events
        Before and after.
    is_concerned
        Whether the change may touch a stored meeting: only those are looked at.
    """
    before, after = (_State(event) for event in events)
    moment = now()
    found = []
    for name, content, is_released in stored_plans(session, event_id):
        meetings = [each for each in content["meetings"] if is_concerned(each)]
        if not meetings:
            continue
        plan = plan_of(content | {"meetings": meetings, "unmet": []})
        was = _impossible(before, plan, moment)
        for key, reason in _impossible(after, plan, moment).items():
            if key not in was:
                meeting = next(each for each in plan.meetings if each.id == key)
                one, other = (
                    before.event.organization_of[side.organization].name
                    for side in meeting.sides
                )
                found.append(
                    Uprooted(name, meeting.start, (one, other), reason, is_released)
                )
    return found


@dataclass(frozen=True)
class _State:
    """An event before or after the change."""

    event: Event

    @cached_property
    def agendas(self) -> Agendas:
        """The same for every plan: they do not depend on wishes."""
        return agendas(self.event)


def _impossible(state: _State, plan: Plan, moment: datetime) -> dict[MeetingId, str]:
    """Return why meetings cannot be held; what has begun is a fact."""
    pairs = {frozenset(side.organization for side in m.sides) for m in plan.meetings}
    few = _between(state.event, pairs)
    basis = Basis(few, state.agendas, tuple(gather(few)))
    try:
        found = impossible(basis, plan, moment)
    except PlanningError as error:
        return {meeting.id: said_by(error) for meeting in plan.meetings}
    return {each.meeting.id: each.reason for each in found}


def _between(event: Event, pairs: set[frozenset[Any]]) -> Event:
    """Return the event with only the wishes between some pairs: soon compiled.

    Where none of these has an answer, all count as open: that hides no difference.
    """

    def among(wishes: Any) -> tuple[Any, ...]:  # noqa: ANN401  (of the event)
        return tuple(
            wish
            for wish in wishes
            if frozenset((wish.wisher.organization, wish.wished.organization)) in pairs
        )

    few = {"wishes": among(event.wishes), "promised": among(event.promised)}
    return event.model_copy(update=few)
