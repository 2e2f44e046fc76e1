"""Runs of released events, and runs that end without a plan, as pages show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.planning.locks import Holds, lock_of
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.locks import set_lock
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from b4h_scheduler.store.setup import setup_version
from tests.web.release.releasing import release_draft
from tests.web.world import rows
from web.plan.run_rules import rules_shown

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Meeting
    from tests.web.world import Visitor, World

PLANS = "/events/1/plans"


def _meetings(world: World) -> tuple[Meeting, ...]:
    with world.read() as reading:
        return plan_of(reading.get_one(DraftRow, 1).plan).meetings


def _run(world: World, staff: Visitor, **form: str) -> str:
    """Start a run, have it worked on, and return its page."""

    def forget(session: Session) -> None:
        for row in session.scalars(select(RunRow)):
            session.delete(row)

    world.site.database.write(forget)
    run = staff.post(PLANS, {"seconds": "5"} | form, page=PLANS).headers["Location"]
    assert Supervisor(world.site.database).run_one()
    return staff.text(run)


def _draft(staff: Visitor, run: str) -> str:
    found = re.search(r'href="(/events/1/drafts/\d+)"', run)
    assert found, run
    return staff.text(found[1])


def test_locks_in_conflict_are_named_one_by_one(world: World) -> None:
    """Two meetings of one company locked to one time, and nothing else is named."""
    first, second = _meetings(world)[:2]
    there = {"slot": first.slot, "start": first.start, "table": first.table}

    def lock(session: Session) -> None:
        for meeting in (first, second.model_copy(update=there)):
            set_lock(session, 1, lock_of(meeting, Holds.ALL), "a pair")

    world.site.database.write(lock)
    text = _run(world, world.staff("editor"))
    assert "The locks cannot all be kept together: unlock some." in text
    listed = re.findall(r"<li>([^<]*)</li>", text[text.index("alert-warning") :])
    assert listed == [
        "Alba Diagnostics and Cirrus Data must meet",
        "Bora Implants and Cirrus Data must meet",
        "Alba Diagnostics and Cirrus Data can meet at 09:00 only",
        "Bora Implants and Cirrus Data can meet at 09:00 only",
        "Cirrus Data can be in one meeting at a time only",
    ]


def test_released_plan_without_a_reason_to_change_stays(world: World) -> None:
    """And the draft says that this is proven."""
    release_draft(world.site.database, 1)
    staff = world.staff("editor")
    text = _draft(staff, _run(world, staff, is_onward="on"))
    assert "Nothing changes: the released plan still fits." in text
    assert "Nothing else is changed: fewer changes are not possible." in text


def _released_without_one(world: World, staff: Visitor) -> str:
    """Drop a meeting of the draft and release the rest; return whose it was."""
    dropped = _meetings(world)[0].candidate
    edit = "/events/1/drafts/1/edit"
    seen = re.search(r'name="seen" value="(\d+)"', staff.text(edit))
    assert seen
    form = {"candidate": dropped, "drop": "yes", "seen": seen[1]}
    staff.post(edit, form, page=edit)
    release_draft(world.site.database, 1)
    return dropped


def _held_by_the_last(world: World) -> set[str]:
    """The candidates of the latest draft's meetings."""
    (draft,) = rows(world, select(DraftRow).order_by(DraftRow.id.desc()).limit(1))
    return {meeting.candidate for meeting in plan_of(draft.plan).meetings}


def test_price_per_change_buys_wishes(world: World) -> None:
    """A dropped meeting comes back at a price that it is worth, with what is proven."""
    staff = world.staff("editor")
    dropped = _released_without_one(world, staff)
    assert "a meeting dropped weighs 10, moved 3" in staff.text(PLANS)
    run = _run(world, staff, is_onward="on", price_per_change="5")
    text = _draft(staff, run)
    assert "More may change where it gains more than 5 points of wish value" in text
    assert re.search(r"Wish value less that price is [\d,]+: no plan has more", text)
    assert dropped in _held_by_the_last(world)
    assert "1 change for " in text


def test_limit_of_changes_buys_wishes(world: World) -> None:
    """A dropped meeting comes back for one point; it says how many are used."""
    staff = world.staff("editor")
    dropped = _released_without_one(world, staff)
    run = _run(world, staff, is_onward="on", most_changes="2")
    text = _draft(staff, run)
    assert re.search(r"At most 2 points of changes were permitted: [12] are used", text)
    assert dropped in _held_by_the_last(world)


def test_price_that_is_none_is_told(world: World) -> None:
    """Nothing is queued."""
    release_draft(world.site.database, 1)
    staff, before = world.staff("editor"), len(rows(world, select(RunRow)))
    staff.post(PLANS, {"price_per_change": "-4"}, page=PLANS)
    assert "What a change may be made for: -4 is too small" in staff.text(PLANS)
    assert len(rows(world, select(RunRow))) == before


def _rules(world: World, **changed: str) -> dict[str, str]:
    """Return the fields of order and limits as the form of a run sends them."""
    with world.read() as reading:
        event = load_event(reading, 1)
    return rules_shown(event) | {
        f"policy-{name.replace('__', '-')}": value for name, value in changed.items()
    }


def test_order_and_limits_changed_with_a_run_are_the_policy(world: World) -> None:
    """The run goes by them, and everything else of the policy stays."""
    staff = world.staff("editor")
    with world.read() as reading:
        before, seen = load_event(reading, 1).policy, setup_version(reading, 1)
    page = staff.text(PLANS)
    assert "at most 90 minutes of meetings without a pause" in page
    given = _rules(world, limits__longest_run_min="45", levels__0="wishes")
    given = {"name": "x", "seconds": "5", "seen": str(seen)} | given
    refused = staff.post(PLANS, given, page=PLANS)
    assert refused.status_code == 400
    assert "a level stands twice in the order of levels" in refused.text.lower()
    given["policy-levels-3"] = "promised"
    runs = len(rows(world, select(RunRow)))
    answer = staff.post(PLANS, given, page=PLANS, follow_redirects=True)
    assert "Order and limits are saved" in answer.text
    assert len(rows(world, select(RunRow))) == runs + 1
    with world.read() as reading:
        after = load_event(reading, 1).policy
    assert after.limits == before.limits.model_copy(update={"longest_run_min": 45})
    assert after.levels[0] == "wishes"
    assert after.levels[3] == "promised"
    same = {"levels": before.levels, "limits": before.limits}
    assert after.model_copy(update=same) == before
    assert "at most 45 minutes" in staff.text(PLANS)


def test_run_by_the_rules_as_they_are_changes_nothing(world: World) -> None:
    """And rules changed by somebody meanwhile are not overwritten."""
    staff = world.staff("editor")
    with world.read() as reading:
        seen = setup_version(reading, 1)
    given = {"name": "x", "seconds": "5", "seen": str(seen)} | _rules(world)
    staff.post(PLANS, given, page=PLANS)
    with world.read() as reading:
        assert setup_version(reading, 1) == seen
    other = given | _rules(world, limits__most_percent="50")
    staff.post(PLANS, other, page=PLANS)
    late = given | _rules(world, limits__most_percent="70")
    runs = len(rows(world, select(RunRow)))
    answer = staff.post(PLANS, late, page=PLANS, follow_redirects=True)
    assert "changed by somebody else meanwhile" in answer.text
    assert len(rows(world, select(RunRow))) == runs
    with world.read() as reading:
        assert load_event(reading, 1).policy.limits.most_percent == 50
