"""Bounds from any prices hold, and are the numbers that the definition gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.levels import SELECT_LEVELS, Level
from solver.problem import Baseline, Targets
from solver.ragged import Ragged
from solver.result import PRICE_SCALE, Prices
from solver.validate_bounds import recompute_safe_bound
from tests.solver.instances import build, random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray


def no_prices(
    problem: Problem, level: Level, upper: dict[Level, int] | None = None
) -> Prices:
    """Prices of nothing."""
    upper = upper or {}
    people, slots = problem.num_participants, problem.num_slots
    terms = {
        Level.TARGETS: len(problem.targets),
        Level.LEAST: people * (1 + problem.num_rows),
        Level.VALUE: problem.num_groups,
    }
    zero = np.zeros(0, dtype=np.int64)
    return Prices(
        level,
        tuple(upper),
        np.array(list(upper.values()), dtype=np.int64),
        np.zeros(len(upper), dtype=np.int64),
        np.zeros(people, dtype=np.int64),
        np.zeros((people, problem.num_rows), dtype=np.int64),
        np.zeros((people, slots), dtype=np.int64),
        np.zeros((0, problem.num_tables), dtype=np.bool_),
        zero,
        np.zeros((0, slots), dtype=np.int64),
        np.zeros((0, people), dtype=np.bool_),
        zero,
        tuple(np.zeros(terms.get(one, 0), dtype=np.int64) for one in (*upper, level)),
    )


def changed_prices(prices: Prices, rng: np.random.Generator) -> Prices:
    """Raise or lower one price, by up to a few units of the level."""
    names = ["upper", "participant", "participant_row", "participant_slot"]
    names += ["tables", "tables_slot", "cluster", "term"]
    sizes = [getattr(prices, name) for name in names[:-1]]
    name = names[rng.integers(len(names))]
    if name == "term":
        which = int(rng.integers(len(prices.term)))
        terms = list(prices.term)
        terms[which] = _one_changed(terms[which], rng)
        return replace(prices, term=tuple(terms))
    return replace(prices, **{name: _one_changed(sizes[names.index(name)], rng)})


def _one_changed(array: IntArray, rng: np.random.Generator) -> IntArray:
    changed = array.copy()
    if changed.size:
        at = int(rng.integers(changed.size))
        step = int(rng.integers(-2 * PRICE_SCALE, 5 * PRICE_SCALE))
        changed.reshape(-1)[at] = max(0, changed.reshape(-1)[at] + step)
    return changed


def check_bounds(seed: int, *, steps: int = 60) -> int:
    """Descend from no prices, compare each bound with the oracle; how many told."""
    problem = random_problem(seed)
    optimum = Oracle(problem).lexicographic()
    if optimum is None:
        return 0
    rng = np.random.default_rng(seed)
    told = 0
    upper: dict[Level, int] = {}
    for level in problem.levels:
        if level not in SELECT_LEVELS:
            break
        prices = with_rows(problem, no_prices(problem, level, upper), rng)
        best = trivial = recompute_safe_bound(problem, prices)
        for _ in range(steps):
            other = changed_prices(prices, rng)
            bound = recompute_safe_bound(problem, other)
            assert level.sense * bound >= level.sense * optimum[level]
            if level.sense * bound <= level.sense * best:
                prices, best = other, bound
        told += best != trivial
        upper[level] = optimum[level]
    return told


def with_rows(problem: Problem, prices: Prices, rng: np.random.Generator) -> Prices:
    """Give prices rows on tables and on odd sets."""
    sets = problem.tables.sets
    rows = np.vstack([sets, sets[0] | sets[-1]])
    return replace(
        prices,
        table_sets=rows,
        tables=np.zeros(len(rows), dtype=np.int64),
        tables_slot=np.zeros((len(rows), problem.num_slots), dtype=np.int64),
        clusters=rng.random((3, problem.num_participants)) < 0.6,
        cluster=np.zeros(3, dtype=np.int64),
    )


def test_bounds_from_random_prices_hold() -> None:
    """Whatever the prices, no valid plan is better; and some prices tell something."""
    assert sum(check_bounds(seed) for seed in range(14)) > 6


@pytest.mark.torture
def test_bounds_from_random_prices_hold_often() -> None:
    """The same on many more, with more steps."""
    told = sum(check_bounds(seed, steps=200) for seed in range(14, 200))
    assert told > 120


def priced(problem: Problem, prices: Prices, **units: object) -> int:
    """The bound with some prices given in units of the level."""
    scaled = {
        name: np.asarray(value, dtype=np.int64) * PRICE_SCALE
        for name, value in units.items()
    }
    return recompute_safe_bound(problem, replace(prices, **scaled))


def test_no_prices_bound_by_what_every_candidate_brings() -> None:
    """Values, and the full bonus of every group."""
    problem = build(
        [(0, 1), (0, 2)],
        candidates__value=[3, 4],
        options__groups=Ragged.of([[0], [0]]),
        bonus=[2, 1],
        num_groups=2,
    )
    assert priced(problem, no_prices(problem, Level.VALUE)) == 3 + 4 + 2 * 3


def test_price_of_a_participant_by_hand() -> None:
    """Participant 0 has one slot for three meetings of 5: a price of 5 proves 5."""
    problem = build(
        [(0, 1), (0, 2), (0, 3)],
        candidates__value=[5, 5, 5],
        participants__most=[1, 9, 9, 9],
    )
    prices = no_prices(problem, Level.VALUE)
    assert priced(problem, prices) == 15
    assert priced(problem, prices, participant=[5, 0, 0, 0]) == 5
    assert priced(problem, prices, participant=[2, 0, 0, 0]) == 3 * 3 + 2
    assert priced(problem, prices, participant_row=[[5], [0], [0], [0]]) == 5


def test_bound_is_rounded_towards_the_values() -> None:
    """A price of half a unit on 3 slots leaves 1.5 above 0: no plan has 2."""
    problem = build([(0, 1)] * 2, num_slots=1)
    prices = no_prices(problem, Level.VALUE)
    half = np.array([[PRICE_SCALE * 3 // 4], [0]], dtype=np.int64)
    assert recompute_safe_bound(problem, replace(prices, participant_slot=half)) == 1


def test_price_of_tables_counts_sets_inside_only() -> None:
    """Table 0 alone seats one meeting a slot; the other set is not inside."""
    problem = build(
        [(0, 1), (2, 3), (4, 5)],
        num_slots=1,
        tables__sets=np.array([[True, False], [True, True]]),
        tables__spare=[0, 0],
        options__table_set=[0, 0, 1],
    )
    prices = replace(
        no_prices(problem, Level.VALUE),
        table_sets=np.array([[True, False], [True, True]]),
        tables_slot=np.zeros((2, 1), dtype=np.int64),
    )
    assert priced(problem, prices, tables=[1, 0]) == 1 + 1
    assert priced(problem, prices, tables=[0, 1]) == 2


def test_price_of_an_odd_set_by_hand() -> None:
    """Three people in one slot hold one meeting among them, not one and a half."""
    problem = build([(0, 1), (0, 2), (1, 2)], num_slots=1, num_tables=3)
    prices = replace(
        no_prices(problem, Level.VALUE), clusters=np.ones((1, 3), dtype=np.bool_)
    )
    assert priced(problem, prices, cluster=[1]) == 1


def test_missing_meetings_by_hand() -> None:
    """Participant 0 wants 3 meetings, has room for 2: 1 x weight 4 is missing."""
    problem = build(
        [(0, 1), (0, 2), (0, 3)],
        participants__least=[3, 0, 0, 0],
        participants__least_weight=[4, 1, 1, 1],
        participants__most=[2, 9, 9, 9],
    )
    prices = no_prices(problem, Level.LEAST)
    assert priced(problem, prices) == 0
    term = np.zeros(8, dtype=np.int64)
    term[0] = 4 * PRICE_SCALE
    with_term = replace(prices, term=(term,))
    assert priced(problem, with_term, participant=[4, 0, 0, 0]) == 4


def test_missing_targets_by_hand() -> None:
    """A target of 3 with two counting options misses at least 1 x weight 7."""
    targets = Targets(np.array([3]), np.array([7]), Ragged.of([[0, 1]]))
    problem = build([(0, 1), (0, 2), (0, 3)], targets=targets)
    prices = no_prices(problem, Level.TARGETS)
    term = np.array([7 * PRICE_SCALE])
    assert recompute_safe_bound(problem, replace(prices, term=(term,))) == 7


def test_changes_by_hand() -> None:
    """Two released meetings, both in the only slot of participant 0: one is dropped."""
    baseline = Baseline(*(np.array(one) for one in ([0, 1], [0, 1], [0, 0], [0, 1])))
    problem = build(
        [(0, 1), (0, 2), (1, 2)],
        num_slots=2,
        participants__most=[1, 9, 9],
        baseline=baseline,
        levels=(Level.CHANGES, Level.VALUE),
    )
    prices = no_prices(problem, Level.CHANGES)
    assert priced(problem, prices) == 0
    assert priced(problem, prices, participant=[10, 0, 0]) == 10
    with_upper = replace(
        no_prices(problem, Level.VALUE, {Level.CHANGES: 10}),
        upper=np.array([PRICE_SCALE]),
    )
    # One of the released (1 + 10 - 10) each, the third costs what it brings (1 - 1).
    assert priced(problem, with_upper, participant=[10, 0, 0]) == 2


def test_upper_level_that_is_achieved_restricts() -> None:
    """Holding both promised candidates leaves no room for the valuable one."""
    problem = build(
        [(0, 1), (0, 2), (0, 3)],
        candidates__value=[1, 1, 9],
        candidates__promised=[True, True, False],
        participants__most=[2, 9, 9, 9],
    )
    prices = no_prices(problem, Level.VALUE, {Level.PROMISED: 0})
    assert priced(problem, prices, participant=[9, 0, 0, 0]) == 18
    assert priced(problem, prices, participant=[9, 0, 0, 0], upper=[8]) == 2


def test_prices_that_do_not_fit_are_refused() -> None:
    """Negative, misshapen, for another level, or too large."""
    problem = build([(0, 1)], candidates__value=[2**50])
    good = no_prices(problem, Level.VALUE)
    wrong = {
        "a negative price": replace(good, participant=np.array([0, -1])),
        r"prices.participant: shape \(3,\)": replace(
            good, participant=np.zeros(3, int)
        ),
        r"prices.term: lengths \[5\]": replace(good, term=(np.zeros(5, int),)),
        "no bound on moves": replace(good, level=Level.MOVES),
        "too large": good,
    }
    for message, prices in wrong.items():
        with pytest.raises(ValueError, match=message):
            recompute_safe_bound(problem, prices)
