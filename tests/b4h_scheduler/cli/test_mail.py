from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from b4h_scheduler.cli.mail import command
from b4h_scheduler.mail.inviting import invite
from b4h_scheduler.mail.mailing import attach_from
from b4h_scheduler.mail.settings import MailSettings, read_mail_settings
from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database
from b4h_scheduler.store.errors import StoreError
from b4h_scheduler.store.events import save_event
from tests.b4h_scheduler.mail.smtp_server import Mood, smtp_server
from tests.web.events import small_event

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a server with five invitations in its outbox."""
    settings = MailSettings(folder=tmp_path)
    database = Database(settings.database_url)
    migrate.upgrade(database)
    attach_from(database, settings)

    def work(session: Session) -> int:
        event_id = save_event(session, small_event())
        return len(invite(session, event_id))

    assert database.write(work) == 5
    database.close()
    return tmp_path


def _run(folder: Path, *arguments: str, **environment: str) -> Result:
    found = CliRunner().invoke(
        command, [*arguments, "--folder", str(folder)], env=environment
    )
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found


def test_without_a_server_messages_become_files(folder: Path) -> None:
    """Sent they are listed as taken, and shown with envelope and text."""
    found = _run(folder, "send")
    assert found.output == f"5 messages handled (files in {folder / 'outbox'}).\n"
    assert len(list((folder / "outbox").glob("*.eml"))) == 5
    rows = json.loads(_run(folder, "list", "--json").stdout)
    assert [row["state"] for row in rows] == ["taken"] * 5
    shown = _run(folder, "show", "1").output
    assert "Subject: Your invitation to Small Day" in shown
    assert "Dear Ada Ahl," in shown


def test_refused_message_is_listed_and_sent_again(folder: Path) -> None:
    """With the server's answer."""
    mood = Mood(refused=frozenset({"alba@example.org"}))
    with smtp_server(mood) as relay:
        place = {
            "B4H_SMTP_HOST": "127.0.0.1",
            "B4H_SMTP_PORT": str(relay.port),
            "B4H_SMTP_SECURITY": "none",
        }
        assert _run(folder, "send", **place).exit_code == 0
        failed = _run(folder, "list", "--state", "failed").stdout
        assert "alba@example.org" in failed
        assert "(550 5.1.1 no such mailbox)" in failed
        assert _run(folder, "retry", "1").output == (
            "Message 1 goes to alba@example.org.\n"
        )
    assert len(relay.taken) == 4


def test_paused_mail_says_so(folder: Path) -> None:
    """Nothing is sent until it is resumed."""
    _run(folder, "pause")
    assert "0 messages handled" in _run(folder, "send").output
    assert "b4h mail resume" in _run(folder, "send").output
    _run(folder, "resume")
    assert "5 messages handled" in _run(folder, "send").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "99"), "there is no message 99: see the list of the outbox"),
        (("retry", "99"), "there is no message 99"),
        (("pause", "--event", "9"), "event"),
        (("bounces", "nowhere"), "is no mailbox: give a Maildir"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    """And exit status 1."""
    found = _run(folder, *arguments)
    assert found.exit_code == 1
    assert message in found.output


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Nothing is made."""
    found = _run(tmp_path / "none", "list")
    assert f"there is no folder {tmp_path / 'none'}" in found.output
    assert not (tmp_path / "none").exists()


def test_password_in_the_clear_is_refused() -> None:
    """Over the network; on this machine it may be."""
    given = {"B4H_SMTP_USER": "b4h", "B4H_SMTP_SECURITY": "none"}
    with pytest.raises(StoreError, match="smtp_user needs smtp_security starttls"):
        read_mail_settings(environment=given | {"B4H_SMTP_HOST": "mx.example.org"})
    assert read_mail_settings(environment=given | {"B4H_SMTP_HOST": "localhost"})
