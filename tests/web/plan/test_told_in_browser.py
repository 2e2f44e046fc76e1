"""What a page that renews itself says to screen readers, in a real browser."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from b4h_scheduler.jobs.questions import FairnessQuestion, ask
from b4h_scheduler.jobs.runs import RunState
from b4h_scheduler.store.base import now
from b4h_scheduler.store.schema_plans import ProgressRow, RunRow
from tests.web.answering import answering
from tests.web.test_story import DESK, Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from sqlalchemy.orm import Session

    from tests.web.world import World

pytestmark = pytest.mark.browser
WATCH = """() => {
  window.said = []; window.renewals = 0;
  const region = document.getElementById('told');
  const take = () => { window.said.push(region.textContent); };
  if (region.textContent) take();
  new MutationObserver(take).observe(region, {childList: true, characterData: true,
    subtree: true});
  const renewed = (node) => {
    if (node.id === 'progress' || node.id === 'fairness') window.renewals += 1;
  };
  new MutationObserver((all) => all.forEach((each) => each.addedNodes.forEach(renewed)))
    .observe(document.querySelector('main'), {childList: true});
}"""
LIVE = (
    "() => [...document.querySelectorAll('main [aria-live], main [role=status],"
    " main [role=alert], main [role=log]')].map((e) => e.id)"
)
STILL = "window.passed = 1; performance.now = () => window.passed;"
"""The clock that tells when a minute is over; renewals go on."""
WAIT_S = 120
RENEWALS = 3
"""Each within a second or so; none of them says anything by itself."""


def _running(session: Session) -> int:
    """Let somebody else work on a run, so that it does what the test says."""
    session.execute(delete(RunRow))
    row = RunRow(
        event_id=1, kind="plan", state=RunState.RUNNING.value, token=1, owner="test",
        lease_until=now() + timedelta(hours=1), attempts=1, created=now(),
        started=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _reached(world: World, run_id: int, step: str, value: int, seconds: float) -> None:
    def work(session: Session) -> None:
        session.add(
            ProgressRow(
                run_id=run_id, attempt=1, step=step, level="value", value=value,
                bound=90, seconds=seconds,
            )
        )  # fmt: skip

    world.site.database.write(work)


def _renewed(page: Page) -> None:
    before = page.evaluate("window.renewals")
    _wait(page, f"window.renewals >= {before + RENEWALS}")


def _wait(page: Page, condition: str) -> None:
    """Wait; the page's own policy forbids what Playwright does for that."""
    for _ in range(WAIT_S * 5):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(200)
    pytest.fail(f"never so: {condition}; said: {page.evaluate('window.said')}")


def _shows(page: Page, text: str) -> None:
    page.get_by_text(text, exact=True).wait_for()


def test_run_says_steps_at_once_and_values_once_a_minute(
    chromium: Browser, world: World
) -> None:
    """However often its part of the page is renewed; the focus stays where it is."""
    run_id = world.site.database.write(_running)
    _reached(world, run_id, "select", 50, 1.0)
    with answering(world) as served:
        context = chromium.new_context(viewport=DESK, locale="en")
        window = Watched(context, served)
        page = window.page
        page.set_default_timeout(120_000)
        page.add_init_script(STILL)
        window.sign_in()
        page.goto(f"{served.address}/events/1/runs/{run_id}")
        _wait(page, "document.getElementById('told').textContent")
        page.evaluate(WATCH)
        assert page.evaluate(LIVE) == ["told"]
        said = ["Being worked out: select"]
        page.get_by_role("button", name="Stop and keep the best so far").focus()
        _renewed(page)
        assert page.evaluate("document.activeElement.id") == "stop"
        assert page.evaluate("window.said") == said
        _reached(world, run_id, "select", 60, 2.0)
        _shows(page, "60")
        _renewed(page)
        assert page.evaluate("window.said") == said
        _reached(world, run_id, "select", 70, 3.0)
        _shows(page, "70")
        assert page.evaluate("window.said") == said
        page.evaluate("window.passed = 61_000")
        said.append("Being worked out: select, 70 points of wishes reached")
        _wait(page, "window.said.length > 1")
        _reached(world, run_id, "polish", 71, 4.0)
        said.append("Being worked out: polish")
        _wait(page, "window.said.length > 2")
        _renewed(page)
        assert page.evaluate("window.said") == said
        world.site.database.write(_end)
        said.append("Done: 71 points of wishes reached")
        _wait(page, "window.said.length > 3")
        assert page.evaluate("window.said") == said
        window.examine()
        assert not window.found, "\n".join(window.found)
        context.close()


def test_page_of_several_parts_says_only_the_one_that_changes(
    chromium: Browser, world: World
) -> None:
    """Being worked out, and what came of it; what stands still is not read."""
    world.site.database.write(_asking)
    with answering(world) as served:
        context = chromium.new_context(viewport=DESK, locale="en")
        window = Watched(context, served)
        page = window.page
        page.set_default_timeout(120_000)
        window.sign_in()
        page.goto(f"{served.address}/events/1/drafts/1/figures")
        _wait(page, "document.getElementById('told').textContent")
        page.evaluate(WATCH)
        assert page.evaluate(LIVE) == ["told"]
        said = ["What fairness costs: It is being worked out…"]
        _renewed(page)
        assert page.evaluate("window.said") == said
        world.site.database.write(_fail)
        said.append("The search gave nothing.")
        _wait(page, "window.said.length > 1")
        assert page.evaluate("window.said") == said
        page.reload()
        _shows(page, said[-1])
        assert page.evaluate("document.getElementById('told').textContent") == ""
        window.examine()
        assert not window.found, "\n".join(window.found)
        context.close()


def _asking(session: Session) -> None:
    """Let somebody else work on what fairness costs, as `_running` does."""
    session.execute(delete(RunRow))
    session.flush()
    ask(session, 1, FairnessQuestion(draft_id=1))
    (row,) = session.query(RunRow)
    row.state, row.token, row.owner = RunState.RUNNING.value, 1, "test"
    row.lease_until, row.started = now() + timedelta(hours=1), now()


def _fail(session: Session) -> None:
    (row,) = session.query(RunRow)
    row.state, row.ended = RunState.FAILED.value, now()
    row.message = "the search gave nothing"


def _end(session: Session) -> None:
    (row,) = session.query(RunRow)
    row.state, row.ended = RunState.DONE.value, now()
