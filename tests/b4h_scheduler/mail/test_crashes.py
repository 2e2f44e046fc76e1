from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.b4h_scheduler.mail.outboxes import fill_outbox, num_open, rows_of
from tests.b4h_scheduler.mail.smtp_server import Mood, Relay, smtp_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.store.database import Database

ROOT = Path(__file__).parents[3]
PATIENCE_S = 240
NOBODY = frozenset({"p3@example.org", "p11@example.org"})
"""Addresses that the server never takes."""
HARD = Mood(
    delay_s=0.02,
    busy_421=20,
    later_451=60,
    full_452=40,
    drops_before=40,
    drops_after=40,
    refused=NOBODY,
)


@contextmanager
def _worker(
    database: Database, folder: Path, relay: Relay
) -> Iterator[subprocess.Popen[str]]:
    module = "tests.b4h_scheduler.mail.worker"
    command = [sys.executable, "-m", module, database.url, str(folder), str(relay.port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _send_with_kills(
    database: Database, folder: Path, relay: Relay, num_kills: int, seed: int
) -> None:
    """Kill senders at random moments of their work; let the last one finish."""
    chance = random.Random(seed)
    for _ in range(num_kills):
        with _worker(database, folder, relay) as sender:
            time.sleep(chance.uniform(0, 0.3))
            sender.kill()
            sender.wait()
    with _worker(database, folder, relay):
        end = time.monotonic() + PATIENCE_S
        while num_open(database) and time.monotonic() < end:
            time.sleep(0.05)


def _check(database: Database, relay: Relay, num_kills: int) -> None:
    """What must hold whatever the server did and whenever the sender died."""
    rows = rows_of(database)
    assert Counter(row.state for row in rows if row.recipient in NOBODY) == Counter(
        {"failed": sum(row.recipient in NOBODY for row in rows)}
    )
    expected = [row for row in rows if row.recipient not in NOBODY]
    assert {row.state for row in expected} == {"taken"}
    by_body = {row.body: row for row in rows}
    times: Counter[bytes] = Counter()
    first: dict[str, list[int]] = defaultdict(list)
    for each in relay.taken:
        row = by_body[each.body]  # byte for byte, or this fails
        assert each.recipient == row.recipient
        assert each.return_path.startswith(f"bounces+{row.id}-")
        if each.body not in times:
            first[each.recipient].append(row.id)
        times[each.body] += 1
    assert set(times) == {row.body for row in expected}
    assert all(ids == sorted(ids) for ids in first.values())
    repeats = sum(times.values()) - len(times)
    assert repeats <= num_kills + relay.num_dropped_after


def test_killed_senders_lose_nothing_and_keep_the_order(
    database: Database, tmp_path: Path
) -> None:
    """A dozen kills, a server in every mood: all arrive, hardly any twice, in order."""
    fill_outbox(database, 160, 23)
    with smtp_server(HARD) as relay:
        _send_with_kills(database, tmp_path, relay, 12, seed=5)
    assert {"421", "451", "452", "550", "cut"} <= set(relay.answers)
    assert relay.num_dropped_after
    _check(database, relay, 12)


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_two_hundred_kills(database: Database, tmp_path: Path) -> None:
    """As above with 500 messages and 200 kills."""
    fill_outbox(database, 500, 61)
    with smtp_server(HARD) as relay:
        _send_with_kills(database, tmp_path, relay, 200, seed=7)
    _check(database, relay, 200)
