"""examples/stuttgart is what the project says it is, and so is its morning."""

import filecmp
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.people import Kind
from b4h_scheduler.domain.places import TravelMode
from b4h_scheduler.domain.presence import present, present_from
from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.files.load import load_event
from b4h_scheduler.generate.invented import REGIONS

EXAMPLES = Path(__file__).parents[2] / "examples"
LISTS = ("event.toml", "participants.csv", "wishes.csv", "promised.csv", "vetoes.csv")


@pytest.fixture(scope="module")
def event() -> Event:
    """The example, which loads without a warning."""
    loaded = load_event(EXAMPLES / "stuttgart")
    assert loaded.warnings == ()
    return loaded.event


@pytest.fixture(scope="module")
def morning() -> Event:
    """The same at 9:40 on the day."""
    loaded = load_event(EXAMPLES / "stuttgart-morning")
    assert loaded.warnings == ()
    return loaded.event


def test_who_comes(event: Event) -> None:
    """About 80 organizations, eleven regions, corporates, investors, 110 delegates."""
    assert len(event.delegates) == 110
    kinds = Counter(organization.kind for organization in event.organizations)
    assert len(event.organizations) == 85
    assert kinds[Kind.CORPORATE] == 5
    assert kinds[Kind.INVESTOR] == 4
    regions = {o.region for o in event.organizations} - {""}
    assert regions == {region.name for region in REGIONS}
    assert sum(d.is_online for d in event.delegates) == 3
    assert len(event.companions) == 2
    assert sum(d.role == "Speaker" for d in event.delegates) == 5
    assert all(bool(d.busy) == (d.role == "Speaker") for d in event.delegates)


def test_what_they_wish_for(event: Event) -> None:
    """700 wishes of all priorities with answers of all kinds, promises, vetoes."""
    assert len(event.wishes) == 700
    assert min(Counter(w.answer for w in event.wishes)[a] for a in Answer) > 50
    assert set(Counter(w.priority for w in event.wishes)) == {1, 2, 3}
    assert len(event.promised) == 5
    assert len(event.vetoes) == 2


def test_when_and_where(event: Event) -> None:
    """18 slots of 20 minutes around lunch, 24 tables in two zones, 4 home places."""
    assert [session.num_slots for session in event.sessions] == [9, 9]
    assert {slot.minutes for slot in event.slots} == {20}
    assert len({slot.start.date() for slot in event.slots}) == 1
    assert len(event.tables) == 24
    assert len({table.zone for table in event.tables}) == 2
    assert len(event.home_places) == 4


def test_thirty_voucher_travelers_arrive_during_the_morning(event: Event) -> None:
    """By plane and train; everyone can still meet, most miss some slots."""
    holders = [d for d in event.delegates if d.voucher]
    assert len(holders) == 30
    modes = {point.id: point.mode for point in event.arrival_points}
    used = {modes[d.trip.arrival_point] for d in holders if d.trip.arrival_point}
    assert used == {TravelMode.PLANE, TravelMode.TRAIN}
    free = [sum(present(event, d)) for d in holders]
    assert min(free) >= 8
    assert sum(n < 18 for n in free) > 20


def test_six_speak_no_english(event: Event) -> None:
    """Their meetings need one of the two interpreters."""
    assert sum("en" not in d.speaks for d in event.delegates) == 6
    assert event.policy.require_common_language


def test_names_and_addresses_are_nobodys(event: Event) -> None:
    """All addresses end in .example."""
    assert all(d.email.endswith(".example") for d in event.delegates)
    assert all(c.email.endswith(".example") for c in event.companions)


def test_the_script_writes_the_committed_files(tmp_path: Path) -> None:
    """Byte for byte, so nobody edits what the script would undo."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    script = tmp_path / "examples" / "make_stuttgart.py"
    subprocess.run([sys.executable, str(script)], check=True, cwd=tmp_path)
    for folder in ("stuttgart", "stuttgart-morning"):
        names = (*LISTS, "tables.csv")
        _, differ, failed = filecmp.cmpfiles(
            EXAMPLES / folder, tmp_path / "examples" / folder, names, shallow=False
        )
        assert (differ, failed) == ([], [])


def test_in_the_morning_a_train_is_late_one_is_ill_a_table_is_gone(
    event: Event, morning: Event
) -> None:
    """And nothing else has changed."""
    late = []
    ill = []
    for before, after in zip(event.delegates, morning.delegates, strict=True):
        if before == after:
            continue
        if before.trip == after.trip:
            assert not any(present(morning, after))
            ill.append(after)
        else:
            first = present_from(event, before)
            second = present_from(morning, after)
            assert first is not None
            assert second is not None
            assert (second - first).total_seconds() == 50 * 60
            late.append(after)
    assert (len(late), len(ill)) == (3, 1)
    assert all(d.trip.arrival_point == "HBF" for d in late)
    changed = [
        after
        for before, after in zip(event.tables, morning.tables, strict=True)
        if before != after
    ]
    assert [table.id for table in changed] == ["A07"]
    same = {"delegates", "tables"}
    assert event.model_dump(exclude=same) == morning.model_dump(exclude=same)
