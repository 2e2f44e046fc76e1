"""``b4h serve`` as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.web.answering import Answered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

B4H = [sys.executable, "-c", "from b4h_scheduler.cli import main; main()"]
START_S = 300


@dataclass
class Served(Answered):
    """A running server: what it said, and where it is."""

    process: subprocess.Popen[str]
    said: str

    @property
    def password_link(self) -> str:
        """The owner's one-time link."""
        found = re.search(r"http://\S+/password/\S+", self.said)
        assert found, self.said
        return found[0]

    def stop(self) -> int:
        """Ask it to end, and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def serving(folder: Path, *options: str, **variables: str) -> Iterator[Served]:
    """Run a server at a free port, with variables of the environment beside.

    One process, which is quick to start, unless told otherwise.
    """
    log = folder.with_suffix(".log")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("B4H_")}
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*B4H, "serve", "--folder", str(folder), "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment | {"B4H_PROCESSES": "1"} | variables,
        )
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    try:
        said = ""
        end = time.monotonic() + START_S
        while "serving" not in log.read_text() and process.poll() is None:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        said += process.stdout.read() or ""
        found = re.search(r"b4h is at (http://\S+)", said)
        assert found, said + log.read_text()
        yield Served(found[1], process, said)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
