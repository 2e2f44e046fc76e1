"""An instance of the public benchmark as a problem of the kernel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.model import Model
from solver.problem import Pins, Precedences

if TYPE_CHECKING:
    from b4h_scheduler.bench.b2bsp_file import Instance
    from solver.problem import Problem


def as_breaks(instance: Instance, spread: int) -> Problem:
    """All meetings are held; breaks alone are minimized.

    One row of slots. Every slot counts as idle, a forbidden one too: a break is any gap
    between two meetings of a participant. ``spread``: numbers of breaks of any two
    participants differ at most by this.
    """
    problem = _problem(instance, (Level.BREAKS,), is_mandatory=True)
    return replace(problem, break_spread=spread)


def as_wishes(instance: Instance) -> Problem:
    """As many meetings as possible: each is a wish of value 1, and may be dropped.

    Fixed meetings are wishes with one slot.
    """
    return _problem(instance, (Level.VALUE,), is_mandatory=False)


def _problem(
    instance: Instance, levels: tuple[Level, ...], *, is_mandatory: bool
) -> Problem:
    model = Model(num_slots=instance.num_slots)
    slots = set(range(instance.num_slots))
    for forbidden in instance.forbidden:
        model.add_participant(can=sorted(slots - forbidden))
    for _ in range(instance.num_tables):
        model.add_table()
    for pair in instance.pairs:
        model.add_candidate(pair, is_mandatory=is_mandatory)
    made = model.build(levels)
    allowed = _allowed(instance)
    slot_sets, which = np.unique(allowed, axis=0, return_inverse=True)
    pins = Pins()
    if is_mandatory:
        pins = _pins(instance)
    return replace(
        made,
        participants=replace(
            made.participants, idle=np.ones_like(made.participants.can)
        ),
        slot_sets=np.concatenate([made.slot_sets, slot_sets]),
        options=replace(made.options, slot_set=which.reshape(-1).astype(np.int64) + 1),
        pins=pins,
        precedences=_precedences(instance),
    )


def _allowed(instance: Instance) -> np.ndarray:
    """bool[C, S]: by session and fixed slot."""
    allowed = np.zeros((instance.num_meetings, instance.num_slots), dtype=np.bool_)
    for meeting, fixed in enumerate(instance.fixed):
        allowed[meeting, instance.slots_of(meeting)] = True
        if fixed is not None:
            allowed[meeting] &= np.arange(instance.num_slots) == fixed
    return allowed


def _pins(instance: Instance) -> Pins:
    pinned = [
        (meeting, slot)
        for meeting, slot in enumerate(instance.fixed)
        if slot is not None
    ]
    return Pins(
        option=np.array([meeting for meeting, _ in pinned], dtype=np.int64),
        slot=np.array([slot for _, slot in pinned], dtype=np.int64),
        table=np.full(len(pinned), -1, dtype=np.int64),
    )


def _precedences(instance: Instance) -> Precedences:
    pairs = [
        (before, after)
        for after, all_before in enumerate(instance.earlier)
        for before in sorted(all_before)
    ]
    return Precedences(
        before=np.array([before for before, _ in pairs], dtype=np.int64),
        after=np.array([after for _, after in pairs], dtype=np.int64),
    )
