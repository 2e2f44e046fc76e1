"""Each rule is caught under its own name, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from solver.problem import (
    NO_TABLE,
    UNLIMITED,
    Pins,
    Precedences,
    Problem,
    Windows,
)
from solver.result import Assignment
from solver.rules import Rule
from solver.validate import validate
from tests.solver.instances import build, plan_of

TESTED: set[Rule] = set()


def broken(problem: Problem, *held: tuple[int, int, int]) -> set[Rule]:
    """Rules that a plan breaks."""
    return {found.rule for found in validate(problem, plan_of(problem, *held))}


def only(rule: Rule) -> set[Rule]:
    """The one rule expected, noted as tested."""
    TESTED.add(rule)
    return {rule}


def test_a_plan_within_every_rule_has_no_violation() -> None:
    """A full plan that touches every limit without crossing it is valid."""
    problem = build(
        [(0, 1), (0, 2), (1, 2), (0, 3)],
        participants__most=[3, 2, 2, 1],
        participants__most_row=[[3], [2], [2], [1]],
        participants__longest_run=[60, 60, 60, 30],
        participants__most_breaks=[1, 1, 0, 0],
        break_spread=1,
        windows=Windows(*(np.array([one]) for one in (0, 1, 3, 1))),
        tables__spare=[1],
        candidates__mandatory=[True, True, True, True],
        precedences=Precedences(np.array([0]), np.array([3])),
        pins=Pins(np.array([0]), np.array([0]), np.array([1])),
    )
    assert broken(problem, (0, 0, 1), (1, 1, 0), (2, 2, 0), (3, 3, 1)) == set()


def test_an_empty_plan_is_valid_where_nothing_is_mandatory() -> None:
    """Holding nothing breaks no rule, however tight the limits."""
    problem = build([(0, 1)], participants__most=[0, 0], tables__spare=[2])
    assert broken(problem) == set()


@pytest.mark.parametrize(
    ("option", "slot", "table"), [(1, 0, 0), (9, 0, 0), (-2, 0, 0), (0, 4, 0)]
)
def test_option_or_slot_that_is_not_its_own(option: int, slot: int, table: int) -> None:
    """An option of another candidate and a slot out of range break OPTION alone."""
    problem = build([(0, 1), (2, 3)])
    plan = plan_of(problem, (0, slot, table))
    plan.option[0] = option
    assert {found.rule for found in validate(problem, plan)} == only(Rule.OPTION)


def test_table_that_does_not_exist() -> None:
    """A table number beyond the last breaks OPTION alone."""
    assert broken(build([(0, 1)]), (0, 0, 2)) == only(Rule.OPTION)


def test_slot_of_a_candidate_that_is_not_held() -> None:
    """Something left over in the arrays is no plan."""
    problem = build([(0, 1)])
    plan = Assignment.empty(1)
    plan.slot[0] = 2
    assert {found.rule for found in validate(problem, plan)} == only(Rule.OPTION)


def test_arrays_of_another_problem_are_refused() -> None:
    """Wrong shapes are an error, not a violation."""
    with pytest.raises(ValueError, match=r"assignment.option: shape \(3,\) found"):
        validate(build([(0, 1)]), Assignment.empty(3))


def test_slot_outside_the_slot_set() -> None:
    """The slot set of an option counts, whoever is free."""
    problem = build([(0, 1)], slot_sets=[[True, False, True, True]])
    assert broken(problem, (0, 0, 0)) == set()
    assert broken(problem, (0, 1, 0)) == only(Rule.SLOT_ALLOWED)


def test_participant_who_cannot() -> None:
    """Each participant's availability counts."""
    can = np.ones((2, 4), dtype=np.bool_)
    can[1, 2] = False
    problem = build([(0, 1)], participants__can=can)
    assert broken(problem, (0, 2, 0)) == only(Rule.AVAILABLE)
    assert broken(problem, (0, 3, 0)) == set()


def test_two_meetings_of_one_participant_in_a_slot() -> None:
    """A shared third participant clashes too."""
    problem = build([(0, 1, 4), (2, 3, 4)])
    assert broken(problem, (0, 1, 0), (1, 1, 1)) == only(Rule.CLASH)
    assert broken(problem, (0, 1, 0), (1, 2, 0)) == set()


def test_one_meeting_above_most() -> None:
    """`most` meetings are allowed, one more is not."""
    problem = build([(0, 1), (0, 2)], participants__most=[1, 1, 1])
    assert broken(problem, (0, 0, 0)) == set()
    assert broken(problem, (0, 0, 0), (1, 2, 0)) == only(Rule.MOST)


def test_one_meeting_above_most_of_a_row() -> None:
    """Limits of rows count each row alone."""
    problem = build(
        [(0, 1), (0, 2)],
        row=[0, 0, 1, 1],
        participants__most_row=[[1, 1], [9, 9], [9, 9]],
    )
    assert broken(problem, (0, 0, 0), (1, 3, 0)) == set()
    assert broken(problem, (0, 2, 0), (1, 3, 0)) == only(Rule.MOST_ROW)


def run_problem(**changes: object) -> Problem:
    """Three meetings of participant 0, who may meet for 60 without a pause."""
    limit = np.array([60, UNLIMITED, UNLIMITED, UNLIMITED])
    return build([(0, 1), (0, 2), (0, 3)], participants__longest_run=limit, **changes)


def test_run_of_the_greatest_length_and_one_longer() -> None:
    """Two slots of 30 are allowed, three are not, with a free slot they are."""
    assert broken(run_problem(), (0, 0, 0), (1, 1, 0), (2, 3, 0)) == set()
    assert broken(run_problem(), (0, 0, 0), (1, 1, 0), (2, 2, 0)) == only(
        Rule.LONGEST_RUN
    )


def test_run_with_slots_of_unequal_lengths() -> None:
    """Lengths are added, not slots counted."""
    problem = run_problem(slots__length=[20, 20, 20, 40])
    assert broken(problem, (0, 0, 0), (1, 1, 0), (2, 2, 0)) == set()
    assert broken(problem, (0, 1, 0), (1, 2, 0), (2, 3, 0)) == only(Rule.LONGEST_RUN)


def test_run_across_a_rest_or_a_row_is_two_runs() -> None:
    """A rest ends a run, so does the end of a row."""
    held = (0, 0, 0), (1, 1, 0), (2, 2, 0)
    rest = run_problem(slots__rest_after=[False, True, False, False])
    assert broken(rest, *held) == set()
    assert broken(run_problem(row=[0, 0, 1, 1]), *held) == set()


def test_single_slot_longer_than_the_longest_run() -> None:
    """One meeting alone can be too long."""
    problem = run_problem(slots__length=[90, 30, 30, 30])
    assert broken(problem, (0, 0, 0)) == only(Rule.LONGEST_RUN)


def test_a_long_run_is_one_violation() -> None:
    """A run that is much too long is told once."""
    problem = build(
        [(0, p) for p in range(1, 5)],
        participants__longest_run=[30, 90, 90, 90, 90],
    )
    plan = plan_of(problem, *((c, c, 0) for c in range(4)))
    assert len(validate(problem, plan)) == 1


@pytest.mark.parametrize(
    ("slots", "fits"),
    [((0, 3), True), ((0, 1), True), ((1, 3), False), ((0, 2), False)],
)
def test_window_of_two_consecutive_free_slots(
    slots: tuple[int, int], fits: bool
) -> None:
    """Free slots count only where they stand together, inside the window."""
    window = Windows(*(np.array([one]) for one in (0, 1, 3, 2)))
    problem = build([(0, 1), (0, 2)], windows=window)
    found = broken(problem, (0, slots[0], 0), (1, slots[1], 0))
    assert found == (set() if fits else only(Rule.WINDOW))


def test_window_goes_on_over_a_rest() -> None:
    """A rest inside a window does not divide its free slots."""
    window = Windows(*(np.array([one]) for one in (0, 1, 2, 2)))
    problem = build(
        [(0, 1)], windows=window, slots__rest_after=[False, True, False, False]
    )
    assert broken(problem, (0, 0, 0)) == set()


def test_one_break_above_the_most() -> None:
    """A gap with an idle slot is a break."""
    problem = build([(0, 1), (0, 2)], participants__most_breaks=[0, 9, 9])
    assert broken(problem, (0, 0, 0), (1, 1, 0)) == set()
    assert broken(problem, (0, 0, 0), (1, 2, 0)) == only(Rule.MOST_BREAKS)


def test_gap_without_idle_slots_is_no_break() -> None:
    """Slots that do not count as waiting make no break, and rows are apart."""
    idle = np.ones((3, 4), dtype=np.bool_)
    idle[0, 1] = False
    changes = {"participants__most_breaks": [0, 9, 9]}
    problem = build([(0, 1), (0, 2)], participants__idle=idle, **changes)
    assert broken(problem, (0, 0, 0), (1, 2, 0)) == set()
    rows = build([(0, 1), (0, 2)], row=[0, 0, 1, 1], **changes)
    assert broken(rows, (0, 0, 0), (1, 3, 0)) == set()


def test_breaks_spread_too_far() -> None:
    """The participant with most and the one with fewest breaks are compared."""
    problem = build([(0, 1), (0, 2)], break_spread=0)
    assert broken(problem, (0, 0, 0), (1, 1, 0)) == set()
    assert broken(problem, (0, 0, 0), (1, 3, 0)) == only(Rule.BREAK_SPREAD)


def test_table_outside_the_set() -> None:
    """An open, free table of another set is no place."""
    problem = build([(0, 1)], tables__sets=[[True, False]])
    assert broken(problem, (0, 0, 0)) == set()
    assert broken(problem, (0, 0, 1)) == only(Rule.TABLE_ALLOWED)


def test_no_table_where_one_is_needed_and_one_where_none_is() -> None:
    """NO_TABLE belongs to options without a table set, and only to them."""
    assert broken(build([(0, 1)]), (0, 0, NO_TABLE)) == only(Rule.TABLE_ALLOWED)
    online = build([(0, 1)], options__table_set=[NO_TABLE])
    assert broken(online, (0, 0, NO_TABLE)) == set()
    assert broken(online, (0, 0, 1)) == only(Rule.TABLE_ALLOWED)


def test_closed_table() -> None:
    """A table closed in a slot is not used then."""
    is_open = np.ones((2, 4), dtype=np.bool_)
    is_open[1, 2] = False
    problem = build([(0, 1)], tables__open=is_open)
    assert broken(problem, (0, 2, 1)) == only(Rule.TABLE_OPEN)
    assert broken(problem, (0, 3, 1)) == set()


def test_two_meetings_at_one_table() -> None:
    """Two meetings share no table in a slot."""
    problem = build([(0, 1), (2, 3)])
    assert broken(problem, (0, 1, 0), (1, 1, 0)) == only(Rule.TABLE_CLASH)
    assert broken(problem, (0, 1, 0), (1, 2, 0)) == set()


def test_two_meetings_without_a_table_share_nothing() -> None:
    """Any number of meetings may have no table."""
    problem = build([(0, 1), (2, 3)], options__table_set=[NO_TABLE, NO_TABLE])
    assert broken(problem, (0, 1, -1), (1, 1, -1)) == set()


def test_tables_kept_free() -> None:
    """The spare number is kept; of a set with fewer open tables, all of those."""
    problem = build([(0, 1), (2, 3)], num_tables=3, tables__spare=[1])
    assert broken(problem, (0, 0, 0), (1, 0, 1)) == set()
    problem = build([(0, 1), (2, 3)], num_tables=3, tables__spare=[2])
    assert broken(problem, (0, 0, 0), (1, 0, 1)) == only(Rule.TABLES_KEPT_FREE)


def test_spare_beyond_the_open_tables() -> None:
    """No more is owed than is open, also by meetings of an overlapping set."""
    is_open = np.ones((3, 4), dtype=np.bool_)
    is_open[:2, 1] = False
    problem = build(
        [(0, 1)],
        num_tables=3,
        tables__open=is_open,
        tables__sets=[[True, True, True], [True, True, False]],
        tables__spare=[0, 5],
    )
    assert broken(problem, (0, 1, 2)) == set()
    assert broken(problem, (0, 0, 0)) == only(Rule.TABLES_KEPT_FREE)


def zone_problem(**changes: object) -> Problem:
    """Participant 0 meets twice; table 1 is in a zone too far from table 0's."""
    return build(
        [(0, 1), (0, 2)],
        tables__zone=[0, 1],
        tables__distance=[[1, 5], [5, 1]],
        tables__too_far=[[False, True], [True, False]],
        **changes,
    )


def test_zones_too_far_apart_for_adjacent_meetings() -> None:
    """Adjacent slots need near zones; a slot or a rest between does not."""
    assert broken(zone_problem(), (0, 0, 0), (1, 2, 1)) == set()
    assert broken(zone_problem(), (0, 0, 1), (1, 1, 1)) == set()
    rest = zone_problem(slots__rest_after=[True, False, False, False])
    assert broken(rest, (0, 0, 0), (1, 1, 1)) == set()
    assert broken(zone_problem(row=[0, 1, 1, 1]), (0, 0, 0), (1, 1, 1)) == set()
    assert broken(zone_problem(), (0, 0, 0), (1, 1, 1)) == only(Rule.ZONE_DISTANCE)


def test_mandatory_candidate_not_held() -> None:
    """A mandatory candidate is held in any way."""
    problem = build([(0, 1), (2, 3)], candidates__mandatory=[False, True])
    assert broken(problem, (1, 0, 0)) == set()
    assert broken(problem, (0, 0, 0)) == only(Rule.MANDATORY)


@pytest.mark.parametrize("held", [[], [(0, 2, 1)], [(0, 1, 0)]])
def test_pinned_meeting_dropped_or_moved(held: list[tuple[int, int, int]]) -> None:
    """A pin fixes that it is held, its slot and its table."""
    pins = Pins(np.array([0]), np.array([1]), np.array([1]))
    problem = build([(0, 1)], pins=pins)
    assert broken(problem, (0, 1, 1)) == set()
    assert broken(problem, *held) == only(Rule.PIN)


def test_pin_without_a_table_leaves_it_open() -> None:
    """Table -1 in a pin means any."""
    pins = Pins(np.array([0]), np.array([1]), np.array([-1]))
    problem = build([(0, 1)], pins=pins)
    assert broken(problem, (0, 1, 0)) == broken(problem, (0, 1, 1)) == set()


def test_precedence_in_the_same_or_an_earlier_slot() -> None:
    """Strictly earlier, and only if both are held."""
    order = Precedences(np.array([0]), np.array([1]))
    problem = build([(0, 1), (2, 3)], precedences=order)
    assert broken(problem, (0, 0, 0), (1, 1, 0)) == set()
    assert broken(problem, (1, 0, 0)) == set()
    assert broken(problem, (0, 1, 0), (1, 1, 1)) == only(Rule.PRECEDENCE)
    assert broken(problem, (0, 2, 0), (1, 1, 1)) == only(Rule.PRECEDENCE)


def test_every_rule_has_a_test_above() -> None:
    """No rule is without a planted fault."""
    assert set(Rule) == TESTED
