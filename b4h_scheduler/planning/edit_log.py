"""What an edit did, in one line for the log: organizations, times and tables only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.planning.edits import Drop, Put, Swap
from b4h_scheduler.planning.locks import pair_name
from b4h_scheduler.sentence import Sentence, listed, mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.planning.editing import Editor
    from b4h_scheduler.planning.edits import Edit, Laid
    from b4h_scheduler.planning.encode import Gone
    from solver.result import Assignment


def told(editor: Editor, laid: Laid, edit: Edit, after: Assignment) -> str:
    """Return what an edit did, and what was released with it."""
    words = _edit(editor, laid, edit, after)
    if not laid.gone:
        return words
    return listed((words, released(editor, laid.gone)))


def released(editor: Editor, gone: Iterable[Gone]) -> str:
    """Return which meetings were released and why."""
    event = editor.compiled.event
    lost = (
        Sentence(
            "{pair} ({reason})",
            pair=pair_name(event, each.meeting.sides),
            reason=each.reason,
        )
        for each in gone
    )
    return Sentence("released: {lost}", lost=listed(lost, ", "))


def place(editor: Editor, plan: Assignment, number: int) -> str:
    """Return when and where a meeting of a plan is."""
    slot = editor.compiled.event.slots[int(plan.slot[number])]
    table = int(plan.table[number])
    where = mark("online") if table < 0 else editor.writer.table_name(table)
    return Sentence("{moment}, {place}", moment=f"{slot.start:%a %H:%M}", place=where)


def _edit(editor: Editor, laid: Laid, edit: Edit, after: Assignment) -> str:
    number, now, writer = editor.encoder.number, laid.assignment, editor.writer
    if isinstance(edit, Swap):
        first, second = number[edit.first], number[edit.second]
        return Sentence(
            "swapped {pair} to {place} and {other} to {there}",
            pair=writer.pair(first),
            place=place(editor, after, first),
            other=writer.pair(second),
            there=place(editor, after, second),
        )
    own = number[edit.candidate]
    pair = writer.pair(own)
    if isinstance(edit, Drop):
        return Sentence(
            "dropped {pair} ({place})", pair=pair, place=place(editor, now, own)
        )
    return _put(editor, edit, (now, after), pair)


def _put(
    editor: Editor, edit: Put, plans: tuple[Assignment, Assignment], pair: str
) -> str:
    own = editor.encoder.number[edit.candidate]
    there = place(editor, plans[1], own)
    if not plans[0].held[own]:
        return Sentence("added {pair} at {there}", pair=pair, there=there)
    return Sentence(
        "moved {pair} from {place} to {there}",
        pair=pair,
        place=place(editor, plans[0], own),
        there=there,
    )
