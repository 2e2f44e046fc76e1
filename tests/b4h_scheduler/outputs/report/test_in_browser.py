"""The report in a real browser: fits every width, asks for nothing, prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.outputs.report import report_html
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return where the sample's report is."""
    event, plan = sample_event(), sample_plan()
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(event, plan, figures(event, plan)), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_its_width_and_asks_for_nothing(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    """No scrolling sideways, no request but the page, nothing on the console."""
    asked: list[str] = []
    told: list[str] = []
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    background = page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor"
    )
    assert (
        background == {"light": "rgb(252, 251, 248)", "dark": "rgb(18, 23, 28)"}[scheme]
    )
    assert asked == [address]
    assert told == []
    context.close()


def test_the_page_prints(chromium: Browser, address: str) -> None:
    """As a PDF of a few pages; the list of sections is for the screen."""
    page = chromium.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert 3 <= pdf.count(b"/Type /Page\n") <= 20
    page.close()
