"""A real PostgreSQL server for tests, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_A_HURRY = "-c fsync=off -c full_page_writes=off -c autovacuum=off"
"""Its data need not outlive the machine, nor a table many changes."""


def _bin() -> Path | None:
    """Return the folder of the newest server's programs."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return None if found is None else Path(found).parent


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and stop it in the end; skip where there is none."""
    programs = _bin()
    if programs is None:
        message = "no PostgreSQL here: see .ci/postgres"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    # A short path below the system's folder: it is that of a socket too, and the
    # folders of pytest are closed to the server's user.
    with tempfile.TemporaryDirectory(prefix="b4h-pg-") as folder:
        yield from _serve(programs, Path(folder))


def _serve(programs: Path, home: Path) -> Iterator[str]:
    is_root = os.geteuid() == 0
    prefix = ["runuser", "-u", "postgres", "--"] if is_root else []
    if is_root:  # PostgreSQL does not run as root
        shutil.chown(home, "postgres")
    data = home / "data"
    make = [programs / "initdb", "-D", data, "-U", "b4h", "-A", "trust", "-N"]
    subprocess.run([*prefix, *map(str, make)], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} {_IN_A_HURRY}"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    log = str(home / "log")
    start = [*prefix, *control, "-l", log, "-o", options, "start"]
    subprocess.run(start, check=True, capture_output=True)
    try:
        yield f"postgresql://b4h@127.0.0.1:{port}"
    finally:
        stop = [*prefix, *control, "-m", "immediate", "stop"]
        subprocess.run(stop, check=True, capture_output=True)


def new_database(server: str, template: str = "template1") -> str:
    """Make a database and return its address; it is empty, or as the template is."""
    name = f"test_{uuid.uuid4().hex}"
    _command(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    return f"{server}/{name}"


def drop_database(address: str) -> None:
    """Remove a database, whoever is still connected to it."""
    server, _, name = address.rpartition("/")
    _command(server, "DROP DATABASE {} WITH (FORCE)", name)


def _command(server: str, words: LiteralString, *names: str) -> None:
    import psycopg
    from psycopg.sql import SQL, Identifier

    whole = SQL(words).format(*map(Identifier, names))
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(whole)
