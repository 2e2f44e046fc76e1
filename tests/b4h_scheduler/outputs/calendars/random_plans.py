"""Random events with hostile names, and three revisions of a plan of each."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.ids import OrganizationId
from b4h_scheduler.plans import Plan
from tests.b4h_scheduler.outputs.sample import EMOJI, HOSTILE, LONG, NEWLINE, RTL

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZONES = (
    "Europe/Berlin", "Europe/Lisbon", "America/St_Johns", "Asia/Kathmandu",
    "Australia/Lord_Howe", "UTC", "Africa/Casablanca",
)  # fmt: skip
# Around changes of clocks in most of them, and a plain day.
_DAYS = ((2026, 3, 28), (2026, 10, 24), (2026, 4, 4), (2026, 11, 26), (2026, 2, 13))
_SPICE = (
    '"quoted"', "a, b; c", "back\\slash\\n", "two\nlines", "cr\rlf\r\n", "tab\there",
    "colon: semi;", "ünïcödé", "日本語の会社", "\u202eevil\u202c", "nul\x00bell\x07",
    "👩🏽\u200d🔬", "e\u0301\u0301", "\u2028line", "^n^'^^", "BEGIN:VEVENT",
    "END:VCALENDAR", "﷽" * 9, "x" * 80,
    "é" * 80, "\U0001d4b3" * 50, RTL, EMOJI, HOSTILE, LONG, NEWLINE, "%s{}$",
)  # fmt: skip
_RUN = {
    "input_hash": "0" * 64,
    "seed": 7,
    "workers": 2,
    "time_limit_s": None,
    "work_limit": None,
    "created": datetime(2026, 1, 20, 15, 4, 5, tzinfo=UTC),
    "seconds": 1.0,
    "seconds_per_step": {},
    "versions": {},
    "status": "feasible",
}


def random_event(seed: int) -> Event:
    """Return an event of three to six organizations."""
    draw = random.Random(seed)
    zone = ZoneInfo(draw.choice(_ZONES))
    year, month, day = draw.choice(_DAYS)
    start = datetime(year, month, day, draw.choice((0, 1, 9, 22)), 30, tzinfo=zone)
    num = draw.randint(3, 6)
    keys = [f"o{n}" for n in range(num)]
    return Event.model_validate(
        {
            "name": _text(draw),
            "time_zone": zone.key,
            "venue": _text(draw),
            "organizer": _text(draw),
            "organizer_email": "desk@example.org",
            "sessions": [
                {
                    "id": "s",
                    "name": "Night",
                    "start": start,
                    "slot_min": draw.choice((15, 20, 45)),
                    "changeover_min": 5,
                    "num_slots": draw.randint(4, 8),
                }
            ],
            "zones": [{"id": "z", "name": _text(draw)}],
            "tables": [{"id": f"T{n}", "zone": "z"} for n in range(num)],
            "organizations": [{"id": key, "name": _text(draw)} for key in keys],
            "delegates": [
                {
                    "id": f"d-{key}-{n}",
                    "name": _text(draw),
                    "organization": key,
                    "role": _text(draw),
                    "is_online": draw.random() < 0.2,
                }
                for key in keys
                for n in range(draw.randint(1, 2))
            ],
            "wishes": [
                {
                    "wisher": {"organization": a},
                    "wished": {"organization": b},
                    "message": draw.choice(("", _text(draw))),
                    "priority": 1,
                }
                for a in keys
                for b in keys
                if a < b
            ],
        }
    )


def random_revisions(event: Event, seed: int) -> Iterator[Plan]:
    """Yield three plans: each moves, drops and adds some meetings of the one before."""
    draw = random.Random(seed)
    held: dict[tuple[str, str], dict[str, Any]] = {}
    keys = list(event.organization_of)
    pairs = [(a, b) for a in keys for b in keys if a < b]
    for number in (1, 2, 3):
        for pair in draw.sample(pairs, draw.randint(1, len(pairs))):
            if pair in held and draw.random() < 0.4:
                del held[pair]
            else:
                held[pair] = _meeting(draw, event, pair)
        yield Plan.model_validate(
            {
                "event_name": event.name,
                "time_zone": event.time_zone,
                "revision": number,
                "meetings": sorted(held.values(), key=lambda m: m["start"].timestamp()),
                "unmet": [],
                "certificate": [],
                "run": _RUN,
                "plain_value": 0,
                "bonus": 0,
            }
        )


def release_moment(number: int) -> datetime:
    """Return when a revision of the random plans is released."""
    return datetime(2026, 1, 21, 9, tzinfo=UTC) + timedelta(minutes=number)


def _meeting(
    draw: random.Random, event: Event, pair: tuple[str, str]
) -> dict[str, Any]:
    # Calendars do not mind clashes: plans here need not be valid.
    slot = draw.choice(event.slots)
    teams = [
        [d.id for d in event.delegates_by_organization[OrganizationId(key)]]
        for key in pair
    ]
    return {
        "id": f"m-{pair[0]}-{pair[1]}",
        "candidate": f"c-{pair[0]}-{pair[1]}",
        "sides": [{"organization": key} for key in pair],
        "slot": slot.id,
        "start": slot.start,
        "end": slot.end,
        "table": None if draw.random() < 0.1 else draw.choice(event.tables).id,
        "delegates": teams,
        "value": 1,
        "priority": 1,
        "is_mutual": False,
    }


def _text(draw: random.Random) -> str:
    found = " ".join(draw.sample(_SPICE, draw.randint(1, 3))).strip()[:300].strip()
    return found or "Name"
