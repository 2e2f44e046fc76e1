"""Calendar programs written by others: vdirsyncer fetches feeds, khal shows them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

BIN = Path(sys.executable).parent
FIELDS = ("title", "start", "end", "location", "status", "uid")
_KHAL = """[calendars]
[[agenda]]
path = {path}
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
[default]
default_calendar = agenda
"""


@dataclass(frozen=True)
class Shown:
    """An entry as khal shows it."""

    title: str
    start: str
    end: str
    location: str
    status: str


class Reader:
    """Somebody's calendar program, subscribed to one feed."""

    def __init__(self, home: Path, feed: str) -> None:
        self.home = home
        self.path = home / "agenda"
        home.mkdir(parents=True)
        (home / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{home}/status/"\n'
            '[pair agenda]\na = "here"\nb = "there"\ncollections = null\n'
            'conflict_resolution = "b wins"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.path}"\n'
            'fileext = ".ics"\n'
            f'[storage there]\ntype = "http"\nurl = "{feed}"\n'
        )
        (home / "khal").write_text(_KHAL.format(path=self.path, home=home))
        self._run("vdirsyncer", "-c", str(home / "vdirsyncer"), "discover", said="y\n")

    def follow(self, day: date) -> list[Shown]:
        """Synchronize, and return what khal shows of a day, in order of time."""
        self._run("vdirsyncer", "-c", str(self.home / "vdirsyncer"), "sync")
        wanted = [part for field in FIELDS for part in ("--json", field)]
        told = self._run(
            "khal", "-c", str(self.home / "khal"), "list", *wanted,
            f"{day}", f"{day + timedelta(days=1)}",
        )  # fmt: skip
        found: dict[str, Shown] = {}
        for line in told.splitlines():
            for each in json.loads(line):
                found[each["uid"]] = _shown(each)
        return sorted(found.values(), key=lambda s: (s.start, s.title))

    def num_files(self) -> int:
        """Return how many entries the reader keeps."""
        return len(list(self.path.glob("*.ics")))

    def _run(self, program: str, *arguments: str, said: str = "") -> str:
        home = {"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home)}
        home |= {"LC_ALL": "C.UTF-8", "TZ": "Europe/Berlin"}
        done = subprocess.run(
            [BIN / program, *arguments],
            input=said,
            capture_output=True,
            text=True,
            env=os.environ | home,
            check=False,
        )
        assert done.returncode == 0, (program, done.stdout, done.stderr)
        return done.stdout


def _shown(each: Mapping[str, str]) -> Shown:
    return Shown(
        each["title"], each["start"], each["end"], each["location"], each["status"]
    )
