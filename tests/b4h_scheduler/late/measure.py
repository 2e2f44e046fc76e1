"""Measure how long a proposal for late changes takes, and what it changes.

Run from the checkout: ``python -m tests.b4h_scheduler.late.measure [SECONDS ...]``.
Each number of seconds is tried as the limit of planning anew.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from b4h_scheduler.domain.times import later
from b4h_scheduler.files.load import load_event
from b4h_scheduler.generate.difficulty import PROFILES, Size
from b4h_scheduler.generate.events import generate_event
from b4h_scheduler.late.asking import arrives
from b4h_scheduler.late.danger import as_changed
from b4h_scheduler.late.proposing import TIME_LIMIT_S
from b4h_scheduler.planning.changed_event import changed
from b4h_scheduler.planning.onward import replan_around
from b4h_scheduler.planning.run import Search, plan

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan

EXAMPLES = Path(__file__).parents[3] / "examples"
NUM_LATE = 5
PLAN_S = 30.0
BEFORE = timedelta(minutes=45)
"""They say it so long before the first slot."""


def with_late(event: Event, given: Plan) -> Event:
    """Return the event after the busiest said that they come amid their second one."""
    starts = defaultdict(list)
    for meeting in given.meetings:
        for who in (*meeting.delegates[0], *meeting.delegates[1]):
            starts[who].append(meeting.start)
    busiest = Counter({who: len(each) for who, each in starts.items()})
    late = {who for who, _ in busiest.most_common(NUM_LATE)}
    delegates = list(event.delegates)
    for place, each in enumerate(delegates):
        if each.id in late:
            moment = later(sorted(starts[each.id])[1], 1)
            delegates[place] = as_changed(each, arrives(event, each, moment).changes)
    return changed(event, delegates=tuple(delegates))


def main(limits: list[float]) -> None:
    """Print a line for each event and limit."""
    size = Size(delegates=1_000, wishes=15_000, days=2, slots=36)
    events = {
        name: load_event(EXAMPLES / name).event for name in ("stuttgart", "trade-fair")
    }
    events["generated, 1,000"] = generate_event(size, PROFILES["plain"], seed=101)
    print("| event | limit s | changes | of these forced | wish value | s |")  # noqa: T201
    for name, event in events.items():
        given = plan(event, time_limit_s=PLAN_S)
        after = with_late(event, given)
        moment = event.slots[0].start - BEFORE
        for limit in limits:
            started = time.monotonic()
            found = replan_around(after, given, (), moment, Search(time_limit_s=limit))
            seconds = time.monotonic() - started
            forced = sum(change.is_forced for change in found.changes)
            value = next(x.value for x in found.certificate if x.level == "value")
            print(  # noqa: T201
                f"| {name} | {limit:g} | {len(found.changes)} | {forced} | {value:,} "
                f"| {seconds:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main([float(each) for each in sys.argv[1:]] or [TIME_LIMIT_S])
