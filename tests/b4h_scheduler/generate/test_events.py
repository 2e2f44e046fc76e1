"""Generated events: the size asked for, the traits of the profile, reproducible."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.files.load import load_event
from b4h_scheduler.files.write import write_event
from b4h_scheduler.generate.difficulty import PROFILES, Difficulty, Size
from b4h_scheduler.generate.errors import SizeError
from b4h_scheduler.generate.events import generate_event

SIZE = Size(delegates=120, wishes=700, days=2, slots=24)


@pytest.mark.parametrize("profile", list(PROFILES))
def test_equal_seeds_give_equal_events(profile: str) -> None:
    """And others for another seed."""
    event = generate_event(SIZE, PROFILES[profile], seed=4)
    assert event == generate_event(SIZE, PROFILES[profile], seed=4)
    assert event != generate_event(SIZE, PROFILES[profile], seed=5)


@pytest.mark.parametrize("profile", list(PROFILES))
@pytest.mark.parametrize(
    "size",
    [SIZE, Size(2, 1, 1, 1, 1), Size(40, 200, 3, 7), Size(500, 3_000, 3, 54, 150)],
)
def test_the_size_is_the_one_asked_for(profile: str, size: Size) -> None:
    """Delegates, wishes, slots, days and (where given) tables."""
    difficulty = replace(PROFILES[profile], several_share=0.0)
    event = generate_event(size, difficulty, seed=1)
    assert len(event.delegates) == size.delegates
    assert len(event.wishes) == size.wishes
    assert len(event.slots) == size.slots
    assert len({slot.start.date() for slot in event.slots}) == size.days
    assert size.tables is None or len(event.tables) == size.tables


def test_an_event_survives_its_files(tmp_path: Path) -> None:
    """What is written reads back without a fault."""
    event = generate_event(SIZE, PROFILES["full"], seed=9)
    write_event(event, tmp_path)
    loaded = load_event(tmp_path)
    assert loaded.warnings == ()
    assert len(loaded.event.wishes) == len(event.wishes)
    assert loaded.event.slots == event.slots
    assert {d.email: d.trip for d in loaded.event.delegates} == {
        d.email: d.trip for d in event.delegates
    }


def test_plain_travels_and_has_no_limits() -> None:
    """A quarter travels on a voucher; nothing else of the profile full."""
    event = generate_event(Size(400, 2_000, 2, 24), PROFILES["plain"], seed=2)
    vouchers = sum(d.voucher is not None for d in event.delegates)
    assert 0.18 < vouchers / 400 < 0.32
    assert all(not d.trip.is_empty for d in event.delegates if d.voucher)
    assert event.policy.limits.longest_run_min is None
    assert not event.home_places
    assert not any(d.is_online or d.busy for d in event.delegates)
    assert len(event.organizations) == 400


def test_full_has_every_trait() -> None:
    """Shares of organizations and delegates near those of the profile."""
    event = generate_event(Size(600, 3_000, 3, 36), PROFILES["full"], seed=2)
    sizes = Counter(len(d) for d in event.delegates_by_organization.values())
    several = (sizes[2] + sizes[3]) / len(event.organizations)
    assert 0.22 < several < 0.38
    assert abs(len(event.home_places) / len(event.organizations) - 0.1) < 0.01
    assert 0.05 < sum(d.is_online for d in event.delegates) / 600 < 0.15
    assert 0.05 < sum(bool(d.busy) for d in event.delegates) / 600 < 0.15
    assert event.policy.limits.longest_run_min == 100
    assert {wish.answer for wish in event.wishes} == set(Answer)
    assert any("calls" in table.features for table in event.tables)


def test_more_load_means_fewer_tables() -> None:
    """Half the load, twice the tables."""

    def tables(load: int) -> int:
        return len(generate_event(SIZE, Difficulty(table_load=load), seed=3).tables)

    assert abs(tables(50) - 2 * tables(100)) <= 1


def test_many_tables_stand_in_several_halls_with_changeover() -> None:
    """Two halls from 101 tables on; then slots are 25 minutes apart."""
    event = generate_event(Size(300, 900, 1, 12, 101), Difficulty(), seed=1)
    assert len(event.zones) == 2
    assert {table.zone for table in event.tables} == {zone.id for zone in event.zones}
    assert event.sessions[0].changeover_min == 5


def test_changeover_is_enough_to_walk_to_any_hall() -> None:
    """Also from the first to the last of nine."""
    event = generate_event(Size(300, 900, 1, 12, 900), Difficulty(), seed=1)
    minutes = sorted(each.minutes for each in event.walking)
    assert (len(event.zones), minutes[0], minutes[-1]) == (9, 2, 5)


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ((10, 5, 1, 30, 4), "at most 24 a day"),
        ((4, 50, 1, 8, 4), "at most 6 are drawn"),
    ],
)
def test_sizes_that_cannot_be_are_refused(
    size: tuple[int, int, int, int, int], message: str
) -> None:
    """More slots than a day holds, more wishes than pairs."""
    with pytest.raises(SizeError, match=message):
        generate_event(Size(*size), Difficulty())


def test_days_without_slots_are_refused() -> None:
    """Before anything is drawn."""
    with pytest.raises(SizeError, match="3 days with 2 slots"):
        Size(10, 5, 3, 2, 4)
