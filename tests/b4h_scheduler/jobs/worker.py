"""A worker as a process of its own, for tests that kill or freeze it."""

from __future__ import annotations

import sys
import time

from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.store.database import Database

LEASE_S = 2.0

if __name__ == "__main__":
    supervisor = Supervisor(
        Database(sys.argv[1]), lease_s=LEASE_S, beat_s=0.2, poll_s=0.1
    )
    supervisor.start()
    while True:
        time.sleep(1)
