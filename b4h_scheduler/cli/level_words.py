"""The kernel's levels in the words of organizers."""

from __future__ import annotations

from solver.levels import Level

LEVEL_WORDS: dict[Level, str] = {
    Level.PROMISED: "promised meetings not held",
    Level.CHANGES: "changes to the released plan, weighted",
    Level.TARGETS: "meetings missing for travel vouchers",
    Level.LEAST: "meetings missing so that nobody stays empty",
    Level.VALUE: "value of the wishes met, with bonuses",
    Level.WAITING: "slots of waiting between meetings",
    Level.BREAKS: "breaks of waiting",
    Level.RISK: "expected value lost to late arrival, in thousandths",
    Level.MOVES: "table changes, weighted by the walk",
}


def level_words(level: str) -> str:
    """Return what a level counts."""
    return LEVEL_WORDS[Level(level)]
