"""Prices of unmet wishes, asked for on the pages of a draft."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.jobs.answerer import Answerer
from b4h_scheduler.jobs.questions import QUICK
from b4h_scheduler.jobs.runs import PLAN
from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.schema_event import TableRow
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from tests.web.events import moment
from tests.web.world import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Plan
    from tests.web.world import Visitor, World

PLANS = "/events/1/plans"
CLOSED = {"start": moment(9, 50).isoformat(), "end": moment(12).isoformat()}


@dataclass
class Tight:
    """A draft of an event with one table and two slots: wishes compete."""

    world: World
    address: str
    plan: Plan

    @property
    def unmet(self) -> str:
        """The page of what is not met."""
        return f"{self.address}/unmet"

    def missed(self) -> list[str]:
        """Return the meetings that might be held, by id."""
        return [
            str(each.candidate.id)
            for each in self.plan.unmet
            if each.candidate.ineligible is None
        ]

    def ask(self, staff: Visitor, candidate: str) -> None:
        """Press the button beside a wish; ``all`` is the one above the list."""
        form = {"candidate": candidate, "then": "unmet"}
        answer = staff.post(f"{self.address}/prices", form, page=self.unmet)
        assert answer.headers["Location"] == f"{self.unmet}#price-{candidate}"

    def price(self, candidate: str) -> str:
        """Return what the page says about the price of one."""
        page = self.world.staff("viewer").text(f"{self.address}/prices/{candidate}")
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def tight(world: World) -> Tight:
    """The event planned anew."""

    def narrow(session: Session) -> None:
        for row in session.scalars(select(RunRow)):
            session.delete(row)
        for table in session.scalars(select(TableRow).where(TableRow.event_id == 1)):
            if table.key == "T1":
                table.content = table.content | {"closed": [CLOSED]}
            else:
                session.delete(table)

    world.site.database.write(narrow)
    staff = world.staff("editor")
    run = staff.post(PLANS, {"seconds": "5"}, page=PLANS).headers["Location"]
    assert Supervisor(world.site.database).run_one()
    found = re.search(r"/events/1/drafts/\d+", staff.text(run))
    assert found
    (row,) = rows(world, select(DraftRow).where(DraftRow.id == int(found[0][17:])))
    return Tight(world, found[0], plan_of(row.plan))


@pytest.fixture
def answerer(world: World) -> Iterator[Answerer]:
    """Who answers questions, with a process of its own."""
    made = Answerer(world.site.database, QUICK)
    yield made
    made.end()


def test_price_is_asked_worked_out_and_kept(tight: Tight, answerer: Answerer) -> None:
    """By a job, not in the request; the second time it is there at once."""
    staff, wish = tight.world.staff("editor"), tight.missed()[0]
    assert tight.price(wish) == ""
    tight.ask(staff, wish)
    assert tight.price(wish).startswith("The price is being worked out…")
    assert "hx-get" in staff.text(tight.unmet)
    assert 'data-told="The price is being worked out…"' in staff.text(tight.unmet)
    assert answerer.run_one()
    assert tight.price(wish) == "To hold it, 4 points of wish value would be given up."
    tight.ask(staff, wish)
    assert not answerer.run_one()
    text = staff.text(tight.unmet)
    assert "aria-live" not in text
    told = "Price: To hold it, 4 points of wish value would be given up."
    assert f'data-told="{told}"' in text


def test_lower_ends_of_all_and_none_is_above_the_exact_price(
    tight: Tight, answerer: Answerer
) -> None:
    """One press gives what each costs at least; exact prices are worked out after."""
    staff = tight.world.staff("editor")
    tight.ask(staff, "all")
    assert answerer.run_one()
    lowest = {wish: tight.price(wish) for wish in tight.missed()}
    assert any("at least" in text for text in lowest.values())
    for wish in tight.missed():
        tight.ask(staff, wish)
        assert answerer.run_one()
    exact = {wish: tight.price(wish) for wish in tight.missed()}
    assert all(_points(lowest[wish]) <= _points(exact[wish]) for wish in lowest)


def _points(text: str) -> int:
    found = re.search(r"(\d+) point", text)
    return int(found[1]) if found else 0


def test_price_of_an_edited_draft_is_another_question(
    tight: Tight, answerer: Answerer
) -> None:
    """What was answered about the draft before is not shown for the one after."""
    staff, wish = tight.world.staff("editor"), tight.missed()[0]
    tight.ask(staff, wish)
    assert answerer.run_one()
    edit = f"{tight.address}/edit"
    seen = re.search(r'name="seen" value="(\d+)"', staff.text(edit))
    assert seen
    drop = {"candidate": tight.plan.meetings[0].candidate, "drop": "yes"}
    staff.post(edit, drop | {"seen": seen[1]}, page=edit)
    assert tight.price(wish) == ""


def test_question_about_what_changed_before_its_answer_is_refused(
    tight: Tight, answerer: Answerer
) -> None:
    """An answer is never filed under a state that it is not about."""
    tight.ask(tight.world.staff("editor"), tight.missed()[0])
    tight.world.delegate("d-alba").post("/my/wishes/1/withdraw", page="/my/wishes")
    assert answerer.run_one()
    (row,) = rows(tight.world, select(RunRow).where(RunRow.kind != PLAN))
    assert (row.state, row.answer) == ("failed", None)
    assert row.message == "it was changed meanwhile: ask again"


def test_meeting_that_is_held_or_declined_has_no_price(tight: Tight) -> None:
    """The form of another page, or an old one, queues nothing."""
    staff = tight.world.staff("editor")
    declined = tight.plan.unmet[-1].candidate
    assert declined.ineligible is not None
    for candidate in (tight.plan.meetings[0].candidate, declined.id, "c-0"):
        tight.ask(staff, candidate)
        assert "may not be held at all" in staff.text(tight.unmet)
    assert not rows(tight.world, select(RunRow).where(RunRow.kind != PLAN))


def test_wish_that_costs_nothing_is_planned_on_request(
    tight: Tight, answerer: Answerer
) -> None:
    """After a meeting was dropped by hand, a better plan holds it: by a button."""
    staff, held = tight.world.staff("editor"), tight.plan.meetings[0].candidate
    edit = f"{tight.address}/edit"
    seen = re.search(r'name="seen" value="(\d+)"', staff.text(edit))
    assert seen
    staff.post(edit, {"candidate": held, "drop": "yes", "seen": seen[1]}, page=edit)
    tight.ask(staff, held)
    assert answerer.run_one()
    assert tight.price(held).startswith("A better plan holds it: ")
    form = {"candidate": held}
    answer = staff.post(f"{tight.address}/grant", form, page=tight.unmet)
    run = answer.headers["Location"]
    assert Supervisor(tight.world.site.database).run_one()
    assert "Open the plan" in staff.text(run)
    (row,) = rows(tight.world, select(RunRow).order_by(RunRow.id.desc()).limit(1))
    (draft,) = rows(tight.world, select(DraftRow).where(DraftRow.id == row.draft_id))
    made = plan_of(draft.plan)
    assert held in {meeting.candidate for meeting in made.meetings}
    assert any("was demanded" in warning for warning in made.warnings)


def test_deleted_draft_takes_its_questions_along(tight: Tight) -> None:
    """Nothing about it is left."""
    staff = tight.world.staff("editor")
    tight.ask(staff, tight.missed()[0])
    staff.post(f"{tight.address}/delete", page=tight.address)
    assert not rows(tight.world, select(RunRow).where(RunRow.kind != PLAN))
