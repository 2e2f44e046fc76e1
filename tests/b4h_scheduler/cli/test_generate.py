"""``b4h generate``: files of the size asked for, equal for equal options."""

from pathlib import Path

from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.files.load import load_event


def generate(folder: Path, *arguments: str) -> dict[str, bytes]:
    """Run the command and return all files it wrote."""
    result = CliRunner().invoke(main, ["generate", str(folder), *arguments])
    assert result.exit_code == 0, result.stderr
    assert result.stdout.strip() == str(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


SMALL = ("--delegates", "30", "--wishes", "90", "--days", "1", "--slots", "8")


def test_equal_options_give_equal_files(tmp_path: Path) -> None:
    """Byte for byte; another seed gives others."""
    first = generate(tmp_path / "a", *SMALL, "--profile", "full", "--seed", "3")
    assert first == generate(tmp_path / "b", *SMALL, "--profile", "full", "--seed", "3")
    assert first != generate(tmp_path / "c", *SMALL, "--profile", "full", "--seed", "4")


def test_options_override_the_profile(tmp_path: Path) -> None:
    """No vouchers, everybody blocked somewhere, and a name."""
    generate(
        tmp_path / "a", *SMALL, "--voucher-share", "0", "--scattered-share", "1",
        "--name", "Hard day", "--tables", "5",
    )  # fmt: skip
    event = load_event(tmp_path / "a").event
    assert event.name == "Hard day"
    assert len(event.tables) == 5
    assert all(d.voucher is None for d in event.delegates)
    assert sum(bool(d.busy) for d in event.delegates) > 27


def test_an_impossible_size_is_wrong_usage(tmp_path: Path) -> None:
    """And nothing is written."""
    folder = tmp_path / "a"
    result = CliRunner().invoke(main, ["generate", str(folder), "--slots", "99"])
    assert result.exit_code == 2
    assert "at most 24 a day" in result.stderr
    assert not folder.exists()


def test_files_of_an_event_are_never_overwritten(tmp_path: Path) -> None:
    """Nor are lists removed that the new event would not have."""
    vetoes = tmp_path / "vetoes.csv"
    vetoes.write_text("from;to\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["generate", str(tmp_path), *SMALL])
    assert result.exit_code == 2
    assert "already holds vetoes.csv: choose another folder" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["vetoes.csv"]
