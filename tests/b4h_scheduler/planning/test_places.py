"""Where a meeting may sit: common tables, home places, features, zones."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.domain.places import HomePlace, HomeUse, WalkingTime, Zone
from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.places import compile_places, num_spare
from tests.b4h_scheduler.planning.readable import broken, left_out, options
from tests.b4h_scheduler.planning.small_events import (
    between,
    delegate,
    event,
    organization,
    session,
    tables,
    wish,
)

ALWAYS, PREFERRED = HomeUse.ALWAYS, HomeUse.PREFERRED
HALL = ("hall-1", "hall-2", "hall-3")


def _home(owner: str, use: HomeUse = PREFERRED, **fields: Any) -> HomePlace:
    return HomePlace(
        id=f"booth-{owner}", zone="hall", organizations=(owner,), use=use, **fields
    )


def _where(*homes: HomePlace, wishes: Any = None, **fields: Any) -> Any:
    """Tables and first tables of the meeting of a and b."""
    planned = event("abc", wishes or [wish("a", "b")], home_places=homes, **fields)
    (option,) = options(compile_event(planned), "a", "b")
    return option.tables, option.first


def test_meeting_without_home_places_uses_the_common_pool() -> None:
    """Any table."""
    assert _where() == (HALL, ())


def test_home_place_always_used_is_the_only_place() -> None:
    """No overflow to the common pool."""
    assert _where(_home("b", ALWAYS)) == (("booth-b",), ())


def test_home_place_preferably_used_comes_first() -> None:
    """The common pool takes what does not fit."""
    assert _where(_home("b")) == ((*HALL, "booth-b"), ("booth-b",))


def test_home_place_of_others_is_not_used() -> None:
    """It is outside the common pool."""
    assert _where(_home("c")) == (HALL, ())


def test_home_place_open_to_others_comes_after_the_common_pool() -> None:
    """So that those who are at home there find it free."""
    assert _where(_home("c", is_open_to_others=True)) == ((*HALL, "booth-c"), HALL)


def test_always_beats_preferred() -> None:
    """Whoever is wished for."""
    assert _where(_home("a", ALWAYS), _home("b")) == (("booth-a",), ())


@pytest.mark.parametrize(
    ("there", "back", "host"),
    [(1, None, "b"), (None, 1, "a"), (1, 2, "b"), (2, 1, "a")],
)
def test_of_two_that_always_use_their_place_the_one_wished_for_hosts(
    there: int | None, back: int | None, host: str
) -> None:
    """With wishes both ways, the one that is wished for more strongly."""
    wishes = [wish("a", "b", there)] if there else []
    wishes += [wish("b", "a", back)] if back else []
    homes = (_home("a", ALWAYS), _home("b", ALWAYS))
    assert _where(*homes, wishes=wishes) == ((f"booth-{host}",), ())


def test_of_two_preferred_places_the_one_wished_for_comes_first() -> None:
    """The other one is used before nothing at all."""
    found = _where(_home("a"), _home("b"))
    assert found == ((*HALL, "booth-a", "booth-b"), ("booth-b",))


def test_home_place_of_several_organizations_serves_each() -> None:
    """A region's booth."""
    shared = HomePlace(id="region", zone="hall", organizations=("b", "c"), use=ALWAYS)
    assert _where(shared) == (("region",), ())


def _three_at_home(capacity: int) -> set[str]:
    """Three meetings of the region's booth at once, of different organizations."""
    shared = HomePlace(
        id="region",
        zone="hall",
        organizations=("a", "c", "e"),
        use=ALWAYS,
        capacity=capacity,
    )
    rows = [wish("a", "b"), wish("c", "d"), wish("e", "f")]
    compiled = compile_event(event("abcdef", rows, home_places=(shared,)))
    place = ("09:00", "region")
    return broken(compiled, {("a", "b"): place, ("c", "d"): place, ("e", "f"): place})


def test_home_place_takes_as_many_meetings_at_once_as_its_capacity() -> None:
    """Three fit into three, not into two."""
    assert _three_at_home(3) == set()
    assert _three_at_home(2) == {"table-clash"}


def test_change_of_seat_inside_a_home_place_is_no_distance() -> None:
    """Its tables are in a zone of their own, one away from the others of the hall."""
    home = _home("b", capacity=2)
    problem = compile_event(event("abc", [wish("a", "b")], home_places=(home,))).problem
    assert problem.tables.zone.tolist() == [0, 0, 0, 1, 1]
    assert problem.tables.distance.tolist() == [[1, 1], [1, 0]]
    assert not problem.tables.too_far.any()


@pytest.mark.parametrize(
    ("num_tables", "percent", "spare"),
    [(0, 5, 0), (1, 5, 0), (2, 5, 1), (24, 5, 1), (40, 5, 2), (59, 5, 2), (24, 0, 0)],
)
def test_spare_tables_are_five_percent_but_at_least_one(
    num_tables: int, percent: int, spare: int
) -> None:
    """None where the pool has one table, or the policy says so."""
    policy = Policy(limits=Limits(spare_tables_percent=percent))
    assert num_spare(event(tables=tables(num_tables), policy=policy)) == spare


def test_all_spare_percent_leaves_a_table_to_meet_at() -> None:
    """A pool is never kept free as a whole."""
    policy = Policy(limits=Limits(spare_tables_percent=100))
    assert num_spare(event(policy=policy)) == 2


def test_spare_table_stays_free_in_each_slot() -> None:
    """Two meetings at three tables are fine, three are not."""
    rows = [wish("a", "b"), wish("c", "d"), wish("e", "f")]
    compiled = compile_event(event("abcdef", rows))
    two = {("a", "b"): ("09:00", "hall-1"), ("c", "d"): ("09:00", "hall-2")}
    assert broken(compiled, two) == set()
    assert broken(compiled, two | {("e", "f"): ("09:00", "hall-3")}) == {
        "tables-kept-free"
    }


def test_spare_table_is_not_taken_from_home_places() -> None:
    """Two common tables, one of them spare, and a booth: two meetings at once."""
    rows = [wish("a", "b"), wish("c", "d")]
    compiled = compile_event(
        event("abcd", rows, tables=tables(2), home_places=(_home("b"),))
    )
    both = {("a", "b"): ("09:00", "booth-b"), ("c", "d"): ("09:00", "hall-1")}
    assert broken(compiled, both) == set()


def test_table_is_closed_in_every_slot_that_the_closing_touches() -> None:
    """From 9:20 to 9:40: the second slot only."""
    closed = tables(2, closed=(between("09:20", "09:40"),))
    is_open = compile_places(event(tables=closed)).is_open
    assert is_open[0].tolist() == [True, False, True, True, True, True]


def test_need_restricts_to_tables_with_the_feature() -> None:
    """B needs a step-free table; there is one, in another zone."""
    zones = (Zone(id="hall", name="Hall"), Zone(id="low", name="Low"))
    step_free = tables(1, "low", features=frozenset({"step-free"}))
    planned = event(
        "a",
        [wish("a", "b")],
        organizations=(organization("b", needs=frozenset({"step-free"})),),
        delegates=(delegate("b"),),
        zones=zones,
        tables=tables(2) + step_free,
    )
    assert [o.tables for o in options(compile_event(planned), "a", "b")] == [("low-1",)]


def test_need_that_no_table_has_is_ignored_with_a_warning() -> None:
    """Rather than leaving the organization without a meeting."""
    planned = event(
        "a",
        [wish("a", "b")],
        organizations=(organization("b", needs=frozenset({"step-free"})),),
        delegates=(delegate("b"),),
    )
    compiled = compile_event(planned)
    assert [o.tables for o in options(compiled, "a", "b")] == [HALL]
    (warning,) = compiled.warnings
    assert warning.startswith("no table has the feature step-free that is needed")


def test_home_place_always_used_gives_way_to_a_need() -> None:
    """A's booth has steps; b cannot climb them."""
    planned = event(
        "a",
        [wish("a", "b")],
        organizations=(organization("b", needs=frozenset({"step-free"})),),
        delegates=(delegate("b"),),
        tables=tables(2, features=frozenset({"step-free"})),
        home_places=(_home("a", ALWAYS),),
    )
    compiled = compile_event(planned)
    assert [o.tables for o in options(compiled, "a", "b")] == [("hall-1", "hall-2")]
    (warning,) = compiled.warnings
    assert warning.startswith("the home place of A lacks a feature")


def test_needs_of_an_online_side_do_not_matter() -> None:
    """Only who sits at the table needs it."""
    planned = event(
        "a",
        [wish("a", "b")],
        organizations=(organization("b", needs=frozenset({"step-free"})),),
        delegates=(delegate("b", is_online=True),),
        tables=tables(2) + tables(1, "low", features=frozenset({"step-free"})),
        zones=(Zone(id="hall", name="Hall"), Zone(id="low", name="Low")),
    )
    (option,) = options(compile_event(planned), "a", "b")
    assert option.tables == ("hall-1", "hall-2", "low-1")


def test_two_without_a_home_and_no_common_table_have_no_place() -> None:
    """The only place is somebody else's."""
    planned = event("abc", [wish("a", "b")], tables=(), home_places=(_home("c"),))
    assert left_out(compile_event(planned)) == {("a", "b"): "no-place"}


def test_event_on_site_without_any_place_is_refused() -> None:
    """The organizer forgot the tables."""
    with pytest.raises(PlanningError, match="no place to meet"):
        compile_event(event("ab", [wish("a", "b")], tables=()))


def test_two_online_meet_without_any_place() -> None:
    """Who is on site has no place, and that is all."""
    online = [delegate(name, is_online=True) for name in "bc"]
    planned = event(
        "a",
        [wish("a", "b"), wish("b", "c")],
        organizations=(organization("b"), organization("c")),
        delegates=online,
        tables=(),
    )
    compiled = compile_event(planned)
    assert left_out(compiled) == {("a", "b"): "no-place"}
    assert len(options(compiled, "b", "c")) == 1


def _two_zones(minutes: int | None, changeover: int = 5) -> Any:
    walking = (
        ()
        if minutes is None
        else (WalkingTime(zones=("hall", "wing"), minutes=minutes),)
    )
    rows = [wish("a", "b"), wish("a", "c")]
    return compile_event(
        event(
            "abc",
            rows,
            zones=(Zone(id="hall", name="Hall"), Zone(id="wing", name="Wing")),
            tables=tables(2) + tables(2, "wing"),
            walking=walking,
            sessions=(session("09:00", 3, changeover_min=changeover),),
        )
    )


@pytest.mark.parametrize(("minutes", "rules"), [(5, set()), (6, {"zone-distance"})])
def test_zones_farther_than_the_changeover_do_not_follow_one_another(
    minutes: int, rules: set[str]
) -> None:
    """Five minutes of changeover are enough for a walk of five, not of six."""
    compiled = _two_zones(minutes)
    meetings = {("a", "b"): ("09:00", "hall-1"), ("a", "c"): ("09:25", "wing-1")}
    assert broken(compiled, meetings) == rules


def test_zones_too_far_apart_are_near_enough_after_a_free_slot() -> None:
    """There is time to walk."""
    meetings = {("a", "b"): ("09:00", "hall-1"), ("a", "c"): ("09:50", "wing-1")}
    assert broken(_two_zones(10), meetings) == set()


def test_distance_is_one_more_than_the_walk() -> None:
    """A walk that is not given counts as a minute, and is never too far."""
    assert _two_zones(4).problem.tables.distance.tolist() == [[1, 5], [5, 1]]
    unknown = _two_zones(None, 0).problem.tables
    assert unknown.distance.tolist() == [[1, 2], [2, 1]]
    assert not unknown.too_far.any()
