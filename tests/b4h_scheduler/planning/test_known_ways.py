"""Problems and figures made from the last ones are those made anew."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from b4h_scheduler.domain.base import Interval
from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.wishes import Answer, Veto
from b4h_scheduler.planning.basis import Bases, basis_of
from b4h_scheduler.planning.compile import Compiler, compile_event
from b4h_scheduler.planning.options import WayFinder
from b4h_scheduler.planning.tally import tally
from tests.b4h_scheduler.planning.plans import plan_first_come
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import (
    between,
    delegate,
    event,
    organization,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.planning.compiled import Compiled

NUM_CHANGES = 12
HOUR = timedelta(hours=1)
OF_DELEGATES = (
    "trip", "busy", "is_online", "speaks", "most", "least", "voucher", "sessions",
    "role", "name",
)  # fmt: skip


def _same(one: Compiled, other: Compiled) -> None:
    """All arrays, who is left out, what is told, and what numbers mean."""
    assert one.gathered == other.gathered
    assert one.left_out == other.left_out
    assert one.in_problem.tolist() == other.in_problem.tolist()
    assert one.warnings == other.warnings
    assert repr(one.vouchers) == repr(other.vouchers)
    assert one.places.place == other.places.place
    with np.printoptions(threshold=10**9):
        for each in fields(one.problem):
            made, anew = (repr(getattr(c.problem, each.name)) for c in (one, other))
            assert made == anew, each.name


def _with(whole: Event, **changes: object) -> Event:
    parts = {name: getattr(whole, name) for name in Event.model_fields}
    return Event.model_validate(parts | changes)


def _redrawn(random: Random, person: Delegate) -> Delegate:
    """As a delegate of another random event is, in one or all respects."""
    others = random_event(random.randrange(10**6)).delegates
    if not others:
        return person
    other = random.choice(others)
    names = random.choice([OF_DELEGATES, *((name,) for name in OF_DELEGATES)])
    return person.model_copy(update={name: getattr(other, name) for name in names})


def _changed(random: Random, whole: Event) -> Event:
    """One change, of what changes often and of what seldom does."""
    kind = random.choice(
        ("delegate",) * 4 + ("wishes", "answer", "answer", "one", "rest")
    )
    if kind == "delegate" and whole.delegates:
        people = list(whole.delegates)
        number = random.randrange(len(people))
        people[number] = _redrawn(random, people[number])
        return _with(whole, delegates=people)
    if kind == "wishes" and len(whole.wishes) > 1:
        wishes = list(whole.wishes)
        moved = wishes.pop(random.randrange(len(wishes)))
        if random.random() < 0.5:
            wishes.insert(0, moved.model_copy(update={"priority": 1}))
        return _with(whole, wishes=wishes)
    if kind == "answer" and whole.wishes:
        wishes = list(whole.wishes)
        number = random.randrange(len(wishes))
        answer = random.choice(tuple(Answer))
        old = wishes[number]
        sides = {
            name: getattr(old, name).model_copy(update={"delegate": None})
            for name in ("wisher", "wished")
        }
        changes = random.choice(({"answer": answer}, sides, {"priority": 1}))
        wishes[number] = old.model_copy(update=changes)
        return _with(whole, wishes=wishes)
    if kind == "one" and len(whole.tables) > 1:
        first, *rest = whole.tables
        closed = Interval(start=whole.slots[0].start, end=whole.slots[0].end)
        return _with(
            whole, tables=(first.model_copy(update={"closed": (closed,)}), *rest)
        )
    return _rest_changed(random, whole)


def _rest_changed(random: Random, whole: Event) -> Event:
    other = random_event(random.randrange(10**6))
    if random.random() < 0.5 and whole.wishes:
        met = random.choice(whole.wishes)
        return _with(whole, vetoes=(Veto(sides=(met.wisher, met.wished)),))
    return _with(whole, policy=other.policy)


@pytest.mark.parametrize("seed", range(20))
def test_figures_after_changes_are_those_counted_anew(seed: int) -> None:
    """Of a plan of the event as it was at first."""
    random = Random(seed)
    now = random_event(seed)
    plan, bases = plan_first_come(now), Bases()
    for _ in range(NUM_CHANGES):
        assert tally(bases.of(now), plan) == tally(basis_of(now), plan)
        if random.random() < 0.9:
            now = _changed(random, now)


@pytest.mark.parametrize("seed", range(40))
def test_problem_after_changes_is_the_one_made_anew(seed: int) -> None:
    """Array by array, whatever changed before; also when nothing did."""
    random = Random(seed)
    now = random_event(seed)
    compiler, bases = Compiler(), Bases()
    for _ in range(NUM_CHANGES):
        _same(compiler.compiled(bases.of(now)), compile_event(now))
        if random.random() < 0.9:
            now = _changed(random, now)


@pytest.mark.parametrize("seed", range(12))
def test_replanning_after_changes_is_the_one_made_anew(seed: int) -> None:
    """At any moment of the event; what has begun adds ways, which nobody else gets."""
    random = Random(seed)
    now = random_event(seed)
    plan, compiler, bases = plan_first_come(now), Compiler(), Bases()
    for _ in range(NUM_CHANGES):
        moment = random.choice(now.slots).start + random.choice((-1, 0, 1)) * HOUR
        anew = compile_event(now, released=plan, now=moment)
        _same(compiler.compiled(bases.of(now), released=plan, now=moment), anew)
        _same(compiler.compiled(bases.of(now)), compile_event(now))
        if random.random() < 0.9:
            now = _changed(random, now)


def test_only_ways_of_whom_a_change_concerns_are_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of three candidates, the two of one who leaves early."""
    rows = (wish("ann", "bob"), wish("bob", "cleo"), wish("cleo", "ann"))
    before = event(("ann", "bob", "cleo"), rows)
    people = (delegate("ann", most=1), *before.delegates[1:])
    compiler, bases = Compiler(), Bases()
    compiler.compiled(bases.of(before))
    asked: list[str] = []
    find = WayFinder.ways

    def noted(finder: WayFinder, gathered: Gathered) -> object:
        asked.append("-".join(side.organization for side in gathered.sides))
        return find(finder, gathered)

    monkeypatch.setattr(WayFinder, "ways", noted)
    compiler.compiled(bases.of(_with(before, delegates=people)))
    assert sorted(asked) == ["ann-bob", "ann-cleo"]


def test_ways_are_looked_for_again_where_a_wish_names_somebody_else() -> None:
    """Of Acme anybody may come, then Ann has to, who is busy at first, then Al."""
    whole = event(
        ("bob",),
        organizations=(organization("acme"),),
        delegates=(
            delegate("ann", "acme", busy=(between("09:00", "09:40"),)),
            delegate("al", "acme", busy=(between("09:40", "10:20"),)),
        ),
    )
    compiler, bases = Compiler(), Bases()
    for wished in ("acme", "acme:ann", "acme:al", "acme"):
        now = _with(whole, wishes=(wish("bob", wished),))
        _same(compiler.compiled(bases.of(now)), compile_event(now))
