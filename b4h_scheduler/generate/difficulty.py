"""How large and how hard a synthetic event is."""

from __future__ import annotations

from dataclasses import dataclass

from b4h_scheduler.generate.errors import SizeError


@dataclass(frozen=True, slots=True)
class Size:
    """``tables`` None: as many as the difficulty's load asks for."""

    delegates: int
    wishes: int
    days: int
    slots: int
    """In all, over all days."""
    tables: int | None = None

    def __post_init__(self) -> None:
        if min(self.delegates, self.days, self.slots) < 1 or self.wishes < 0:
            message = f"sizes must be positive: {self}"
            raise SizeError(message)
        if self.days > self.slots:
            message = f"{self.days} days with {self.slots} slots: one a day at least"
            raise SizeError(message)


@dataclass(frozen=True, slots=True)
class Difficulty:
    """Shares are of delegates or organizations, between 0 and 1."""

    skew: float = 0.4
    """Of popularity, which is Pareto distributed with exponent ``1 / skew``."""
    voucher_share: float = 0.25
    """Delegates who travel on a voucher and arrive late or leave early."""
    table_load: int = 90
    """Meetings wanted, as percent of what the tables can hold."""
    scattered_share: float = 0.0
    """Delegates who are blocked in random slots, 60 % of them."""
    several_share: float = 0.0
    """Organizations with two or three delegates, each with an agenda."""
    home_share: float = 0.0
    """Organizations with a home place."""
    online_share: float = 0.0
    """Delegates who attend online."""
    has_limits: bool = False
    """At most five meetings in a row, and most a day."""
    most_a_day: int | None = None


PROFILES = {
    "plain": Difficulty(),
    "full": Difficulty(
        table_load=100,
        scattered_share=0.1,
        several_share=0.3,
        home_share=0.1,
        online_share=0.1,
        has_limits=True,
        most_a_day=14,
    ),
}
"""By DESIGN "Tests and benchmarks"."""
