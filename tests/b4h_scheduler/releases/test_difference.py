from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4h_scheduler.releases.difference import Kind, difference, plan_difference
from tests.b4h_scheduler.releases.meetings import at, between, other, without

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan


def _kinds(before: Plan | None, after: Plan) -> dict[str, list[Kind]]:
    found = plan_difference(before, after)
    return {str(who): [step.kind for step in steps] for who, steps in found.items()}


def test_first_plan_is_new_for_everybody_with_a_meeting(whole: Plan) -> None:
    """Each delegate has one step for each meeting, in order of time."""
    found = plan_difference(None, whole)
    for who, steps in found.items():
        held = [m for m in whole.meetings if any(who in team for team in m.delegates)]
        assert [step.after for step in steps] == held
        assert {step.kind for step in steps} == {Kind.NEW}
    assert set(found) == {d for m in whole.meetings for t in m.delegates for d in t}


def test_equal_plans_differ_for_nobody(whole: Plan) -> None:
    """Nobody is told anything."""
    assert plan_difference(whole, whole) == {}


@pytest.mark.parametrize(
    ("changed", "kind"),
    [({"table": "T3"}, Kind.TABLE), ({"table": None}, Kind.ONLINE)],
)
def test_other_place_concerns_both_sides_only(
    whole: Plan, changed: dict[str, str | None], kind: Kind
) -> None:
    """The two who meet have the step, nobody else."""
    meeting = between(whole, "alba", "bora")
    assert meeting.table not in {"T3", None}
    found = _kinds(whole, other(whole, meeting, **changed))
    assert found == {"d-alba": [kind], "d-bora": [kind]}


def test_meeting_that_was_online_is_at_a_table_now(whole: Plan) -> None:
    """One step for each of the two."""
    online = other(whole, between(whole, "alba", "bora"), table=None)
    found = _kinds(online, whole)
    assert found == {"d-alba": [Kind.ON_SITE], "d-bora": [Kind.ON_SITE]}


def test_other_time_is_a_move_also_with_another_table(
    event: Event, whole: Plan
) -> None:
    """Time comes before table."""
    meeting = between(whole, "alba", "bora")
    moved = other(whole, meeting, table="T3", **at(event, 5))
    kinds = {"d-alba": [Kind.MOVED], "d-bora": [Kind.MOVED]}
    assert _kinds(whole, moved) == kinds


def test_dropped_and_added(whole: Plan) -> None:
    """Canceled one way, new the other way."""
    fewer = without(whole, between(whole, "alba", "delta"))
    canceled = {"d-alba": [Kind.CANCELED], "d-delta": [Kind.CANCELED]}
    assert _kinds(whole, fewer) == canceled
    assert _kinds(fewer, whole) == {"d-alba": [Kind.NEW], "d-delta": [Kind.NEW]}


def test_colleague_instead_is_canceled_new_and_told_to_the_partner(
    whole: Plan,
) -> None:
    """Who left has it canceled, who came has it new, the partner meets others."""
    meeting = between(whole, "alba", "delta")
    side = [s.organization for s in meeting.sides].index("delta")
    teams: list = list(meeting.delegates)
    teams[side] = ("d-new",)
    found = _kinds(whole, other(whole, meeting, delegates=tuple(teams)))
    assert found == {
        "d-alba": [Kind.PEOPLE],
        "d-delta": [Kind.CANCELED],
        "d-new": [Kind.NEW],
    }


@given(st.data())
def test_there_and_back_mirrors(small: tuple[Event, Plan], data: st.DataObject) -> None:
    """Any two sets of meetings: new one way is canceled the other, else the same."""
    event, whole = small
    plans = []
    for _ in range(2):
        held = data.draw(st.lists(st.sampled_from(whole.meetings), unique=True))
        plans.append(
            [m.model_copy(update=at(event, data.draw(st.integers(0, 5)))) for m in held]
        )
    there, back = difference(*plans), difference(*reversed(plans))
    assert there.keys() == back.keys()
    mirror = {Kind.NEW: Kind.CANCELED, Kind.CANCELED: Kind.NEW}
    for who, steps in there.items():
        kinds = {step.meeting.id: step.kind for step in steps}
        kinds_back = {step.meeting.id: step.kind for step in back[who]}
        assert kinds_back == {key: mirror.get(k, k) for key, k in kinds.items()}
