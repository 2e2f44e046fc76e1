"""From an event's files to a plan's files, for the commands that plan."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console
from b4h_scheduler.cli.bundle import defect
from b4h_scheduler.cli.interrupt import stop_on_interrupt
from b4h_scheduler.cli.loading import load, with_file_warnings
from b4h_scheduler.cli.progress import progress_view
from b4h_scheduler.cli.summary import Timing, show_summary
from b4h_scheduler.domain.times import AmbiguousTimeError, local_moment
from solver.errors import InvalidPlanError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from b4h_scheduler.files.load import Loaded
    from b4h_scheduler.outputs.write_all import OutputPaths
    from b4h_scheduler.plans import Plan


@dataclass(frozen=True, slots=True)
class Search:
    """How long and how to search; see `solver.solve.solve`."""

    time_limit_s: float | None
    work_limit: int | None
    seed: int
    workers: int


@dataclass(frozen=True, slots=True)
class Release:
    """The released plan to start from, the moment, and what a change costs."""

    plan: Plan
    now: datetime
    price_per_change: int | None = None
    most_changes: int | None = None


class Clock:
    """Takes the seconds of the parts of a run."""

    def __init__(self) -> None:
        self._laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        """End a part."""
        now = time.monotonic()
        self._laps[name] = now - self._last
        self._last = now

    def timing(self, *, was_stopped: bool) -> Timing:
        """Return all parts."""
        laps = self._laps
        return Timing(laps["load"], laps["plan"], laps["files"], was_stopped)


def moment_of(now: datetime, zone: ZoneInfo, option: str = "--now") -> datetime:
    """Return the moment of a reading of the event's clocks, given as ``option``.

    Raises
    ------
    click.BadParameter
        The clocks change and the time occurs twice or not at all.
    """
    if now.tzinfo is not None:
        return now.astimezone(zone)
    try:
        return local_moment(now.date(), now.time(), zone)
    except AmbiguousTimeError as error:
        first = now.replace(tzinfo=zone).isoformat(timespec="minutes")
        second = now.replace(tzinfo=zone, fold=1).isoformat(timespec="minutes")
        message = f"{error}: write {first} or {second}"
        raise click.BadParameter(message, param_hint=option) from error


def plan_and_write(
    event: Path,
    out: Path,
    search: Search,
    *,
    skip_faulty: bool = False,
    as_json: bool = False,
    public: bool = False,
) -> OutputPaths:
    """Load, plan, write all files, and tell how good the plan is."""
    clock = Clock()
    loaded = load(event, skip_faulty=skip_faulty)
    with made(out):
        clock.lap("load")
        plan, was_stopped = solved(loaded, search, out)
        clock.lap("plan")
        paths = write(loaded, plan, out, public=public)
    clock.lap("files")
    timing = clock.timing(was_stopped=was_stopped)
    show_summary(loaded.event, plan, timing, paths, as_json=as_json)
    return paths


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a folder before the search: one that cannot be is told at once.

    Where the search fails, it is not left behind empty.
    """
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new and not any(folder.iterdir()):
            folder.rmdir()
        raise


def solved(
    loaded: Loaded, search: Search, out: Path, release: Release | None = None
) -> tuple[Plan, bool]:
    """Return the plan, and whether Ctrl-C ended the search.

    Raises
    ------
    PlanningError
        There is no plan.
    DefectError
        The plan found is not valid; a bundle was written into ``out``.
    """
    from b4h_scheduler.planning.run import plan_in_child, replan  # noqa: PLC0415

    event, progress = loaded.event, progress_view()
    try:
        with stop_on_interrupt() as stop, progress:
            if release is None:
                plan = plan_in_child(
                    event,
                    **asdict(search),
                    on_progress=progress,
                    should_stop=stop,
                    input_hash=loaded.input_hash,
                )
            else:
                plan = replan(
                    event,
                    release.plan,
                    now=release.now,
                    price_per_change=release.price_per_change,
                    most_changes=release.most_changes,
                    **asdict(search),
                    on_progress=progress,
                    should_stop=stop,
                    input_hash=loaded.input_hash,
                )
    except InvalidPlanError as error:
        raise _bundled(error, loaded, search, out, release) from error
    if stop.is_wanted:
        console.note("Stopped by Ctrl-C: this is the best plan found until then.")
    return with_file_warnings(plan, loaded), stop.is_wanted


def _bundled(
    error: InvalidPlanError,
    loaded: Loaded,
    search: Search,
    out: Path,
    release: Release | None,
) -> Exception:
    from b4h_scheduler.planning.compile import compile_event  # noqa: PLC0415

    if release is None:
        compiled = compile_event(loaded.event)
    else:
        compiled = compile_event(loaded.event, released=release.plan, now=release.now)
    return defect(error, compiled.problem, asdict(search), out)


def write(loaded: Loaded, plan: Plan, out: Path, *, public: bool) -> OutputPaths:
    """Write all files of a plan; ``public``: the report without names, too."""
    from b4h_scheduler.outputs.write_all import write_outputs  # noqa: PLC0415

    console.say("writing files")
    return write_outputs(loaded.event, plan, out, public=public)
