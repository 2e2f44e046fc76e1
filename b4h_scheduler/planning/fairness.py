"""Bonuses for the first meetings, kept so small that no priority is overruled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.policy import Values


def neighbor_difference(values: Values) -> int:
    """Return the least difference in value between neighboring priorities.

    Of unanswered wishes, where it is smallest.
    """
    worths = [value * values.unanswered_percent // 100 for value in values.priority]
    return min(worths[0] - worths[1], worths[1] - worths[2])


def bonuses(event: Event, most_groups: int) -> tuple[tuple[int, ...], str | None]:
    """Return the bonuses to use and a warning where they were lowered.

    The bonuses that one meeting can bring (the first one for each of its groups) stay
    below the difference between neighboring priorities; otherwise each bonus is
    lowered to the largest number for which they do.

    Parameters
    ----------
    most_groups : int
        Most groups whose count one meeting raises.
    """
    asked = event.policy.fairness.bonus
    difference = neighbor_difference(event.policy.values)
    if not asked or not most_groups or asked[0] * most_groups < difference:
        return asked, None
    cap = max(0, (difference - 1) // most_groups)
    used = tuple(min(bonus, cap) for bonus in asked)
    return used, Sentence(
        "fairness bonuses {asked} were lowered to {used}: one meeting can bring "
        "{groups} of them, and together they must stay below {difference}, the "
        "difference between neighboring priorities",
        asked=str(list(asked)),
        used=str(list(used)),
        groups=most_groups,
        difference=difference,
    )
