"""Tables that are kept free for the help desk, and that it has given away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.problem import NO_TABLE

if TYPE_CHECKING:
    from collections.abc import Collection

    from b4h_scheduler.planning.fixed import Fixed
    from b4h_scheduler.planning.options import Way
    from b4h_scheduler.planning.places import Places
    from solver.ragged import IntArray


def lend_spare(
    fixed: Fixed, places: Places, ways: list[list[Way]], booked: Collection[int]
) -> None:
    """Let meetings of the help desk stand at tables that are kept free for it.

    In slots to come the rule of tables kept free would else take the table away again.
    There tables are added that nobody can use: they make a set with the common pool,
    and this set owes the free tables from now on. Pinned meetings of the desk name it,
    so that it counts as one in use.

    Parameters
    ----------
    ways
        Of each candidate of the problem; those of pinned meetings are added to.
    booked
        Candidates whose meetings were agreed at the help desk.
    """
    lent = _lent(fixed, places, booked)
    if not lent.any():
        return
    owing = places.lend(lent)
    for number, pin in enumerate(fixed.pins):
        if pin.candidate not in booked or not lent[pin.slot]:
            continue
        own = ways[pin.candidate]
        lent_way = own[pin.way]._replace(slots=1 << pin.slot, table_set=owing)
        own = ways[pin.candidate] = [*own, lent_way]  # others keep the list
        kept = pin._replace(way=len(own) - 1)
        fixed.baseline[fixed.baseline.index(pin)] = kept
        fixed.pins[number] = kept


def _lent(fixed: Fixed, places: Places, booked: Collection[int]) -> IntArray:
    """int64[S]: how many of the tables kept free the desk has given away, to come."""
    common, is_open = places.sets[0], places.is_open
    used = np.zeros(is_open.shape[1], dtype=np.int64)
    own = np.zeros_like(used)
    for kept in fixed.baseline:
        if kept.table != NO_TABLE and common[kept.table]:
            used[kept.slot] += 1
    for pin in fixed.pins:
        if pin.candidate in booked and pin.table != NO_TABLE and common[pin.table]:
            own[pin.slot] += 1
    missing = used + places.spare[0] - is_open[common].sum(axis=0)
    lent: IntArray = np.maximum(np.minimum(missing, own), 0)
    lent[: fixed.num_frozen] = 0
    return lent
