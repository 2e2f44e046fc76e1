"""What a re-planned draft changes, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.outputs.certificate_words import sentences
from b4h_scheduler.outputs.change_words import changes_told
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.figures import figures
from b4h_scheduler.planning.onward import replan_around
from b4h_scheduler.planning.run import Search, plan
from tests.b4h_scheduler.planning.small_events import event, session, wish

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.outputs.change_words import ChangesTold
    from b4h_scheduler.plans import Plan

NAMES = ["ann", "ben", "eve"]
WISHES = [wish("ann", "ben", 1), wish("ann", "eve", 3)]
ONE = event(NAMES, WISHES, sessions=(session(num_slots=1),))
MORE = event(NAMES, WISHES, sessions=(session(num_slots=3),))
"""The same with two slots more: there is time for both."""
SEARCH = Search(work_limit=60, workers=1)


@pytest.fixture(scope="module")
def released() -> Plan:
    """Ann meets Ben."""
    return plan(ONE, work_limit=20)


def _told(one: Event, found: Plan) -> ChangesTold | None:
    return changes_told(Lookup(one, found), sentences(one, found, figures(one, found)))


def _replanned(
    one: Event, released: Plan, price: int | None = None, most: int | None = None
) -> Plan:
    before = one.slots[0].start - timedelta(days=2)
    return replan_around(
        one,
        released,
        (),
        before,
        SEARCH,
        price_per_change=price,
        most_changes=most,
    )


def test_plan_from_nothing_changes_nothing(released: Plan) -> None:
    """There is nothing to tell."""
    assert _told(ONE, released) is None


def test_unchanged_plan_says_that_it_stays(released: Plan) -> None:
    """And that this is proven."""
    told = _told(ONE, _replanned(ONE, released))
    assert told is not None
    assert told.summary == "Nothing changes: the released plan still fits."
    assert told.proof == "Nothing else is changed: fewer changes are not possible."
    assert (told.price, told.rows) == ("", ())


def test_price_per_change_is_told_with_its_proof(released: Plan) -> None:
    """Eve's meeting is added, worth 30 points for a price of 5."""
    told = _told(MORE, _replanned(MORE, released, 5))
    assert told is not None
    (row,) = told.rows
    assert (row.pair, row.kind, row.before, row.reason) == (
        "Ann – Eve",
        "added",
        "–",
        "",
    )
    assert row.after.startswith("Thu 09:")
    assert told.summary == "1 change for 2 delegates, none of them forced."
    assert told.price.startswith(
        "More may change where it gains more than 5 points of wish value for each "
        "point of changes. Wish value less that price is "
    )
    assert "no plan has more" in told.price
    assert told.proof.startswith("The others weigh 1")


@pytest.mark.parametrize(("most", "num"), [(0, 0), (3, 1)])
def test_limit_of_changes_is_told_with_what_is_used(
    released: Plan, most: int, num: int
) -> None:
    """Eve has none: hers is added, one point, where there is one."""
    told = _told(MORE, _replanned(MORE, released, most=most))
    assert told is not None
    assert len(told.rows) == num
    assert told.limit == (
        f"At most {most} points of changes were permitted: {num} are used."
    )


def test_limit_that_cannot_be_kept_is_told(released: Plan) -> None:
    """What the kernel says of it is found in the plan of a file, too."""
    said = (
        "no plan with at most 4 points of changes was found: 10 is the fewest, and no "
        "plan has fewer than 9"
    )
    plan = _replanned(ONE, released).model_copy(update={"warnings": (said,)})
    told = _told(ONE, plan)
    assert told is not None
    assert told.limit == (
        "At most 4 points of changes were permitted, but no such plan was found: no "
        "plan has fewer than 9."
    )


def test_meeting_that_went_online_is_told_as_that(released: Plan) -> None:
    """Ann and Ben are online now: not "another table"."""
    fields = {name: getattr(ONE, name) for name in type(ONE).model_fields}
    people = tuple(
        each.model_copy(update={"is_online": each.id in {"ann", "ben"}})
        for each in ONE.delegates
    )
    online = type(ONE)(**(fields | {"delegates": people}))
    told = _told(online, _replanned(online, released))
    assert told is not None
    (row,) = told.rows
    assert row.kind == "held online instead of at a table"
    assert row.reason == "both sides are online now"
    assert row.after.endswith(", online")


def test_forced_change_has_its_reason(released: Plan) -> None:
    """Ben left: the meeting is dropped, which counts for nothing."""
    fields = {name: getattr(ONE, name) for name in type(ONE).model_fields}
    kept = tuple(each for each in ONE.delegates if each.id != "ben")
    gone = type(ONE)(**(fields | {"delegates": kept}))
    told = _told(gone, _replanned(gone, released))
    assert told is not None
    assert "1 of them because something had become impossible" in told.summary
    reasons = {row.kind: row.reason for row in told.rows}
    assert reasons["dropped"]
