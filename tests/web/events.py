"""Small events for tests of pages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.event import Event

ZONE = ZoneInfo("Europe/Berlin")


def moment(hour: int, minute: int = 0) -> datetime:
    """Return a time of the event's day, a Thursday that is far away."""
    return datetime(2037, 11, 26, hour, minute, tzinfo=ZONE)


def small_event(name: str = "Small Day", prefix: str = "") -> Event:
    """Return an event of five companies in two regions, and six wishes.

    Keys begin with ``prefix``. Ada's company "alba" (North) wishes for "bora"; "cirrus"
    wishes for "alba" with a message; Dora of "delta" (South) holds a voucher.
    """
    people = (
        ("alba", "Alba Diagnostics", "North", "Ada Ahl"),
        ("bora", "Bora Implants", "North", "Bo Berg"),
        ("cirrus", "Cirrus Data", "South", "Cleo Costa"),
        ("delta", "Delta Capital", "South", "Dora Dahl"),
        ("echo", "Echo Imaging", "South", "Edo Eriks"),
    )
    seeks = {"alba": "imaging software", "echo": "diagnostics for sepsis"}
    offers = {"alba": "sepsis diagnostics", "echo": "imaging software"}
    wishes = (
        ("alba", "bora", 1, "", "open"),
        ("cirrus", "alba", 1, "We read your data.", "open"),
        ("delta", "alba", 2, "", "open"),
        ("bora", "cirrus", 2, "", "accepted"),
        ("delta", "cirrus", 3, "Secret plans", "declined"),
        ("echo", "bora", 3, "", "open"),
    )
    return Event.model_validate(
        {
            "name": name,
            "time_zone": ZONE.key,
            "venue": "Old Mill",
            "sessions": [
                {
                    "id": "morning",
                    "name": "Thursday morning",
                    "start": moment(9),
                    "slot_min": 20,
                    "changeover_min": 5,
                    "num_slots": 6,
                }
            ],
            "zones": [{"id": "hall", "name": "Hall"}],
            "tables": [{"id": f"T{n}", "zone": "hall"} for n in (1, 2, 3)],
            "arrival_points": [
                {"id": "STR", "name": "Airport", "mode": "plane", "transfer_min": 25}
            ],
            "organizations": [
                {
                    "id": prefix + key,
                    "name": title,
                    "region": region,
                    "country": "DE" if region == "North" else "FR",
                    "offers": offers.get(key, ""),
                    "seeks": seeks.get(key, ""),
                    "sectors": ["Diagnostics" if key == "alba" else "Devices"],
                }
                for key, title, region, _ in people
            ],
            "delegates": [
                {
                    "id": f"{prefix}d-{key}",
                    "name": person,
                    "organization": prefix + key,
                    "email": f"{prefix}{key}@example.org",
                    "phone": f"+49 711 555{len(key)}{ord(key[0])}",
                    "voucher": {"number": "V-77", "least": 2}
                    if key == "delta"
                    else None,
                }
                for key, _, _, person in people
            ],
            "wishes": [
                {
                    "wisher": {"organization": prefix + a},
                    "wished": {"organization": prefix + b},
                    "priority": priority,
                    "message": message,
                    "answer": answer,
                }
                for a, b, priority, message, answer in wishes
            ],
        }
    )
