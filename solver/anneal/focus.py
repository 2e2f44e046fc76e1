"""How a walk looks when it works on one level."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.anneal.model import (
    BREAKS,
    CHANGES,
    LEAST,
    NUM_LEVELS,
    RISK,
    TARGETS,
    VALUE,
    WAITING,
)
from solver.anneal.walk import (
    CHAIN,
    DROP,
    EXCHANGE,
    FILL,
    INSERT,
    NUM_KINDS,
    SHARES,
    SHIFT,
    SWAP,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.anneal.model import Int32Array
    from solver.problem import Problem
    from solver.ragged import IntArray

UNIT = 64
"""About the cost of one step on the level in focus."""
# Shares of the kinds of moves, in parts of SHARES.
HELD_MIX = {
    SWAP: 450,
    INSERT: 424,
    EXCHANGE: 56,
    SHIFT: 50,
    CHAIN: 40,
    DROP: 4,
    FILL: 0,
}
TIMED_MIX = {
    SWAP: 444,
    FILL: 400,
    EXCHANGE: 100,
    SHIFT: 40,
    INSERT: 30,
    CHAIN: 10,
    DROP: 0,
}

HELD_GUARD, TIMED_GUARD = 3.0, 32.0
"""Cost of the least step on an upper level, in steps on the level in focus."""
UPPER_GUARD = 1.5
"""The same for levels above those, in the most that one meeting does to all below."""
LOWER_COST = 0.125
"""Cost of a step on a level that is followed anyway, below the one in focus."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Temperatures of a walk, in steps on the level in focus.

    Attributes
    ----------
    cold : float
        The last one.
    lukewarm_share : float
        Share of a walk that cools to it from lukewarm alone.
    hot, hottest : float
        Usual first one of the rest, and the greatest.
    usual_moves : float
        Moves of a walk for each candidate that go with ``hot``.
    """

    cold: float
    lukewarm_share: float = 1.0
    hot: float = 0.0
    hottest: float = 0.0
    usual_moves: float = 1.0


HELD_HEAT = Heat(0.004, lukewarm_share=0.4, hot=0.1, hottest=0.2, usual_moves=700.0)
TIMED_HEAT = Heat(0.08)


@dataclass(frozen=True, slots=True)
class Focus:
    """Costs, moves and temperatures of a walk for one level.

    Attributes
    ----------
    weight : int64[NUM_LEVELS]
    compared : tuple of int
        Levels that decide which plan is better, in order.
    has_gaps : bool
        Whether levels that depend on which slots are busy are followed.
    until : int32[NUM_KINDS]
        Upper ends of the ranges of the kinds of moves.
    step : float
        Cost of a step on the level in focus.
    heat : Heat
    num_candidates : int
    """

    weight: IntArray
    compared: tuple[int, ...]
    has_gaps: bool
    until: Int32Array
    step: float
    heat: Heat
    num_candidates: int


def focus_on(problem: Problem, order: Sequence[int], level: int) -> Focus:
    """Look at one level of ``order``; those before it are not to get worse."""
    at = order.index(level)
    is_timed = level in (WAITING, BREAKS, RISK)
    has_gaps = level in (WAITING, BREAKS) or _has_row_rules(problem)
    step = _usual_step(problem, level)
    weight = np.zeros(NUM_LEVELS, dtype=np.int64)
    weight[level] = max(1, round(UNIT / step))
    cost = weight[level] * step
    guard = TIMED_GUARD if is_timed else HELD_GUARD
    total = cost
    for upper in reversed(order[:at]):
        least = _least_step(problem, upper)
        weight[upper] = max(1, math.ceil(guard * total / least))
        if upper in (WAITING, BREAKS):  # they fall together with the one in focus
            total += weight[upper]
        else:
            total += weight[upper] * _greatest_step(problem, upper)
            guard = UPPER_GUARD
    compared = list(order[: at + 1])
    if has_gaps:
        for lower in order[at + 1 :]:
            if lower in (WAITING, BREAKS):
                weight[lower] = round(LOWER_COST * cost)
                compared.append(lower)
    heat = TIMED_HEAT if is_timed else HELD_HEAT
    until = _until(TIMED_MIX if is_timed else HELD_MIX)
    size = max(1, problem.num_candidates)
    return Focus(weight, tuple(compared), has_gaps, until, cost, heat, size)


def _until(mix: dict[int, int]) -> Int32Array:
    shares = np.array([mix[kind] for kind in range(NUM_KINDS)])
    until: Int32Array = np.cumsum(shares).astype(np.int32)
    until[-1] = SHARES
    return until


def _has_row_rules(problem: Problem) -> bool:
    """Whether hard rules or least numbers ask which slots of a row are busy."""
    people = problem.participants
    has_caps = bool((people.most_breaks < problem.num_slots).any())
    return has_caps or bool(people.least_row.any())


def _usual_step(problem: Problem, level: int) -> float:
    """What a meeting more or less usually makes on a level."""
    people = problem.participants
    if level == TARGETS:
        return _mean(problem.targets.weight)
    if level == LEAST:
        return _mean(people.least_weight)
    if level == VALUE:
        return _mean(problem.candidates.value)
    if level == RISK:
        return _mean(problem.candidates.value) * _mean(people.late)
    if level == CHANGES and problem.baseline is not None:
        return max(1.0, float(problem.baseline.moved_cost))
    return 1.0


def _greatest_step(problem: Problem, level: int) -> float:
    """The most that one meeting can make on a level."""
    if level == TARGETS:
        return float(problem.targets.weight.max(initial=1))
    if level == LEAST:
        return 2.0 * float(problem.participants.least_weight.max(initial=1))
    if level == VALUE:
        return float(problem.candidates.value.max(initial=1))
    if level == CHANGES and problem.baseline is not None:
        return float(max(1, problem.baseline.dropped_cost))
    return 1.0


def _least_step(problem: Problem, level: int) -> float:
    """The least difference between two values of a level."""
    people = problem.participants
    if level == TARGETS:
        return _least(problem.targets.weight)
    if level == LEAST:
        return _least(people.least_weight)
    if level == VALUE:
        parts = np.concatenate([problem.candidates.value, problem.bonus])
        return float(max(1, np.gcd.reduce(parts))) if len(parts) else 1.0
    if level == RISK:
        return _usual_step(problem, RISK)
    return 1.0


def _mean(numbers: IntArray) -> float:
    positive = numbers[numbers > 0]
    return float(positive.mean()) if len(positive) else 1.0


def _least(numbers: IntArray) -> float:
    positive = numbers[numbers > 0]
    return float(positive.min()) if len(positive) else 1.0
