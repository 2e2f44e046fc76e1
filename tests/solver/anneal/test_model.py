"""The flat arrays say what the problem says."""

from __future__ import annotations

import numpy as np

from solver.anneal.model import (
    FOLLOWS,
    LAST,
    TERMS,
    TERMS_END,
    WORD,
    WORDS,
    WORDS_END,
    compile_model,
)
from solver.levels import Level
from solver.problem import Slots
from solver.tablerows import table_rows
from tests.solver.instances import build, random_problem


def slots_of_mask(model: object, words: np.ndarray) -> list[int]:
    """Slots whose bits are set in one row of words."""
    slot, bit = model.slot, model.slot_bit  # type: ignore[attr-defined]
    return [s for s in range(len(slot)) if words[slot[s, WORD]] & bit[s]]


def test_masks_hold_the_slots_of_options() -> None:
    """Also where a row has more slots than a word has bits."""
    for seed in range(20):
        problem = random_problem(seed)
        model = compile_model(problem, table_rows(problem))
        for o in range(problem.num_options):
            expected = np.flatnonzero(problem.option_slots[o]).tolist()
            assert slots_of_mask(model, model.mask[o]) == expected
    long = build([(0, 1)], num_slots=150, row=[0] * 100 + [1] * 50)
    model = compile_model(long, table_rows(long))
    assert model.row[:, [LAST, WORDS, WORDS_END]].tolist() == [[99, 0, 2], [149, 2, 3]]
    assert slots_of_mask(model, model.mask[0]) == list(range(150))


def test_follows_ends_at_rests_and_rows() -> None:
    """A slot follows the one before it inside a row without a rest."""
    rest = np.array([False, True, False, False])
    slots = Slots(np.array([0, 0, 0, 1]), rest, np.ones(4, dtype=np.int64))
    problem = build([(0, 1)], row=[0, 0, 0, 1], slots=slots)
    model = compile_model(problem, table_rows(problem))
    assert model.slot[:, FOLLOWS].tolist() == [0, 1, 0, 0]


def test_terms_are_left_out_where_the_level_is() -> None:
    """Least numbers cost nothing when the level is not asked for."""
    with_level = build([(0, 1), (0, 2)], participants__least=[2, 1, 1])
    without = build(
        [(0, 1), (0, 2)], participants__least=[2, 1, 1], levels=(Level.VALUE,)
    )
    for problem, expected in ((with_level, 2), (without, 0)):
        model = compile_model(problem, table_rows(problem))
        assert model.option[0, TERMS_END] - model.option[0, TERMS] == expected
