"""Measure a release to many delegates, and sending it to a local server.

Run from the checkout: ``python -m tests.b4h_scheduler.mail.measure [DELEGATES]``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from b4h_scheduler.domain.event import Event
from b4h_scheduler.mail import on_release
from b4h_scheduler.mail.agenda import agendas_of
from b4h_scheduler.mail.mailing import attach_from
from b4h_scheduler.mail.sender import Sender
from b4h_scheduler.mail.settings import MailSettings
from b4h_scheduler.mail.transport import transport_of
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.run import plan
from b4h_scheduler.plans import Meeting, Plan
from b4h_scheduler.store import migrate
from b4h_scheduler.store.base import now
from b4h_scheduler.store.calendar_state import write_entries
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.schema_plans import RevisionRow
from tests.b4h_scheduler.mail.smtp_server import smtp_server
from tests.web.events import moment, small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SLOTS = 15


def large_event(num: int) -> Event:
    """Return an event of so many organizations with a delegate each."""
    small = small_event().model_dump(mode="json")
    # Messages of event days would wait for further changes.
    start = moment(9) + max(timedelta(0), now() - moment(9)) + timedelta(days=30)
    session = {**small["sessions"][0], "num_slots": SLOTS, "start": start}
    return Event.model_validate(
        small
        | {
            "sessions": [session],
            "tables": [{"id": f"T{n}", "zone": "hall"} for n in range(num // 2)],
            "organizations": [
                {"id": f"o{n}", "name": f"Firma {n} für Medizintechnik"}
                for n in range(num)
            ],
            "delegates": [
                {
                    "id": f"d{n}",
                    "name": f"Jörg Öst {n}",
                    "organization": f"o{n}",
                    "email": f"d{n}@example.org",
                    "language": ("en", "de", "fr", "nl", "es")[n % 5],
                }
                for n in range(num)
            ],
            "wishes": [],
        }
    )


def full_plan(event: Event, shift: int = 0) -> Plan:
    """Return a plan in which everybody meets somebody in every slot."""
    num = len(event.delegates)
    half = num // 2
    start = event.sessions[0].start
    meetings = []
    for slot in range(SLOTS):
        begin = start + timedelta(minutes=25 * slot)
        for table in range(half):
            pair = table, half + (table + slot + shift) % half
            organizations = [{"organization": f"o{each}"} for each in pair]
            key = f"{pair[0]}-{pair[1]}"
            meetings.append(
                Meeting.model_validate(
                    {
                        "id": f"m{key}",
                        "candidate": key,
                        "sides": organizations,
                        "slot": event.slots[slot].id,
                        "start": begin,
                        "end": begin + timedelta(minutes=20),
                        "table": f"T{table}",
                        "delegates": [[f"d{each}"] for each in pair],
                        "value": 1,
                        "priority": 1,
                        "is_mutual": True,
                    }
                )
            )
    few = plan(small_event(), work_limit=100)
    return few.model_copy(
        update={"meetings": tuple(meetings), "unmet": (), "event_name": event.name}
    )


def main(num: int) -> None:
    """Print how long it takes."""
    with tempfile.TemporaryDirectory() as folder, smtp_server() as relay:
        database = Database(sqlite_url(Path(folder) / "b4h.sqlite"))
        migrate.upgrade(database)
        settings = MailSettings(
            folder=Path(folder),
            address="https://meet.example.org",
            smtp_host="127.0.0.1",
            smtp_port=relay.port,
            smtp_security="none",
        )
        mailing = attach_from(database, settings)
        event = large_event(num)
        event_id = database.write(lambda s: save_event(s, event))
        sender = Sender(database, mailing, transport_of(settings))
        for number in (1, 2):
            lookup = Lookup(event, full_plan(event, number))
            _measure(database, sender, event_id, lookup, number)
        size = sum(len(each.body) for each in relay.taken) / len(relay.taken)
        print(f"{len(relay.taken)} messages of {size / 1000:.0f} kB on average")  # noqa: T201


def _measure(
    database: Database, sender: Sender, event_id: int, given: Lookup, number: int
) -> None:
    """Release as `releases.release.publish` does, then send."""

    @collector_paused()
    def work(session: Session) -> int:
        row = RevisionRow(
            event_id=event_id,
            number=number,
            plan=given.plan.model_dump(mode="json"),
            released=now(),
            released_by="owner",
        )
        session.add(row)
        session.flush()
        write_entries(session, event_id, given, now())
        return on_release(session, event_id, agendas_of(given))

    start = time.perf_counter()
    written = database.write(work)
    middle = time.perf_counter()
    sent = sender.send_due()
    end = time.perf_counter()
    print(  # noqa: T201
        f"revision {number}: {written} messages written in {middle - start:.1f} s, "
        f"{sent} sent in {end - middle:.1f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
