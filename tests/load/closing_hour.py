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
from tests.load.instance import EVENT_ID, OWNER, PASSWORD, Instance, fill, invented
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


@dataclass(frozen=True, slots=True)
class Plan:
    """How many come, how many of them at once.

    Attributes
    ----------
    pause_s : float
        On average between two pages of one delegate.
    seconds : float
        At most; who is not through then counts as an error.
    processes, threads : int
        Of the server that answer requests; threads of each.
    """

    delegates: int
    at_once: int
    pause_s: float
    seconds: float
    processes: int = 2
    threads: int = 4


@dataclass(slots=True)
class Hour:
    """What happens in the hour, and what came of it.

    Attributes
    ----------
    wanted : Counter
        Wisher, wished, priority and message of what was saved.
    """

    instance: Instance
    address: str
    plan: Plan
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
        with ThreadPoolExecutor(self.plan.at_once) as pool:
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
        time.sleep(self.plan.pause_s * draw.uniform(0.5, 1.5))

    def _visit(self, guest: Guest) -> None:
        draw = random.Random(guest.key)
        others = self._others(guest)
        draw.shuffle(others)
        self._rest(draw)
        with Browser(self.address, self.timings) as browser:
            browser.get(f"/d/{guest.token}", "/d/<token>")
            browser.post(f"/d/{guest.token}", "/d/<token>")
            for path, page in _pages(others):
                self._rest(draw)
                browser.get(path, page)
            for number, other in enumerate(others[:NUM_WISHES]):
                self._rest(draw)
                browser.get(f"/my/partners/{other}", "/my/partners/<key>")
                self._rest(draw)
                self._wish(browser, guest, other, number)

    def _wish(self, browser: Browser, guest: Guest, other: str, number: int) -> None:
        priority, message = 1 + number % 3, f"{guest.key} writes to {other}: ça va?"
        form = {"organization": other, "priority": str(priority), "message": message}
        twin = threading.Thread(
            target=self._guarded, args=(self._press_again, browser, form)
        )
        if number % TWICE == TWICE - 1:
            twin.start()
        _press(browser, form)
        if twin.ident is not None:
            twin.join()
        self.wanted[guest.organization, other, priority, message] += 1

    def _press_again(self, browser: Browser, form: dict[str, str]) -> None:
        with Browser(self.address, self.timings) as again:
            again.stands_at(browser)
            _press(again, form)

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
        plans = f"/events/{EVENT_ID}/plans"
        with Browser(self.address, self.timings) as browser:
            browser.get("/sign-in")
            browser.post("/sign-in", email=OWNER, password=PASSWORD)
            while not self._has_ended.is_set():
                browser.get(plans, "plans (staff)")
                browser.post(plans, "start a run (staff)", seconds="600")
                self.num_runs += 1
                self._is_solving.set()
                run = f"/events/{EVENT_ID}/runs/{self.num_runs}"
                while "hx-get" in browser.text and not self._has_ended.wait(1):
                    browser.get(run, "a run (staff)")

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
    if "too busy" in browser.text:
        raise PageError("save a wish: refused, the database is too busy")


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


def closing_hour(folder: Path, plan: Plan, *, url: str = "") -> tuple[Hour, float]:
    """Let the hour happen on a fresh installation; return it and its seconds."""
    num = plan.delegates
    wishes = min(GIVEN_WISHES * num, num * (num - 1) // 4)
    size = Size(delegates=num, wishes=wishes, days=2, slots=24)
    instance = fill(folder, invented(size), url=url)
    variables = {
        "B4H_PROCESSES": str(plan.processes),
        "B4H_THREADS": str(plan.threads),
    }
    if url:
        variables["B4H_DATABASE"] = url
    with serving(folder, **variables) as served:
        hour = Hour(instance, served.address, plan, time.monotonic() + plan.seconds)
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
    parser.add_argument("--processes", type=int, default=2, help="of the server")
    parser.add_argument("--threads", type=int, default=4, help="of each")
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    if given.delegates > MOST_DELEGATES or given.seconds > MOST_SECONDS:
        parser.error(f"at most {MOST_DELEGATES} delegates, {MOST_SECONDS} seconds")
    plan = Plan(
        given.delegates,
        given.at_once,
        given.pause,
        given.seconds,
        given.processes,
        given.threads,
    )
    server = running_server() if given.postgresql else nullcontext("")
    with server as found, tempfile.TemporaryDirectory() as folder:
        url = new_database(found) if found else ""
        hour, took = closing_hour(Path(folder) / "data", plan, url=url)
        wrong = [*hour.errors, *hour.lost_or_doubled()]
    kind = "PostgreSQL" if given.postgresql else "SQLite"
    slow = [page for page, ms in hour.timings.p95_ms().items() if ms >= MUST_MS]
    sys.stdout.write(
        f"{plan.delegates} delegates, {plan.at_once} at a time, {plan.pause_s:g} s "
        f"between pages, {plan.processes} x {plan.threads} threads, "
        f"{hour.num_runs} solves beside them; {kind}; {machine()}\n"
        f"{hour.timings.table()}\n{hour.timings.num} requests in {took:.0f} s, "
        f"{hour.timings.num / took:.0f} a second; {hour.wanted.total()} wishes saved; "
        f"{len(wrong)} errors, lost or doubled wishes\n"
        f"{''.join(f'  {each}' + chr(10) for each in wrong[:20])}"
        f"p95 of {MUST_MS} ms or more: {', '.join(slow) or 'no page'}\n"
    )
    return 1 if wrong or slow else 0


if __name__ == "__main__":
    sys.exit(main())
