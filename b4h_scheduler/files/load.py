"""Read an event from its files: everything, or every fault."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.fault_words import fault_words
from b4h_scheduler.domain.where_to_meet import is_anywhere_to_meet
from b4h_scheduler.files import places, program, wishes
from b4h_scheduler.files.canonical import input_hash
from b4h_scheduler.files.clock import Clock
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.codes import Severity
from b4h_scheduler.files.columns import FORMS
from b4h_scheduler.files.companions import read_companions
from b4h_scheduler.files.directory import Directory
from b4h_scheduler.files.duplicates import note_near_duplicates
from b4h_scheduler.files.faults import Fault, Faults, FaultsError, in_order
from b4h_scheduler.files.known import Known
from b4h_scheduler.files.people import PeopleReader, names_in
from b4h_scheduler.files.rows import Rows
from b4h_scheduler.files.settings import read_settings
from b4h_scheduler.files.sources import EventFiles, read_event_files
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SKIPPABLE = ("participants", "wishes", "tables")
"""Their rows with errors may be left out; without a veto, say, a plan is wrong."""
_LEAVING_OUT = frozenset({Code.NOT_VALIDATED, Code.REFERS_TO_LEFT_OUT})


@dataclass(frozen=True, slots=True)
class Loaded:
    """An event, and what there is to say about its files."""

    event: Event
    errors: tuple[Fault, ...]
    """The event is read, but nothing can be planned before these are mended."""
    warnings: tuple[Fault, ...]
    """Each states the rule that was applied."""
    skipped: tuple[Fault, ...]
    """Why rows were left out: their errors, or not validated."""
    input_hash: str
    """SHA-256 over the event's content."""


def load_event(path: Path | str, *, skip_faulty: bool = False) -> Loaded:
    """Read the event of a folder or workbook.

    Parameters
    ----------
    path
        A folder with event.toml and lists, or one workbook.
    skip_faulty
        Leave out rows of participants, wishes and tables that have errors.

    Raises
    ------
    FaultsError
        The files have errors; it holds all faults of all files.
    """
    with _no_collection():
        return _load(Path(path), skip_faulty=skip_faulty)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let the garbage collector rest: nothing here is garbage, and it counts it all.

    120,000 wishes: half a second instead of one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(path: Path, *, skip_faulty: bool) -> Loaded:
    reading = Faults()
    files = read_event_files(path, reading)
    left_out: dict[str, str] = {}
    skipped: list[Fault] = []
    while True:
        faults = Faults()
        is_sound = not _errors(reading.found)
        event = build(files, faults, left_out, is_sound=is_sound)
        found = [*reading.found, *faults.found]
        if event is not None:
            break
        errors = _errors(found)
        are_skippable = all(_is_skippable(files, each) for each in errors)
        if not skip_faulty or not are_skippable:
            told = in_order([*skipped, *found])
            raise FaultsError(told, are_skippable=are_skippable)
        skipped += errors
        _leave_out(files, errors, left_out)
        reading.found = [each for each in reading.found if each not in errors]
    left = [fault for fault in found if fault.code in _LEAVING_OUT]
    nowhere = () if is_anywhere_to_meet(event) else (_nowhere(),)
    told_apart = {*_LEAVING_OUT, *([Code.NO_TABLES] if nowhere else [])}
    return Loaded(
        event=event,
        errors=nowhere,
        warnings=in_order(fault for fault in found if fault.code not in told_apart),
        skipped=in_order([*skipped, *left]),
        input_hash=input_hash(event),
    )


def _nowhere() -> Fault:
    """Say that nobody can meet: more than the warning that there is no table."""
    message = mark(
        "no meeting is possible: the event has no table or home place, and no two "
        "organizations are online."
    )
    cure = mark("Add tables.csv, or say who is online.")
    return Fault(Code.NOWHERE_TO_MEET, "", None, "", "", message, cure)


def _errors(faults: list[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def _is_skippable(files: EventFiles, error: Fault) -> bool:
    """Whether the error goes away with a row of participants, wishes or tables."""
    return error.row is not None and error.file in {
        files.lists[name].file
        for name in _SKIPPABLE
        if name in files.lists and files.lists[name].file != files.settings.file
    }


def _leave_out(
    files: EventFiles, errors: list[Fault], left_out: dict[str, str]
) -> None:
    """Take rows with errors out of their lists, and note whom other rows will miss."""
    for name in _SKIPPABLE:
        rows = files.lists.get(name)
        if rows is None:
            continue
        numbers = {each.row for each in errors if each.file == rows.file and each.row}
        if name == "participants":
            for row in rows.rows(Faults()):
                if row.number in numbers:
                    why = _why(row.number, rows)
                    left_out.update(dict.fromkeys(names_in(row), why))
            for text, number in rows.lost.items():
                if number in numbers:
                    left_out[text] = _why(number, rows)
        files.lists[name] = rows.without(numbers)


def _why(number: int, rows: Rows) -> str:
    return Sentence("row {number} of {name} has errors", number=number, name=rows.file)


def build(
    files: EventFiles, faults: Faults, left_out: Mapping[str, str], *, is_sound: bool
) -> Event | None:
    """Return the event that the files describe; None if there are errors.

    Parameters
    ----------
    left_out
        Names of people and organizations whose rows were taken out, and why.
    is_sound
        Nothing was wrong in the files themselves.
    """
    lists = files.lists
    settings = read_settings(files.settings, faults)
    tables = [lists.get(name) for name in ("tables", "home_places")]
    zones = Known.read(
        faults,
        lambda: places.read_zones(lists.get("zones"), tables, faults),
        is_sound=files.is_sound("zones"),
    )
    known_sessions = Known.read(
        faults,
        lambda: program.read_sessions(
            _list(files, "sessions"), settings.zone, len(zones.items), faults
        ),
        is_sound=files.is_sound("sessions"),
    )
    sessions = known_sessions.items
    if not sessions and known_sessions.is_complete:
        message = mark("the event has no session, so there is no time to meet.")
        cure = mark("Add [[sessions]] with date, start and end.")
        faults.add(
            Code.MISSING_KEY, message, cure, file=files.settings.file, column="sessions"
        )
    clock = Clock(settings.zone, tuple(sorted({s.day for s in sessions})))
    breaks = program.read_breaks(_list(files, "breaks"), clock, sessions, faults)
    walking = places.read_walking(_list(files, "walking"), zones, faults)
    points = Known.read(
        faults,
        lambda: places.read_arrival_points(_list(files, "arrival_points"), faults),
        is_sound=files.is_sound("arrival_points"),
    )
    reader = PeopleReader(clock, known_sessions, points, settings.languages[0])
    people = reader.read(
        lists.get("organizations"),
        lists.get("units"),
        lists.get("participants"),
        faults,
    )
    directory = Directory(people.organizations, people.delegates)
    directory.note_faulty(people.faulty)
    directory.note_faulty(_list(files, "participants").lost)
    if any(not files.is_sound(name) for name in ("organizations", "participants")):
        directory.is_complete = False
    if "participants" in lists and not lists["participants"].numbers:
        _note_nobody(lists["participants"], directory, faults)
    directory.leave_out(dict.fromkeys(people.left_out, Sentence("not validated")))
    directory.leave_out(left_out)
    if "participants" in lists:
        note_near_duplicates(people.organizations, lists["participants"].file, faults)
    common, homes = places.read_tables(
        tables, zones, clock, known_sessions, directory, faults
    )
    if not common and not homes and files.is_sound("tables"):
        message = mark("the event has no table: only online meetings can be held.")
        faults.add(Code.NO_TABLES, message, mark("Add tables.csv."))
    companions = read_companions(_list(files, "companions"), clock, faults)
    found = wishes.read_wishes(_list(files, "wishes"), directory, faults)
    promised = wishes.read_wishes(
        _list(files, "promised"), directory, faults, default=1
    )
    vetoes = wishes.read_vetoes(_list(files, "vetoes"), directory, promised, faults)
    if faults.num_errors or not is_sound:
        return None
    try:
        return Event(
            name=settings.name,
            time_zone=settings.zone.key,
            venue=settings.venue,
            organizer=settings.organizer,
            organizer_email=settings.organizer_email,
            funding=settings.funding,
            languages=settings.languages,
            sessions=sessions,
            breaks=breaks,
            zones=zones.items,
            walking=walking,
            tables=common,
            home_places=homes,
            arrival_points=points.items,
            organizations=people.organizations,
            delegates=people.delegates,
            companions=companions,
            wishes=found,
            vetoes=vetoes,
            promised=promised,
            policy=settings.policy,
        )
    except ValidationError as error:
        for problem in error.errors():
            message = Sentence("{fault}.", fault=fault_words(problem))
            cure = mark("Correct what the message names in its file.")
            faults.add(Code.INCONSISTENT_EVENT, message, cure)
        return None


def _note_nobody(rows: Rows, directory: Directory, faults: Faults) -> None:
    """Note that nobody takes part; what names people is not judged then."""
    directory.is_complete = False
    if rows.is_sound:
        message = mark("nobody takes part: there is no row below the headings.")
        cure = mark("Add a row for each delegate.")
        faults.add(Code.NOBODY, message, cure, file=rows.file)


def _list(files: EventFiles, name: str) -> Rows:
    return files.lists.get(name) or Rows(FORMS[name], "")
