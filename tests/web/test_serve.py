"""`b4h serve` as a process: start, links, stop, and what goes wrong."""

from __future__ import annotations

import subprocess
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.consents import must_agree, said_by
from b4h_scheduler.store.events import event_row, save_event
from b4h_scheduler.store.privacy import kept_until
from b4h_scheduler.store.rules import Consent
from b4h_scheduler.store.schema_event import DelegateRow
from tests.web.serving import B4H, serving
from web.demo import coming_example
from web.demo_consents import give_consents

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sqlalchemy.orm import Session

    from tests.web.world import World


def test_first_start_makes_the_database_and_stops_when_asked(tmp_path: Path) -> None:
    """It answers, prints the owner's link, and ends with status 0 on SIGTERM."""
    folder = tmp_path / "data"
    with serving(folder) as served:
        with urllib.request.urlopen(f"{served.address}/healthz") as answer:  # noqa: S310
            assert answer.read() == b'{"status":"ok"}\n'
        assert served.password_link.startswith(served.address)
        assert served.stop() == 0
    assert (folder / "b4h.sqlite").exists()
    assert (folder / "secret").stat().st_mode & 0o077 == 0
    assert "defect" not in folder.with_suffix(".log").read_text()


def test_demo_lists_the_delegates_links(tmp_path: Path) -> None:
    """Each opens; a second start loads nothing twice."""
    folder = tmp_path / "demo"
    for _ in range(2):
        with serving(folder, "--demo") as served:
            lines = (folder / "delegates.txt").read_text().splitlines()
            assert len(lines) == 110
            address, name = lines[0].split(maxsplit=1)
            with urllib.request.urlopen(address) as answer:  # noqa: S310
                assert name in answer.read().decode()
            assert served.stop() == 0


def test_delegates_of_the_demo_have_agreed(world: World) -> None:
    """To what is needed, and some to what is not; "My data" shows text and version."""

    def save(session: Session) -> int:
        made = save_event(session, coming_example())
        give_consents(session, made)
        return made

    event_id = world.site.database.write(save)
    everybody = select(DelegateRow).where(DelegateRow.event_id == event_id)
    with world.read() as reading:
        for row in reading.scalars(everybody):
            said = said_by(reading, row)
            assert {each.consent for each in said} == set(Consent)
            assert not must_agree(reading, row)
            assert all(each.is_current for each in said if each.is_given)
        row = reading.scalars(everybody.order_by(DelegateRow.position)).all()[1]
        last_day = kept_until(event_row(reading, event_id))
    visitor = world.delegate(row.key, event_id)
    visitor.client.set_cookie("b4h_language", "en")
    text = visitor.text("/my/data")
    assert "Who is responsible: Neckar Bio Network" in text
    assert text.count("You said yes to version 1") == 2
    assert text.count("You said nothing yet.") == 4
    assert last_day
    assert f"until {last_day.day} {last_day:%B %Y}; then everything" in text
    assert "everything of the event is deleted" in text


def test_the_demo_is_never_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the day, its event is six weeks away or more, on a Thursday at nine."""
    for year in (2020, 2026, 2043):
        today = datetime(year, 11, 26, 12, tzinfo=UTC)
        monkeypatch.setattr("web.demo.now", lambda today=today: today)
        event = coming_example()
        first = min(session.start for session in event.sessions)
        assert first - today >= timedelta(weeks=6)
        assert f"{first:%A %H:%M}" == "Thursday 09:00"
        trips = [d.trip for d in event.delegates if d.trip is not None]
        assert {trip.arrival.date() for trip in trips if trip.arrival} == {first.date()}


def test_taken_port_is_one_sentence(tmp_path: Path) -> None:
    """With what to do."""
    with serving(tmp_path / "one") as served:
        port = served.address.rpartition(":")[2]
        command = [*B4H, "serve", "--folder", str(tmp_path / "two"), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"cannot listen at 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "file").write_text("x")
    command = [*B4H, "serve", "--folder", str(tmp_path / "file" / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = f"the folder {tmp_path / 'file' / 'data'} cannot be made (Not a directory)"
    assert done.returncode == 1
    assert done.stderr == f"Error: {told}: give another one with --folder\n"


def test_unknown_setting_is_one_sentence(tmp_path: Path) -> None:
    """Before anything is made."""
    path = tmp_path / "b4h.toml"
    path.write_text("prot = 3\n")
    command = [*B4H, "serve", "--config", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "unknown key 'prot'" in done.stderr
    assert not (tmp_path / "b4h-data").exists()
