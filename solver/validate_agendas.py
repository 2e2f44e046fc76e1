"""Rules on who meets when: one function for each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.rules import Rule
from solver.validate_meetings import Meetings, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.ragged import IntArray


def slot_allowed(plan: Meetings) -> Iterator[Violation]:
    """A meeting takes place in a slot of its option's slot set."""
    problem = plan.problem
    allowed = problem.slot_sets[problem.options.slot_set[plan.option], plan.slot]
    for m in np.flatnonzero(~allowed):
        c, s = int(plan.candidate[m]), int(plan.slot[m])
        message = f"candidate {c} is in slot {s}, which is not in its slot set"
        yield Violation(Rule.SLOT_ALLOWED, message, slot=s, candidate=c)


def available(plan: Meetings) -> Iterator[Violation]:
    """Everyone in a meeting can meet in its slot."""
    can = plan.problem.participants.can[plan.attendee, plan.attended_slot]
    for a in np.flatnonzero(~can):
        p, s = int(plan.attendee[a]), int(plan.attended_slot[a])
        c = int(plan.candidate[plan.meeting[a]])
        message = f"participant {p} cannot meet in slot {s} (candidate {c})"
        yield Violation(Rule.AVAILABLE, message, participant=p, slot=s, candidate=c)


def clash(plan: Meetings) -> Iterator[Violation]:
    """A participant has at most one meeting in a slot."""
    for p, s in np.argwhere(plan.load > 1):
        message = f"participant {p} has {plan.load[p, s]} meetings in slot {s}"
        yield Violation(Rule.CLASH, message, participant=int(p), slot=int(s))


def most(plan: Meetings) -> Iterator[Violation]:
    """A participant holds at most its most meetings, in all."""
    count = plan.load.sum(axis=1)
    limit = plan.problem.participants.most
    for p in np.flatnonzero(count > limit):
        message = f"participant {p} has {count[p]} meetings, at most {limit[p]}"
        yield Violation(Rule.MOST, message, participant=int(p))


def most_row(plan: Meetings) -> Iterator[Violation]:
    """A participant holds at most its most meetings of a row."""
    problem = plan.problem
    first = np.flatnonzero(np.diff(problem.slots.row, prepend=-1))
    count = np.add.reduceat(plan.load, first, axis=1)
    limit = problem.participants.most_row
    for p, r in np.argwhere(count > limit):
        found = f"{count[p, r]} meetings in row {r}, at most {limit[p, r]}"
        message = f"participant {p} has {found}"
        slot = int(first[r])
        yield Violation(Rule.MOST_ROW, message, participant=int(p), slot=slot)


def longest_run(plan: Meetings) -> Iterator[Violation]:
    """Meetings in adjacent slots together last at most the longest run."""
    slots = plan.problem.slots
    limit = plan.problem.participants.longest_run
    if (limit >= slots.length.sum()).all():
        return  # nobody can meet for as long
    goes_on = np.concatenate([[False], slots.adjacent[:-1]])
    # Time in meetings so far, less that of before the run: the latest is the largest.
    total = np.cumsum(plan.busy * slots.length, axis=1)
    begun = np.where(goes_on, 0, np.roll(total, 1, axis=1))
    begun[:, 0] = 0
    before = np.where(plan.busy, begun, total)
    run = total - np.maximum.accumulate(before, axis=1)
    is_long = run > limit[:, np.newaxis]
    was_within = ~np.roll(is_long, 1, axis=1) | ~goes_on
    # A run that is too long is told once, where it gets too long.
    for s, p in np.argwhere((is_long & was_within).T).tolist():
        message = (
            f"participant {p} meets without a pause for {run[p, s]} up to slot {s}, "
            f"at most {limit[p]}"
        )
        yield Violation(Rule.LONGEST_RUN, message, participant=p, slot=s)


def window(plan: Meetings) -> Iterator[Violation]:
    """A window has its number of consecutive free slots."""
    windows = plan.problem.windows
    if len(windows) == 0:
        return
    longest = np.zeros(len(windows), dtype=np.int64)
    streak = np.zeros(len(windows), dtype=np.int64)
    for step in range(int((windows.last - windows.first).max()) + 1):
        slot = np.minimum(windows.first + step, windows.last)
        is_inside = windows.first + step <= windows.last
        is_free = is_inside & ~plan.busy[windows.participant, slot]
        streak = np.where(is_free, streak + 1, 0)
        longest = np.maximum(longest, streak)
    for w in np.flatnonzero(longest < windows.free):
        p, first = int(windows.participant[w]), int(windows.first[w])
        message = (
            f"participant {p} has {longest[w]} free slots in a row in slots "
            f"{first} to {windows.last[w]}, {windows.free[w]} expected"
        )
        yield Violation(Rule.WINDOW, message, participant=p, slot=first)


def count_breaks(plan: Meetings) -> IntArray:
    """int64[P]: maximal stretches between two meetings of a row with an idle slot."""
    problem = plan.problem
    breaks = np.zeros(problem.num_participants, dtype=np.int64)
    has_met = np.zeros(problem.num_participants, dtype=np.bool_)
    has_idled = np.zeros(problem.num_participants, dtype=np.bool_)
    row = problem.slots.row
    for s in range(problem.num_slots):
        if s == 0 or row[s] != row[s - 1]:
            has_met[:] = False
        busy = plan.busy[:, s]
        breaks += busy & has_met & has_idled
        has_idled = ~busy & (has_idled & has_met | problem.participants.idle[:, s])
        has_idled &= has_met
        has_met |= busy
    return breaks


def most_breaks(plan: Meetings) -> Iterator[Violation]:
    """A participant has at most its most breaks."""
    limit = plan.problem.participants.most_breaks
    if (limit >= plan.problem.num_slots).all():
        return  # nobody can have as many
    breaks = count_breaks(plan)
    for p in np.flatnonzero(breaks > limit):
        message = f"participant {p} has {breaks[p]} breaks, at most {limit[p]}"
        yield Violation(Rule.MOST_BREAKS, message, participant=int(p))


def break_spread(plan: Meetings) -> Iterator[Violation]:
    """Numbers of breaks of any two participants differ at most by the spread."""
    spread = plan.problem.break_spread
    if spread >= plan.problem.num_slots:
        return  # nobody can have as many
    breaks = count_breaks(plan)
    if len(breaks) and breaks.max() - breaks.min() > spread:
        p, fewest = int(breaks.argmax()), int(breaks.argmin())
        message = (
            f"participant {p} has {breaks[p]} breaks and participant {fewest} has "
            f"{breaks[fewest]}: they differ by more than {spread}"
        )
        yield Violation(Rule.BREAK_SPREAD, message, participant=p)
