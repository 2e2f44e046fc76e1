"""What would change with other tables, slots or arrivals: solved again, each time.

Never from prices of a plan: at 90 % table load the price of a table is 0, and the
second table is worth something else than the first. One select and one timetable each
where the bound is reached, a whole solve where it is not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.words import Words
from b4h_scheduler.planning.changed_event import (
    with_arrival,
    with_extra_tables,
    with_slots,
    with_tables,
)
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.whatif_words import difference_words
from b4h_scheduler.sentence import Sentence, counted, mark, nouns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId

    OnPoint = Callable[["Curve", int], None]
    """Gets the curve so far before each point, and how many points there will be."""

_TABLES = nouns("table", "tables")
_SLOTS = nouns("slot", "slots")
POINT_S = 5.0
"""Seconds for one point whose bound is not reached at once."""


class Point(Entity):
    """One event, solved again."""

    label: Words
    """Such as ``24 tables``."""
    number: int
    """On the axis."""
    meetings: int
    plain_value: int
    levels: dict[str, int]
    """Of levels that depend on what is held, in the organizer's order."""
    bounds: dict[str, int]
    """On the same; no plan that is as good on the levels above is better."""
    seconds: float
    text: Words = ""
    """The difference to the event as it is, in words."""

    @property
    def difference(self) -> str:
        """The difference alone, without the label."""
        if isinstance(self.text, Sentence):
            words = self.text.values["words"]
            return words if isinstance(words, str) else ""
        return self.text

    @property
    def is_proven(self) -> bool:
        """Every level is proven."""
        return self.levels == self.bounds


class Curve(Entity):
    """An event under one change, of different sizes."""

    what: str
    """``tables``, ``slots``, ``arrival``, ``session-tables`` or ``slot-tables``."""
    axis: Words
    """What the numbers on the axis are."""
    now: Point
    """The event as it is."""
    points: tuple[Point, ...]

    @property
    def is_flat(self) -> bool:
        """Whether no point makes a difference, as far as is known."""
        now = (self.now.meetings, self.now.levels)
        return bool(self.points) and all(
            (point.meetings, point.levels) == now for point in self.points
        )


@dataclass(frozen=True, slots=True)
class _Case:
    """An event to solve, and where it stands on the axis."""

    label: str
    number: int
    change: Callable[[Event], Event]


@dataclass(frozen=True, slots=True)
class _Axis:
    """What a curve is against, and the event as it is on it."""

    what: str
    name: str
    now: _Case


def tables_curve(
    event: Event,
    numbers: Iterable[int],
    *,
    point_s: float = POINT_S,
    on_point: OnPoint | None = None,
) -> Curve:
    """Solve with so many common tables each.

    Raises
    ------
    PlanningError
        One of the events cannot be, or no plan was found.
    """
    cases = (
        _Case(counted(number, *_TABLES), number, _apply(with_tables, number))
        for number in numbers
    )
    now = _Case(counted(len(event.tables), *_TABLES), len(event.tables), _as_it_is)
    axis = _Axis("tables", "common tables", now)
    return _curve(event, axis, cases, point_s, on_point)


def slots_curve(
    event: Event,
    numbers: Iterable[int],
    *,
    point_s: float = POINT_S,
    on_point: OnPoint | None = None,
) -> Curve:
    """Solve with so many slots each, taken from or added to the end."""
    cases = (
        _Case(counted(number, *_SLOTS), number, _apply(with_slots, number))
        for number in numbers
    )
    now = _Case(counted(len(event.slots), *_SLOTS), len(event.slots), _as_it_is)
    axis = _Axis("slots", "slots", now)
    return _curve(event, axis, cases, point_s, on_point)


def session_tables_curve(
    event: Event,
    extra: Iterable[int],
    *,
    point_s: float = POINT_S,
    on_point: OnPoint | None = None,
) -> Curve:
    """Solve with more common tables in one session only, for each by turn."""
    cases = []
    numbers = list(extra)
    for session in sorted(event.sessions, key=lambda each: each.start):
        slots = {slot.id for slot in event.slots if slot.session == session.id}
        for number in numbers:
            template = (
                mark("1 more table {name}")
                if number == 1
                else mark("{number:,} more tables {name}")
            )
            label = Sentence(template, number=number, name=session.name)
            change = _apply(with_extra_tables, number, slots)
            cases.append(_Case(label, number, change))
    now = _Case(mark("as it is"), 0, _as_it_is)
    axis = _Axis("session-tables", "tables more", now)
    return _curve(event, axis, cases, point_s, on_point)


def slot_tables_curve(
    event: Event, *, point_s: float = POINT_S, on_point: OnPoint | None = None
) -> Curve:
    """Solve with one more common table in one slot only, for each by turn."""
    cases = [
        _Case(
            Sentence("1 more table at {moment}", moment=f"{slot.start:%a %H:%M}"),
            slot.index + 1,
            _apply(with_extra_tables, 1, {slot.id}),
        )
        for slot in event.slots
    ]
    now = _Case(mark("as it is"), 0, _as_it_is)
    axis = _Axis("slot-tables", "slot", now)
    return _curve(event, axis, cases, point_s, on_point)


def arrival_curve(
    event: Event,
    delegate_id: DelegateId,
    arrivals: Iterable[datetime],
    *,
    point_s: float = POINT_S,
    on_point: OnPoint | None = None,
) -> Curve:
    """Solve with a delegate who arrives at another time, for each time by turn."""
    name = event.delegate_of[delegate_id].name
    cases = (
        _Case(
            Sentence("{name} at {moment}", name=name, moment=f"{arrival:%a %H:%M}"),
            arrival.hour * 60 + arrival.minute,
            _apply(with_arrival, delegate_id, arrival),
        )
        for arrival in arrivals
    )
    now = _Case(mark("as it is"), 0, _as_it_is)
    axis = _Axis("arrival", "minute of the day", now)
    return _curve(event, axis, cases, point_s, on_point)


def _curve(
    event: Event,
    axis: _Axis,
    cases: Iterable[_Case],
    point_s: float,
    on_point: OnPoint | None,
) -> Curve:
    planned = list(cases)
    first = _solved(event, axis.now, point_s)
    found = Curve(what=axis.what, axis=axis.name, now=first, points=())
    for case in planned:
        if on_point is not None:
            on_point(found, len(planned))
        point = _told(first, _solved(event, case, point_s))
        found = found.model_copy(update={"points": (*found.points, point)})
    return found


def _told(now: Point, point: Point) -> Point:
    words = difference_words((now.meetings, now.levels), (point.meetings, point.levels))
    text = Sentence("{label}: {words}", label=point.label, words=words)
    return point.model_copy(update={"text": text})


def _as_it_is(event: Event) -> Event:
    return event


def _apply(
    change: Callable[..., Event], *arguments: object
) -> Callable[[Event], Event]:
    return lambda event: change(event, *arguments)


def _solved(event: Event, case: _Case, point_s: float) -> Point:
    """Solve one event on the levels that depend on what is held."""
    from b4h_scheduler.planning.resolving import resolve  # noqa: PLC0415  (heavy)

    started = time.monotonic()
    problem = compile_event(case.change(event)).problem
    found = resolve(problem, point_s)
    held = found.plan.held
    return Point(
        label=case.label,
        number=case.number,
        meetings=int(held.sum()),
        plain_value=int(problem.candidates.value[held].sum()),
        levels={str(level): value for level, value in found.values.items()},
        bounds={str(level): bound for level, bound in found.bounds.items()},
        seconds=round(time.monotonic() - started, 3),
    )
