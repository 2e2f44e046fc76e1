"""Working answers out, in a child process that keeps what the next one needs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.words import APART
from b4h_scheduler.jobs.questions import (
    Change,
    DelaysQuestion,
    EstimatesQuestion,
    FairnessQuestion,
    PriceQuestion,
    WhatIfQuestion,
    state_of,
)
from b4h_scheduler.planning import whatif
from b4h_scheduler.planning.fair_shares import fair_shares
from b4h_scheduler.planning.prices import Prices
from b4h_scheduler.planning.robustness import robustness
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.drafts import draft_row, plan_of
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.locks import locks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.jobs.questions import Question
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.planning.whatif import Curve
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

    Content = dict[str, Any]
    Tell = Callable[["Part"], None]


@dataclass(frozen=True, slots=True)
class Part:
    """How far an answer is, and what is known of it already."""

    step: str
    seconds: float
    answer: Content


@dataclass(frozen=True, slots=True, eq=False)
class _Material:
    """What questions about one state are answered from."""

    about: str
    event: Event
    plan: Plan | None
    locks: tuple[Lock, ...]


class Answers:
    """Answers questions; what was read and prepared last is kept."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._material: _Material | None = None
        self._prices: Prices | None = None

    def answer(
        self, event_id: int, about: str, question: Question, tell: Tell
    ) -> Content:
        """Return the answer.

        Parameters
        ----------
        about : str
            The state it was asked about.
        tell : callable
            Gets every part of an answer of many parts.

        Raises
        ------
        RefusedError
            The draft or event has changed meanwhile.
        PlanningError, SolverError
            There is no answer.
        """
        material = self._read(event_id, about, question.draft_id)
        match question:
            case PriceQuestion(candidate=candidate):
                return self._priced(material).price(candidate).model_dump(mode="json")
            case EstimatesQuestion():
                found = self._priced(material).estimates()
                return {
                    key: [price.level, price.at_least, price.is_plan_best]
                    for key, price in found.items()
                }
            case DelaysQuestion(draws=draws):
                plan = _plan(material)
                return robustness(material.event, plan, draws=draws).model_dump(
                    mode="json"
                )
            case FairnessQuestion():
                plan = _plan(material)
                return fair_shares(material.event, plan).model_dump(mode="json")
            case WhatIfQuestion():
                return _content(_curve(material.event, question, tell))

    def _read(self, event_id: int, about: str, draft_id: int | None) -> _Material:
        """Read event and draft, unless they are at hand, in one state of both."""
        if self._material is not None and self._material.about == about:
            return self._material
        with self.database.read() as session:
            if state_of(session, event_id, draft_id) != about:
                raise RefusedError("it was changed meanwhile: ask again")
            event = load_event(session, event_id)
            plan = None
            if draft_id is not None:
                plan = plan_of(draft_row(session, draft_id).plan)
            found = _Material(about, event, plan, locks_of(session, event_id))
        self._material, self._prices = found, None
        return found

    def _priced(self, material: _Material) -> Prices:
        if self._prices is None:
            plan = _plan(material)
            self._prices = Prices(material.event, plan, locks=material.locks)
        return self._prices


def _plan(material: _Material) -> Plan:
    if material.plan is None:
        raise RefusedError("this question is about a draft: say which one")
    return material.plan


def _content(curve: Curve) -> Content:
    return curve.model_dump(mode="json", context=APART)


def _curve(event: Event, asked: WhatIfQuestion, tell: Tell) -> Curve:
    """Solve point after point."""
    started = time.monotonic()

    def on_point(curve: Curve, total: int) -> None:
        last = curve.points[-1] if curve.points else curve.now
        step = Sentence(
            "{number} of {total}: {point}",
            number=len(curve.points),
            total=total,
            point=last.label,
        )
        seconds = time.monotonic() - started
        tell(Part(step, seconds, _content(curve)))

    point_s, numbers = asked.point_s, asked.numbers
    match asked.change:
        case Change.TABLES:
            return whatif.tables_curve(
                event, numbers, point_s=point_s, on_point=on_point
            )
        case Change.SLOTS:
            return whatif.slots_curve(
                event, numbers, point_s=point_s, on_point=on_point
            )
        case Change.SESSION_TABLES:
            return whatif.session_tables_curve(
                event, numbers, point_s=point_s, on_point=on_point
            )
        case Change.SLOT_TABLES:
            return whatif.slot_tables_curve(event, point_s=point_s, on_point=on_point)
        case Change.ARRIVAL:
            who = asked.delegate
            if who is None or who not in event.delegate_of:
                raise RefusedError("whoever was to arrive is not in the event any more")
            moments = [moment.astimezone(event.zone_info) for moment in asked.arrivals]
            return whatif.arrival_curve(
                event, who, moments, point_s=point_s, on_point=on_point
            )
