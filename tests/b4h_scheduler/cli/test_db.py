from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from b4h_scheduler.cli.db import command
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.staff import add_account, set_password, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

EMAIL, OLD, NEW = "ann@example.org", "correct horse battery", "staple and battery"


def run(*words: str) -> tuple[int, str]:
    """Return the exit status of ``b4h db`` and what it said."""
    done = CliRunner().invoke(command, words)
    return done.exit_code, done.output


def test_lost_password_of_the_owner_gets_a_link(tmp_path: Path) -> None:
    """The link sets another one; an address without an account is told."""
    url = sqlite_url(tmp_path / "b4h.sqlite")
    run("upgrade", "--database", url)
    database = Database(url)
    token = database.write(lambda s: add_account(s, EMAIL, "Ann", is_owner=True))
    database.write(lambda s: set_password(s, token, OLD).id)
    status, said = run("link", "ANN@example.org", "--database", url)
    assert status == 0
    link = said.split("/password/")[1].strip()
    database.write(lambda s: set_password(s, link, NEW).id)
    assert sign_in(database, EMAIL, NEW, "192.0.2.1")
    database.close()
    status, said = run("link", "x@example.org", "--database", url)
    assert (status, said.splitlines()) == (
        1,
        ["Error: there is no account of x@example.org: is it right?"],
    )


def test_backup_of_no_database_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a wrong folder nothing is made, neither a database nor a copy of it."""
    monkeypatch.chdir(tmp_path)
    status, said = run("backup", "copy.sqlite")
    assert status == 2
    assert "there is no database b4h-data/b4h.sqlite: give it with" in said
    assert list(tmp_path.iterdir()) == []


def test_database_of_the_server_is_found_without_being_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder in which it was started; the backup is restored into a new one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b4h-data").mkdir()
    database = Database(sqlite_url(tmp_path / "b4h-data" / "b4h.sqlite"))
    run("upgrade")
    database.write(lambda s: add_account(s, EMAIL, "Ann", is_owner=True))
    assert run("backup", "copy.sqlite")[0] == 0  # while it is open
    status, said = run("restore", "copy.sqlite")
    assert status == 1
    assert "this database is not empty: restore into a new one" in said
    url = sqlite_url(tmp_path / "new.sqlite")
    assert run("restore", "copy.sqlite", "--database", url)[0] == 0
    assert run("link", EMAIL, "--database", url)[0] == 0
    database.close()
