"""Improve a plan level after level by simulated annealing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.anneal.cooling import PATIENCE_S, Cooling
from solver.anneal.focus import focus_on
from solver.anneal.model import HARD, INDEX_OF, VALUE, compile_model
from solver.anneal.team import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solver.anneal.focus import Focus
    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.tablerows import TableRows

CHUNKS_SHARED = 16
"""Chunks between two times that the walks share their plans."""
CHUNKS_TOLD = 8
"""Chunks between two plans handed to the caller."""
SHARE = {HARD: 2.0, VALUE: 2.0}
"""Shares of the budget of levels that can improve, where not 1."""


def polish(  # noqa: PLR0913  (what to improve, how long, whom to tell)
    problem: Problem,
    rows: TableRows,
    start: Assignment,
    levels: Sequence[Level],
    budget: Budget,
    *,
    seed: int = 0,
    on_better: Callable[[Assignment], None] | None = None,
    bounds: Mapping[Level, int] | None = None,
    workers: int = 1,
) -> Assignment:
    """Walk from a plan to better ones, by levels in their order.

    Each level has a share of the budget; one that equals its bound is left. Under a
    work limit the outcome depends on ``seed`` and ``workers`` alone.

    Parameters
    ----------
    start : Assignment
        Keeps the rules that `timetable` keeps. Its tables do not matter.
    levels : sequence of Level
        What to improve; a level of the problem that stands before the last of these
        is guarded, `Level.MOVES` and the table part of changes are not looked at.
    on_better : callable, optional
        Gets better plans now and then, and the last one of each level.
    bounds : mapping, optional
        Values that cannot be beaten.

    Returns
    -------
    Assignment
        Without tables. Its levels, in the problem's order up to the last of
        ``levels``, are never worse than those of ``start``.
    """
    order = [HARD] + [INDEX_OF[one] for one in problem.levels if one in INDEX_OF]
    wanted = [HARD] + [INDEX_OF[one] for one in levels if one in INDEX_OF]
    targets = _targets(problem, bounds or {})
    model = compile_model(problem, rows)
    with Team(problem, model, start, seed=seed, workers=workers) as team:
        walker = _Walker(team, budget, on_better)
        for level in [one for one in order if one in wanted]:
            rest = [one for one in order[order.index(level) :] if one in wanted]
            open_ones = [one for one in rest if team.values[one] > targets[one]]
            if level not in open_ones:
                continue
            shares = [SHARE.get(one, 1.0) for one in open_ones]
            part = budget.part(shares[0] / sum(shares))
            patience_s = PATIENCE_S / len(open_ones)
            focus = focus_on(problem, order, level)
            walker.improve(focus, level, targets, part, patience_s)
        return team.plan


def _targets(problem: Problem, bounds: Mapping[Level, int]) -> dict[int, int]:
    """Values, all minimized, that cannot be beaten."""
    targets = dict.fromkeys((HARD, *INDEX_OF.values()), 0)
    targets[VALUE] = -int(problem.candidates.value.sum())
    if len(problem.bonus):
        targets[VALUE] -= problem.num_groups * int(problem.bonus.sum())
    for level, bound in bounds.items():
        if level in INDEX_OF:
            k = INDEX_OF[level]
            targets[k] = max(targets[k], -level.sense * bound)
    return targets


class _Walker:
    """One team at work under a budget."""

    def __init__(
        self,
        team: Team,
        budget: Budget,
        on_better: Callable[[Assignment], None] | None,
    ) -> None:
        self._team = team
        self._budget = budget
        self._on_better = on_better
        self._untold = 0

    def improve(
        self,
        focus: Focus,
        level: int,
        targets: Mapping[int, int],
        part: Budget,
        patience_s: float,
    ) -> None:
        """Walk until the level equals its target or its part of the budget is used."""
        self._begin(focus)
        cooling = Cooling(part, len(self._team), focus.num_candidates, patience_s)
        chunks = 0
        while self._team.values[level] > targets[level] and not cooling.is_over:
            temperature = cooling.temperature(focus)
            is_better = self._team.walk(focus.until, temperature, cooling.moves)
            has_cycled = cooling.note(has_improved=is_better)
            chunks += 1
            self._untold += is_better
            if chunks % CHUNKS_TOLD == 0:
                self._tell()
            if has_cycled:
                self._begin(focus)
            elif chunks % CHUNKS_SHARED == 0:
                self._team.share()
        self._tell()

    def _begin(self, focus: Focus) -> None:
        self._team.restart(focus.weight, focus.compared, has_gaps=focus.has_gaps)

    def _tell(self) -> None:
        """Hand a plan to the caller if it is better than the last one."""
        if self._untold and self._on_better is not None:
            self._on_better(self._team.plan)
        self._untold = 0
