from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli.release import command
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.revisions import latest_number
from tests.b4h_scheduler.releases.meetings import between, without
from tests.web.events import small_event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the web application with an event and two drafts."""
    database = Database(sqlite_url(tmp_path / "b4h.sqlite"))
    migrate.upgrade(database)
    event = small_event()
    whole = plan(event, work_limit=2000)
    database.write(lambda s: save_event(s, event))
    fewer = without(whole, between(whole, "alba", "delta"))

    def add(session: object) -> None:
        for each in (whole, fewer):
            add_draft(session, 1, "D", each, made_from=data_version(session, 1))

    database.write(add)
    database.close()
    return tmp_path


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    """The same database."""
    found = Database(sqlite_url(folder / "b4h.sqlite"))
    yield found
    found.close()


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--folder", str(folder)])


def _latest(database: Database) -> int:
    with database.read() as reading:
        return latest_number(reading, 1)


def test_dry_run_shows_who_is_told_and_changes_nothing(
    folder: Path, database: Database
) -> None:
    """The newest draft, unless another is named."""
    result = _run(folder, "1", "--dry-run")
    assert result.exit_code == 0
    assert "Revision 1 from draft 2 (D): 4 meetings" in result.output
    assert "Messages: 5 (5 with the whole agenda)" in result.output
    assert _latest(database) == 0


def test_release_then_back(folder: Path, database: Database) -> None:
    """Named by the event's name; the difference stands under each delegate."""
    assert _run(folder, "Small Day", "--draft", "1").exit_code == 0
    result = _run(folder, "1", "--note", "Delta left")
    lines = result.output.splitlines()
    ada = lines.index("  Ada Ahl (Alba Diagnostics)")
    assert lines[ada + 1].startswith("    canceled     Delta Capital: Thu ")
    assert "Revision 2 is released." in result.output
    assert "Revision 3 is released." in _run(folder, "1", "--back-to", "1").output
    assert _latest(database) == 3


def test_json_holds_everything(folder: Path) -> None:
    """For programs."""
    content = json.loads(_run(folder, "1", "--dry-run", "--json").stdout)
    assert content["revision"] == 1
    assert {m["delegate"] for m in content["messages"]} == {
        "d-alba", "d-bora", "d-cirrus", "d-delta", "d-echo",
    }  # fmt: skip
    assert [p["name"] for p in content["difference"]] == [
        "Ada Ahl", "Bo Berg", "Cleo Costa", "Edo Eriks",
    ]  # fmt: skip


@pytest.mark.parametrize("dry", [True, False])
def test_impossible_draft_is_refused(
    folder: Path, database: Database, *, dry: bool
) -> None:
    """Exit status 1, the meetings named."""
    database.write(lambda s: s.delete(delegate_row(s, 1, "d-bora")))
    result = _run(folder, "1", *(["--dry-run"] if dry else []))
    assert result.exit_code == 1
    assert "become impossible: " in result.output
    assert "Bora Implants" in result.output
    assert _latest(database) == 0


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("9",), 1, "no event with the number or name '9'; there are: 1 Small Day"),
        (("1", "--draft", "9"), 1, "there is no draft 9"),
        (("1", "--back-to", "1"), 1, "there is no revision 1 of this event"),
        (("1", "--draft", "1", "--back-to", "1"), 2, "not both"),
    ],
)
def test_wrong_wishes_are_told(
    folder: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    """One sentence and an exit status."""
    result = _run(folder, *arguments)
    assert result.exit_code == status
    assert told in result.output
