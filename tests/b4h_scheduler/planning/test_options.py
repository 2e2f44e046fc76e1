"""The ways in which a candidate can be held: who, when, with whose help."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.domain.people import Attends, CountingMeetings, Unit
from b4h_scheduler.domain.policy import Policy
from b4h_scheduler.domain.wishes import Veto
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.counting import counts
from b4h_scheduler.planning.options import MOST_WAYS
from tests.b4h_scheduler.planning.readable import Option, left_out, options
from tests.b4h_scheduler.planning.small_events import (
    between,
    companion,
    delegate,
    event,
    organization,
    session,
    side,
    tables,
    wish,
)

EARLY, LATE = (between("10:00", "11:00"),), (between("09:00", "10:00"),)
FIRST = ("09:00", "09:20", "09:40")
LAST = ("10:00", "10:20", "10:40")
HALL = ("hall-1", "hall-2", "hall-3")


def _fund(attends: Attends, *people: Any, wishes: Any = (), **fields: Any) -> Any:
    """Compile an event of company a and a fund with these delegates."""
    return compile_event(
        event(
            "a",
            wishes or [wish("a", "fund")],
            organizations=(organization("fund", attends=attends),),
            delegates=people,
            **fields,
        )
    )


def test_two_companies_have_one_option_in_all_slots_at_all_tables() -> None:
    """Nothing is known that would restrict it."""
    compiled = compile_event(event("ab", [wish("a", "b")]))
    assert options(compiled, "a", "b") == [Option(("A", "B"), FIRST + LAST, HALL, ())]
    assert compiled.problem.options.slot_set.tolist() == [0]


def test_option_is_limited_to_slots_in_which_both_sides_are_there() -> None:
    """A in the first half, b in the second but for one slot in common."""
    compiled = compile_event(
        event(
            wishes=[wish("a", "b")],
            organizations=(organization("a"), organization("b")),
            delegates=(
                delegate("a", busy=EARLY),
                delegate("b", busy=(between("09:00", "09:40"),)),
            ),
        )
    )
    assert [option.slots for option in options(compiled, "a", "b")] == [("09:40",)]


def test_candidate_without_a_common_slot_is_left_out() -> None:
    """One slot less, and they never meet."""
    compiled = compile_event(
        event(
            wishes=[wish("a", "b")],
            organizations=(organization("a"), organization("b")),
            delegates=(delegate("a", busy=EARLY), delegate("b", busy=LATE)),
        )
    )
    assert left_out(compiled) == {("a", "b"): "no-common-time"}


def test_delegates_separately_are_options_of_one_candidate() -> None:
    """Any of the two can take the meeting."""
    compiled = _fund(
        Attends.SEPARATELY,
        delegate("joe", "fund", busy=EARLY),
        delegate("zoe", "fund", busy=LATE),
    )
    assert [(o.people, o.slots) for o in options(compiled, "a", "fund")] == [
        (("A", "Joe of Fund"), FIRST),
        (("A", "Zoe of Fund"), LAST),
    ]


def test_wish_naming_a_delegate_restricts_it_to_that_one() -> None:
    """Zoe is asked for."""
    compiled = _fund(
        Attends.SEPARATELY,
        delegate("joe", "fund"),
        delegate("zoe", "fund"),
        wishes=[wish("a", "fund:zoe")],
    )
    assert [o.people for o in options(compiled, "a", "fund")] == [("A", "Zoe of Fund")]


def test_wish_naming_a_delegate_who_shares_an_agenda_restricts_its_slots() -> None:
    """The company is there all the time, Joe only early."""
    people = (delegate("joe", "fund", busy=EARLY), delegate("zoe", "fund"))
    named = _fund(Attends.TOGETHER, *people, wishes=[wish("a", "fund:joe")])
    assert [o.slots for o in options(named, "a", "fund")] == [FIRST]
    anybody = _fund(Attends.TOGETHER, *people)
    assert [o.slots for o in options(anybody, "a", "fund")] == [FIRST + LAST]


def test_several_named_delegates_must_be_there_together() -> None:
    """Joe early, Zoe all the time: both early."""
    compiled = _fund(
        Attends.TOGETHER,
        delegate("joe", "fund", busy=EARLY),
        delegate("zoe", "fund"),
        wishes=[wish("a", "fund:joe"), wish("a", "fund:zoe")],
    )
    assert [o.slots for o in options(compiled, "a", "fund")] == [FIRST]


def test_named_delegates_who_are_never_there_together_are_alternatives() -> None:
    """One of them is enough, and the organizer is told."""
    compiled = _fund(
        Attends.TOGETHER,
        delegate("joe", "fund", busy=EARLY),
        delegate("zoe", "fund", busy=LATE),
        wishes=[wish("a", "fund:joe"), wish("a", "fund:zoe")],
    )
    assert [o.slots for o in options(compiled, "a", "fund")] == [FIRST + LAST]
    (warning,) = compiled.warnings
    assert warning == (
        "1 candidates name delegates who are never there at the same time: one of "
        "them is enough"
    )


def test_too_many_combinations_are_capped_with_a_warning() -> None:
    """Five by five delegates; those with the fewest common slots are left out."""
    funds = [organization(name, attends=Attends.SEPARATELY) for name in ("one", "two")]
    people = [delegate(f"{o.id}{n}", o.id) for o in funds for n in range(5)]
    people[0] = delegate("one0", "one", busy=EARLY)
    compiled = compile_event(
        event(wishes=[wish("one", "two")], organizations=funds, delegates=people)
    )
    found = options(compiled, "one", "two")
    assert len(found) == MOST_WAYS == 24
    assert sum("One0 of One" in o.people for o in found) == 4
    (warning,) = compiled.warnings
    assert warning == (
        "1 candidates could be held by more than 24 combinations of people; those "
        "with the fewest common slots are not considered"
    )


def test_four_by_six_combinations_are_not_capped() -> None:
    """Exactly the number allowed."""
    one, two = (organization(n, attends=Attends.SEPARATELY) for n in ("one", "two"))
    people = [delegate(f"o{n}", "one") for n in range(4)]
    people += [delegate(f"t{n}", "two") for n in range(6)]
    compiled = compile_event(
        event(wishes=[wish("one", "two")], organizations=(one, two), delegates=people)
    )
    assert len(options(compiled, "one", "two")) == 24
    assert compiled.warnings == ()


def test_organization_without_delegates_is_left_out() -> None:
    """Nobody attends for it."""
    compiled = compile_event(
        event("a", [wish("a", "b")], organizations=(organization("b"),))
    )
    assert left_out(compiled) == {("a", "b"): "nobody-attends"}


def test_unit_cannot_meet_those_who_represent_it() -> None:
    """The same people would sit on both sides."""
    compiled = compile_event(
        event(
            wishes=[wish("uni", "uni/lab")],
            organizations=(organization("uni", units=(Unit(id="lab", name="L"),)),),
            delegates=(delegate("u", "uni"),),
        )
    )
    assert left_out(compiled) == {("uni", "uni"): "same-people"}


def test_veto_on_a_delegate_bars_the_options_with_it() -> None:
    """Joe must not meet a; Zoe may."""
    veto = Veto(sides=(side("fund:joe"), side("a")))
    people = (delegate("joe", "fund"), delegate("zoe", "fund"))
    compiled = _fund(Attends.SEPARATELY, *people, vetoes=(veto,))
    assert [o.people for o in options(compiled, "a", "fund")] == [("A", "Zoe of Fund")]


def test_veto_on_a_delegate_who_shares_an_agenda_bars_the_candidate() -> None:
    """Joe is in every meeting of the fund."""
    veto = Veto(sides=(side("fund:joe"), side("a")))
    people = (delegate("joe", "fund"), delegate("zoe", "fund"))
    compiled = _fund(Attends.TOGETHER, *people, vetoes=(veto,))
    assert left_out(compiled) == {("a", "fund"): "veto"}


def test_veto_on_the_only_delegate_bars_the_candidate() -> None:
    """No option is left."""
    veto = Veto(sides=(side("a"), side("fund:joe")))
    compiled = _fund(Attends.SEPARATELY, delegate("joe", "fund"), vetoes=(veto,))
    assert left_out(compiled) == {("a", "fund"): "veto"}


def _tongues(one: str, other: str, *companions: Any, **fields: Any) -> Any:
    """Compile two companies that speak these languages (two letters each)."""
    people = [
        delegate(name, speaks=frozenset(spoken.split()))
        for name, spoken in (("a", one), ("b", other))
    ]
    return compile_event(
        event(
            wishes=[wish("a", "b")],
            organizations=(organization("a"), organization("b")),
            delegates=people,
            companions=companions,
            **fields,
        )
    )


def test_pair_without_a_common_language_needs_an_interpreter() -> None:
    """Each fitting one makes an option, in the slots in which it is there."""
    compiled = _tongues(
        "de",
        "fr",
        companion("ivy", "de", "fr", busy=EARLY),
        companion("ian", "de", "fr", "nl"),
        companion("ira", "de", "nl"),
    )
    assert [(o.people, o.slots) for o in options(compiled, "a", "b")] == [
        (("A", "B", "Ivy"), FIRST),
        (("A", "B", "Ian"), FIRST + LAST),
    ]


@pytest.mark.parametrize(("one", "other"), [("de en", "en fr"), ("de", ""), ("", "")])
def test_pair_with_a_common_or_unknown_language_needs_nobody(
    one: str, other: str
) -> None:
    """Unknown means no need."""
    compiled = _tongues(one, other, companion("ivy", "de", "fr"))
    assert [o.people for o in options(compiled, "a", "b")] == [("A", "B")]
    assert compiled.warnings == ()


def test_pair_that_nobody_can_help_meets_all_the_same_with_a_warning() -> None:
    """Unless the policy asks for a common language."""
    compiled = _tongues("de", "fr", companion("ira", "de", "nl"))
    assert [o.people for o in options(compiled, "a", "b")] == [("A", "B")]
    (warning,) = compiled.warnings
    assert warning == (
        "1 candidates bring people together who share no language, and no "
        "interpreter can help"
    )


def test_pair_that_nobody_can_help_is_left_out_where_a_language_is_required() -> None:
    """The reason names it."""
    strict = Policy(require_common_language=True)
    compiled = _tongues("de", "fr", policy=strict)
    assert left_out(compiled) == {("a", "b"): "no-common-language"}


def test_interpreter_who_is_never_there_leaves_no_common_time() -> None:
    """Ivy is away all day."""
    away = companion("ivy", "de", "fr", busy=(between("08:00", "12:00"),))
    compiled = _tongues("de", "fr", away)
    assert left_out(compiled) == {("a", "b"): "no-common-time"}


def _call(one_online: bool, other_online: bool, **fields: Any) -> Any:
    people = (
        delegate("a", is_online=one_online),
        delegate("b", is_online=other_online),
    )
    return compile_event(
        event(
            wishes=[wish("a", "b")],
            organizations=(organization("a"), organization("b")),
            delegates=people,
            **fields,
        )
    )


def test_two_online_delegates_need_no_table() -> None:
    """Also where there is none."""
    compiled = _call(True, True, tables=())
    assert [o.tables for o in options(compiled, "a", "b")] == [()]
    assert compiled.problem.options.table_set.tolist() == [-1]


def test_call_sits_at_a_table_with_equipment_for_calls() -> None:
    """One side is on site; the second table has the feature."""
    plain, equipped = tables(1), tables(1, "box", features=frozenset({"calls"}))
    zones = ({"id": "hall", "name": "Hall"}, {"id": "box", "name": "Box"})
    compiled = _call(True, False, tables=plain + equipped, zones=zones)
    assert [o.tables for o in options(compiled, "a", "b")] == [("box-1",)]


def test_call_sits_anywhere_where_no_table_has_equipment() -> None:
    """The feature is not recorded."""
    compiled = _call(False, True)
    assert [o.tables for o in options(compiled, "a", "b")] == [HALL]


def test_meeting_turns_into_a_call_where_only_an_online_colleague_is_left() -> None:
    """Options differ by slots: at any table early, at one for calls late."""
    equipped = tables(1, "box", features=frozenset({"calls"}))
    zones = ({"id": "hall", "name": "Hall"}, {"id": "box", "name": "Box"})
    compiled = _fund(
        Attends.TOGETHER,
        delegate("joe", "fund", busy=EARLY),
        delegate("zoe", "fund", is_online=True),
        tables=tables(1) + equipped,
        zones=zones,
    )
    found = {o.slots: o.tables for o in options(compiled, "a", "fund")}
    assert found == {FIRST: ("hall-1", "box-1"), LAST: ("box-1",)}


@pytest.mark.parametrize(
    ("rule", "is_at_table", "is_abroad", "is_counted"),
    [
        (CountingMeetings.ON_SITE_ABROAD, True, True, True),
        (CountingMeetings.ON_SITE_ABROAD, True, False, False),
        (CountingMeetings.ON_SITE_ABROAD, False, True, False),
        (CountingMeetings.ON_SITE, True, False, True),
        (CountingMeetings.ON_SITE, False, True, False),
        (CountingMeetings.ALL, False, False, True),
    ],
)
def test_meetings_that_count_for_a_voucher(
    rule: CountingMeetings, *, is_at_table: bool, is_abroad: bool, is_counted: bool
) -> None:
    """By default on site, with a partner from another country."""
    assert counts(rule, is_at_table=is_at_table, is_abroad=is_abroad) is is_counted


def test_slots_of_the_day_clocks_change_are_common_by_real_time() -> None:
    """Busy from 2:00 to 2:30 the first time leaves the repeated half hour free."""
    day = "2026-10-25"
    compiled = compile_event(
        event(
            wishes=[wish("a", "b")],
            sessions=(session("01:30", 5, slot_min=30, day=day),),
            organizations=(organization("a"), organization("b")),
            delegates=(
                delegate("a", busy=(between("02:00", "02:30", day),)),
                delegate("b"),
            ),
        )
    )
    assert [o.slots for o in options(compiled, "a", "b")] == [
        ("01:30", "02:30", "02:00", "02:30")
    ]
