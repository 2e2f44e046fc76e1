"""What `b4h doctor` looks at, one finding each."""

from __future__ import annotations

import importlib.util
import locale
import os
import platform
import sys
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST_PYTHON = (3, 11)
LEAST_MEMORY_GB = 2.0
NEEDED = (
    "alembic", "argon2-cffi", "babel", "click", "email-validator", "icalendar",
    "jinja2", "markupsafe", "numba",
    "numpy", "ortools", "pandas", "phonenumberslite", "pydantic", "python-calamine",
    "rapidfuzz", "rich", "scipy", "sqlalchemy", "tzdata", "xlsxwriter",
)  # fmt: skip
"""Distributions that b4h runs on; a test compares with pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``is_well`` is None for a mere note."""

    subject: str
    is_well: bool | None
    text: str


def examine() -> Iterator[Finding]:
    """Yield all findings, the slow ones last."""
    yield _python()
    yield from _distributions()
    yield from _own_packages()
    yield _compiled_cache()
    yield _time_zones()
    yield _encoding()
    yield _processors()
    yield _memory()
    yield _small_solve()


def _python() -> Finding:
    found = platform.python_version()
    is_well = sys.version_info[:2] >= OLDEST_PYTHON
    text = f"{found} on {platform.system()} {platform.machine()}"
    return Finding("Python", is_well, text if is_well else f"{text}: 3.11 is needed")


def _distributions() -> Iterator[Finding]:
    yield Finding("b4h-scheduler", None, version("b4h-scheduler"))
    for name in NEEDED:
        try:
            yield Finding(name, True, version(name))
        except PackageNotFoundError:
            text = "is missing: install b4h-scheduler again"
            yield Finding(name, False, text)


def _own_packages() -> Iterator[Finding]:
    """The names ``web`` and ``solver`` are general: another package may hide ours."""
    home = Path(__file__).resolve().parents[2]
    for name in ("b4h_scheduler", "solver", "web"):
        spec = importlib.util.find_spec(name)
        place = None if spec is None or spec.origin is None else Path(spec.origin)
        if place is None:
            yield Finding(f"package {name}", False, "cannot be found")
        elif place.resolve().parents[1] == home:
            yield Finding(f"package {name}", True, str(place.parent))
        else:
            text = (
                f"{place.parent} hides ours in {home}: use an environment of its own "
                "for b4h, and do not start it in a folder that has such a package"
            )
            yield Finding(f"package {name}", False, text)


def _compiled_cache() -> Finding:
    """Compiled code is kept beside the source, or in the user's cache folder."""
    from solver.compiled import cache_directory  # noqa: PLC0415  (imports numba)

    folder = cache_directory(()).parent
    is_well = os.access(folder, os.W_OK)
    text = f"{folder}" if is_well else f"{folder} is not writable: slow at each start"
    return Finding("compiled code", is_well or None, text)


def _time_zones() -> Finding:
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        text = "no time zones are known: install tzdata"
        return Finding("time zones", False, text)
    return Finding("time zones", True, f"known (tzdata {version('tzdata')})")


def _encoding() -> Finding:
    found = sys.getfilesystemencoding()
    text = f"files {found}, output {sys.stdout.encoding}, {locale.getlocale()[0]}"
    if found.lower().replace("-", "") == "utf8":
        return Finding("encoding", True, text)
    return Finding("encoding", False, f"{text}: set PYTHONUTF8=1")


def _processors() -> Finding:
    num = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    num = num or os.cpu_count() or 1
    return Finding("processors", None, f"{num}: use --workers {num}")


def _memory() -> Finding:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return Finding("memory", None, "unknown on this system")
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    is_well = total >= LEAST_MEMORY_GB
    text = f"{total:.1f} GB"
    return Finding("memory", is_well, text if is_well else f"{text}: 2 GB are needed")


def _small_solve() -> Finding:
    """Plan a small problem in a child process and check the result."""
    from b4h_scheduler.generate.problems import generate_problem  # noqa: PLC0415
    from solver.child import solve_in_child  # noqa: PLC0415
    from solver.errors import SolverError  # noqa: PLC0415
    from solver.validate import validate  # noqa: PLC0415

    problem = generate_problem(20, 60, 8, 6, profile="full", seed=1)
    started = time.monotonic()
    try:
        result = solve_in_child(problem, time_limit_s=5, workers=1)
    except SolverError as error:
        return Finding("a small plan", False, str(error))
    seconds = time.monotonic() - started
    if result.assignment is None:
        return Finding("a small plan", False, f"{result.status}: {result.message}")
    violations = validate(problem, result.assignment)
    if violations:
        return Finding("a small plan", False, f"not valid: {violations[0].message}")
    num = result.assignment.num_meetings
    return Finding("a small plan", True, f"{num} meetings, valid, {seconds:.1f} s")
