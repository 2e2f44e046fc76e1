"""Edits of drafts by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.edited import fitted
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.edits import Drop, Put, Swap, different
from b4h_scheduler.planning.locks import Holds, lock_of
from solver.validate import validate
from tests.b4h_scheduler.planning.plans import plan_by_hand, plan_first_come
from tests.b4h_scheduler.planning.random_events import random_event, with_mishaps
from tests.b4h_scheduler.planning.small_events import (
    between,
    event,
    session,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CandidateId, SlotId
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.plans import Meeting, Plan

SEEDS = range(25)
TWO = {("ann", "bob"): ("09:00", "hall-1"), ("cid", "dot"): ("09:20", "hall-2")}


def _event(**fields: object) -> Event:
    wishes = (wish("ann", "bob"), wish("cid", "dot"), wish("ann", "cid"))
    return event(("ann", "bob", "cid", "dot"), wishes, **fields)


def _draft(planned: Event, locks: tuple[Holds, ...] = ()) -> tuple[Editor, Laid]:
    plan = plan_by_hand(planned, TWO)
    found = [lock_of(plan.meetings[0], holds) for holds in locks]
    editor = Editor(compile_event(planned), found)
    return editor, editor.lay_out(plan)


def _meeting(laid: Laid, organization: str) -> Meeting:
    return next(
        m
        for m in laid.plan.meetings
        if organization in {s.organization for s in m.sides}
    )


def _unheld(laid: Laid) -> CandidateId:
    return laid.plan.unmet[0].candidate.id


def _slot(planned: Event, clock: str) -> SlotId:
    return next(s.id for s in planned.slots if f"{s.start:%H:%M}" == clock)


@pytest.mark.parametrize(
    ("clock", "table", "expected"),
    [
        ("09:40", "hall-1", ()),
        ("09:40", None, ()),
        ("09:20", "hall-2", ("table hall-2 is taken at 09:20: Cid – Dot",)),
        ("10:00", "hall-1", ("Bob is not there at 10:00",)),
        ("09:40", "hall-9", ("there is no table hall-9",)),
    ],
)
def test_move_is_made_or_refused_with_the_reason(
    clock: str, table: str | None, expected: tuple[str, ...]
) -> None:
    """Bob is away at ten; a table has one meeting; a table has to exist."""
    planned = _event()
    people = [
        d.model_copy(update={"busy": (between("10:00", "10:20"),)})
        if d.id == "bob"
        else d
        for d in planned.delegates
    ]
    planned = planned.model_copy(update={"delegates": tuple(people)})
    editor, laid = _draft(planned)
    put = Put(_meeting(laid, "ann").candidate, _slot(planned, clock), table)
    checked = editor.check(laid, put)
    assert checked.reasons == expected
    if not expected:
        assert validate(editor.problem, checked.assignment) == []


def test_person_in_the_way_is_named_with_the_meeting() -> None:
    """Ann meets Bob at nine, so Ann and Cid cannot meet then."""
    planned = _event()
    editor, laid = _draft(planned)
    checked = editor.check(laid, Put(_unheld(laid), _slot(planned, "09:00")))
    assert checked.reasons == ("Ann has another meeting at 09:00: Ann – Bob",)


def test_meeting_that_was_left_out_is_added_where_both_are_free() -> None:
    """And everything else stays."""
    planned = _event()
    editor, laid = _draft(planned)
    checked = editor.check(laid, Put(_unheld(laid), _slot(planned, "10:00")))
    number = editor.encoder.number[_unheld(laid)]
    assert checked.reasons == ()
    assert different(laid.assignment, checked.assignment) == [number]


def test_drop_frees_the_people_and_the_table() -> None:
    """What was in its way is possible then."""
    planned = _event()
    editor, laid = _draft(planned)
    dropped = editor.check(laid, Drop(_meeting(laid, "bob").candidate))
    assert dropped.reasons == ()
    assert dropped.assignment.num_meetings == 1
    assert validate(editor.problem, dropped.assignment) == []


def test_swap_exchanges_time_and_table() -> None:
    """Each meeting is where the other was."""
    planned = _event()
    editor, laid = _draft(planned)
    first, second = (_meeting(laid, who).candidate for who in ("ann", "cid"))
    checked = editor.check(laid, Swap(first, second))
    one, two = editor.encoder.number[first], editor.encoder.number[second]
    now, then = laid.assignment, checked.assignment
    assert checked.reasons == ()
    assert (then.slot[one], then.table[one]) == (now.slot[two], now.table[two])
    assert (then.slot[two], then.table[two]) == (now.slot[one], now.table[one])


def test_meeting_prefers_the_table_where_its_people_sit_before() -> None:
    """Cid sits at table 2 at 09:20, so Ann meets Cid there at 09:40."""
    planned = _event()
    editor, laid = _draft(planned)
    checked = editor.check(laid, Put(_unheld(laid), _slot(planned, "09:40")))
    number = editor.encoder.number[_unheld(laid)]
    table = int(checked.assignment.table[number])
    assert editor.compiled.places.id_of(table) == "hall-2"


@pytest.mark.parametrize(
    ("holds", "clock", "table", "is_refused"),
    [
        (Holds.TIME, "09:40", "hall-1", True),
        (Holds.TIME, "09:00", "hall-2", False),
        (Holds.TABLE, "09:40", "hall-1", False),
        (Holds.TABLE, "09:00", "hall-2", True),
        (Holds.ALL, "09:00", "hall-2", True),
        (Holds.PAIR, "09:40", "hall-2", False),
    ],
)
def test_lock_lets_through_what_it_does_not_hold(
    holds: Holds, clock: str, table: str, is_refused: bool
) -> None:
    """A lock of the time leaves the table open, and the other way round."""
    planned = _event()
    editor, laid = _draft(planned, (holds,))
    candidate = _meeting(laid, "ann").candidate
    checked = editor.check(laid, Put(candidate, _slot(planned, clock), table))
    assert bool(checked.reasons) is is_refused
    assert all("unlock it first" in reason for reason in checked.reasons)
    assert editor.check(laid, Drop(candidate)).reasons


def test_broken_draft_can_be_mended_step_by_step() -> None:
    """A rule that was broken before forbids no edit that makes it no worse."""
    wishes = (wish("ann", "bob"), wish("ann", "cid"), wish("ann", "dot"))
    planned = event(("ann", "bob", "cid", "dot"), wishes)
    held = {("ann", "bob"): ("09:00", "hall-1"), ("ann", "cid"): ("09:40", "hall-1")}
    plan = plan_by_hand(planned, held)
    fewer = [
        d.model_copy(update={"most": 1}) if d.id == "ann" else d
        for d in planned.delegates
    ]
    changed = planned.model_copy(update={"delegates": tuple(fewer)})
    editor = Editor(compile_event(changed))
    laid = editor.lay_out(plan)
    too_many = ("Ann would have more meetings than it may have",)
    assert editor.broken_words(laid) == too_many
    candidate = _meeting(laid, "bob").candidate
    moved = editor.check(laid, Put(candidate, _slot(planned, "10:00")))
    added = editor.check(laid, Put(_unheld(laid), _slot(planned, "10:20")))
    assert (moved.reasons, added.reasons) == ((), too_many)
    assert editor.check(laid, Drop(candidate)).reasons == ()


def test_past_meeting_stays() -> None:
    """A meeting that took place is neither moved nor dropped."""
    planned = _event()
    plan = plan_by_hand(planned, TWO)
    past = plan.meetings[0].model_copy(update={"is_pinned": True})
    plan = plan.model_copy(update={"meetings": (past, *plan.meetings[1:])})
    editor = Editor(compile_event(planned))
    reasons = editor.check(editor.lay_out(plan), Drop(past.candidate)).reasons
    assert reasons == ("Ann – Bob has taken place: it stays as it was",)


@pytest.mark.parametrize("seed", SEEDS)
def test_edit_without_a_reason_gives_a_valid_plan(seed: int) -> None:
    """And changes only what it names; with a reason, the kernel's validator agrees."""
    planned = random_event(seed)
    editor = Editor(compile_event(planned))
    laid = editor.lay_out(plan_first_come(planned))
    assert (laid.gone, laid.broken) == ((), ())
    for edit in _edits(planned, laid.plan):
        checked = editor.check(laid, edit)
        found = validate(editor.problem, checked.assignment)
        assert bool(found) == bool(checked.reasons), (edit, found, checked.reasons)
        named = (
            (edit.first, edit.second) if isinstance(edit, Swap) else (edit.candidate,)
        )
        numbers = {editor.encoder.number[candidate] for candidate in named}
        assert set(different(laid.assignment, checked.assignment)) <= numbers


def _edits(planned: Event, plan: Plan) -> list[Put | Swap | Drop]:
    held = [meeting.candidate for meeting in plan.meetings]
    free = [u.candidate.id for u in plan.unmet if u.candidate.ineligible is None]
    return [
        *(Drop(one) for one in held),
        *(Swap(one, two) for one in held[:3] for two in held if one != two),
        *(Put(one, s.id) for one in (*held[:3], *free[:3]) for s in planned.slots),
        *(
            Put(one, s.id, table)
            for one in (*held[:1], *free[:1])
            for s in planned.slots
            for table in planned.place_of
        ),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_mishap_releases_what_is_impossible_and_leaves_nothing_dangling(
    seed: int,
) -> None:
    """People and tables gone: the meetings concerned are listed, the others stay."""
    planned = random_event(seed)
    plan = plan_first_come(planned)
    changed, _ = with_mishaps(planned, seed)
    editor = Editor(compile_event(changed))
    laid = editor.lay_out(plan)
    found = fitted(editor.compiled, laid)
    Lookup(changed, found)
    gone = {each.meeting.candidate for each in laid.gone}
    assert all(each.reason for each in laid.gone)
    assert {m.candidate for m in found.meetings} | gone == {
        m.candidate for m in plan.meetings
    }
    for meeting in found.meetings:
        old = laid.meeting_of[meeting.candidate]
        assert (meeting.start, meeting.table) == (old.start, old.table)


def test_slot_deleted_releases_its_meetings() -> None:
    """The day begins later: the meeting at nine is listed with that reason."""
    planned = _event()
    plan = plan_by_hand(planned, TWO)
    later = planned.model_copy(update={"sessions": (session("09:20", 5),)})
    fields = {name: getattr(later, name) for name in type(later).model_fields}
    editor = Editor(compile_event(type(planned)(**fields)))
    laid = editor.lay_out(plan)
    assert [each.reason for each in laid.gone] == [
        "there is no slot at Thu 09:00 any more"
    ]
