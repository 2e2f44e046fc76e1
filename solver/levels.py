"""The levels of the objective, in words of the field and with their sense."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """What is optimized, one after the other, in the order of a ``Problem``.

    All values are integers. ``VALUE`` is maximized, all others are minimized.
    """

    PROMISED = "promised"
    """Promised candidates that are not held."""
    CHANGES = "changes"
    """Weighted differences to the released plan (``Baseline``)."""
    TARGETS = "targets"
    """Sum over targets of weight x counting meetings missing."""
    LEAST = "least"
    """Sum over participants of weight x meetings missing below the least."""
    VALUE = "value"
    """Values of held candidates and bonuses of groups."""
    WAITING = "waiting"
    """Idle slots between the first and the last meeting of a row."""
    BREAKS = "breaks"
    """Maximal stretches between two consecutive meetings with an idle slot."""
    RISK = "risk"
    """Value lost to late arrival, in thousandths."""
    MOVES = "moves"
    """Distance walked between the tables of consecutive meetings of a row."""

    @property
    def sense(self) -> int:
        """+1 for a level that is maximized, -1 for one that is minimized."""
        return 1 if self is Level.VALUE else -1


SELECT_LEVELS = frozenset(
    {Level.PROMISED, Level.TARGETS, Level.LEAST, Level.VALUE, Level.CHANGES}
)
"""Levels that depend on what is held (changes also on when), not on tables."""

DEFAULT_LEVELS = (
    Level.PROMISED,
    Level.TARGETS,
    Level.LEAST,
    Level.VALUE,
    Level.WAITING,
    Level.BREAKS,
    Level.MOVES,
)
REPLAN_LEVELS = (Level.PROMISED, Level.CHANGES, *DEFAULT_LEVELS[1:])
