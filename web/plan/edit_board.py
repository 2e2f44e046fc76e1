"""The board of an editor: who sits where, and where the picked meeting could go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.presence import present
from b4h_scheduler.planning.locks import lock_words
from b4h_scheduler.planning.targets import Finder, SlotTarget, Target
from web.languages.local import place, weekday_and_time
from web.languages.texts import gettext, told
from web.plan.places import place_of

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import CandidateId, SlotId, TableId
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.domain.times import Session, Slot
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.plans import Meeting
    from web.draft_views import FittedDraft

Targets = dict[tuple["SlotId", "TableId"], Target]


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting in a cell."""

    candidate: CandidateId
    text: str
    lock: str
    """What its lock holds, in words; empty without one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table in a slot.

    Attributes
    ----------
    slot, table
        For the form: the slot's number and the table's id.
    target : Target or None
        What speaks against putting the picked meeting there; None: nothing is picked.
    """

    slot: int
    table: TableId
    when: str
    held: tuple[Held, ...]
    is_closed: bool
    target: Target | None


@dataclass(frozen=True, slots=True)
class Row:
    """A table over a session."""

    label: str
    zone: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """What a delegate of the picked meeting does over a session."""

    name: str
    organization: str
    cells: tuple[tuple[str, bool], ...]
    """What happens, and whether the delegate is not there."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many slots of a session are possible for the picked meeting."""

    session: Session
    num_possible: int


@dataclass(frozen=True, slots=True)
class Picked:
    """A meeting, or a wish that is not met, that an editor looks at."""

    candidate: CandidateId
    name: str
    where: str
    """When and where it is held; empty if it is not."""
    lock: str
    holds: str
    """What a lock would hold, or does: a value of `planning.locks.Holds`."""
    slots: tuple[SlotTarget, ...]
    diaries: tuple[Diary, ...]
    elsewhere: tuple[Elsewhere, ...]

    @property
    def reason(self) -> str:
        """Why it can be nowhere, where that is the same everywhere."""
        found = {slot.reasons for slot in self.slots}
        if len(found) != 1 or () in found:
            return ""
        return "; ".join(told(each) for each in next(iter(found)))


def rows(work: FittedDraft, slots: list[Slot], targets: Targets | None) -> list[Row]:
    """Return the tables over a session, and a row for meetings without a table."""
    at: dict[tuple[str | None, str], list[Meeting]] = {}
    for meeting in work.lookup.meetings:
        at.setdefault((meeting.table, meeting.slot), []).append(meeting)
    locks = {lock.candidate: told(lock_words(lock)) for lock in work.locks}
    whens = {slot.id: weekday_and_time(slot.start) for slot in slots}
    return [
        Row(
            told(work.lookup.place_name[table]),
            work.lookup.zone_name(table),
            tuple(
                Cell(
                    slot.index,
                    table,
                    whens[slot.id],
                    held(work, at.get((table, slot.id), []), locks),
                    any(slot.time.overlaps(interval) for interval in place.closed),
                    None if targets is None else targets.get((slot.id, table)),
                )
                for slot in slots
            ),
        )
        for table, place in work.lookup.event.place_of.items()
    ]


def online(work: FittedDraft, slots: list[Slot]) -> list[tuple[str, tuple[Held, ...]]]:
    """Return the slots with meetings that need no table."""
    locks = {lock.candidate: told(lock_words(lock)) for lock in work.locks}
    found = []
    for slot in slots:
        meetings = [
            m for m in work.lookup.meetings if m.table is None and m.slot == slot.id
        ]
        if meetings:
            found.append((weekday_and_time(slot.start), held(work, meetings, locks)))
    return found


def held(
    work: FittedDraft, meetings: list[Meeting], locks: dict[CandidateId, str]
) -> tuple[Held, ...]:
    """Return meetings as a cell shows them."""
    return tuple(
        Held(m.candidate, pair(work, m.sides), locks.get(m.candidate, ""))
        for m in meetings
    )


def pair(work: FittedDraft, sides: tuple[Side, Side]) -> str:
    """Return the names of two sides."""
    return " – ".join(work.lookup.side_name(side) for side in sides)


def where(work: FittedDraft, meeting: Meeting) -> str:
    """Return when and where a meeting is."""
    table = gettext("online")
    if meeting.table is not None:
        table = place(work.lookup, meeting.table)
    return f"{weekday_and_time(work.lookup.local(meeting.start))}, {table}"


def pick(
    work: FittedDraft,
    candidate: CandidateId,
    sides: tuple[Side, Side],
    slots: list[Slot],
) -> Picked:
    """Return a meeting or wish with everything that an editor wants to see of it."""
    meeting = work.meeting(candidate)
    finder = Finder(work.editor, work.laid, candidate)
    event = work.lookup.event
    found = {
        target.slot: target for target in finder.slots(slot.id for slot in event.slots)
    }
    locks = {lock.candidate: told(lock_words(lock)) for lock in work.locks}
    return Picked(
        candidate=candidate,
        name=pair(work, sides),
        where="" if meeting is None else where(work, meeting),
        lock=locks.get(candidate, ""),
        holds=next((x.holds for x in work.locks if x.candidate == candidate), "time"),
        slots=tuple(found[slot.id] for slot in slots),
        diaries=tuple(_diary(work, d, slots) for d in _people(work, sides, meeting)),
        elsewhere=tuple(
            Elsewhere(
                session,
                sum(
                    not found[slot.id].reasons
                    for slot in event.slots
                    if slot.session == session.id
                ),
            )
            for session in event.sessions
            if slots and session.id != slots[0].session
        ),
    )


def _people(
    work: FittedDraft, sides: tuple[Side, Side], meeting: Meeting | None
) -> list[Delegate]:
    """Who attends the meeting; of one that is not held, who could."""
    event = work.lookup.event
    if meeting is not None:
        attending = {who for team in meeting.delegates for who in team}
        return [d for d in event.delegates if d.id in attending]
    agendas = work.editor.compiled.agendas
    return [
        event.delegates[number]
        for side in sides
        for agenda in agendas.serving(side)
        for number in agenda.delegates
    ]


def _diary(work: FittedDraft, delegate: Delegate, slots: list[Slot]) -> Diary:
    lookup = work.lookup
    there = present(lookup.event, delegate)
    meets = {each.meeting.slot: each for each in lookup.agendas[delegate.id]}
    cells = []
    for slot in slots:
        appointment = meets.get(slot.id)
        if appointment is None:
            free = gettext("free") if there[slot.index] else gettext("not there")
            cells.append((free, not there[slot.index]))
            continue
        table = place_of(lookup, appointment.meeting)
        cells.append((f"{lookup.side_name(appointment.partner)}, {table}", False))
    return Diary(
        lookup.delegate_name[delegate.id],
        lookup.organization_name[delegate.organization],
        tuple(cells),
    )
