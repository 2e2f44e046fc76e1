"""Every page examined by axe in both themes, as a table."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Page
    from werkzeug.routing import MapAdapter

AXE = next(Path("tests/web").glob("axe-core-*")) / "axe.min.js"
RUN = (
    "async () => { const found = await axe.run();"
    " return [found.passes.length, found.violations.map(v => v.id)]; }"
)
NO_PAGES = ("download", "export.", ".csv", ".svg", ".ics", ".json", "/static/")
"""Parts of addresses that give files."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A page, the rules it passes, and those it breaks in either theme."""

    page: str
    passed: int
    light: tuple[str, ...]
    dark: tuple[str, ...]


@dataclass(slots=True)
class Examination:
    """Follows links from page to page and examines one of each route."""

    routes: MapAdapter
    address: str
    found: dict[str, Examined] = field(default_factory=dict)

    def walk(self, page: Page, starts: Iterable[str]) -> None:
        """Examine all pages that can be reached from some."""
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            route = self._route(path)
            if not route or route in self.found:
                continue
            page.goto(self.address + path)
            here = self._route(urlsplit(page.url).path)
            if here not in self.found:
                self.found[here] = _examined(page, here)
            links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
            waiting.extend(
                link.removeprefix(self.address).partition("#")[0]
                for link in links
                if link.startswith(self.address)
            )

    def _route(self, path: str) -> str:
        if any(part in path for part in NO_PAGES):
            return ""
        try:
            rule, values = self.routes.match(
                urlsplit(path).path, "GET", return_rule=True
            )
        except HTTPException:
            return ""
        kinds = [str(values[n]) for n in ("step", "kind") if n in values]
        return " ".join([rule.rule, *kinds])


def _examined(page: Page, route: str) -> Examined:
    broken, passed = {}, 0
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        passed, broken[theme] = page.evaluate(RUN)
    return Examined(route, passed, tuple(broken["light"]), tuple(broken["dark"]))


def as_page(found: Iterable[Examined]) -> Iterator[str]:
    """Yield the lines of docs/accessibility.md."""
    rows = sorted(found, key=lambda each: each.page)
    num = sum(len(each.light) + len(each.dark) for each in rows)
    version = AXE.parent.name.removeprefix("axe-core-")
    yield "# Accessibility"
    yield ""
    yield (
        f"axe {version} examined one page of each of {len(rows)} routes of the "
        f"Stuttgart example in Chromium, in the light and the dark theme, and "
        f"reported {num or 'no'} violation{'' if num == 1 else 's'}. Made by "
        "`make pictures`; the tests do the same with the pages of the story, each "
        "also for width on a phone and by keyboard."
    )
    yield ""
    yield (
        "axe finds perhaps half of what can be wrong; people with disabilities have "
        "not tried these pages yet."
    )
    yield ""
    yield "| page | rules passed | violations, light | violations, dark |"
    yield "|---|---|---|---|"
    for each in rows:
        light, dark = (", ".join(ids) or "none" for ids in (each.light, each.dark))
        yield f"| `{each.page}` | {each.passed} | {light} | {dark} |"
