"""Where everyone stays in a plan, slot by slot: the zoning that keeps it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.zoning import ANYWHERE, NOWHERE, Zoning, blocks_of, parts_of

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment


def zoning_of(problem: Problem, plan: Assignment) -> Zoning:
    """Return where everyone stays in a plan with tables, slot by slot.

    Between two meetings of a block people stay where they are; where these are in
    different parts, the slot before the second one is for the way.
    """
    part, block = parts_of(problem), blocks_of(problem)
    place = np.full((problem.num_participants, problem.num_slots), ANYWHERE)
    held = np.flatnonzero(plan.table >= 0)
    people = problem.options.participants.take(plan.option[held])
    at = part[problem.tables.zone[plan.table[held]]]
    place[people.items, plan.slot[held][people.rows]] = at[people.rows]
    mostly = _mostly(place, int(part.max(initial=0)) + 1)
    before, after = _last_known(place, block), _last_known(place[:, ::-1], block[::-1])
    after = after[:, ::-1]
    leads_on = np.zeros(place.shape, dtype=np.bool_)
    leads_on[:, :-1] = (place[:, 1:] >= 0) & (block[1:] == block[:-1])
    stays = np.where((before >= 0) & leads_on & (before != after), NOWHERE, before)
    stays = np.where(before < 0, after, np.where(after < 0, before, stays))
    stays = np.where(place >= 0, place, stays)
    return Zoning(part, np.where(stays == ANYWHERE, mostly[:, np.newaxis], stays))


def _mostly(place: IntArray, num_parts: int) -> IntArray:
    """int64[P]: the part in which someone is most of the time; 0 without any."""
    votes = np.stack([(place == each).sum(axis=1) for each in range(num_parts)])
    most: IntArray = votes.argmax(axis=0)
    return most


def _last_known(place: IntArray, block: IntArray) -> IntArray:
    """int64[P, S]: the last part up to each slot in its block, or `ANYWHERE`."""
    known = np.empty_like(place)
    last = np.full(len(place), ANYWHERE)
    for slot in range(place.shape[1]):
        if slot and block[slot] != block[slot - 1]:
            last = np.full(len(place), ANYWHERE)
        last = np.where(place[:, slot] >= 0, place[:, slot], last)
        known[:, slot] = last
    return known
