"""Every page of staff at a large event: first after a change of data, and again.

Run from the checkout: ``python -m tests.load.staff_pages``. A real server on a fresh
database with 1,000 delegates, 15,000 wishes and two drafts. Releases one, waits until
its mail is out, follows the links from page to page, one of each kind, and sends the
usual forms.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException

from b4h_scheduler.generate.difficulty import Size
from b4h_scheduler.planning.run import plan_in_child
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.outbox import OPEN
from b4h_scheduler.store.people import delegate_row, edit_delegate
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.load.browser import Browser, PageError
from tests.load.forms import FormReader
from tests.load.instance import EVENT_ID, OWNER, PASSWORD, Instance, fill, invented
from tests.load.timings import Timings, machine
from tests.web.serving import serving
from web.app import create_app
from web.settings import read_settings
from web.site import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session
    from werkzeug.routing import MapAdapter

    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database
    from web.site import Site

MUST_S = 1.0
MAIL_S = 900.0
"""Until when the mail of a release must be out."""
START = f"/events/{EVENT_ID}/overview"


@dataclass(slots=True)
class Line:
    """What one page took.

    Attributes
    ----------
    first_s, again_s : float
        Right after a change of the event's data; once more.
    busy_s : float
        What the server computed for the first: less than ``first_s`` where it had to
        wait for a processor.
    """

    page: str
    kind: str
    first_s: float
    busy_s: float
    again_s: float
    num_bytes: int


@dataclass(slots=True)
class Walk:
    """Goes through all pages of an event, one of each route."""

    browser: Browser
    routes: MapAdapter
    database: Database
    delegate: str
    process_id: int
    lines: list[Line] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    num_changes: int = 0

    def all(self) -> None:
        """Measure every page that links lead to."""
        waiting, seen = deque([START]), {START}
        known: set[str] = set()
        while waiting:
            path = waiting.popleft()
            route = self._route(path)
            if route in known:
                continue
            known.add(route)
            for link in self._measure(path, route):
                if link not in seen and self._route(link) not in {"", *known}:
                    seen.add(link)
                    waiting.append(link)

    def _route(self, path: str) -> str:
        """Return the pattern of an event's page; empty: it is none."""
        if not path.startswith(f"/events/{EVENT_ID}/") or path.endswith(
            f"/{EVENT_ID}/"
        ):
            return ""
        try:
            found, values = self.routes.match(urlsplit(path).path, "GET", True)
        except HTTPException:
            return ""
        kinds = [str(values[n]) for n in ("step", "kind", "form") if n in values]
        rule = found.rule.removeprefix("/events/<int:event_id>")
        return " ".join([rule, *kinds])

    def _measure(self, path: str, route: str) -> list[str]:
        self.change()
        try:
            before = self._busy()
            first = self._timed(path)
            busy = self._busy() - before
            again = self._timed(path)
        except (PageError, OSError) as error:
            self.wrong.append(f"{route}: {error}")
            return []
        content = self.browser.content
        self.lines.append(
            Line(route, self.browser.mimetype, first, busy, again, len(content))
        )
        if self.browser.mimetype != "text/html":
            return []
        base = urlsplit(path).path
        found = FormReader(self.browser.text, base).links
        return [f"{base}{each}" if each.startswith("?") else each for each in found]

    def _timed(self, path: str) -> float:
        start = time.perf_counter()
        self.browser.get(path)
        return time.perf_counter() - start

    def _busy(self) -> float:
        """Return the server's seconds of computing, by what Linux counts."""
        text = Path(f"/proc/{self.process_id}/stat").read_text(encoding="ascii")
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def change(self) -> None:
        """Change the event's data, as a delegate does who edits the profile."""
        self.num_changes += 1
        role = f"role {self.num_changes}"

        def work(session: Session) -> None:
            row = delegate_row(session, EVENT_ID, self.delegate)
            edit_delegate(session, row, {"role": role}, seen=row.version)

        self.database.write(work)

    def send(self, page: str, ending: str, label: str, **typed: str) -> None:
        """Open a page and send one of its forms with something typed."""
        path = f"/events/{EVENT_ID}/{page}"
        try:
            self.browser.get(path)
            form = FormReader(self.browser.text, path).form(ending)
            before, start = self._busy(), time.perf_counter()
            to = self.browser.submit(form.action, form.filled(**typed), label)
            seconds, busy = time.perf_counter() - start, self._busy() - before
            self.lines.append(Line(f"POST {label}", "text/html", seconds, busy, 0, 0))
            before = self._busy()
            seconds = self._timed(to)
        except (PageError, LookupError, OSError) as error:
            self.wrong.append(f"{label}: {error}")
            return
        num_bytes, busy = len(self.browser.content), self._busy() - before
        page = f"the page after {label}"
        self.lines.append(Line(page, "text/html", seconds, busy, 0, num_bytes))


def _release_first(walk: Walk, draft: int) -> None:
    """Release a draft, which writes to everybody, and wait until all mail is out."""
    walk.browser.get(START)  # the first page of a server pays for its start
    walk.send(f"drafts/{draft}/release", "/release", "first release, with all mail")
    waiting = select(func.count(OutboxRow.id)).where(OutboxRow.state.in_(OPEN))
    end = time.monotonic() + MAIL_S
    while time.monotonic() < end:
        with walk.database.read() as reading:
            if not reading.scalar(waiting):
                return
        time.sleep(1)
        walk.browser.get("/healthz")  # keeps the connection
    walk.wrong.append(f"mail still waits after {MAIL_S:g} s")


def _forms(walk: Walk, instance: Instance, draft: int) -> None:
    """Send the forms that staff sends most."""
    guest = instance.guests[3]
    walk.send(f"people/{guest.key}", f"/people/{guest.key}", "a delegate", role="CEO")
    company = f"organizations/{guest.organization}"
    walk.send(company, f"/{company}", "an organization", offers="Sensors")
    walk.send("setup/event", "/setup/event", "set-up: the event", venue="Old Mill")
    walk.send("setup/times", "/setup/times", "set-up: sessions")
    walk.send("phase", "/phase", "the phase")
    walk.send(f"drafts/{draft}", "/name", "a draft's name", name="Better")
    walk.send(f"drafts/{draft}", "/preview", "preview to delegates")
    walk.send(f"drafts/{draft}/release", "/release", "release of a few changes")


def prepare(folder: Path, size: Size, seconds: float) -> tuple[Instance, list[int]]:
    """Make an event with two drafts that differ in 20 meetings; return their ids."""
    instance = fill(folder, invented(size))
    app = create_app(read_settings(folder=folder, environment={}))
    site: Site = app.extensions[KEY]
    found = plan_in_child(instance.event, time_limit_s=seconds)
    fewer = found.model_copy(update={"meetings": found.meetings[:-20]})
    try:
        ids = [_keep(site.database, each) for each in (found, fewer)]
    finally:
        site.database.close()
    return instance, ids


def _keep(database: Database, found: Plan) -> int:
    return database.write(
        lambda session: add_draft(
            session,
            EVENT_ID,
            f"Plan of {len(found.meetings)}",
            found,
            made_from=data_version(session, EVENT_ID),
        )
    )


def table(lines: list[Line]) -> Iterator[str]:
    """Yield the pages with their seconds, the slowest first."""
    yield f"{'page':56} {'first':>6} {'busy':>6} {'again':>6} {'kB':>6}"
    for line in sorted(lines, key=lambda each: -each.first_s):
        kind = "" if line.kind == "text/html" else f"  ({line.kind})"
        again = f"{line.again_s:6.2f}" if line.again_s else " " * 6
        yield (
            f"{line.page:56} {line.first_s:6.2f} {line.busy_s:6.2f} {again} "
            f"{line.num_bytes / 1000:6.0f}{kind}"
        )


def main() -> int:
    """Print how long every page took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delegates", type=int, default=1000)
    parser.add_argument("--wishes", type=int, default=15_000)
    parser.add_argument("--solve", type=float, default=60, help="seconds")
    given = parser.parse_args()
    size = Size(given.delegates, given.wishes, days=2, slots=30)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        instance, drafts = prepare(folder, size, given.solve)
        walk = walked(folder, instance, drafts)
    slow = [
        line.page
        for line in walk.lines
        if line.first_s >= MUST_S and line.kind == "text/html"
    ]
    sys.stdout.write(
        f"{given.delegates} delegates, {given.wishes} wishes; {machine()}\n"
        + "".join(f"{line}\n" for line in table(walk.lines))
        + "".join(f"wrong: {each}\n" for each in walk.wrong)
        + f"pages of {MUST_S:g} s or more: {', '.join(slow) or 'none'}\n"
    )
    return 1 if slow or walk.wrong else 0


def walked(folder: Path, instance: Instance, drafts: list[int]) -> Walk:
    """Serve the folder and go through all pages."""
    app = create_app(read_settings(folder=folder, environment={}))
    site: Site = app.extensions[KEY]
    routes = app.url_map.bind("127.0.0.1")
    try:
        with serving(folder) as served, Browser(served.address, Timings()) as browser:
            browser.get("/sign-in")
            browser.post("/sign-in", email=OWNER, password=PASSWORD)
            who, process_id = instance.guests[5].key, served.process.pid
            walk = Walk(browser, routes, site.database, who, process_id)
            _release_first(walk, drafts[0])
            walk.all()
            _forms(walk, instance, drafts[1])
            served.stop()
    finally:
        site.database.close()
    return walk


if __name__ == "__main__":
    sys.exit(main())
