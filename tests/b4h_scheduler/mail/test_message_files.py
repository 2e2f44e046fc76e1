"""Messages that became files go with what they tell of, in both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.mail.message_files import FolderFiles
from b4h_scheduler.mail.sender import Sender
from b4h_scheduler.mail.transport import FolderTransport
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row, save_event
from b4h_scheduler.store.people import delegate_row, erase_delegate
from b4h_scheduler.store.privacy import purge
from tests.b4h_scheduler.mail.post import HOURS, Post, agenda, meets, opened
from tests.web.events import small_event

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.mail.transport import Outcome, Parcel
    from b4h_scheduler.store.schema_event import EventRow


@dataclass
class Meanwhile:
    """A folder; between the taking of a message and its writing something happens."""

    folder: FolderTransport
    post: Post
    is_purged: bool

    def send(self, parcel: Parcel) -> Outcome:
        """Erase Ada, or purge the event, and write the message nevertheless."""
        if self.is_purged:
            _purge(self.post)
        else:
            _erase(self.post, "d-alba")
        return self.folder.send(parcel)

    def close(self) -> None:
        """There is nothing to close."""


def _erase(post: Post, key: str) -> None:
    post.database.write(
        lambda s: erase_delegate(s, delegate_row(s, post.event_id, key))
    )


def _purge(post: Post) -> list[str]:
    def date(row: EventRow) -> None:
        row.delete_after = now() - timedelta(days=1)

    post.change_event(date)
    return post.database.write(purge)


def _write(post: Post) -> Path:
    """Release two agendas and let all messages become files; return the folder."""
    post.release(
        alba=agenda(meets("bora", 9, partner="Bora Implants")),
        cirrus=agenda(meets("bora", 10, partner="Bora Implants")),
    )
    folder = post.mailing.settings.mail_folder
    Sender(post.database, post.mailing, FolderTransport(folder)).send_due()
    assert len(list(folder.glob("*.eml"))) == 5
    return folder


def test_own_files_of_who_is_erased_go_and_others_lose_the_name(post: Post) -> None:
    """The others stay what they were otherwise; who is not named has the same file."""
    folder = _write(post)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (own,) = post.rows("d-bora")
    _erase(post, "d-bora")
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert before.keys() - after.keys() == {f"{own.id:06}.eml"}
    changed = {name for name, body in after.items() if body != before[name]}
    assert changed == {
        f"{row.id:06}.eml" for key in ("d-alba", "d-cirrus") for row in post.rows(key)
    }
    for name in changed:
        text = opened(after[name]).get_body(("plain",)).get_content()
        assert "Bo Berg" in opened(before[name]).get_body(("plain",)).get_content()
        assert "Erased person" in text
        assert "Bora Implants" in text
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    assert all(b"Bo Berg" not in body for body in after.values())


def test_files_of_a_purged_event_go_and_those_of_another_stay(post: Post) -> None:
    """Whatever else lies in the folder stays, too."""
    folder = _write(post)
    other = Post(post.database, post.mailing)
    (folder / "notes.txt").write_text("ours")
    there = {path.name for path in folder.iterdir()}
    other.release()
    transport = FolderTransport(folder)
    Sender(post.database, post.mailing, transport).send_due()
    kept = {path.name for path in folder.iterdir()} - there
    assert len(kept) == 5
    assert _purge(post) == ["Small Day"]
    assert {path.name for path in folder.iterdir()} == kept | {"notes.txt"}


def test_a_folder_that_is_not_there_is_no_hindrance(post: Post) -> None:
    """Where mail goes through a server there is none."""
    assert not post.mailing.settings.mail_folder.exists()
    post.release()
    _erase(post, "d-bora")
    assert _purge(post) == ["Small Day"]
    assert not post.mailing.settings.mail_folder.exists()


@pytest.mark.parametrize("is_purged", [False, True])
def test_no_file_outlives_who_was_erased_while_it_was_written(
    post: Post, *, is_purged: bool
) -> None:
    """The sender had the message already, and takes it back."""
    post.release()
    folder = post.mailing.settings.mail_folder
    transport = Meanwhile(FolderTransport(folder), post, is_purged)
    sender = Sender(post.database, post.mailing, transport, waits=HOURS)
    assert sender.send_one()
    assert list(folder.iterdir()) == []


def test_repeating_a_removal_is_no_fault(tmp_path: Path) -> None:
    """A transaction may be tried again."""
    files = FolderFiles(tmp_path)
    (tmp_path / "000007.eml").write_bytes(b"x")
    for _ in range(2):
        files.remove([7, 8])
        files.rewrite([7, 8], bytes.upper)
    assert list(tmp_path.iterdir()) == []


def test_events_of_the_same_people_are_kept_apart(post: Post) -> None:
    """Erased at one, the person has the messages of the other."""
    folder = _write(post)
    event_id = post.database.write(lambda s: save_event(s, small_event("Later")))
    with post.database.read() as session:
        assert event_row(session, event_id).name == "Later"
    post.database.write(
        lambda s: erase_delegate(s, delegate_row(s, event_id, "d-bora"))
    )
    assert len(list(folder.glob("*.eml"))) == 5
