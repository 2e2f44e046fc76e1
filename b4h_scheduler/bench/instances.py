"""The problems that are measured, as files, with what is known of each."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from b4h_scheduler.bench.best_known import name_of, require_same
from b4h_scheduler.bench.cases import SUITES
from b4h_scheduler.bench.problem_file import digest, write_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from b4h_scheduler.bench.best_known import BestKnown
    from b4h_scheduler.bench.cases import Suite


def write_instances(
    suite: Suite, seeds: Sequence[int], known: Mapping[str, BestKnown], folder: Path
) -> Iterator[Path]:
    """Write ``.npz`` files and, where something is known, ``.json`` beside them.

    Yields
    ------
    Path
        Of each problem, when it is written.

    Raises
    ------
    MeasurementError
        A problem is another one than that whose best value is known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for case in SUITES[suite]:
        for seed in seeds[: case.most_seeds]:
            name = name_of(case, seed)
            problem = case.problem(seed)
            place = folder / f"{re.sub('[^a-z0-9%]+', '-', name.replace(',', ''))}.npz"
            best = known.get(name)
            if best is not None:
                require_same(name, best, digest(problem))
                text = json.dumps({"name": name, **asdict(best)}, indent=1)
                place.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
            write_problem(problem, place)
            yield place
