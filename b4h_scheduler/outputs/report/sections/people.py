"""The worst off, and who has no meeting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import percent
from b4h_scheduler.outputs.rule_words import heading, main_rule

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.outputs.report.context import Context

_MOST_REASONS = 2
MOST_WITHOUT = 100


@dataclass(frozen=True, slots=True)
class WorstOff:
    """A delegate who gets little of its own wishes, and why."""

    id: str
    name: str
    organization: str
    own_met: int
    own_wishes: int
    share: float
    share_text: str
    meetings: int
    reasons: str


@dataclass(frozen=True, slots=True)
class People:
    """The section's content; no names in the public edition."""

    worst_off: tuple[WorstOff, ...]
    without: tuple[str, ...]
    num_without: int


def people(context: Context) -> People:
    """Return the section on the worst off."""
    # Who took part in past meetings and is gone since is in the figures alone.
    known = context.lookup.event.delegate_of
    without = tuple(who for who in context.figures.without_meeting if who in known)
    if context.is_public:
        return People((), (), len(without))
    reasons = _reasons(context)
    return People(
        worst_off=tuple(
            _worst(context, who, reasons)
            for who in context.figures.worst_off
            if who in known
        ),
        without=tuple(_name(context, who) for who in without[:MOST_WITHOUT]),
        num_without=len(without),
    )


def _name(context: Context, who: DelegateId) -> str:
    lookup = context.lookup
    organization = lookup.event.delegate_of[who].organization
    return f"{lookup.delegate_name[who]}, {lookup.organization_name[organization]}"


def _reasons(context: Context) -> dict[str, Counter[str]]:
    """Count the headings of what each organization did not get."""
    found: dict[str, Counter[str]] = {}
    for unmet in context.lookup.plan.unmet:
        told = heading(main_rule(unmet))
        for side in unmet.candidate.sides:
            found.setdefault(side.organization, Counter())[told] += 1
    return found


def _worst(
    context: Context, who: DelegateId, reasons: dict[str, Counter[str]]
) -> WorstOff:
    lookup = context.lookup
    row = next(row for row in context.figures.delegates if row.delegate == who)
    most = reasons.get(row.organization, Counter()).most_common(_MOST_REASONS)
    return WorstOff(
        id=who,
        name=lookup.delegate_name[who],
        organization=lookup.organization_name[row.organization],
        own_met=row.own_met,
        own_wishes=row.own_wishes,
        share=100 * (row.share or 0.0),
        share_text=percent(row.share),
        meetings=row.meetings,
        reasons="; ".join(f"{told} ({number})" for told, number in most),
    )
