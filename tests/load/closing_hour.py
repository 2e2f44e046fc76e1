"""The last hour of wishing: everybody at once, while a solve runs.

Run from the checkout: ``python -m tests.load.closing_hour`` (or ``make load``). A real
server on a fresh database; each delegate opens the personal link, browses ten pages
and saves eight wishes, one form in eight pressed twice at the same moment. The client
shares the server's processors. In the end the database is compared with what was
wished.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.generate.difficulty import Size
from b4h_scheduler.store.database import Database
from b4h_scheduler.store.schema_event import WishRow
from tests.b4h_scheduler.store.postgres import new_database, running_server
from tests.load.browser import Browser, PageError
from tests.load.instance import EVENT_ID, OWNER, PASSWORD, Instance, fill
from tests.load.timings import Timings, machine
from tests.web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.load.instance import Guest

NUM_WISHES = 8
GIVEN_WISHES = 6
"""Of each delegate, before the last hour."""
TWICE = 8
"""Of so many forms one is pressed twice."""
MOST_DELEGATES, MOST_SECONDS = 1000, 1800
WARM_S = 30
"""At most, until the organizer is in and the first solve has begun."""
MUST_MS = 300
"""The 95th percentile of every page."""


@dataclass(slots=True)
class Hour:
    """What happens in the hour, and what came of it.

    Attributes
    ----------
    pause_s : float
        On average between two pages of one delegate.
    wanted : Counter
        Wisher, wished, priority and message of what was saved.
    """

    instance: Instance
    address: str
    at_once: int
    pause_s: float
    until: float
    timings: Timings = field(default_factory=Timings)
    errors: list[str] = field(default_factory=list)
    wanted: Counter[tuple[str, str, int, str]] = field(default_factory=Counter)
    num_runs: int = 0
    _is_solving: threading.Event = field(default_factory=threading.Event)
    _has_ended: threading.Event = field(default_factory=threading.Event)

    def happen(self) -> float:
        """Let everybody come; return the seconds it took."""
        solving = threading.Thread(target=self._guarded, args=(self._solve,))
        solving.start()
        self._is_solving.wait(WARM_S)
        start = time.perf_counter()
        with ThreadPoolExecutor(self.at_once) as pool:
            for guest in self.instance.guests:
                pool.submit(self._guarded, self._visit, guest)
        seconds = time.perf_counter() - start
        self._has_ended.set()
        solving.join()
        return seconds

    def _guarded(self, work: Callable[..., None], *args: object) -> None:
        try:
            work(*args)
        except (PageError, OSError) as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    def _rest(self, draw: random.Random) -> None:
        if time.monotonic() > self.until:
            raise PageError("the time is over")
        time.sleep(self.pause_s * draw.uniform(0.5, 1.5))

    def _visit(self, guest: Guest) -> None:
        draw = random.Random(guest.key)
        browser = Browser(self.address, self.timings)
        self._rest(draw)
        browser.get(f"/d/{guest.token}", "/d/<token>")
        browser.post(f"/d/{guest.token}", "/d/<token>")
        others = self._others(guest)
        draw.shuffle(others)
        for path, page in _pages(others):
            self._rest(draw)
            browser.get(path, page)
        for number, other in enumerate(others[:NUM_WISHES]):
            self._rest(draw)
            browser.get(f"/my/partners/{other}", "/my/partners/<key>")
            self._rest(draw)
            self._wish(browser, guest, other, number)
        browser.close()

    def _wish(self, browser: Browser, guest: Guest, other: str, number: int) -> None:
        priority, message = 1 + number % 3, f"{guest.key} writes to {other}: ça va?"
        form = {
            "organization": other,
            "priority": str(priority),
            "message": message,
        }
        twin = None
        if number % TWICE == TWICE - 1:
            again = Browser(self.address, self.timings)
            again.cookies, again.text = dict(browser.cookies), browser.text
            twin = threading.Thread(
                target=self._guarded, args=(_press, again, form), daemon=True
            )
            twin.start()
        _press(browser, form)
        if twin is not None:
            twin.join()
        self.wanted[guest.organization, other, priority, message] += 1

    def _others(self, guest: Guest) -> list[str]:
        """Return whom a delegate does not wish for yet."""
        known = {
            wish.wished.organization
            for wish in self.instance.event.wishes
            if wish.wisher.organization == guest.organization
        }
        return [
            each.id
            for each in self.instance.event.organizations
            if each.id not in known and each.id != guest.organization
        ]

    def _solve(self) -> None:
        """Have one plan made after the other."""
        browser = Browser(self.address, self.timings)
        browser.get("/sign-in")
        browser.post("/sign-in", email=OWNER, password=PASSWORD)
        while not self._has_ended.is_set():
            browser.get(f"/events/{EVENT_ID}/plans", "plans (staff)")
            browser.post(
                f"/events/{EVENT_ID}/plans", "start a run (staff)", seconds="600"
            )
            self.num_runs += 1
            self._is_solving.set()
            while "hx-get" in browser.text and not self._has_ended.wait(1):
                browser.get(f"/events/{EVENT_ID}/runs/{self.num_runs}", "a run (staff)")
        browser.close()

    def lost_or_doubled(self) -> list[str]:
        """Compare the database with what was wished."""
        expected = self.wanted + Counter(
            (w.wisher.organization, w.wished.organization, w.priority, w.message)
            for w in self.instance.event.wishes
        )
        database = Database(self.instance.url)
        with database.read() as reading:
            found = Counter(
                (w.wisher_organization, w.wished_organization, w.priority, w.message)
                for w in reading.scalars(select(WishRow))
            )
        database.close()
        return [
            *(f"lost: {each}" for each in expected - found),
            *(f"too many: {each}" for each in found - expected),
        ]


def _press(browser: Browser, form: dict[str, str]) -> None:
    browser.post("/my/wishes", "save a wish", **form)


def _pages(others: list[str]) -> list[tuple[str, str]]:
    """Return the ten pages that a delegate looks at."""
    return [
        ("/my/", "/my/"),
        ("/my/partners", "/my/partners"),
        ("/my/partners?text=diagnostcs", "/my/partners?text"),
        *((f"/my/partners/{key}", "/my/partners/<key>") for key in others[:2]),
        ("/my/partners?page=2", "/my/partners"),
        ("/my/wishes", "/my/wishes"),
        ("/my/incoming", "/my/incoming"),
        ("/my/profile", "/my/profile"),
        ("/my/trip", "/my/trip"),
    ]


def closing_hour(
    folder: Path,
    *,
    delegates: int,
    at_once: int,
    pause_s: float,
    seconds: float,
    url: str = "",
) -> tuple[Hour, float]:
    """Let the hour happen on a fresh installation; return it and its seconds."""
    wishes = min(GIVEN_WISHES * delegates, delegates * (delegates - 1) // 4)
    size = Size(delegates=delegates, wishes=wishes, days=2, slots=24)
    instance = fill(folder, size, url=url)
    options = {"B4H_DATABASE": url} if url else {}
    with serving(folder, **options) as served:
        until = time.monotonic() + seconds
        hour = Hour(instance, served.address, at_once, pause_s, until)
        took = hour.happen()
        served.stop()
    return hour, took


def main() -> int:
    """Print the times of all pages, and whether anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delegates", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds")
    parser.add_argument("--seconds", type=float, default=900, help="at most")
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    if given.delegates > MOST_DELEGATES or given.seconds > MOST_SECONDS:
        parser.error(f"at most {MOST_DELEGATES} delegates, {MOST_SECONDS} seconds")
    server = running_server() if given.postgresql else nullcontext("")
    with server as found, tempfile.TemporaryDirectory() as folder:
        hour, seconds = closing_hour(
            Path(folder) / "data",
            delegates=given.delegates,
            at_once=given.at_once,
            pause_s=given.pause,
            seconds=given.seconds,
            url=new_database(found) if found else "",
        )
        wrong = [*hour.errors, *hour.lost_or_doubled()]
    slow = [page for page, ms in hour.timings.p95_ms().items() if ms >= MUST_MS]
    say = sys.stdout.write
    say(f"{given.delegates} delegates, {given.at_once} at a time, ")
    say(f"{given.pause:g} s between pages, {hour.num_runs} solves beside them, ")
    say(f"{'PostgreSQL' if given.postgresql else 'SQLite'}; {machine()}\n")
    say(f"{hour.timings.table()}\n{hour.timings.num} requests in {seconds:.0f} s, ")
    say(f"{hour.timings.num / seconds:.0f} a second; {hour.wanted.total()} wishes ")
    say(f"saved; {len(wrong)} errors, lost or doubled wishes\n")
    say("".join(f"  {each}\n" for each in wrong[:20]))
    say(f"p95 of {MUST_MS} ms or more: {', '.join(slow) or 'no page'}\n")
    return 1 if wrong or slow else 0


if __name__ == "__main__":
    sys.exit(main())
