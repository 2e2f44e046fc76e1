from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from click.testing import CliRunner

from b4h_scheduler.cli.db import command
from b4h_scheduler.mail.inviting import invite
from b4h_scheduler.mail.mailing import attach_from
from b4h_scheduler.mail.sender import Sender
from b4h_scheduler.mail.settings import MailSettings
from b4h_scheduler.mail.transport import FolderTransport
from b4h_scheduler.store import migrate
from b4h_scheduler.store.base import now
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.events import event_row, save_event
from b4h_scheduler.store.staff import add_account, set_password, sign_in
from b4h_scheduler.store.uploaded import KEPT_S
from tests.web.events import small_event

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sqlalchemy.orm import Session

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


def _filled(folder: Path) -> Path:
    """Make a database with an event that is past its date, its mail as files."""
    folder.mkdir(exist_ok=True)
    settings = MailSettings(folder=folder)
    database = Database(settings.database_url)
    migrate.upgrade(database)
    mailing = attach_from(database, settings)

    def work(session: Session) -> None:
        event_id = save_event(session, small_event())
        invite(session, event_id)
        event_row(session, event_id).delete_after = now() - timedelta(days=1)

    database.write(work)
    Sender(database, mailing, FolderTransport(settings.mail_folder)).send_due()
    database.close()
    assert len(list(settings.mail_folder.glob("*.eml"))) == 5
    return settings.mail_folder


def test_purge_deletes_messages_that_became_files(tmp_path: Path) -> None:
    """Those beside a SQLite file are found without being told."""
    outbox = _filled(tmp_path)
    url = sqlite_url(tmp_path / "b4h.sqlite")
    assert run("purge", "--database", url) == (0, "Deleted Small Day.\n")
    assert list(outbox.iterdir()) == []
    assert run("purge", "--database", url) == (
        0,
        "No event is past its retention date.\n",
    )


def test_purge_deletes_uploads_that_nobody_imported(tmp_path: Path) -> None:
    """Of its event however new, of others after a day; a new one of others stays."""
    _filled(tmp_path)
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    told = {"own": "Small Day", "other": "Other Day", "old": "Other Day"}
    for name, event in told.items():
        content = {"faults": [], "event": {"name": event}}
        (uploads / f"{name}.json").write_text(json.dumps(content))
    (uploads / "faulty.json").write_text(json.dumps({"faults": [], "event": None}))
    (uploads / "begun.upload").write_bytes(b"PK")
    a_day_ago = time.time() - KEPT_S - 1
    os.utime(uploads / "old.json", (a_day_ago, a_day_ago))
    url = sqlite_url(tmp_path / "b4h.sqlite")
    assert run("purge", "--database", url) == (0, "Deleted Small Day.\n")
    left = {path.name for path in uploads.iterdir()}
    assert left == {"other.json", "faulty.json", "begun.upload"}


def test_purge_finds_files_in_the_folder_it_is_told(tmp_path: Path) -> None:
    """The database may lie elsewhere; a folder that is not there stops it."""
    outbox = _filled(tmp_path / "b4h-data")
    file = (tmp_path / "b4h-data" / "b4h.sqlite").rename(tmp_path / "other.sqlite")
    url = sqlite_url(file)
    missing = str(tmp_path / "missing")
    status, said = run("purge", "--database", url, "--folder", missing)
    assert (status, said) == (
        1,
        f"Error: there is no folder {missing}: name that of b4h serve with --folder\n",
    )
    folder = str(tmp_path / "b4h-data")
    status, said = run("purge", "--database", url, "--folder", folder)
    assert (status, said) == (0, "Deleted Small Day.\n")
    assert list(outbox.iterdir()) == []


def test_new_database_needs_a_folder_that_is_there(tmp_path: Path) -> None:
    """For the tables and for a backup; nothing is made."""
    url = sqlite_url(tmp_path / "missing" / "b4h.sqlite")
    copy = tmp_path / "copy"
    copy.write_bytes(b"x")
    for words in (("upgrade",), ("restore", str(copy))):
        status, said = run(*words, "--database", url)
        assert status == 2
        assert f"there is no folder {tmp_path / 'missing'}: make it, or give" in said
    assert not (tmp_path / "missing").exists()
