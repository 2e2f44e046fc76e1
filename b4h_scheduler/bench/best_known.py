"""The best value and bound known of every problem that is measured.

They stand in ``best_known.json`` beside this module, each with where it came from. A
value is replaced only by a better one, of a plan that the validator accepted; a bound
only by a tighter one that holds for every plan as good on the levels above.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from b4h_scheduler.bench.child import MeasurementError
from solver.levels import Level
from solver.result import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from b4h_scheduler.bench.cases import Case


@dataclass(frozen=True, slots=True)
class BestKnown:
    """What is known of one problem.

    Attributes
    ----------
    problem : str
        `b4h_scheduler.bench.problem_file.digest`.
    level : str
        That the value and the bound are of.
    above : dict
        Values of the levels above it, in their order.
    value_from, bound_from : str
        Program, day and seconds; "" without a bound.
    """

    problem: str
    level: str
    above: dict[str, int]
    value: int
    value_from: str
    bound: int | None = None
    bound_from: str = ""

    @property
    def sense(self) -> int:
        """1: more is better; -1: less is."""
        return Level(self.level).sense


def name_of(case: Case, seed: int) -> str:
    """Return the name under which a problem is known."""
    return f"{case.name}, {level_of(case)}, seed {seed}"


def level_of(case: Case) -> Level:
    """Return the level that a case is about."""
    return Level.BREAKS if case.is_breaks else Level.VALUE


def read_best(path: Path | None = None) -> dict[str, BestKnown]:
    """Return what is known by name; by default what comes with the program."""
    place = path or files(__package__) / "best_known.json"
    content = json.loads(place.read_text("utf-8")) if place.is_file() else {}
    return {name: BestKnown(**entry) for name, entry in content.items()}


def write_best(known: Mapping[str, BestKnown], path: Path) -> None:
    """Write what is known, by name."""
    content = {name: asdict(known[name]) for name in sorted(known)}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def with_rows(
    known: Mapping[str, BestKnown],
    rows: Iterable[tuple[Case, dict[str, Any]]],
    origin: str,
) -> dict[str, BestKnown]:
    """Return what is known after some measurements.

    Parameters
    ----------
    rows : iterable of (Case, dict)
        As `b4h_scheduler.bench.measure` writes them.
    origin : str
        Program and day.

    Raises
    ------
    MeasurementError
        A value beats a bound, or the problem is another one.
    """
    found = dict(known)
    for case, row in rows:
        if row["violations"]:
            continue
        name = name_of(case, row["seed"])
        new = _of_row(case, row, origin)
        found[name] = _better(name, found[name], new) if name in found else new
    return found


def _of_row(case: Case, row: Mapping[str, Any], origin: str) -> BestKnown:
    level = str(level_of(case))
    entry = row["levels"][level]
    source = f"{origin}, {row['seconds']:.0f} s"
    best = BestKnown(row["problem"], level, _above(row, level), entry["value"], source)
    if entry["scope"] != Scope.ALL:
        return best
    return replace(best, bound=entry["bound"], bound_from=source)


def _above(row: Mapping[str, Any], level: str) -> dict[str, int]:
    names = list(row["levels"])
    return {each: row["levels"][each]["value"] for each in names[: names.index(level)]}


def _rank(above: Mapping[str, int]) -> tuple[int, ...]:
    """Greater is better; levels are in their order."""
    return tuple(Level(level).sense * value for level, value in above.items())


def _better(name: str, old: BestKnown, new: BestKnown) -> BestKnown:
    require_same(name, old, new.problem)
    if _rank(new.above) != _rank(old.above):
        return max(old, new, key=lambda one: _rank(one.above))
    best = old
    if (new.value - old.value) * old.sense > 0:
        best = replace(best, value=new.value, value_from=new.value_from)
    if new.bound is not None and (
        old.bound is None or (old.bound - new.bound) * old.sense > 0
    ):
        best = replace(best, bound=new.bound, bound_from=new.bound_from)
    if best.bound is not None and (best.value - best.bound) * best.sense > 0:
        message = (
            f"{name}: the value {best.value:,} ({best.value_from}) is better than the "
            f"bound {best.bound:,} ({best.bound_from}): one of them is wrong"
        )
        raise MeasurementError(message)
    return best


def require_same(name: str, best: BestKnown, problem: str) -> None:
    """Refuse to compare different problems.

    Raises
    ------
    MeasurementError
        The generator, or what it draws with, has changed.
    """
    if best.problem != problem:
        message = (
            f"{name}: this is another problem than the one whose best value is known "
            f"({problem[:12]} instead of {best.problem[:12]}): the generator changed"
        )
        raise MeasurementError(message)


def share_of_best(
    case: Case, rows: Iterable[Mapping[str, Any]], known: Mapping[str, BestKnown]
) -> float | None:
    """Return the worst value of some seeds as a share of the best known one.

    Above 1 where it is better; 0 where a level above is worse, 1 where it is better.
    None: of some seed nothing is known.

    Raises
    ------
    MeasurementError
        A problem is another one than that whose best value is known.
    """
    shares = []
    for row in rows:
        name = name_of(case, row["seed"])
        best = known.get(name)
        if best is None:
            return None
        require_same(name, best, row["problem"])
        shares.append(_share(row, best))
    return min(shares)


def _share(row: Mapping[str, Any], best: BestKnown) -> float:
    ranks = (_rank(_above(row, best.level)), _rank(best.above))
    if ranks[0] != ranks[1]:
        return float(ranks[0] > ranks[1])
    value = row["levels"][best.level]["value"]
    pair = (value, best.value) if best.sense > 0 else (best.value, value)
    return float(pair[0] / pair[1]) if pair[1] else 1.0
