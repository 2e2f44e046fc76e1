"""``b4h init``: a folder that can be planned as it is, nothing overwritten."""

from datetime import date
from pathlib import Path

from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.cli.init import STARTER, event_day
from b4h_scheduler.files.load import load_event


def test_the_starter_folder_loads_without_a_fault(tmp_path: Path) -> None:
    """Eight delegates, a home place, travelers, answers of all kinds."""
    folder = tmp_path / "mine"
    result = CliRunner().invoke(main, ["init", str(folder)])
    assert result.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(STARTER)
    loaded = load_event(folder)
    assert loaded.warnings == ()
    event = loaded.event
    assert len(event.delegates) == 8
    assert len(event.home_places) == 1
    assert {wish.answer for wish in event.wishes} == {"open", "accepted", "declined"}
    assert sum(d.voucher is not None for d in event.delegates) == 2


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    """Usage error that names the file; the others are not written either."""
    (tmp_path / "wishes.csv").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert result.exit_code == 2
    assert "already holds wishes.csv" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["wishes.csv"]


def test_the_day_is_a_thursday_eight_weeks_ahead() -> None:
    """From whatever day."""
    for day in range(1, 15):
        found = event_day(date(2026, 3, day))
        assert found.weekday() == 3
        assert 56 <= (found - date(2026, 3, day)).days <= 62
