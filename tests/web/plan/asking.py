"""A question of what-if with its answer, for tests of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.jobs.questions import Change, WhatIfQuestion, ask
from b4h_scheduler.jobs.runs import run_row
from b4h_scheduler.planning.whatif import Curve, Point

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World


def point(label: str, number: int, meetings: int, value: int) -> Point:
    """Return a proven point."""
    levels = {"value": value}
    return Point(
        label=label,
        number=number,
        meetings=meetings,
        plain_value=value,
        levels=levels,
        bounds=levels,
        seconds=0.1,
        text=f"{label}: {meetings - 4} more meetings",
    )


def answered_what_if(world: World) -> int:
    """Ask event 1 what more tables would bring, answer it, and return the run's id."""
    curve = Curve(
        what="tables",
        axis="common tables",
        now=point("3 tables", 3, 4, 200),
        points=(point("4 tables", 4, 5, 230), point("5 tables", 5, 6, 260)),
    )

    def work(session: Session) -> int:
        question = WhatIfQuestion(change=Change.TABLES, numbers=(4, 5))
        run_id = ask(session, 1, question)
        row = run_row(session, run_id)
        row.answer, row.state = curve.model_dump(mode="json"), "done"
        return run_id

    return world.site.database.write(work)
