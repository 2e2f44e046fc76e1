"""What holds for every event, however odd."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.presence import companion_present, present
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.figures import figures
from solver.levels import Level
from solver.result import Assignment
from solver.validate import recompute, validate
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.plans import decoded
from tests.b4h_scheduler.planning.random_events import random_event, with_mishaps

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan

SEEDS = [
    *range(20),
    *(pytest.param(seed, marks=pytest.mark.torture) for seed in range(20, 300)),
]


def _plan(planned: Event) -> Plan:
    compiled = compile_event(planned)
    return decoded(compiled, first_come(compiled.problem))


@pytest.mark.parametrize("seed", SEEDS)
def test_meetings_bring_together_people_who_are_there(seed: int) -> None:
    """On both sides somebody, everybody present, nobody twice at once."""
    planned = random_event(seed)
    seen: set[tuple[str, str]] = set()
    for meeting in _plan(planned).meetings:
        slot = next(s for s in planned.slots if s.id == meeting.slot)
        assert all(meeting.delegates)
        for team in meeting.delegates:
            for person in team:
                assert present(planned, planned.delegate_of[person])[slot.index]
                assert (person, slot.id) not in seen
                seen.add((person, slot.id))
        for companion in planned.companions:
            if companion.id in meeting.companions:
                assert companion_present(planned, companion)[slot.index]
                assert (companion.id, slot.id) not in seen
                seen.add((companion.id, slot.id))


@pytest.mark.parametrize("seed", SEEDS)
def test_meetings_sit_where_they_may(seed: int) -> None:
    """At an open place with room, or at none if nobody is on site."""
    planned = random_event(seed)
    places = planned.place_of
    used: dict[tuple[str, str], int] = {}
    for meeting in _plan(planned).meetings:
        people = [planned.delegate_of[d] for team in meeting.delegates for d in team]
        assert (meeting.table is None) == all(p.is_online for p in people)
        if meeting.table is not None:
            slot = next(s for s in planned.slots if s.id == meeting.slot)
            place = places[meeting.table]
            assert not any(slot.time.overlaps(c) for c in place.closed)
            key = (meeting.table, slot.id)
            used[key] = used.get(key, 0) + 1
            assert used[key] <= getattr(place, "capacity", 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_candidate_is_held_or_has_reasons(seed: int) -> None:
    """Nothing is dropped silently; every wish belongs to one candidate."""
    planned = random_event(seed)
    compiled = compile_event(planned)
    plan = _plan(planned)
    ids = [meeting.candidate for meeting in plan.meetings]
    ids += [unmet.candidate.id for unmet in plan.unmet]
    assert sorted(ids) == sorted(item.candidate.id for item in compiled.gathered)
    assert len(set(ids)) == len(ids)
    rows = [index for item in compiled.gathered for index in item.candidate.wishes]
    assert sorted(rows) == list(range(len(planned.wishes)))
    for unmet in plan.unmet:
        assert all(reason.text.strip() for reason in unmet.reasons)
        assert all("{" not in reason.text for reason in unmet.reasons)


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_of_the_plan_are_those_of_the_kernel(seed: int) -> None:
    """Value, bonus, voucher shortfall, waiting, breaks."""
    planned = random_event(seed)
    compiled = compile_event(planned)
    assignment = first_come(compiled.problem)
    levels = recompute(compiled.problem, assignment)
    plan = decoded(compiled, assignment)
    assert plan.plain_value + plan.bonus == levels[Level.VALUE]
    missing = sum(max(0, min(v.target, v.possible) - v.counting) for v in plan.vouchers)
    assert missing == levels[Level.TARGETS]
    found = figures(planned, plan)
    assert found.waiting == levels[Level.WAITING]
    assert found.breaks == levels[Level.BREAKS]
    held = {meeting.candidate for meeting in plan.meetings}
    promised = sum(
        item.candidate.is_promised and item.candidate.id not in held
        for number, item in enumerate(compiled.gathered)
        if number not in compiled.left_out
    )
    assert promised == levels[Level.PROMISED]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_has_begun_stays_and_is_never_infeasible(seed: int) -> None:
    """People fall ill, tables and wishes go, rules change: facts remain facts."""
    released = _plan(random_event(seed))
    planned, now = with_mishaps(random_event(seed), seed)
    compiled = compile_event(planned, released=released, now=now)
    problem = compiled.problem
    pinned = Assignment.empty(problem.num_candidates)
    owner = problem.option_candidate[problem.pins.option]
    pinned.option[owner] = problem.pins.option
    pinned.slot[owner] = problem.pins.slot
    pinned.table[owner] = problem.pins.table
    assert validate(problem, pinned) == []
    plan = decoded(compiled, first_come(problem))
    after = {meeting.id: meeting for meeting in plan.meetings}
    assert len(after) == len(plan.meetings)
    assert not {u.candidate.id for u in plan.unmet} & {
        meeting.candidate for meeting in plan.meetings
    }
    for meeting in released.meetings:
        if meeting.start <= now:
            kept = after[meeting.id].model_copy(update={"is_pinned": False})
            assert kept == meeting.model_copy(update={"is_pinned": False})


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_changed_within_notice_but_what_is_impossible(seed: int) -> None:
    """And changes tell exactly what differs."""
    released = _plan(random_event(seed))
    planned, now = with_mishaps(random_event(seed), seed)
    compiled = compile_event(planned, released=released, now=now)
    plan = decoded(compiled, first_come(compiled.problem))
    fixed = compiled.fixed
    assert fixed is not None
    soon = now.timestamp() + 60 * planned.policy.limits.notice_min
    for change in plan.changes:
        for meeting in (change.before, change.after):
            if meeting is not None and meeting.start.timestamp() < soon:
                assert change.is_forced
    before = {(m.id, m.start, m.table, m.delegates) for m in released.meetings}
    after = {(m.id, m.start, m.table, m.delegates) for m in plan.meetings}
    changed = {change.meeting for change in plan.changes}
    assert {key[0] for key in before ^ after} <= changed
    starts = [(c.after or c.before).start for c in plan.changes]
    assert all(a <= b for a, b in pairwise(starts))
