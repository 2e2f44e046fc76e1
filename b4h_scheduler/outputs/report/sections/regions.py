"""Who meets whom, by region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import percent
from b4h_scheduler.outputs.region_names import region_name

if TYPE_CHECKING:
    from b4h_scheduler.outputs.report.context import Context
    from b4h_scheduler.planning.figures import RegionFigures

MOST_GROUPS = 16
OTHERS = "other regions"


@dataclass(frozen=True, slots=True)
class Group:
    """A region, or several merged."""

    name: str
    organizations: int
    delegates: int
    own_wishes: int
    own_met: int
    share: float
    share_text: str


@dataclass(frozen=True, slots=True)
class Count:
    """Meetings of a pair of groups; ``strength`` 0 to 1 for its shade."""

    meetings: int
    strength: float


@dataclass(frozen=True, slots=True)
class Regions:
    """The section's content."""

    groups: tuple[Group, ...]
    matrix: tuple[tuple[Count, ...], ...]
    between: str
    """Share of meetings between two regions."""
    abroad: str
    """Share of meetings between two countries."""
    num_merged: int


def regions(context: Context) -> Regions | None:
    """Return the section on regions; None where there is one group alone."""
    rows = context.figures.regions
    group_of = _groups(rows, context.least_group)
    num_groups = max(group_of, default=-1) + 1
    if num_groups < 2:  # noqa: PLR2004 - nothing to compare
        return None
    members: list[list[RegionFigures]] = [[] for _ in range(num_groups)]
    for row, group in zip(rows, group_of, strict=True):
        members[group].append(row)
    counts = [[0] * num_groups for _ in range(num_groups)]
    total = across = abroad = 0
    for pair in context.figures.region_pairs:
        a, b = group_of[pair.first], group_of[pair.second]
        counts[a][b] += pair.meetings
        if a != b:
            counts[b][a] += pair.meetings
        total += pair.meetings
        if pair.first != pair.second:
            across += pair.meetings
        countries = rows[pair.first].country, rows[pair.second].country
        if all(countries) and countries[0] != countries[1]:
            abroad += pair.meetings
    most = max((n for line in counts for n in line), default=0) or 1
    return Regions(
        groups=tuple(_group(part) for part in members),
        matrix=tuple(
            tuple(Count(n, (n / most) ** 0.7) for n in line) for line in counts
        ),
        between=percent(across / total if total else None),
        abroad=percent(abroad / total if total else None),
        num_merged=sum(len(part) for part in members if len(part) > 1),
    )


def _groups(rows: tuple[RegionFigures, ...], least: int) -> list[int]:
    """Return each region's group: small ones and those beyond the most are merged.

    A group has ``least`` organizations and as many delegates; where the merged ones
    are still fewer, the smallest other group joins them.
    """
    order = sorted(range(len(rows)), key=lambda n: (-_people(rows[n]), n))
    own = [n for n in order if _people(rows[n]) >= least]
    small = [n for n in order if _people(rows[n]) < least]
    while len(own) + bool(small) > MOST_GROUPS:
        small.append(own.pop())
    while small and own and sum(_people(rows[n]) for n in small) < least:
        small.append(own.pop())
    own.sort(key=lambda n: (not rows[n].region and not rows[n].country, n))
    place = {n: group for group, n in enumerate(own)}
    return [place.get(n, len(own)) for n in range(len(rows))]


def _people(row: RegionFigures) -> int:
    return min(row.organizations, row.delegates)


def _group(rows: list[RegionFigures]) -> Group:
    value = sum(row.own_value for row in rows)
    share = sum(row.own_value_met for row in rows) / value if value else None
    return Group(
        name=region_name(rows[0]) if len(rows) == 1 else OTHERS,
        organizations=sum(row.organizations for row in rows),
        delegates=sum(row.delegates for row in rows),
        own_wishes=sum(row.own_wishes for row in rows),
        own_met=sum(row.own_met for row in rows),
        share=100 * (share or 0.0),
        share_text=percent(share),
    )
