from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from b4h_scheduler.cli.db import command
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.staff import add_account, set_password, sign_in

if TYPE_CHECKING:
    from pathlib import Path

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
