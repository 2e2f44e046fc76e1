"""Problems and figures made from the last ones are those made anew."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from b4h_scheduler.planning.basis import Bases, basis_of
from b4h_scheduler.planning.compile import Compiler, compile_event
from b4h_scheduler.planning.options import WayFinder
from b4h_scheduler.planning.tally import tally
from tests.b4h_scheduler.planning.plans import plan_first_come
from tests.b4h_scheduler.planning.random_changes import changed, changed_to
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import (
    between,
    delegate,
    event,
    organization,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.planning.compiled import Compiled

NUM_CHANGES = 12
HOUR = timedelta(hours=1)


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


@pytest.mark.parametrize("seed", range(20))
def test_figures_after_changes_are_those_counted_anew(seed: int) -> None:
    """Of a plan of the event as it was at first."""
    random = Random(seed)
    now = random_event(seed)
    plan, bases = plan_first_come(now), Bases()
    for _ in range(NUM_CHANGES):
        assert tally(bases.of(now), plan) == tally(basis_of(now), plan)
        if random.random() < 0.9:
            now = changed(random, now)


@pytest.mark.parametrize("seed", range(40))
def test_problem_after_changes_is_the_one_made_anew(seed: int) -> None:
    """Array by array, whatever changed before; also when nothing did."""
    random = Random(seed)
    now = random_event(seed)
    compiler, bases = Compiler(), Bases()
    for _ in range(NUM_CHANGES):
        _same(compiler.compiled(bases.of(now)), compile_event(now))
        if random.random() < 0.9:
            now = changed(random, now)


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
            now = changed(random, now)


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
    compiler.compiled(bases.of(changed_to(before, delegates=people)))
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
        now = changed_to(whole, wishes=(wish("bob", wished),))
        _same(compiler.compiled(bases.of(now)), compile_event(now))
