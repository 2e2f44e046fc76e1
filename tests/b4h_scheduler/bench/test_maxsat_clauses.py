"""Counting by clauses, as the published encoding does it, against plain counting."""

from collections.abc import Callable
from itertools import product

import pytest
from ortools.sat.python import cp_model

from b4h_scheduler.bench.maxsat_clauses import Clauses


def solutions(clauses: Clauses, literals: list[int]) -> set[tuple[bool, ...]]:
    """Values of the literals that some solution of the clauses has."""
    found = set()
    for values in product((False, True), repeat=len(literals)):
        model = cp_model.CpModel()
        x = [model.new_bool_var("") for _ in range(clauses.num_variables + 1)]
        for clause in clauses.hard:
            model.add_bool_or([x[n] if n > 0 else ~x[-n] for n in clause])
        for literal, value in zip(literals, values, strict=True):
            model.add(x[literal] == value)
        if cp_model.CpSolver().solve(model) == cp_model.OPTIMAL:
            found.add(values)
    return found


def stated(
    number: int, state: Callable[[Clauses, list[int]], None]
) -> set[tuple[bool, ...]]:
    """What remains possible of so many variables."""
    clauses = Clauses()
    literals = [clauses.new() for _ in range(number)]
    state(clauses, literals)
    return solutions(clauses, literals)


def with_sums(number: int, sums: set[int]) -> set[tuple[bool, ...]]:
    """All values of so many variables of which so many hold."""
    every = product((False, True), repeat=number)
    return {values for values in every if sum(values) in sums}


@pytest.mark.parametrize("number", [1, 3, 4, 6])
def test_exactly_one_by_commanders(number: int) -> None:
    """Below, at and above the size of a group."""
    assert stated(number, Clauses.exactly_one) == with_sums(number, {1})


@pytest.mark.parametrize(("number", "most"), [(4, 0), (4, 1), (5, 3), (3, 3), (2, 5)])
def test_at_most_by_a_counter(number: int, most: int) -> None:
    """None, some, all."""
    found = stated(number, lambda clauses, x: clauses.at_most(x, most))
    assert found == with_sums(number, set(range(most + 1)))


@pytest.mark.parametrize(("number", "wanted"), [(5, 2), (6, 3), (4, 1), (4, 4), (3, 0)])
def test_exactly_by_a_network(number: int, wanted: int) -> None:
    """Numbers that are powers of two and others."""
    found = stated(number, lambda clauses, x: clauses.exactly(x, wanted))
    assert found == with_sums(number, {wanted})


@pytest.mark.parametrize(("number", "most"), [(5, 3), (6, 4), (3, 7)])
def test_outputs_of_a_network_are_in_order(number: int, most: int) -> None:
    """Output n holds if and only if more than n inputs do."""
    clauses = Clauses()
    literals = [clauses.new() for _ in range(number)]
    outputs = clauses.counted(literals, most)
    assert len(outputs) == min(number, most)
    assert solutions(clauses, literals + outputs) == {
        (*values, *(sum(values) > n for n in range(len(outputs))))
        for values in product((False, True), repeat=number)
    }


def test_or_of_says_whether_one_holds() -> None:
    """Both ways."""
    clauses = Clauses()
    literals = [clauses.new() for _ in range(3)]
    either = clauses.or_of(literals)
    assert solutions(clauses, [*literals, either]) == {
        (*values, any(values)) for values in product((False, True), repeat=3)
    }


def test_nothing_counts_as_nothing() -> None:
    """A slot in which nobody can meet has no outputs."""
    assert Clauses().counted([], 5) == []
