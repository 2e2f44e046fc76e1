"""A sender as a process of its own, for tests that kill it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from b4h_scheduler.mail.mailing import attach_from
from b4h_scheduler.mail.sender import Sender, Waits
from b4h_scheduler.mail.settings import MailSettings
from b4h_scheduler.mail.transport import transport_of
from b4h_scheduler.store.database import Database

FAST = Waits(message_s=(0.05, 0.1), relay_s=(0.02, 0.05), lease_s=0.6)

if __name__ == "__main__":
    url, folder, port = sys.argv[1:]
    database = Database(url)
    settings = MailSettings(
        folder=Path(folder),
        database=url,
        address="https://meet.example.org",
        smtp_host="127.0.0.1",
        smtp_port=int(port),
        smtp_security="none",
        mail_return="bounces@meet.example.org",
    )
    mailing = attach_from(database, settings)
    sender = Sender(database, mailing, transport_of(settings), waits=FAST, poll_s=0.02)
    print("ready", flush=True)  # noqa: T201  (for whoever waits to kill it)
    sender.start()
    while True:
        time.sleep(1)
