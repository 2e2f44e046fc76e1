"""What was left out and why, grouped by reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.rule_words import heading, main_rule
from b4h_scheduler.outputs.unmet_csv import in_order
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    from b4h_scheduler.outputs.report.context import Context
    from b4h_scheduler.plans import Unmet

MOST_OF_GROUP = 200
MOST_IN_ALL = 1200
OTHER_REASONS = mark("Other reasons")


@dataclass(frozen=True, slots=True)
class Missed:
    """A candidate that is not held."""

    first: str
    second: str
    priority: int
    value: int
    is_promised: bool
    reasons: tuple[str, ...]
    organizations: tuple[str, str]
    """Ids of both."""
    candidate: str
    is_eligible: bool
    """Might have been held."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Candidates left out for one reason; ``missed`` are those that are listed."""

    heading: str
    number: int
    width: float
    missed: tuple[Missed, ...]
    num_hidden: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The section's content."""

    number: int
    num_eligible: int
    """Of these, candidates that might have been held."""
    groups: tuple[Reasoned, ...]


def left_out(context: Context) -> LeftOut:
    """Return the section; the public edition counts and names nobody."""
    groups: dict[str, list[Unmet]] = {}
    for unmet in in_order(context.lookup):
        groups.setdefault(heading(main_rule(unmet)), []).append(unmet)
    if context.is_public:
        groups = _merged(groups, context.least_group)
    # First what might have been held: there an organizer can do something.
    order = sorted(
        groups,
        key=lambda told: (
            told == OTHER_REASONS,
            all(unmet.candidate.ineligible for unmet in groups[told]),
            -len(groups[told]),
        ),
    )
    most = max((len(members) for members in groups.values()), default=1)
    budget = 0 if context.is_public else MOST_IN_ALL
    found = []
    for told in order:
        members = groups[told]
        shown = members[: min(MOST_OF_GROUP, budget)]
        budget -= len(shown)
        found.append(
            Reasoned(
                heading=told,
                number=len(members),
                width=100 * len(members) / most,
                missed=tuple(_missed(context, one) for one in shown),
                num_hidden=0 if context.is_public else len(members) - len(shown),
            )
        )
    plan = context.lookup.plan
    return LeftOut(
        number=len(plan.unmet),
        num_eligible=sum(u.candidate.ineligible is None for u in plan.unmet),
        groups=tuple(found),
    )


def _merged(groups: dict[str, list[Unmet]], least: int) -> dict[str, list[Unmet]]:
    """Put small groups together under one heading, which is not small itself."""
    order = sorted(groups, key=lambda told: -len(groups[told]))
    own = [told for told in order if len(groups[told]) >= least]
    small = [told for told in order if len(groups[told]) < least]
    while small and own and sum(len(groups[told]) for told in small) < least:
        small.append(own.pop())
    merged = {told: groups[told] for told in own}
    if small:
        merged[OTHER_REASONS] = [unmet for told in small for unmet in groups[told]]
    return merged


def _missed(context: Context, unmet: Unmet) -> Missed:
    candidate = unmet.candidate
    first, second = (context.lookup.side_name(side) for side in candidate.sides)
    return Missed(
        first=first,
        second=second,
        priority=candidate.priority,
        value=candidate.value,
        is_promised=candidate.is_promised,
        reasons=tuple(reason.text for reason in unmet.reasons),
        organizations=(
            candidate.sides[0].organization,
            candidate.sides[1].organization,
        ),
        candidate=candidate.id,
        is_eligible=candidate.ineligible is None,
    )
