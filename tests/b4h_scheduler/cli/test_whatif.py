"""``b4h whatif`` on the example: sentences, JSON, files, wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.cli.whatif import MOST_POINTS, Numbers

STUTTGART = str(Path(__file__).parents[3] / "examples" / "stuttgart")


def test_fewer_tables_cost_meetings(tmp_path: Path) -> None:
    """In words, as JSON, and in two files a curve."""
    arguments = ["whatif", STUTTGART, "--tables", "10,24", "--slots", "17"]
    done = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path)])
    assert done.exit_code == 0, done.stderr
    assert "As it is (24 tables): " in done.stdout
    assert "10 tables: 1" in done.stdout
    assert "fewer meetings" in done.stdout
    assert "24 tables: no difference" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "whatif-slots.csv",
        "whatif-slots.svg",
        "whatif-tables.csv",
        "whatif-tables.svg",
    ]
    done = CliRunner().invoke(main, [*arguments[:4], "--json"])
    (curve,) = json.loads(done.stdout)["curves"]
    assert [point["number"] for point in curve["points"]] == [10, 24]
    assert curve["points"][0]["meetings"] < curve["now"]["meetings"]
    assert curve["points"][0]["is_proven"]


def test_nothing_changes_is_said(tmp_path: Path) -> None:
    """Where no number makes a difference; not where one does."""
    arguments = ["whatif", STUTTGART, "--tables"]
    done = CliRunner().invoke(main, [*arguments, "24", "--out", str(tmp_path)])
    told = "Nothing changes: each of these gives what there is now."
    assert told in done.stdout.splitlines()
    assert '<path class="curve"' in (tmp_path / "whatif-tables.svg").read_text()
    assert told not in CliRunner().invoke(main, [*arguments, "10,24"]).stdout


def test_someone_arrives_late() -> None:
    """A time alone is on the first day."""
    done = CliRunner().invoke(
        main, ["whatif", STUTTGART, "--arrival", "Lena Nesselrode=17:30"]
    )
    assert done.exit_code == 0, done.stderr
    assert "Lena Nesselrode at Thu 17:30: " in done.stdout
    assert "As it is: " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say what is to change"),
        (["--tables", "many"], "'many' is no number or range"),
        (["--tables", "40..10"], "from the lower number to the higher"),
        (["--tables", "1..9999"], f"more than {MOST_POINTS} points"),
        (["--arrival", "Lena"], "write PERSON=TIME"),
        (["--arrival", "Lena Nesselrode=soon"], "'soon' is no time; write 11:00"),
        (["--arrival", "101=11:00"], "101 has several delegates; name one of"),
        (["--arrival", "Nobody at all=11:00"], "Nobody at all"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], message: str) -> None:
    """What was expected and what to write."""
    done = CliRunner().invoke(main, ["whatif", STUTTGART, *arguments])
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())


def test_an_event_that_cannot_be_is_told() -> None:
    """Fewer slots than sessions."""
    done = CliRunner().invoke(main, ["whatif", STUTTGART, "--slots", "1"])
    assert done.exit_code == 1
    assert "1 slots are fewer than the 2 sessions" in done.stderr


def test_ranges_have_steps() -> None:
    """Both ends belong to them."""
    convert = Numbers().convert
    assert convert("10..14", None, None) == (10, 11, 12, 13, 14)
    assert convert("10..20:5, 7", None, None) == (10, 15, 20, 7)
