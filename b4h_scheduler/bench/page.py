"""The page docs/benchmarks.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from b4h_scheduler.bench.best_known import share_of_best
from b4h_scheduler.bench.growth import PICTURE, STEPS, growing, step_s

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from b4h_scheduler.bench.best_known import BestKnown
    from b4h_scheduler.bench.running import CaseRuns, Measured
    from b4h_scheduler.bench.whole_runs import WholeRun

GB = 2**30
METHODS = (
    "first come, first served",
    "greedy by value",
    "HiGHS",
    "CP-SAT",
    "b4h",
    "HiGHS, our plan as hint",
    "CP-SAT, our plan as hint",
)


def page(
    measured: Measured, machine: dict[str, str], best: Mapping[str, BestKnown]
) -> str:
    """Return the page as Markdown.

    Raises
    ------
    MeasurementError
        What is known best is of other problems.
    """
    return "\n".join((*_head(measured, machine), *_body(measured, best), ""))


def _head(measured: Measured, machine: dict[str, str]) -> Iterator[str]:
    seeds = ", ".join(map(str, measured.seeds))
    yield "# Benchmarks"
    yield ""
    yield (
        f"Made by `b4h bench --suite {measured.suite}` on {machine['date']}: "
        f"{machine['processor']}, {machine['memory']}, {machine['system']}; "
        f"{measured.workers} threads. Worst of seeds {seeds}, none of them used for "
        "tuning. Each run is a process of its own. Sizes are participants / wishes / "
        "slots / tables; profiles are described in docs/generator.md."
    )
    yield ""
    names = ("python", "b4h-scheduler", "ortools", "numpy", "scipy", "numba")
    yield "Versions: " + ", ".join(f"{name} {machine[name]}" for name in names) + "."
    yield ""


def _body(measured: Measured, best: Mapping[str, BestKnown]) -> Iterator[str]:
    if measured.whole:
        yield "## Whole runs, from files to files"
        yield ""
        yield "| run | must | seconds | memory | wishes | proven levels |"
        yield "|---|---|--:|--:|---|---|"
        for run in measured.whole:
            yield _whole_row(run)
        yield ""
    yield "## The kernel"
    yield ""
    yield (
        "A gap is what a level's value lacks to its bound over all plans, in percent "
        "of the bound. `select + timetable` is the time until the first whole plan. "
        "The best known values, with where they came from, stand in "
        "b4h_scheduler/bench/best_known.json; `b4h bench instances DIR` writes the "
        "problems as files with them."
    )
    yield ""
    yield (
        "| problem | must | seeds | wishes: worst gap | wishes proven "
        "| of the best known, worst | levels above proven | select + timetable, s "
        "| all, s | limit, s | memory "
        "| waiting or breaks | moves |"
    )
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for runs in measured.cases:
        yield _case_row(runs, best)
    yield ""
    if growing(measured):
        yield from _growth(measured)
    compared = [runs for runs in measured.cases if runs.comparisons]
    if compared:
        yield from _peers(compared)


def _whole_row(run: WholeRun) -> str:
    wishes = proven = ""
    if run.summary:
        proven = ", ".join(run.proven)
        wishes = "; ".join(
            f"{row['met']} of {row['eligible']} of priority {row['priority']}"
            for row in run.summary["wishes"]
        )
    return (
        f"| {run.name} | {run.must} | {run.seconds:.1f} | {run.peak_bytes / GB:.2f} GB "
        f"| {wishes} | {proven} |"
    )


def gap(row: dict[str, Any], level: str = "value") -> float:
    """Return how much a level lacks to its bound, as part of the bound."""
    entry = row["levels"][level]
    value, bound = int(entry["value"]), int(entry["bound"])
    return abs(bound - value) / max(1, abs(bound))


def steps_s(row: dict[str, Any]) -> float:
    """Return the seconds of select and timetable."""
    steps = row["steps"]
    return float(steps.get("select", 0) + steps.get("timetable", 0))


def _case_row(runs: CaseRuns, best: Mapping[str, BestKnown]) -> str:
    case, rows = runs.case, runs.rows
    share = share_of_best(case, rows, best)
    worst = max(gap(row) for row in rows)
    proven = sum(row["levels"]["value"]["proven"] for row in rows)
    above = sum(all(_proven_above(row["levels"])) for row in rows)
    return (
        f"| {case.title} | {case.must} | {len(rows)} | {_percent(worst)} "
        f"| {proven} of {len(rows)} | {'–' if share is None else f'{share:.4f}'} "
        f"| {above} of {len(rows)} | {max(steps_s(row) for row in rows):.2f} "
        f"| {max(row['seconds'] for row in rows):.1f} | {case.time_limit_s:g} "
        f"| {max(row['peak_bytes'] for row in rows) / GB:.2f} GB "
        f"| {_range(runs, 'breaks' if case.is_breaks else 'waiting')} "
        f"| {_range(runs, 'moves')} |"
    )


def _proven_above(levels: dict[str, Any]) -> Iterator[bool]:
    for level, entry in levels.items():
        if level == "value":
            return
        yield entry["proven"]


def _range(runs: CaseRuns, level: str) -> str:
    """Return the worst value of a level and its bound there."""
    entries = [row["levels"][level] for row in runs.rows if level in row["levels"]]
    if not entries:
        return "–"
    worst = max(entries, key=lambda entry: entry["value"])
    return f"{worst['value']:,} (bound {worst['bound']:,}, {worst['scope']})"


def _percent(share: float) -> str:
    return "0" if share == 0 else f"{100 * share:.4f} %"


def _growth(measured: Measured) -> Iterator[str]:
    yield "## Growth"
    yield ""
    yield (
        "Seconds of each step (the slowest seed) for 100 participants more or fewer "
        "to 1,750 wishes, 54 slots and as many tables as there is room for; seats and "
        "validation are those of the whole run."
    )
    yield ""
    yield f"![Seconds of each step against the number of wishes]({PICTURE})"
    yield ""
    yield "| wishes | participants | " + " | ".join(STEPS) + " |"
    yield "|--:|--:|" + "--:|" * len(STEPS)
    for runs in growing(measured):
        seconds = " | ".join(f"{step_s(runs, step):.2f}" for step in STEPS)
        case = runs.case
        yield f"| {case.wishes:,} | {case.participants:,} | {seconds} |"
    yield ""


def _peers(compared: list[CaseRuns]) -> Iterator[str]:
    yield "## Against other methods"
    yield ""
    yield (
        "Value of the wishes met, with the same seconds and threads for all, summed "
        "over the seeds; the ratio is to the bound that is proven. Waiting is not an "
        "aim of the others. First come, first served takes wishes in the order in "
        "which they were made and gives each the first free time; CP-SAT and HiGHS "
        "solve the plain model with a variable for each candidate and slot."
    )
    for runs in compared:
        yield ""
        num = len(runs.comparisons)
        seeds = f"{num} seeds" if num > 1 else "one seed"
        yield f"### {runs.case.name}, {runs.case.peers_s:g} s each, {seeds}"
        yield ""
        yield "| method | value | ratio to the bound, worst seed | seconds | waiting |"
        yield "|---|--:|--:|--:|--:|"
        for name in METHODS:
            yield _method_row(name, runs)


def _method_row(name: str, runs: CaseRuns) -> str:
    found = [row["methods"][name] for row in runs.comparisons]
    bounds = [row["bound"] for row in runs.comparisons]
    if any(each["value"] is None for each in found):
        return f"| {name} | no plan | – | {max(e['seconds'] for e in found):.1f} | – |"
    ratios = [
        each["value"] / bound if bound else 1.0
        for each, bound in zip(found, bounds, strict=True)
    ]
    return (
        f"| {name} | {sum(each['value'] for each in found):,} | {min(ratios):.4f} "
        f"| {max(each['seconds'] for each in found):.1f} "
        f"| {sum(each['waiting'] for each in found):,} |"
    )
