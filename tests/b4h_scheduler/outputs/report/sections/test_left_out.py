"""What was left out: all counted, long lists cut with a note."""

from __future__ import annotations

from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.left_out import (
    MOST_IN_ALL,
    MOST_OF_GROUP,
    OTHER_REASONS,
    left_out,
)
from b4h_scheduler.planning.figures import figures
from b4h_scheduler.plans import Reason, Unmet
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

EVENT = sample_event()
PLAN = sample_plan(EVENT)
INELIGIBLE = {str(reason): reason for reason in Ineligible}
RULES = ("clash", "available", "most", "declined", "veto", "window", "pin", "mandatory")


def _context(numbers: list[int], *, is_public: bool) -> Context:
    """Return a plan with so many candidates left out for each of the rules."""
    candidate = PLAN.unmet[0].candidate
    unmet = tuple(
        Unmet(
            candidate=candidate.model_copy(
                update={"id": f"{rule}-{n}", "ineligible": INELIGIBLE.get(rule)}
            ),
            reasons=(Reason(rule=rule, text=f"{rule} {n}"),),
        )
        for rule, number in zip(RULES, numbers, strict=False)
        for n in range(number)
    )
    plan = PLAN.model_copy(update={"unmet": unmet})
    return Context(Lookup(EVENT, plan), figures(EVENT, PLAN), is_public)


def test_groups_stand_in_order_of_their_number() -> None:
    """Each reason's list holds all of a short group."""
    found = left_out(_context([2, 5, 3], is_public=False))
    assert [group.number for group in found.groups] == [5, 3, 2]
    assert [len(group.missed) for group in found.groups] == [5, 3, 2]
    assert found.number == 10


def test_what_might_have_been_held_comes_before_what_might_not() -> None:
    """However many were declined: there an organizer can do something."""
    found = left_out(_context([1, 2, 0, 9, 8], is_public=False))
    assert [group.number for group in found.groups] == [2, 1, 9, 8]
    assert found.num_eligible == 3


def test_long_lists_are_cut_and_say_how_many_more() -> None:
    """At most 200 of a reason and 1,200 in all, so that the page stays small."""
    found = left_out(_context([300] * 8, is_public=False))
    listed = [len(group.missed) for group in found.groups]
    assert listed == [MOST_OF_GROUP] * 6 + [0, 0]
    assert sum(listed) == MOST_IN_ALL
    assert [group.num_hidden for group in found.groups] == [100] * 6 + [300, 300]


def test_the_public_edition_counts_and_merges_small_groups() -> None:
    """Nobody is listed; reasons below the least stand together, at least the least."""
    found = left_out(_context([9, 6, 2, 1], is_public=True))
    told = [(group.heading, group.number) for group in found.groups]
    assert told[0][1] == 9
    assert told[-1] == (OTHER_REASONS, 9)
    assert [group.missed for group in found.groups] == [(), ()]
