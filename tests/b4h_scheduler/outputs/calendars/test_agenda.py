"""Agenda files: bytes as the standards want them, values equal in other parsers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from b4h_scheduler.domain.base import utc
from b4h_scheduler.outputs.calendars import agenda_ics, companion_ics
from b4h_scheduler.outputs.calendars.content_lines import read_alike
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.plans import Plan
from tests.b4h_scheduler.outputs.sample import (
    EMOJI,
    HOSTILE,
    LONG,
    RTL,
    sample_event,
    sample_plan,
)
from tests.vobject_reader import read_by_vobject

EVENT = sample_event()
PLAN = sample_plan(EVENT)
DELEGATES = [delegate.id for delegate in EVENT.delegates]


def _files() -> dict[str, bytes]:
    files = {str(d): agenda_ics(EVENT, PLAN, d) for d in DELEGATES}
    return files | {"c1": companion_ics(EVENT, PLAN, EVENT.companions[0].id)}


FILES = _files()
each_file = pytest.mark.parametrize("content", FILES.values(), ids=FILES)


def _events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).events)


def _unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


@each_file
def test_every_line_ends_with_crlf_and_holds_at_most_75_octets(content: bytes) -> None:
    """No bare line feed or carriage return, no long line, no empty line."""
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert [ln for ln in lines if b"\n" in ln or b"\r" in ln or not ln] == []
    assert [line for line in lines if len(line) > 75] == []
    assert [line.decode() for line in lines]


@each_file
def test_the_frame_is_a_snapshot_without_method_or_identifier(content: bytes) -> None:
    """No METHOD (nothing is scheduled) and no UID of the calendar itself."""
    lines = _unfolded(content)
    head = lines[
        : next(n for n, line in enumerate(lines[1:], 1) if line[:5] == "BEGIN")
    ]
    names = [re.split("[:;]", line)[0] for line in head]
    named = ["NAME", "X-WR-CALNAME"] if "NAME" in names else []
    assert names == ["BEGIN", "VERSION", "PRODID", "CALSCALE", *named]
    assert "METHOD" not in content.decode()
    assert not re.search("ATTENDEE|ORGANIZER|COMMENT", content.decode())


@each_file
def test_there_is_one_vtimezone_for_each_tzid_in_use(content: bytes) -> None:
    """Every TZID has its VTIMEZONE in the file, once; none is there without use."""
    text = "\r\n".join(_unfolded(content))
    used = set(re.findall(r"DT(?:START|END);TZID=([^:]+):", text))
    assert re.findall(r"BEGIN:VTIMEZONE\r\nTZID:([^\r]+)", text) == sorted(used)


@each_file
def test_every_entry_has_its_stamps_in_utc_and_its_revision(content: bytes) -> None:
    """DTSTAMP = LAST-MODIFIED = when the plan was made; SEQUENCE = its revision."""
    lines = _unfolded(content)
    number = lines.count("BEGIN:VEVENT")
    assert number >= 1
    assert lines.count("DTSTAMP:20260320T150405Z") == number
    assert lines.count("LAST-MODIFIED:20260320T150405Z") == number
    assert lines.count("SEQUENCE:3") == number
    assert lines.count("STATUS:CONFIRMED") == number
    assert sum(line.startswith("UID:") for line in lines) == number


@each_file
def test_icalendar_finds_no_fault(content: bytes) -> None:
    """The library parses the file without an error in any component."""
    calendar = Calendar.from_ical(content)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    calendar.validate()
    assert Calendar.from_ical(calendar.to_ical()) == calendar


def test_every_delegate_has_the_meetings_of_the_plan_in_three_parsers() -> None:
    """Identifier, times, title, place and text are equal however they are read."""
    lookup = Lookup(EVENT, PLAN)
    for delegate in DELEGATES:
        content = FILES[str(delegate)]
        expected = [
            (utc(a.meeting.start), utc(a.meeting.end)) for a in lookup.agendas[delegate]
        ]
        by_icalendar = _by_icalendar(content)
        assert sorted(entry[1:3] for entry in by_icalendar) == expected
        assert _by_vobject(content) == by_icalendar
        assert _by_recurring_ical_events(content) == by_icalendar


def _by_icalendar(content: bytes) -> list[tuple[Any, ...]]:
    return sorted(_values(entry) for entry in _events(content) if _timed(entry))


def _by_recurring_ical_events(content: bytes) -> list[tuple[Any, ...]]:
    found = recurring_ical_events.of(Calendar.from_ical(content)).between(
        date(2026, 3, 27), date(2026, 3, 31)
    )
    return sorted(_values(entry) for entry in found if _timed(entry))


def _timed(entry: Any) -> bool:
    return isinstance(entry["DTSTART"].dt, datetime)


def _values(entry: Any) -> tuple[Any, ...]:
    return (
        str(entry["UID"]),
        utc(entry["DTSTART"].dt),
        utc(entry["DTEND"].dt),
        str(entry["SUMMARY"]),
        str(entry["LOCATION"]),
        str(entry["DESCRIPTION"]),
        str(entry["STATUS"]),
        int(entry["SEQUENCE"]),
    )


def _by_vobject(content: bytes) -> list[tuple[Any, ...]]:
    found = []
    for entry in read_by_vobject(content).vevent_list:
        if not isinstance(entry.dtstart.value, datetime):
            continue
        found.append(
            (
                entry.uid.value,
                utc(entry.dtstart.value),
                utc(entry.dtend.value),
                entry.summary.value,
                entry.location.value,
                entry.description.value,
                entry.status.value,
                int(entry.sequence.value),
            )
        )
    return sorted(found)


def _entry(content: bytes, title: str) -> Any:
    (found,) = [entry for entry in _events(content) if title in entry["SUMMARY"]]
    return found


def test_a_meeting_tells_partner_people_place_and_what_was_written() -> None:
    """Both sides' messages, each from the reader's view; a reminder before it."""
    entry = _entry(FILES["d1"], "Corvantis")
    assert entry["SUMMARY"] == "Meeting with Corvantis SE · Oncology, Lab 3"
    assert entry["LOCATION"] == "Stand H1, Loft, Haus der Wirtschaft; Stuttgart"
    assert entry["DESCRIPTION"].split("\n") == [
        "Corvantis SE · Oncology, Lab 3",
        "Corvantis SE (corporate, Liège, Belgium)",
        "With: Chloé d'Arc",
        "From your side: Anna Blume (Head of R&D; founder), Bernd Ohneland",
        "",
        "They wrote: Yes:",
        "show us the data",
        "",
        "You wrote: Your kinase panel, our organoids; a match?",
    ]
    assert entry["CATEGORIES"].cats == ["Meeting"]
    assert entry["TRANSP"] == "OPAQUE"
    (alarm,) = entry.walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].dt == timedelta(minutes=-10)
    assert alarm["DESCRIPTION"] == f"{entry['SUMMARY']}: {entry['LOCATION']}"


def test_a_wish_that_names_another_delegate_keeps_its_message_to_itself() -> None:
    """What was written to Chloé stands in Chloé's and Anna's meeting only."""
    event = sample_event(
        wishes=[
            {
                "wisher": {"organization": "nova", "delegate": "d1"},
                "wished": {"organization": "corv", "unit": "onc", "delegate": delegate},
                "message": f"to {delegate}",
            }
            for delegate in ("d3", "d4")
        ]
    )
    text = agenda_ics(event, sample_plan(event), DELEGATES[2]).decode()
    assert "to d3" in text
    assert "to d4" not in text


def test_a_delegate_online_is_told_so_and_the_others_where_they_sit() -> None:
    """Hybrid: online for the one, a table and a video call for the other."""
    online = _entry(FILES["d6"], EMOJI)
    assert online["LOCATION"] == "Online"
    assert "the others sit at Table 2" in online["DESCRIPTION"]
    on_site = _entry(FILES["d7"], RTL)
    assert on_site["LOCATION"] == "Table 2, Main Hall, Haus der Wirtschaft; Stuttgart"
    assert "Video call: somebody joins online." in on_site["DESCRIPTION"]


def test_a_meeting_without_a_table_is_an_online_meeting() -> None:
    """Place, category and description say so."""
    entry = _entry(FILES["d5"], RTL)
    assert entry["LOCATION"] == "Online"
    assert entry["CATEGORIES"].cats == ["Online meeting"]
    assert "Online meeting: the organizer tells you the link." in entry["DESCRIPTION"]


@pytest.mark.parametrize(
    ("delegate", "name"),
    [("d1", HOSTILE), ("d5", EMOJI), ("d5", RTL)],
)
def test_hostile_names_arrive_as_they_are(delegate: str, name: str) -> None:
    """Quotes, commas, markup, emoji and right-to-left script are text."""
    said = read_alike(name)
    assert _entry(FILES[delegate], said)["SUMMARY"] == f"Meeting with {said}"


def test_a_name_with_line_ends_cannot_end_the_entry() -> None:
    """A name stands on one line, whatever it holds."""
    assert "Two Lines END:VEVENT" in _entry(FILES["d5"], EMOJI)["DESCRIPTION"]
    assert FILES["d5"].count(b"\r\nEND:VEVENT") == FILES["d5"].count(b"BEGIN:VEVENT")


def test_a_title_longer_than_300_characters_is_cut_but_not_the_description() -> None:
    """The whole name stands in the description."""
    entry = _entry(FILES["d1"], "Institute")
    assert 290 < len(entry["SUMMARY"]) <= 300
    assert entry["SUMMARY"].endswith("…")
    assert LONG in entry["DESCRIPTION"]


def test_without_a_meeting_the_file_still_holds_the_event_itself() -> None:
    """An all-day entry that blocks no time, and says what to do."""
    (entry,) = _events(FILES["d9"])
    assert entry["SUMMARY"] == "Boost4Health, Stuttgart"
    assert entry["DTSTART"].dt == date(2026, 3, 28)
    assert entry["DTEND"].dt == date(2026, 3, 30)
    assert entry["TRANSP"] == "TRANSPARENT"
    assert "No meeting is planned for you" in entry["DESCRIPTION"]
    assert "BIOPRO Desk, desk@biopro.example" in entry["DESCRIPTION"]
    assert b"CALNAME" not in FILES["d9"]


def test_a_companion_sees_both_sides_but_not_their_messages() -> None:
    """An interpreter gets an agenda; what the sides wrote stays theirs."""
    entry = _entry(FILES["c1"], "meets")
    assert entry["SUMMARY"] == f"{RTL} meets {EMOJI}"
    assert "ليلى حداد (online)" in entry["DESCRIPTION"]
    assert "long message" not in entry["DESCRIPTION"]


@each_file
def test_no_priority_value_mail_address_or_voucher_is_told(content: bytes) -> None:
    """Delegates read these files: nothing of the partner but the public profile."""
    text = "\r\n".join(_unfolded(content)).replace("desk@biopro.example", "")
    assert not re.search(
        "@nova|@corvantis|@evil|V-01|priority|60", text.replace("2026", "")
    )


def test_identifiers_differ_by_person_and_stay_when_a_meeting_moves() -> None:
    """A later revision finds the entry again: same UID, higher SEQUENCE."""
    moved = PLAN.meetings[1].model_copy(
        update={
            "slot": EVENT.slots[3].id,
            "start": EVENT.slots[3].start,
            "end": EVENT.slots[3].end,
        }
    )
    later = PLAN.model_copy(
        update={
            "revision": 4,
            "meetings": (PLAN.meetings[0], moved, *PLAN.meetings[2:]),
        }
    )
    before = _entry(FILES["d1"], read_alike(HOSTILE))
    after = _entry(agenda_ics(EVENT, later, DELEGATES[0]), read_alike(HOSTILE))
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt != before["DTSTART"].dt
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (3, 4)
    uids = [str(entry["UID"]) for file in FILES.values() for entry in _events(file)]
    assert len(uids) == len(set(uids))


def test_next_years_event_has_other_identifiers() -> None:
    """The same two organizations may meet again: nothing of last year is moved."""
    sessions = [
        {
            "id": s.id,
            "name": s.name,
            "start": s.start.replace(year=2027),
            "num_slots": s.num_slots,
        }
        for s in EVENT.sessions
    ]
    event = sample_event(sessions=sessions, breaks=())
    next_year = agenda_ics(event, sample_plan(event), DELEGATES[0])
    assert not _uids(next_year) & _uids(FILES["d1"])


def _uids(content: bytes) -> set[str]:
    return {str(entry["UID"]) for entry in _events(content)}


def test_equal_input_gives_equal_bytes() -> None:
    """Nothing random, nothing of the clock; times with a bare offset are the same."""
    plan = Plan.model_validate_json(PLAN.model_dump_json())
    assert plan.meetings[0].start.tzinfo != EVENT.zone_info
    assert agenda_ics(sample_event(), plan, DELEGATES[0]) == FILES["d1"]


def test_the_hour_that_clocks_repeat_is_written_in_utc() -> None:
    """A local time there means its first occurrence, but not to every reader."""
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC).astimezone(EVENT.zone_info)
    event = sample_event(
        sessions=[{"id": "night", "name": "Night", "start": start, "num_slots": 5}],
        breaks=(),
    )
    slots = event.slots
    meetings = [
        PLAN.meetings[0].model_copy(
            update={
                "id": f"m{n}",
                "slot": slot.id,
                "start": slot.start,
                "end": slot.end,
            }
        )
        for n, slot in enumerate(slots)
    ]
    plan = sample_plan(event_name=event.name, meetings=()).model_copy(
        update={"meetings": tuple(meetings)}
    )
    content = agenda_ics(event, plan, DELEGATES[0])
    found = [entry[1:3] for entry in _by_vobject(content)]
    assert sorted(found) == [(utc(slot.start), utc(slot.end)) for slot in slots]
    assert sorted(entry[1:3] for entry in _by_icalendar(content)) == sorted(found)
    assert b"DTSTART:20261025T003000Z" in content
    assert b"DTSTART:20261025T011000Z" in content
    assert b"TZID" not in content


def test_an_event_in_utc_needs_no_time_zone() -> None:
    """Times end with Z and no VTIMEZONE is written."""
    sessions = [
        {
            "id": s.id,
            "name": s.name,
            "start": s.start.astimezone(ZoneInfo("UTC")),
            "num_slots": s.num_slots,
        }
        for s in EVENT.sessions
    ]
    event = sample_event(time_zone="UTC", sessions=sessions, breaks=())
    content = agenda_ics(event, sample_plan(event), DELEGATES[0])
    assert b"TZID" not in content
    assert b"DTSTART:20260328T090000Z" in content
