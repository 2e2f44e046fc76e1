"""Every page examined by axe in both themes, as a table."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from web.access import ACCESS, Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Page, ViewportSize
    from werkzeug.routing import Map, MapAdapter

AXE = next(Path("tests/web").glob("axe-core-*")) / "axe.min.js"
RUN = (
    "async () => { const found = await axe.run({resultTypes: ['violations'],"
    " rules: {'target-size': {enabled: true}}});"  # WCAG 2.2; axe leaves it off
    " return [found.passes.length, found.violations.map(v => v.id)]; }"
)
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"
PHONE: ViewportSize = {"width": 360, "height": 740}
MOST_TRIES = 3
"""A link may lead elsewhere: to a page that was seen, or to a message."""
FILES = frozenset(
    {
        "static", "entry.healthz", "feeds.agenda", "feeds.live", "floor.event",
        "floor.table", "drafts.download", "edit.targets", "exports.workbook",
        "exports.folder", "held.csv", "invitations.csv", "invitations.code",
        "whatif.csv", "agenda.calendar", "privacy.download", "mail.html",
        "backing.image",
    }
)  # fmt: skip
"""Endpoints that answer with a file, or with a message as it is mailed."""
PARTS = frozenset(
    {
        "figures.progress", "prices.show", "proposals.progress", "runs.progress",
        "whatif.progress", "events.show",
    }
)  # fmt: skip
"""Endpoints that answer with a part of a page, or lead to another page."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A page, the rules it passes, and those it breaks.

    Attributes
    ----------
    phone : tuple of str or None
        At 360 px; None: it is a page of staff, made for larger windows.
    """

    page: str
    passed: int
    light: tuple[str, ...]
    dark: tuple[str, ...]
    phone: tuple[str, ...] | None


@dataclass(slots=True)
class Examination:
    """Follows links from page to page and examines one of each route."""

    routes: MapAdapter
    address: str
    found: dict[str, Examined] = field(default_factory=dict)

    def walk(self, page: Page, starts: Iterable[str]) -> None:
        """Examine all pages that can be reached from some."""
        waiting = deque(starts)
        tries: Counter[str] = Counter()
        while waiting:
            path = waiting.popleft()
            route = self._route(path)
            if not route or route in self.found or tries[route] == MOST_TRIES:
                continue
            tries[route] += 1
            response = page.goto(self.address + path)
            if response is None or not response.ok:
                continue
            self.look(page)
            links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
            waiting.extend(
                link.removeprefix(self.address).partition("#")[0]
                for link in links
                if link.startswith(self.address)
            )

    def look(self, page: Page) -> None:
        """Examine the page that is open, unless one of its route was."""
        here = self._route(urlsplit(page.url).path)
        if here and here not in self.found:
            endpoint, _ = self.routes.match(urlsplit(page.url).path, "GET")
            is_small = ACCESS[endpoint] in {Need.NOTHING, Need.DELEGATE}
            self.found[here] = _examined(page, here, is_small=is_small)

    def _route(self, path: str) -> str:
        try:
            rule, values = self.routes.match(
                urlsplit(path).path, "GET", return_rule=True
            )
        except HTTPException:
            return ""
        if rule.endpoint in FILES | PARTS:
            return ""
        kinds = [str(values[n]) for n in ("step", "kind") if n in values]
        return " ".join([rule.rule, *kinds])


def _examined(page: Page, route: str, *, is_small: bool) -> Examined:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    broken = {}
    passed = 0
    for theme in ("dark", "light"):
        page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
        passed, found = page.evaluate(RUN)
        broken[theme] = tuple(found)
    phone = None
    if is_small and page.viewport_size is not None:
        before = page.viewport_size
        page.set_viewport_size(PHONE)
        phone = tuple(page.evaluate(RUN)[1])
        if page.evaluate(OVERFLOW) > 0:
            phone += ("wider than the window",)
        page.set_viewport_size(before)
    return Examined(route, passed, broken["light"], broken["dark"], phone)


def pages_of(routes: Map) -> set[str]:
    """Return the addresses of all routes that answer with a page."""
    return {
        rule.rule
        for rule in routes.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in FILES | PARTS
    }


def as_page(found: Iterable[Examined], pages: Iterable[str]) -> Iterator[str]:
    """Yield the lines of docs/accessibility.md."""
    rows = sorted(found, key=lambda each: each.page)
    missed = sorted(set(pages) - {each.page.partition(" ")[0] for each in rows})
    num = sum(len(each.light) + len(each.dark) + len(each.phone or ()) for each in rows)
    version = AXE.parent.name.removeprefix("axe-core-")
    yield "# Accessibility"
    yield ""
    yield (
        f"axe {version} examined {len(rows)} pages of the Stuttgart example in "
        "Chromium, one of each kind, 1280 pixels wide in the light and the dark theme; "
        "pages of delegates and of anybody also 360 pixels wide, where nothing may "
        "reach beyond the window. The rule of WCAG 2.2 about the size of what is "
        f"pressed, which axe leaves off, was on. It reported {num or 'no'} "
        f"violation{'' if num == 1 else 's'}. Made by `make pictures`. The tests do "
        "the same with the pages of a story from set-up to agenda, which is told with "
        "the keyboard where it edits a plan."
    )
    yield ""
    yield (
        "axe finds perhaps half of what can be wrong; people with disabilities have "
        "not tried these pages yet."
    )
    yield ""
    yield "| page | rules passed | light | dark | 360 px |"
    yield "|---|---|---|---|---|"
    for each in rows:
        told = [
            "not looked at" if ids is None else ", ".join(ids) or "none"
            for ids in (each.light, each.dark, each.phone)
        ]
        yield f"| `{each.page}` | {each.passed} | {' | '.join(told)} |"
    yield ""
    yield "## Not covered"
    yield ""
    yield (
        "Files (calendars, workbooks, PDF) and mails are no pages. Parts that a page "
        "fetches while it waits (progress, prices, proposals) were not examined alone."
        + (" These pages no link of the walk led to:" if missed else "")
    )
    if missed:
        yield ""
        yield from (f"- `{page}`" for page in missed)
