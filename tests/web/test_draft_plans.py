"""What is kept of the plans of drafts, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from b4h_scheduler.store.drafts import add_draft, draft_row, plan_of
from b4h_scheduler.store.schema_plans import DraftRow
from tests.web.plan.editing import DRAFT, EDIT, plan_now, press
from web.cache import MOST_OF_KIND
from web.draft_plans import draft_plan, keep_plan, plan_mark
from web.draft_views import fitted_draft, read_draft
from web.site import KEY

if TYPE_CHECKING:
    from b4h_scheduler.plans import Plan
    from tests.web.world import World
    from web.draft_views import DraftView


def _plan(world: World, draft_id: int = 1) -> Plan:
    with world.app.app_context(), world.read() as reading:
        return draft_plan(reading, draft_row(reading, draft_id))


def _view(world: World) -> DraftView:
    with world.app.app_context(), world.read() as reading:
        view = read_draft(reading, 1, 1)
        assert view.figures
        return view


def test_name_of_a_draft_does_not_have_its_plan_read_again(world: World) -> None:
    """Nor its names looked up, nor its figures counted; the row is another one."""
    staff, before = world.staff("editor"), _view(world)
    staff.post(f"{DRAFT}/name", {"name": "Better"}, page=DRAFT)
    after = _view(world)
    assert (before.row.name, after.row.name) == ("First", "Better")
    assert after.row.version > before.row.version
    assert after.plan is before.plan
    assert after.lookup is before.lookup
    assert after.figures is before.figures


def test_edit_is_seen_at_once(world: World) -> None:
    """With the meetings, names and figures of the plan that is stored then."""
    staff, before = world.staff("editor"), _view(world)
    meeting = before.plan.meetings[0]
    assert press(staff, EDIT, {"candidate": meeting.candidate, "drop": "yes"})
    after = _view(world)
    assert after.plan == plan_now(world) != before.plan
    assert after.lookup.plan is after.plan
    fewer = before.figures.size.num_meetings - 1
    assert after.figures.size.num_meetings == fewer


def test_plan_that_goes_back_to_what_it_was_is_known(world: World) -> None:
    """An edit and its undoing, by which the version rises twice."""
    staff, before = world.staff("editor"), plan_now(world)
    candidate = before.meetings[0].candidate
    assert press(staff, EDIT, {"candidate": candidate, "drop": "yes"})
    assert _plan(world) == plan_now(world) != before
    assert press(staff, f"{EDIT}/undo", {})
    assert _plan(world) == plan_now(world) == before


def test_new_draft_with_the_number_of_a_deleted_one_shows_its_own_plan(
    world: World,
) -> None:
    """SQLite gives the number again, and both are of version 1."""
    site, first = world.app.extensions[KEY], plan_now(world)
    fewer = first.model_copy(update={"meetings": first.meetings[1:]})

    def add(plan: Plan) -> int:
        return site.database.write(
            lambda session: add_draft(session, 1, "New", plan, made_from=0)
        )

    number = add(first)
    assert _plan(world, number) == first
    remove = delete(DraftRow).where(DraftRow.id == number)
    site.database.write(lambda session: session.execute(remove))
    assert add(fewer) == number
    assert _plan(world, number) == fewer
    with world.app.app_context(), world.read() as reading:
        fitted = fitted_draft(reading, 1, number)
        assert len(fitted.lookup.meetings) == len(fewer.meetings)


def test_plan_that_was_let_go_is_read_again(world: World) -> None:
    """While its mark is still known."""
    with world.app.app_context(), world.read() as reading:
        row = draft_row(reading, 1)
        plan = draft_plan(reading, row)
        for number in range(MOST_OF_KIND):
            world.site.cache.put(("plan", number), plan)
        again = draft_plan(reading, row)
    assert again == plan
    assert again is not plan


def test_plan_that_was_kept_is_not_read(world: World) -> None:
    """Under the mark of the text that is stored."""
    with world.app.app_context(), world.read() as reading:
        row = draft_row(reading, 1)
        made = plan_of(row.plan)
        mark = keep_plan(reading, row, made)
        assert draft_plan(reading, row) is made
        assert plan_mark(reading, row) == mark
