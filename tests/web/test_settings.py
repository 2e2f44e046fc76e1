from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.settings import (
    SettingsError,
    in_demo_folder,
    num_processors,
    read_settings,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_options_go_before_variables_and_these_before_the_file(tmp_path: Path) -> None:
    """Each setting is taken from the nearest place that gives it."""
    path = tmp_path / "b4h.toml"
    path.write_text('port = 1\nhost = "10.0.0.1"\nthreads = 3\n')
    found = read_settings(
        path, environment={"B4H_PORT": "2", "B4H_HOST": "10.0.0.2"}, port=3
    )
    assert (found.port, found.host, found.threads) == (3, "10.0.0.2", 3)


def test_demo_goes_where_it_is_told_to() -> None:
    """Its own folder is for who names none."""
    told = read_settings(environment={"B4H_FOLDER": "elsewhere"})
    assert str(in_demo_folder(told).folder) == "elsewhere"
    given = read_settings(environment={}, folder=told.folder)
    assert str(in_demo_folder(given).folder) == "elsewhere"
    assert in_demo_folder(read_settings(environment={})).folder.name == "b4h-demo"


def test_unknown_key_of_the_file_is_an_error(tmp_path: Path) -> None:
    """With the file, the key and what is known."""
    path = tmp_path / "b4h.toml"
    path.write_text("prot = 1\n")
    with pytest.raises(
        SettingsError, match=r"b4h.toml: unknown key 'prot'; known: .*port"
    ):
        read_settings(path, environment={})


def test_unknown_variable_is_an_error() -> None:
    """A misspelled variable would be silently without effect."""
    with pytest.raises(
        SettingsError, match=r"unknown variable B4H_PROT; known: .*B4H_PORT"
    ):
        read_settings(environment={"B4H_PROT": "1"})


def test_value_out_of_range_is_told_with_its_key() -> None:
    """The value found stands in the message."""
    with pytest.raises(SettingsError, match=r"setting 'port': .*65535.*found '99999'"):
        read_settings(environment={"B4H_PORT": "99999"})


def test_processes_are_as_many_as_given_else_two_for_two_processors() -> None:
    """Without a number, no more than there are processors."""
    assert read_settings(environment={"B4H_PROCESSES": "5"}).num_processes == 5
    found = read_settings(environment={}).num_processes
    assert found == (2 if num_processors() > 1 else 1)


def test_cookies_are_kept_to_encrypted_connections_behind_https() -> None:
    """The public address decides."""
    found = read_settings(environment={"B4H_ADDRESS": "https://meet.example.org/"})
    assert (found.is_https, found.public_address) == (True, "https://meet.example.org")
