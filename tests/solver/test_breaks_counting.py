"""Counting by clauses in CP-SAT models."""

from itertools import product

import pytest
from ortools.sat.python import cp_model

from solver.breaks_counting import add_even, clusters, counted, one_of


def solutions(model: cp_model.CpModel, literals: list) -> set[tuple[bool, ...]]:
    """All values of the literals that some solution has."""
    found = set()
    for values in product((False, True), repeat=len(literals)):
        fixed = model.clone()
        for literal, value in zip(literals, values, strict=True):
            fixed.add(literal == value)
        if cp_model.CpSolver().solve(fixed) == cp_model.OPTIMAL:
            found.add(values)
    return found


@pytest.mark.parametrize(("number", "most"), [(1, 2), (4, 2), (5, 3), (5, 5)])
def test_counted_says_how_many_hold(number: int, most: int) -> None:
    """Output n holds if and only if more than n inputs do, for all inputs."""
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in range(number)]
    sums = counted(model, literals, most)
    assert len(sums) == min(number, most)
    expected = {
        (*values, *(sum(values) > n for n in range(len(sums))))
        for values in product((False, True), repeat=number)
    }
    assert solutions(model, [*literals, *sums]) == expected


@pytest.mark.parametrize(("number", "most"), [(5, 1), (5, 2), (4, 2), (4, 9), (3, 0)])
def test_add_even_leaves_even_numbers_up_to_twice_the_most(
    number: int, most: int
) -> None:
    """Nothing else is forbidden, and nothing else allowed."""
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in range(number)]
    add_even(model, literals, most)
    assert solutions(model, literals) == {
        values
        for values in product((False, True), repeat=number)
        if sum(values) % 2 == 0 and sum(values) <= 2 * most
    }


def test_one_of_equals_the_one_that_may_hold() -> None:
    """At most one of the literals holds, and the answer says whether one does."""
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in range(3)]
    either = one_of(model, literals)
    assert solutions(model, [*literals, either]) == {
        (False, False, False, False),
        (True, False, False, True),
        (False, True, False, True),
        (False, False, True, True),
    }


def test_clusters_hold_every_option_once_and_share_a_participant() -> None:
    """The star of participant 0 comes first, then what is left."""
    people = {4: (0, 1), 5: (0, 2), 6: (0, 3), 7: (2, 3), 8: (4, 5)}
    assert clusters(people) == [[4, 5, 6], [7], [8]]
