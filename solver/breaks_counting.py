"""Counting meetings and busy participants of a slot in a CP-SAT model.

From Bofill, Coll, Garcia, Giraldez-Cru, Pesant, Suy, Villaret, JAIR 74 (2022), 263-301,
https://jair.org/index.php/jair/article/view/12670: tables are counted by groups of
meetings that share a participant (at most one of a group is held in a slot), and where
all meetings are of two, the number of busy participants is even.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ortools.sat.python import cp_model

    Literal = cp_model.IntVar


def clusters(people_of: Mapping[int, Iterable[int]]) -> list[list[int]]:
    """Group options so that those of a group share a participant.

    Parameters
    ----------
    people_of : mapping
        Participants of each option.

    Returns
    -------
    list of list of int
        Every option once; greedily, the largest groups first.
    """
    of_person: dict[int, set[int]] = {}
    for option, people in people_of.items():
        for person in people:
            of_person.setdefault(person, set()).add(option)
    groups = []
    while any(of_person.values()):
        largest = max(of_person, key=lambda person: (len(of_person[person]), -person))
        group = sorted(of_person[largest])
        groups.append(group)
        for option in group:
            for person in people_of[option]:
                of_person[person].discard(option)
    return groups


def one_of(model: cp_model.CpModel, literals: Sequence[Literal]) -> Literal:
    """Return a literal for "one of these", of which at most one holds."""
    if len(literals) == 1:
        return literals[0]
    found = model.new_bool_var("")
    model.add_exactly_one(~found, *literals)
    return found


def counted(
    model: cp_model.CpModel, literals: Sequence[Literal], most: int
) -> list[Literal]:
    """Return literals "at least 1", "at least 2", ... up to ``most``.

    A totalizer (Bailleux and Boufkhad 2003, doi 10.1007/978-3-540-45193-8_8), both
    directions.
    """
    if len(literals) <= 1:
        return list(literals)
    half = len(literals) // 2
    left = counted(model, literals[:half], most)
    right = counted(model, literals[half:], most)
    size = min(most, len(literals))
    sums = [model.new_bool_var("") for _ in range(size)]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if 0 < i + j <= size:
                reached = [~part[n - 1] for part, n in ((left, i), (right, j)) if n]
                model.add_bool_or([*reached, sums[i + j - 1]])
            if i + j < size:
                more = [part[n] for part, n in ((left, i), (right, j)) if n < len(part)]
                model.add_bool_or([*more, ~sums[i + j]])
    return sums


def add_even(model: cp_model.CpModel, literals: Sequence[Literal], most: int) -> None:
    """State that an even number of literals holds, at most ``2 * most``, by clauses."""
    sums = counted(model, literals, 2 * most + 1)
    for literal in sums[2 * most :]:
        model.add_bool_or([~literal])
    for odd in range(0, min(2 * most, len(sums)), 2):
        model.add_bool_or([~sums[odd], *sums[odd + 1 : odd + 2]])
