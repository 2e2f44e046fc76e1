"""Commands that work on the data of ``b4h serve`` say where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli.mail import command as mail
from b4h_scheduler.cli.release import command as release

if TYPE_CHECKING:
    from pathlib import Path

    import click

COMMANDS: list[tuple[click.Command, tuple[str, ...]]] = [
    (release, ("1",)),
    (mail, ("list",)),
    (mail, ("show", "1")),
    (mail, ("send",)),
    (mail, ("retry", "1")),
    (mail, ("pause",)),
    (mail, ("resume",)),
    (mail, ("bounces", "box")),
]


def test_every_command_of_mail_is_asked() -> None:
    """One that is added must be added here."""
    assert set(getattr(mail, "commands", ())) == {
        words[0] for command, words in COMMANDS if command is mail
    }


@pytest.mark.parametrize(("command", "words"), COMMANDS, ids=str)
@pytest.mark.parametrize("way", ["option", "default", "config"])
def test_folder_that_is_not_there_is_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: click.Command,
    words: tuple[str, ...],
    way: str,
) -> None:
    """Named, meant by default, or of a file of settings; nothing is made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "box").write_bytes(b"")
    (tmp_path / "b4h.toml").write_text('folder = "gone"\n')
    more = {"option": ("--folder", "missing"), "config": ("--config", "b4h.toml")}
    folder = {"option": "missing", "config": "gone", "default": "b4h-data"}[way]
    done = CliRunner().invoke(command, [*words, *more.get(way, ())])
    assert (done.exit_code, done.output) == (
        1,
        f"Error: there is no folder {folder}: name that of b4h serve with --folder\n",
    )
    assert {path.name for path in tmp_path.iterdir()} == {"box", "b4h.toml"}


@pytest.mark.parametrize(("command", "words"), COMMANDS, ids=str)
def test_folder_without_a_database_is_one_sentence(
    tmp_path: Path, command: click.Command, words: tuple[str, ...]
) -> None:
    """Neither a database nor a secret is made in it."""
    folder = tmp_path / "photos"
    folder.mkdir()
    (tmp_path / "box").write_bytes(b"")
    given = [str(tmp_path / "box") if word == "box" else word for word in words]
    done = CliRunner().invoke(command, [*given, "--folder", str(folder)])
    told = f"Error: there is no database {folder / 'b4h.sqlite'}: name the folder of "
    told += "b4h serve with --folder, or the database with --database\n"
    assert (done.exit_code, done.output) == (1, told)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("command", "words"), [COMMANDS[0], COMMANDS[1]])
def test_settings_that_cannot_be_read_are_one_sentence(
    tmp_path: Path, command: click.Command, words: tuple[str, ...]
) -> None:
    """With the file, and what is wrong with it."""
    path = tmp_path / "b4h.toml"
    path.write_text("folder = [\n")
    done = CliRunner().invoke(command, [*words, "--config", str(path)])
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {path} is no TOML file: ")
    assert done.output.count("\n") == 1
