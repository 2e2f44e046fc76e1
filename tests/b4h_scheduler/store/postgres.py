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
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    log = str(home / "log")
    start = [*prefix, *control, "-l", log, "-o", options, "start"]
    subprocess.run(start, check=True, capture_output=True)
    try:
        yield f"postgresql://b4h@127.0.0.1:{port}"
    finally:
        stop = [*prefix, *control, "-m", "immediate", "stop"]
        subprocess.run(stop, check=True, capture_output=True)


def new_database(server: str) -> str:
    """Make an empty database and return its address."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"
