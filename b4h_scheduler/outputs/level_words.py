"""The kernel's levels in the words of organizers."""

from __future__ import annotations

from b4h_scheduler.sentence import mark
from solver.levels import Level

LEVEL_WORDS: dict[Level, str] = {
    Level.PROMISED: mark("promised meetings not held"),
    Level.CHANGES: mark("changes to the released plan, weighted"),
    Level.TARGETS: mark("meetings missing for travel vouchers"),
    Level.LEAST: mark("meetings missing so that nobody stays empty"),
    Level.VALUE: mark("value of the wishes met, with bonuses"),
    Level.WAITING: mark("slots of waiting between meetings"),
    Level.BREAKS: mark("breaks of waiting"),
    Level.RISK: mark("expected value lost to late arrival, in thousandths"),
    Level.MOVES: mark("table changes, weighted by the walk"),
}


def level_words(level: str) -> str:
    """Return what a level counts."""
    return LEVEL_WORDS[Level(level)]
