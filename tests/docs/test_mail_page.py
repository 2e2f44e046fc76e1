"""docs/mail.md names every kind, setting and command of mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from b4h_scheduler.cli.mail import command
from b4h_scheduler.mail.kinds import Kind
from web.settings import Settings

TEXT = Path("docs/mail.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_message_is_explained(kind: Kind) -> None:
    """In the table of what is written."""
    assert f"`{kind}`" in TEXT


def test_every_setting_of_mail_is_explained() -> None:
    """Those of the server and those of the messages."""
    names = [n for n in Settings.model_fields if n.startswith(("smtp_", "mail_"))]
    assert len(names) > 6
    assert [name for name in names if f"`{name}`" not in TEXT] == []


def test_every_command_is_explained() -> None:
    """Those that `b4h mail --help` lists."""
    commands = TEXT[TEXT.index("## Commands") : TEXT.index("## Measured")]
    assert [name for name in command.commands if name not in commands] == []


def test_pictures_are_there_and_small() -> None:
    """Each under 80 kB."""
    pictures = sorted(Path("docs/pictures").glob("mail-*.png"))
    assert [path.name for path in pictures] == ["mail-dark.png", "mail-light.png"]
    assert max(path.stat().st_size for path in pictures) < 80_000
