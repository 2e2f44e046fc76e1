"""Random calendars in the readers of others: two in JavaScript, one in C, two here.

Those that are not in Python come from outside: ``sh .ci/readers`` installs them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.b4h_scheduler.outputs.calendars.libical_reader import (
    library,
    rows_by_libical,
)
from tests.b4h_scheduler.outputs.calendars.python_readers import (
    rows_by_icalendar,
    rows_by_vobject,
)
from tests.b4h_scheduler.outputs.calendars.random_feeds import random_feeds

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database
SCRIPT = Path(__file__).with_name("readers") / "read.mjs"
PACKAGES = Path(__file__).parents[4] / ".venv" / "calendar-readers"
NODE = shutil.which("node")
NUM_PLANS = 500
NUM_PARTS = 10


@pytest.mark.torture
@pytest.mark.skipif(
    NODE is None or library() is None or not (PACKAGES / "node_modules").is_dir(),
    reason="needs Node.js with ical.js and node-ical, and libical: sh .ci/readers",
)
@pytest.mark.parametrize("part", range(NUM_PARTS))
def test_five_readers_find_equal_values(
    database: Database, part: int, tmp_path: Path
) -> None:
    """ical.js, node-ical, libical, vobject and icalendar agree on every value."""
    expected: dict[str, list[list[Any]]] = {}
    for seed in range(part, NUM_PLANS, NUM_PARTS):
        for found in random_feeds(database, seed):
            name = f"{seed}-{found.name}.ics"
            (tmp_path / name).write_bytes(found.content)
            rows = expected[name] = sorted(rows_by_icalendar(found.content))
            assert sorted(rows_by_vobject(found.content)) == rows, name
            assert sorted(rows_by_libical(found.content)) == rows, name
    for reader in ("ical.js", "node-ical"):
        assert _by_node(reader, tmp_path) == expected, reader


def _by_node(reader: str, folder: Path) -> dict[str, list[list[Any]]]:
    assert NODE
    done = subprocess.run(
        [NODE, SCRIPT, reader, folder],
        cwd=PACKAGES,
        check=True,
        capture_output=True,
        text=True,
    )
    found = map(json.loads, done.stdout.splitlines())
    return {name: sorted(rows) for name, rows in found}
