"""Configuration: a TOML file and ``B4H_*`` variables; unknown keys are errors."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from b4h_scheduler.mail.settings import MailSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "B4H_"
NOT_OURS = frozenset({"B4H_CHROMIUM"})
"""Variables of the tests, not of the application."""


_MOST_BY_ITSELF = 2
"""Processes without being told: each takes some 150 MB."""
DEMO_FOLDER = Path("b4h-demo")


class SettingsError(ValueError):
    """A setting is unknown or has a value that cannot be used."""


class Settings(MailSettings, BaseSettings):
    """What can be set; each has a default that works on one machine.

    Folder, database, address and mail are those of `b4h_scheduler.mail.settings`.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True
    )

    threads: Annotated[int, Field(ge=1, le=64)] = 4
    """Requests that one process answers at once."""
    processes: Annotated[int, Field(ge=0, le=32)] = 0
    """Processes that answer requests; with several, one more does the rest. 0: two
    where there are two processors, else one."""
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    """Proxies in front whose X-Forwarded headers are believed."""
    solver_workers: Annotated[int, Field(ge=1, le=64)] = 2
    upload_mb: Annotated[int, Field(ge=1, le=500)] = 20
    import_seconds: Annotated[int, Field(ge=1, le=600)] = 60
    """Reading an upload longer than this is stopped."""
    import_memory_mb: Annotated[int, Field(ge=256)] = 2048
    """Reading an upload with more memory than this is stopped."""
    log_json: bool = False
    """One JSON object a line instead of text."""

    @property
    def num_processes(self) -> int:
        """How many processes answer requests."""
        return self.processes or min(_MOST_BY_ITSELF, num_processors())

    @property
    def is_https(self) -> bool:
        """Whether cookies may be kept to encrypted connections."""
        return self.public_address.startswith("https://")


def read_settings(
    path: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    **given: Any,
) -> Settings:
    """Return the settings; what is given goes before variables, these before the file.

    Raises
    ------
    SettingsError
        With the key, what was found, and what is expected.
    """
    environment = os.environ if environment is None else environment
    content = {} if path is None else _read_file(path)
    known = set(Settings.model_fields)
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name in NOT_OURS:
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in known:
            message = f"unknown variable {name}; known: {_listed(known, PREFIX)}"
            raise SettingsError(message)
        if value:
            content[key] = value
    content |= {key: value for key, value in given.items() if value is not None}
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise SettingsError(_told(error)) from error


def in_demo_folder(settings: Settings) -> Settings:
    """Return them with the demo's own folder, unless a folder was set."""
    if "folder" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"folder": DEMO_FOLDER})


def num_processors() -> int:
    """Return how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return os.cpu_count() or 1 if allowed is None else len(allowed(0))


def _read_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"there is no configuration file {path}"
        raise SettingsError(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is no TOML file: {error}"
        raise SettingsError(message) from error
    for key in content:
        if key not in Settings.model_fields:
            known = _listed(set(Settings.model_fields))
            message = f"{path}: unknown key {key!r}; known: {known}"
            raise SettingsError(message)
    return content


def _listed(keys: set[str], prefix: str = "") -> str:
    return ", ".join(
        sorted(f"{prefix}{key.upper() if prefix else key}" for key in keys)
    )


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    if not key:
        # Of several settings together, with what to do; the input holds passwords.
        return str(first["msg"]).removeprefix("Value error, ")
    return f"setting {key!r}: {first['msg']} (found {first['input']!r})"
