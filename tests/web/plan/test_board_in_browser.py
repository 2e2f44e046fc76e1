"""The board under a finger, under keys, and on paper, in a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.answering import answering
from tests.web.plan.editing import plan_now
from tests.web.test_story import DESK, Watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from playwright.sync_api import Browser, Locator, Page

    from tests.web.world import World

pytestmark = pytest.mark.browser
PAPER = {"width": 718, "height": 1050}
"""An upright A4 sheet inside its margins; the board lies on a wider one."""
HOLD_MS = 600


@contextmanager
def _editor(
    chromium: Browser, world: World, **context: Any
) -> Iterator[tuple[Page, str]]:
    """Give a page on which the owner is signed in, and the server's address."""
    with answering(world) as served:
        opened = chromium.new_context(reduced_motion="reduce", **context)
        window = Watched(opened, served)
        window.sign_in()
        yield window.page, f"{served.address}/events/1/drafts/1"
        opened.close()


def test_meeting_is_dragged_by_a_finger(chromium: Browser, world: World) -> None:
    """It rests, drags, sees why not, and drops; one that moves at once scrolls."""
    phone = {"width": 800, "height": 1100}
    with _editor(chromium, world, viewport=phone, has_touch=True) as (page, draft):
        page.goto(f"{draft}/edit")
        finger = page.context.new_cdp_session(page)

        def touch(kind: str, at: tuple[float, float] | None = None) -> None:
            points = [] if at is None else [{"x": at[0], "y": at[1]}]
            finger.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
            )

        meeting = page.locator("#board a.held").first
        name = meeting.inner_text()
        x, y = _middle(meeting)
        touch("touchStart", (x, y))
        touch("touchMove", (x, y - 30))
        assert page.locator(".is-dragged").count() == 0
        touch("touchEnd")
        before, (x, y) = plan_now(world), _middle(meeting)
        touch("touchStart", (x, y))
        page.wait_for_timeout(HOLD_MS)
        page.locator("#board .can-drop").first.wait_for()
        touch("touchMove", _middle(page.locator("#board .can-drop:not(:has(a))").first))
        touch("touchCancel")
        assert page.locator(".is-dragging, .can-drop, .is-over").count() == 0
        assert not page.locator("#drag-word").is_visible()
        assert plan_now(world) == before
        touch("touchStart", (x, y))
        page.wait_for_timeout(HOLD_MS)
        page.locator("#board .can-drop").first.wait_for()
        touch("touchMove", _middle(page.locator("#board .no-drop:not(:has(a))").first))
        assert page.inner_text("#drag-word") not in {"", "Put it here"}
        place = page.locator("#board .can-drop:not(:has(a))").first
        touch("touchMove", _middle(place))
        assert page.inner_text("#drag-word") == "Put it here"
        with page.expect_navigation():
            touch("touchEnd")
        assert f"Moved {name}" in page.inner_text("[role=status]")


def test_corner_stays_over_the_first_column(chromium: Browser, world: World) -> None:
    """Scrolled right and down, no hour stands above the names of tables."""
    narrow = {"width": 420, "height": 500}
    with _editor(chromium, world, viewport=narrow) as (page, draft):
        page.goto(f"{draft}/edit")
        box = page.locator(".board-box")
        box.evaluate("e => { e.scrollTo(200, 60); e.scrollIntoView(); }")
        assert box.evaluate("e => e.scrollLeft") > 0
        corner = page.locator("#board thead th").first
        at = "e => e.getBoundingClientRect().x"
        column = page.locator("#board tbody th").first
        assert corner.evaluate(at) == column.evaluate(at)
        assert corner.evaluate(
            "e => { const at = e.getBoundingClientRect();"
            " return document.elementFromPoint(at.x + 5, at.y + 5) === e; }"
        )


def test_board_scrolls_near_its_edge_and_a_drop_at_home_is_none(
    chromium: Browser, world: World
) -> None:
    """Places out of sight are reached while dragging; a board unread says so."""
    narrow = {"width": 420, "height": 800}
    with _editor(chromium, world, viewport=narrow) as (page, draft):
        page.goto(f"{draft}/edit")
        before, meeting = plan_now(world), page.locator("#board a.held").first
        home = _middle(meeting)
        box = page.locator(".board-box")
        area = box.bounding_box()
        assert area is not None
        page.mouse.move(*home)
        page.mouse.down()
        page.mouse.move(home[0] + 9, home[1], steps=2)
        page.locator("#board .can-drop").first.wait_for()
        assert box.evaluate("each => each.scrollLeft") == 0
        page.mouse.move(area["x"] + area["width"] - 9, home[1], steps=3)
        box.evaluate(_SCROLLED)
        page.mouse.move(area["x"] + area["width"] / 2, home[1])
        box.evaluate("each => each.scrollLeft = 0")
        page.mouse.move(*home)
        assert page.inner_text("#drag-word") == "It is here now"
        page.mouse.up()
        assert not page.locator("#drag-word").is_visible()
        assert plan_now(world) == before
        page.route("**/edit/targets*", lambda route: route.abort())
        page.mouse.down()
        page.mouse.move(home[0] + 9, home[1], steps=2)
        page.get_by_text("The board could not be read").wait_for()
        page.mouse.up()
        assert page.locator(".is-dragging").count() == 0


def test_keys_go_from_cell_to_cell_and_let_go(chromium: Browser, world: World) -> None:
    """Arrows move the focus; Escape lets go, and stays at the meeting."""
    with _editor(chromium, world, viewport=DESK) as (page, draft):
        page.goto(f"{draft}/edit")
        first = page.locator("#board a.held").first
        first.focus()
        start = page.evaluate(_FOCUSED)
        page.keyboard.press("ArrowRight")
        assert page.evaluate(_FOCUSED)[1] > start[1]
        page.keyboard.press("ArrowLeft")
        assert page.evaluate(_FOCUSED) == start
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "pick=" in page.url
        page.locator("#board a.is-picked").focus()
        with page.expect_navigation():
            page.keyboard.press("Escape")
        assert "pick=" not in page.url
        assert page.evaluate(_FOCUSED) == start


def test_board_is_printed_whole_and_dark_on_white(
    chromium: Browser, world: World
) -> None:
    """Also from a dark window; nothing is cut off at the edge of the paper."""
    with _editor(chromium, world, viewport=DESK, color_scheme="dark") as (page, draft):
        page.goto(f"{draft}/tables")
        assert page.evaluate(_THEME) == "dark"
        page.evaluate(
            f"addEventListener('beforeprint', () => {{ window.printed = {_THEME} }})"
        )
        assert page.pdf().startswith(b"%PDF")
        assert page.evaluate("window.printed") == "light"
        assert page.evaluate(_THEME) == "dark"
        page.emulate_media(color_scheme="light")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        box = page.locator(".board").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PAPER["width"]
        head = page.inner_text("main")
        assert "Small Day 1" in head
        assert "a draft, not released" in head
        assert "Only with these words" not in head


_FOCUSED = (
    "(() => { const cell = document.activeElement.closest('td');"
    " return [cell.parentElement.rowIndex, cell.cellIndex]; })()"
)
_SCROLLED = (
    "async (box) => { while (box.scrollLeft + box.clientWidth < box.scrollWidth - 1)"
    " await new Promise(requestAnimationFrame); }"
)
"""Comes back once a board shows its right end."""
_THEME = "document.documentElement.dataset.bsTheme"


def _middle(found: Locator) -> tuple[float, float]:
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
