"""The help desk, asked again and again: with what it knows it answers as without it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.words import APART
from b4h_scheduler.planning.basis import Bases
from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.planning.on_the_spot import OnTheSpot, plan_without
from b4h_scheduler.planning.prospects import why_not_two
from tests.b4h_scheduler.planning.plans import plan_first_come
from tests.b4h_scheduler.planning.random_changes import changed
from tests.b4h_scheduler.planning.random_events import random_event

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan

NUM_TURNS = 8
Desk = tuple[Compiler, Bases]


def _pair(random: Random, event: Event) -> tuple[str, str] | None:
    """Return two people who might agree to meet."""
    ids = [each.id for each in event.delegates]
    pairs = [(a, b) for a in ids for b in ids if not why_not_two(event, a, b)]
    return random.choice(pairs) if pairs else None


def _asked(random: Random, event: Event, plan: Plan, desks: list[Desk]) -> Plan:
    """Book or take back the same at each desk; return the plan that all of them made.

    What one answers otherwise than the other is a failure.
    """
    seed = random.random()
    made = [_done(Random(seed), event, plan, *desk) for desk in desks]
    first, *others = (each.model_dump_json(context=APART) for each in made)
    assert others == [first] * len(others)
    return made[0]


def _done(
    random: Random, event: Event, plan: Plan, compiler: Compiler, bases: Bases
) -> Plan:
    if plan.meetings and random.random() < 0.3:
        meeting = random.choice(plan.meetings)
        return plan_without(bases.of(event), plan, meeting, None, compiler)
    pair = _pair(random, event)
    if pair is None:
        return plan
    before = event.slots[0].start - timedelta(hours=1)
    found = OnTheSpot(bases.of(event), plan, *pair, before, compiler=compiler)
    free = [(s.slot.id, table) for s in found.spots() for table in s.tables]
    return found.plan_with(*random.choice(free)) if free else plan


@pytest.mark.parametrize("seed", range(30))
def test_desk_that_was_asked_before_answers_like_a_new_one(seed: int) -> None:
    """Plans to the words and their values, while the event changes, too."""
    random = Random(seed)
    event = random_event(seed)
    plan, known = plan_first_come(event), (Compiler(), Bases())
    for _ in range(NUM_TURNS):
        plan = _asked(random, event, plan, [known, (Compiler(), Bases())])
        if random.random() < 0.5:
            event = changed(random, event)
        if random.random() < 0.2:
            plan = plan_first_come(event)  # the same meetings at other times
