"""Table rows: what they count, what they allow, and which ones are left out."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from solver.problem import NO_TABLE, Problem
from solver.tablerows import is_inside, table_rows, usable_tables
from tests.solver.events import plain_event, tables_of


def _with_tables(
    sets: list[list[int]], is_open: list[list[int]], spare: list[int], use: list[int]
) -> Problem:
    """An event of six candidates whose options name the sets of ``use`` in turn."""
    event = plain_event(np.random.default_rng(1), 4, 6, len(is_open[0]), 1)
    tables = tables_of(
        np.array(is_open, dtype=np.bool_),
        np.array(sets, dtype=np.bool_).reshape(len(sets), len(is_open)),
        np.array(spare, dtype=np.int64),
    )
    named = np.resize(np.array(use, dtype=np.int64), 6)
    return replace(
        event, tables=tables, options=replace(event.options, table_set=named)
    )


def test_one_set_gives_one_row_with_its_open_tables() -> None:
    """The union of a single set is the set: it has one row."""
    rows = table_rows(_with_tables([[1, 1]], [[1, 1, 0], [1, 0, 0]], [0], [0]))
    assert rows.sets.tolist() == [[True, True]]
    assert rows.capacity.tolist() == [[2, 1, 0]]
    assert [of.tolist() for of in rows.of_set] == [[0]]


def test_disjoint_sets_keep_the_row_of_their_union() -> None:
    """The number of participants, too, limits all meetings of a slot together."""
    event = _with_tables([[1, 1, 0], [0, 0, 1]], [[1], [1], [1]], [0, 0], [0, 1])
    rows = table_rows(event)
    assert rows.sets.tolist() == [
        [True, True, False],
        [False, False, True],
        [True, True, True],
    ]
    assert rows.members.tolist() == [[True, False], [False, True], [True, True]]


def test_nested_sets_count_the_inner_set_in_the_outer_row() -> None:
    """A meeting at the home place also counts among all tables."""
    event = _with_tables([[1, 0, 0], [1, 1, 1]], [[1, 1]] * 3, [0, 0], [0, 1])
    rows = table_rows(event)
    assert [of.tolist() for of in rows.of_set] == [[0, 1], [1]]
    assert rows.capacity.tolist() == [[1, 1], [3, 3]]


def test_spare_tables_are_taken_off_but_never_more_than_are_open() -> None:
    """Two tables kept free of a set with one open table keep one free, not two."""
    event = _with_tables(
        [[1, 1, 0], [1, 1, 1]], [[1, 1], [1, 0], [1, 1]], [2, 0], [0, 1]
    )
    rows = table_rows(event)
    assert rows.sets.tolist() == [[True, True, False], [True, True, True]]
    assert rows.capacity.tolist() == [[0, 0], [1, 1]]


def test_greatest_spare_inside_counts_once() -> None:
    """Spares of nested sets may be kept by the same tables."""
    event = _with_tables([[1, 1, 0, 0], [1, 1, 1, 1]], [[1]] * 4, [1, 2], [1, 0])
    assert usable_tables(event, event.tables.sets).tolist() == [[1], [2]]


def test_a_row_that_another_implies_is_left_out() -> None:
    """A set whose own tables are closed forbids no more than the larger one."""
    event = _with_tables([[1, 0], [1, 1]], [[1], [0]], [0, 0], [0, 1])
    assert table_rows(event).sets.tolist() == [[True, True]]


def test_extra_rows_are_added_once() -> None:
    """A violated Hall set becomes a row; one that is there already does not."""
    event = _with_tables(
        [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], [[1]] * 4, [0] * 3, [0, 1, 2]
    )
    hall = np.array([True, True, True, False])
    rows = table_rows(event, [hall, event.tables.sets[0]])
    assert len(rows) == 5
    assert rows.members[-1].tolist() == [True, True, False]


def test_no_option_needs_a_table() -> None:
    """Then there is no row."""
    event = _with_tables([[1, 1]], [[1], [1]], [0], [NO_TABLE])
    rows = table_rows(event)
    assert len(rows) == 0
    assert rows.capacity.shape == (0, 1)
    assert len(rows.of_set) == 1
    assert len(rows.of_set[0]) == 0


def test_is_inside_equals_comparison_of_sets() -> None:
    """Against Python's own subsets, for all pairs of subsets of four tables."""
    sets = np.array(list(itertools.product([False, True], repeat=4)))
    as_sets = [set(np.flatnonzero(one)) for one in sets]
    expected = [[inner <= outer for inner in as_sets] for outer in as_sets]
    assert is_inside(sets, sets).tolist() == expected
