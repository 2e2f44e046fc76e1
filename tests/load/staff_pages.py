"""Every page and every button of staff at a large event.

Run from the checkout: ``python -m tests.load.staff_pages``. A real server on a fresh
database with 1,000 delegates, 15,000 wishes and two drafts. Releases one, waits until
its mail is out, follows the links from page to page, one of each kind, each right
after a change of the event's data and again, and then presses every button. What
``web/access.py`` lists for staff and was not timed is named.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.generate.difficulty import Size
from b4h_scheduler.planning.run import plan_in_child
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.outbox import OPEN
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.load.browser import Browser
from tests.load.instance import EVENT_ID, OWNER, PASSWORD, Instance, fill, invented
from tests.load.staff_actions import Story
from tests.load.staff_states import add_states
from tests.load.timings import Timings, machine
from tests.load.walk import EVENT, HTML, Line, ServerLog, Walk, untimed
from tests.web.serving import serving
from web.app import create_app
from web.settings import read_settings
from web.site import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database
    from web.site import Site

MUST_S = 1.0
"""Of computing: on a machine that does nothing else a page takes no longer."""
MAIL_S = 900.0
"""Until when the mail of a release must be out."""
PAGE_S = 600.0
"""At most for one page, on a machine that others keep busy."""
START = f"{EVENT}/overview"
STARTS = (
    START,
    "/events",
    "/events/new",
    "/events/create",
    "/staff",
    "/account",
    f"{EVENT}/",
)
NOT_POSSIBLE = {
    "GET whatif.csv": "an answer takes several solves",
    "POST held.say": "no meeting has begun: the event is years ahead",
    "POST proposals.release": "a proposal takes a solve",
    "POST proposals.pass_on": "nobody with a voucher handed over",
    "POST applications.copy": "nobody of another event agreed to be copied",
}
"""What is on no page of this event, and why."""


def _release_first(walk: Walk, draft: int) -> None:
    """Release a draft, which writes to everybody, and wait until all mail is out."""
    walk.look(f"{EVENT}/drafts/{draft}/release")
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
    """Yield the pages with their seconds, those that computed most first."""
    yield f"{'page':56} {'busy':>6} {'first':>6} {'again':>6} {'kB':>6}"
    for line in sorted(lines, key=lambda each: -each.busy_s):
        kind = "" if line.kind == HTML else f"  ({line.kind})"
        again = f"{line.again_s:6.2f}" if line.again_s else " " * 6
        yield (
            f"{line.page:56} {line.busy_s:6.2f} {line.first_s:6.2f} {again} "
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
    slow = [line.page for line in walk.lines if line.busy_s >= MUST_S]
    left = [
        each for each in untimed(walk.routes, walk.lines) if each not in NOT_POSSIBLE
    ]
    sys.stdout.write(
        f"{given.delegates} delegates, {given.wishes} wishes; {machine()}\n"
        + "".join(f"{line}\n" for line in table(walk.lines))
        + "".join(f"wrong: {each}\n" for each in walk.wrong)
        + "".join(f"not timed: {each}: {why}\n" for each, why in NOT_POSSIBLE.items())
        + "".join(f"not timed: {each}\n" for each in left)
        + f"{MUST_S:g} s of computing or more: {', '.join(slow) or 'none'}\n"
    )
    return 1 if slow or left or walk.wrong else 0


def walked(folder: Path, instance: Instance, drafts: list[int]) -> Walk:
    """Serve the folder and go through all pages and buttons."""
    app = create_app(read_settings(folder=folder, environment={}))
    site: Site = app.extensions[KEY]
    guest = instance.guests[5].key
    try:
        applications = site.database.write(lambda s: add_states(s, drafts[1], guest))
        with (
            serving(folder, B4H_LOG_JSON="1") as served,
            Browser(served.address, Timings(), PAGE_S) as browser,
        ):
            browser.get("/sign-in")
            browser.post("/sign-in", email=OWNER, password=PASSWORD)
            log = ServerLog(folder.with_suffix(".log"))
            walk = Walk(browser, app.url_map, site.database, guest, log)
            story = Story(walk, instance, drafts[1], applications)
            walk.browser.get(START)  # the first page of a server pays for its start
            story.begin()
            _release_first(walk, drafts[0])
            walk.all(STARTS)
            story.tell()
            served.stop()
    finally:
        site.database.close()
    return walk


if __name__ == "__main__":
    sys.exit(main())
