"""A small event and its plan, made by hand, with one of every kind.

Two days around the change of clocks, two zones and a stand, people together and
apart, online and hybrid meetings, an interpreter, vouchers, hostile names, a
re-planned change, and somebody without a meeting.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.base import Interval
from b4h_scheduler.domain.event import Event
from b4h_scheduler.planning.candidates import candidates
from b4h_scheduler.plans import Plan

if TYPE_CHECKING:
    from b4h_scheduler.domain.wishes import Wish

ZONE = ZoneInfo("Europe/Berlin")
LONG = "Institute of Applied " + "Very " * 53 + "Long Names"
HOSTILE = '=HYPERLINK("http://x.example","<b>Łódź\'s"); \\n, 100 % & <script>'
NEWLINE = "Two\nLines\r\nEND:VEVENT"
RTL = "شركة الأمل للأدوية"
EMOJI = "👩🏽\u200d🔬 Génome \U0001d4b3"


def at(day: int, clock: str) -> datetime:
    """Return a moment of March 2026 in Berlin; clocks go forward on the 29th."""
    hour, minute = clock.split(":")
    return datetime(2026, 3, day, int(hour), int(minute), tzinfo=ZONE)


def _organizations() -> list[dict[str, Any]]:
    return [
        {
            "id": "nova",
            "name": "BioNova GmbH",
            "country": "DE",
            "region": "Baden-Württemberg",
            "is_sme": True,
        },
        {
            "id": "corv",
            "name": "Corvantis SE",
            "country": "BE",
            "region": "Liège",
            "kind": "corporate",
            "attends": "separately",
            "units": [{"id": "onc", "name": "Oncology, Lab 3"}],
        },
        {"id": "evil", "name": HOSTILE, "country": "PL", "region": "Łódź"},
        {"id": "amal", "name": RTL, "country": "LU", "kind": "investor"},
        {
            "id": "gene",
            "name": EMOJI,
            "country": "FR",
            "region": "Grand Est",
            "kind": "university",
        },
        {"id": "long", "name": LONG, "country": "NL", "region": "Oost-Nederland"},
    ]


def _delegates() -> list[dict[str, Any]]:
    voucher = {"number": "V-017", "partner": "Oost NL", "least": 2}
    trip = {
        "arrival_point": "STR",
        "arrival": at(28, "08:10"),
        "departure_point": "HBF",
        "departure": at(29, "18:00"),
    }
    return [
        {
            "id": "d1",
            "name": "Anna Blume",
            "organization": "nova",
            "email": "anna@nova.example",
            "role": "Head of R&D; founder",
        },
        {"id": "d2", "name": "Bernd Ohneland", "organization": "nova"},
        {
            "id": "d3",
            "name": "Chloé d'Arc",
            "organization": "corv",
            "unit": "onc",
            "email": "chloe@corvantis.example",
        },
        {
            "id": "d4",
            "name": "Dirk Fern",
            "organization": "corv",
            "is_online": True,
        },
        {
            "id": "d5",
            "name": "@SUM(1+1)",
            "organization": "evil",
            "role": "+49 CEO",
            "email": "-mail@evil.example",
        },
        {
            "id": "d6",
            "name": "ليلى حداد",
            "organization": "amal",
            "speaks": ["ar"],
            "is_online": True,
        },
        {
            "id": "d7",
            "name": NEWLINE,
            "organization": "gene",
            "voucher": {"number": "V-018", "partner": "Alsace", "least": 3},
        },
        {
            "id": "d8",
            "name": "Eefje de Wit",
            "organization": "long",
            "voucher": voucher,
            "trip": trip,
        },
        {"id": "d9", "name": "Zoë Nobody", "organization": "long"},
    ]


def _wish(wisher: Any, wished: Any, priority: int, **more: Any) -> dict[str, Any]:
    return {"wisher": wisher, "wished": wished, "priority": priority, **more}


def _wishes() -> list[dict[str, Any]]:
    nova, corv, onc, evil, amal, gene, long = (
        {"organization": "nova"},
        {"organization": "corv", "delegate": "d4"},
        {"organization": "corv", "unit": "onc"},
        {"organization": "evil"},
        {"organization": "amal"},
        {"organization": "gene"},
        {"organization": "long"},
    )
    return [
        _wish(nova, onc, 1, message="Your kinase panel, our organoids; a match?"),
        _wish(onc, nova, 2, message="Yes:\nshow us the data", answer="accepted"),
        _wish(nova, evil, 2, message='=cmd|"/c calc"!A1'),
        _wish(evil, gene, 3),
        _wish(
            gene,
            amal,
            1,
            message="👋 " + "long message " * 30,
            answer="accepted",
        ),
        _wish(long, nova, 1, answer="accepted"),
        _wish(long, gene, 2),
        _wish(gene, onc, 1, answer="declined"),
        _wish(evil, amal, 3, answer="accepted"),
        _wish(corv, nova, 3),
    ]


def sample_event(**changes: Any) -> Event:
    """Return the event, with some fields replaced."""
    fields: dict[str, Any] = {
        "name": "Boost4Health, Stuttgart",
        "time_zone": "Europe/Berlin",
        "venue": "Haus der Wirtschaft; Stuttgart",
        "organizer": "BIOPRO Desk",
        "organizer_email": "desk@biopro.example",
        "sessions": [
            {"id": "sat", "name": "Saturday", "start": at(28, "10:00"), "num_slots": 4},
            {
                "id": "sun",
                "name": "Sunday",
                "start": at(29, "09:00"),
                "slot_min": 25,
                "changeover_min": 5,
                "num_slots": 3,
            },
        ],
        "breaks": [
            {
                "name": "Coffee",
                "time": Interval(start=at(29, "10:30"), end=at(29, "11:00")),
            }
        ],
        "zones": [{"id": "hall", "name": "Main Hall"}, {"id": "loft", "name": "Loft"}],
        "tables": [
            {"id": "1", "zone": "hall", "position": "by the window"},
            {"id": "2", "zone": "hall", "features": ["screen", "calls"]},
            {
                "id": "3",
                "zone": "loft",
                "closed": [Interval(start=at(29, "08:00"), end=at(29, "12:00"))],
            },
        ],
        "home_places": [
            {"id": "H1", "zone": "loft", "organizations": ["corv"], "capacity": 2}
        ],
        "arrival_points": [
            {
                "id": "STR",
                "name": "Stuttgart Airport",
                "mode": "plane",
                "transfer_min": 35,
            },
            {"id": "HBF", "name": "Hauptbahnhof", "mode": "train", "transfer_min": 10},
        ],
        "organizations": _organizations(),
        "delegates": _delegates(),
        "companions": [
            {
                "id": "c1",
                "name": "Ines Terpreter",
                "email": "ines@example.com",
                "languages": ["ar", "en"],
            }
        ],
        "wishes": _wishes(),
        "promised": [
            _wish({"organization": "nova"}, {"organization": "corv", "unit": "onc"}, 1)
        ],
    }
    return Event.model_validate(fields | changes)


@lru_cache(maxsize=8)
def _candidate_ids(wishes: tuple[Wish, ...]) -> dict[str, str]:
    """Return the ids of the candidates by their pair, such as "corv-nova"."""
    found = {}
    for candidate in candidates(sample_event(wishes=wishes)):
        names = [side.organization for side in candidate.sides]
        named = "-2" if any(side.delegate for side in candidate.sides) else ""
        found["-".join(sorted(names)) + named] = str(candidate.id)
    return found


def _meeting(
    event: Event, ids: str, slot: str, table: str | None, **more: Any
) -> dict[str, Any]:
    first, second = ids.split("-")
    units = {"corv": "onc"}
    time = next(s for s in event.slots if s.id == slot)
    return {
        "id": f"m-{ids}",
        "candidate": _candidate_ids(event.wishes).get(ids, f"c-{ids}"),
        "sides": [
            {"organization": org, "unit": units.get(org)} for org in (first, second)
        ],
        "slot": slot,
        "start": time.start,
        "end": time.end,
        "table": table,
        "value": 60,
        "priority": 2,
        "is_mutual": False,
    } | more


def _meetings(event: Event) -> list[dict[str, Any]]:
    return [
        _meeting(
            event,
            "corv-nova",
            "sun-01",
            "H1",
            delegates=[["d3"], ["d1", "d2"]],
            value=150,
            priority=1,
            is_mutual=True,
            is_promised=True,
        ),
        _meeting(event, "evil-nova", "sat-01", "1", delegates=[["d5"], ["d1", "d2"]]),
        _meeting(
            event, "evil-gene", "sat-03", "3", delegates=[["d5"], ["d7"]], priority=3
        ),
        _meeting(
            event,
            "amal-gene",
            "sat-04",
            "2",
            delegates=[["d6"], ["d7"]],
            companions=["c1"],
            priority=1,
            is_pinned=True,
        ),
        _meeting(
            event,
            "long-nova",
            "sun-03",
            "2",
            delegates=[["d8"], ["d1", "d2"]],
            priority=1,
        ),
        _meeting(
            event, "amal-evil", "sun-02", None, delegates=[["d6"], ["d5"]], priority=3
        ),
    ]


def _unmet(event: Event) -> list[dict[str, Any]]:
    ids_of = _candidate_ids(event.wishes)

    def candidate(ids: str, wish: int, **more: Any) -> dict[str, Any]:
        first, second = ids.split("-")
        return {
            "id": ids_of.get(ids, f"c-{ids}"),
            "sides": [{"organization": first}, {"organization": second}],
            "wishes": [wish],
            "value": 40,
            "priority": 2,
            "is_mutual": False,
            "is_accepted": False,
        } | more

    return [
        {
            "candidate": candidate("gene-long", 6),
            "reasons": [
                {
                    "rule": "clash",
                    "text": f"{EMOJI} is full with meetings worth at least as much",
                    "organization": "gene",
                    "slots": ["sat-03", "sat-04"],
                    "candidates": [ids_of.get("evil-gene", "c-evil-gene")],
                },
                {"rule": "available", "text": "=1+1 no common time left"},
            ],
        },
        {
            "candidate": candidate("corv-gene", 7, ineligible="declined", priority=1),
            "reasons": [{"rule": "declined", "text": "Corvantis SE declined"}],
        },
        {
            "candidate": candidate(
                "corv-nova", 9, id=ids_of.get("corv-nova-2", "c-9"), priority=3
            ),
            "reasons": [{"rule": "tables-kept-free", "text": "tables are full"}],
        },
    ]


def _certificate() -> list[dict[str, Any]]:
    def line(level: str, value: int, bound: int, **more: Any) -> dict[str, Any]:
        about = {"scope": "all", "proven": value == bound, "method": "select"}
        return (
            {"level": level, "value": value, "bound": bound, "seconds": 0.2}
            | about
            | more
        )

    return [
        line("promised", 0, 0),
        line("targets", 6, 5),
        line("least", 1, 1),
        line("value", 433, 440, safe_bound=441, method="MIP (HiGHS)"),
        line("waiting", 2, 2, scope="held", proven=False),
        line("breaks", 2, 0),
        line("moves", 3, 1, scope="timetable", method="chains"),
    ]


def sample_plan(event: Event | None = None, **changes: Any) -> Plan:
    """Return the plan, with some fields replaced."""
    event = event or sample_event()
    meetings = _meetings(event)
    moved = meetings[1]
    before = moved | {"slot": "sat-02", "table": "2"}
    fields: dict[str, Any] = {
        "event_name": event.name,
        "time_zone": event.time_zone,
        "revision": 3,
        "meetings": meetings,
        "unmet": _unmet(event),
        "certificate": _certificate(),
        "vouchers": [
            {
                "delegate": "d8",
                "number": "V-017",
                "partner": "Oost NL",
                "least": 2,
                "target": 4,
                "possible": 2,
                "planned": 1,
                "counting": 1,
                "first_slot": "sun-03",
                "last_slot": "sun-03",
            },
            {
                "delegate": "d7",
                "number": "V-018",
                "partner": "Alsace",
                "least": 3,
                "target": 5,
                "possible": 5,
                "planned": 2,
                "counting": 0,
                "first_slot": "sat-03",
                "last_slot": "sat-04",
            },
        ],
        "changes": [
            {
                "meeting": "m-evil-nova",
                "kind": "moved",
                "is_forced": True,
                "before": before,
                "after": moved,
                "delegates": ["d5", "d1", "d2"],
                "reason": "the train is 50 minutes late",
            }
        ],
        "run": {
            "input_hash": "0" * 64,
            "seed": 7,
            "workers": 2,
            "time_limit_s": 10.0,
            "work_limit": None,
            "created": datetime(2026, 3, 20, 15, 4, 5, tzinfo=UTC),
            "seconds": 4.25,
            "seconds_per_step": {"select": 0.5, "timetable": 0.75, "polish": 3.0},
            "versions": {"b4h-scheduler": "0.1.0", "ortools": "9.15"},
            "status": "feasible",
        },
        "warnings": ["wishes.csv row 7: duplicate wish, the higher priority wins"],
        "plain_value": 400,
        "bonus": 33,
    }
    return Plan.model_validate(fields | changes)
