"""Regions: small ones merged, no meeting lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.regions import (
    MOST_GROUPS,
    OTHERS,
    regions,
)
from b4h_scheduler.planning.figures import (
    Figures,
    RegionFigures,
    RegionPair,
    figures,
)
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

EVENT = sample_event()
LOOKUP = Lookup(EVENT, sample_plan(EVENT))
BASE = figures(EVENT, LOOKUP.plan)


def _figures(sizes: list[int], pairs: list[tuple[int, int]]) -> Figures:
    rows = tuple(
        RegionFigures(
            region=f"R{n}",
            country="DE" if n % 2 else "FR",
            organizations=size,
            delegates=size,
            meetings=0,
            own_wishes=2,
            own_met=1,
            own_value=10,
            own_value_met=4,
        )
        for n, size in enumerate(sizes)
    )
    found = tuple(
        RegionPair(first=min(p), second=max(p), meetings=3) for p in sorted(set(pairs))
    )
    return BASE.model_copy(update={"regions": rows, "region_pairs": found})


@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=24),
    st.data(),
)
def test_groups_are_large_enough_and_meetings_are_all_there(
    sizes: list[int], data: st.DataObject
) -> None:
    """No group below the least in public, at most 16, the matrix is symmetric."""
    ends = st.integers(0, len(sizes) - 1)
    pairs = data.draw(st.lists(st.tuples(ends, ends), max_size=20))
    pairs = [(min(p), max(p)) for p in pairs]
    for is_public in (False, True):
        found = regions(Context(LOOKUP, _figures(sizes, pairs), is_public))
        if found is None:
            continue
        assert 2 <= len(found.groups) <= MOST_GROUPS
        least = 5 if is_public else 1
        assert [g for g in found.groups if g.organizations < least] == []
        assert sum(g.organizations for g in found.groups) == sum(sizes)
        counts = [[c.meetings for c in line] for line in found.matrix]
        assert counts == [list(line) for line in zip(*counts, strict=True)]
        upper = sum(
            counts[a][b] for a in range(len(counts)) for b in range(a, len(counts))
        )
        assert upper == 3 * len(set(pairs))


def test_shares_across_regions_and_borders_are_told() -> None:
    """Merging for the picture does not change them."""
    pairs = [(0, 0), (0, 1), (0, 2), (1, 3)]
    found = regions(Context(LOOKUP, _figures([9, 9, 9, 9], pairs), False))
    assert found is not None
    assert (found.between, found.abroad) == ("75 %", "25 %")


def test_small_regions_stand_together_as_others() -> None:
    """And take the smallest large one along while they are still too few."""
    found = regions(Context(LOOKUP, _figures([9, 8, 7, 2], [(0, 3)]), True))
    assert found is not None
    assert [g.name for g in found.groups] == ["R0, France", "R1, Germany", OTHERS]
    assert found.num_merged == 2
