"""Wishes, promised meetings, vetoes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from b4h_scheduler.domain.wishes import Answer, Priority, Side, Veto, Wish
from b4h_scheduler.files import choices
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.rows import Row, source
from b4h_scheduler.files.text_cells import LONG, line, paragraph
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.cell_types import Cell
    from b4h_scheduler.files.directory import Directory
    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.rows import Rows

T = TypeVar("T")

_NARROW = ("from_unit", "from_delegate", "to_unit", "to_delegate")
_STRENGTH = {Answer.DECLINED: 2, Answer.ACCEPTED: 1, Answer.OPEN: 0}


def read_wishes(
    rows: Rows, directory: Directory, faults: Faults, *, default: Priority = 2
) -> tuple[Wish, ...]:
    """Return the wishes; of the same wish twice, the stronger one."""
    reader = _WishReader(rows, directory, faults, default)
    for number, cells in zip(rows.numbers, rows.cells, strict=True):
        if not reader.take_plain(number, cells):
            reader.take(number, cells)
    return tuple(reader.found.values())


class _WishReader:
    """Reads rows of wishes; what repeats from row to row is understood once."""

    def __init__(
        self, rows: Rows, directory: Directory, faults: Faults, default: Priority
    ) -> None:
        self.rows = rows
        self.directory = directory
        self.faults = faults
        self.default = default
        self.found: dict[tuple[int, int], Wish] = {}
        """By wisher and wished; the directory has one object for each side."""
        self.row_of: dict[tuple[int, int], int] = {}
        self._is_plain = not any(rows.has(key) for key in _NARROW)
        keys = ("from", "to", "priority", "message", "answer", "answer_text")
        self._places = tuple(rows.index.get(key) for key in keys)
        self._sides: dict[Cell, Side] = {}
        self._priorities: dict[Cell, Priority] = {None: default}
        self._answers: dict[Cell, Answer] = {None: Answer.OPEN}

    def take_plain(self, number: int, cells: list[Cell]) -> bool:
        """Take a row whose cells are understood already, as most are.

        120,000 rows: a third of the time of ``take``.
        """
        from_at, to_at, priority_at, message_at, answer_at, reply_at = self._places
        if from_at is None or to_at is None:
            return False
        if reply_at is not None and cells[reply_at] is not None:
            return False
        message = "" if message_at is None else cells[message_at] or ""
        try:
            wisher = self._sides[cells[from_at]]
            wished = self._sides[cells[to_at]]
            priority = self._priorities[priority_at and cells[priority_at]]
            answer = self._answers[answer_at and cells[answer_at]]
        except (KeyError, TypeError):
            return False
        key = (id(wisher), id(wished))
        if (
            key in self.found
            or wisher.organization == wished.organization
            or message.__class__ is not str
            or len(message) > LONG
        ):
            return False
        self.found[key] = Wish(
            wisher=wisher,
            wished=wished,
            priority=priority,
            message=message,
            answer=answer,
            source=source(self.rows.file, number),
        )
        self.row_of[key] = number
        return True

    def take(self, number: int, cells: list[Cell]) -> None:
        """Read one row, noting its faults."""
        row = Row(self.rows, number, cells, self.faults)
        wisher = self._side(row, "from")
        wished = self._side(row, "to")
        priority = row.read("priority", choices.priority, self.default)
        answer = row.read("answer", choices.answer, Answer.OPEN)
        message = row.read("message", paragraph, "")
        reply = row.read("answer_text", paragraph, "")
        if wisher is None or wished is None or row.is_faulty:
            return
        if wisher.organization == wished.organization and wisher.unit == wished.unit:
            text = Sentence(
                "{name} wishes to meet itself.", name=self.directory.describe(wisher)
            )
            row.fault(
                Code.WISH_TO_ONESELF, "to", text, mark("Correct or delete the row.")
            )
            return
        self._remember(row.get("priority"), priority, self._priorities)
        self._remember(row.get("answer"), answer, self._answers)
        wish = Wish(
            wisher=wisher,
            wished=wished,
            priority=priority,
            message=message,
            answer=answer,
            reply=reply,
            source=row.source,
        )
        key = (id(wisher), id(wished))
        first = self.found.get(key)
        if first is None:
            self.found[key] = wish
            self.row_of[key] = number
        else:
            self.found[key] = self._merged(row, first, wish, self.row_of[key])

    def _side(self, row: Row, key: str) -> Side | None:
        side = self.directory.side_of(row, key)
        if side is not None and self._is_plain:
            self._remember(row.get(key), side, self._sides)
        return side

    def _remember(self, cell: Cell, meaning: T, known: dict[Cell, T]) -> None:
        if isinstance(cell, (str, int, float)):
            known[cell] = meaning

    def _merged(self, row: Row, first: Wish, second: Wish, number: int) -> Wish:
        """Return what counts of two rows for the same wish."""
        priority, answer = first.priority, first.answer
        is_same = True
        if second.priority != first.priority:
            is_same = False
            priority = min(first.priority, second.priority)
            text = Sentence(
                "priority {here} here, {there} in row {number}: the higher one, "
                "{priority}, wins.",
                here=second.priority,
                there=first.priority,
                number=number,
                priority=priority,
            )
            row.fault(
                Code.DUPLICATE_WISH_OTHER_PRIORITY,
                "priority",
                text,
                mark("Delete one row."),
            )
        if second.answer is not first.answer:
            is_same = False
            answer = max(first.answer, second.answer, key=lambda a: _STRENGTH[a])
            text = Sentence(
                "{here} here, {there} in row {number}: {answer} wins.",
                here=second.answer.value,
                there=first.answer.value,
                number=number,
                answer=answer.value,
            )
            row.fault(
                Code.DUPLICATE_WISH_OTHER_ANSWER,
                "answer",
                text,
                mark("Delete one row."),
            )
        if is_same:
            text = Sentence(
                "the same wish stands in row {number}: it counts once.", number=number
            )
            row.fault(Code.DUPLICATE_WISH, "to", text, mark("Delete one row."))
        return first.model_copy(
            update={
                "priority": priority,
                "answer": answer,
                "message": first.message or second.message,
                "reply": first.reply or second.reply,
            }
        )


def read_vetoes(
    rows: Rows, directory: Directory, promised: tuple[Wish, ...], faults: Faults
) -> tuple[Veto, ...]:
    """Return the pairs that must never meet."""
    promises = {frozenset((_group(w.wisher), _group(w.wished))): w for w in promised}
    found: list[Veto] = []
    for row in rows.rows(faults):
        first = directory.side_of(row, "from")
        second = directory.side_of(row, "to")
        reason = row.read("reason", line, "")
        if first is None or second is None or row.is_faulty:
            continue
        if _group(first) == _group(second):
            text = Sentence(
                "{name} stands on both sides.", name=directory.describe(first)
            )
            row.fault(
                Code.WISH_TO_ONESELF, "to", text, mark("Correct or delete the row.")
            )
            continue
        promise = promises.get(frozenset((_group(first), _group(second))))
        if promise is not None:
            text = Sentence(
                "their meeting is promised in {place}.", place=promise.source
            )
            row.fault(
                Code.PROMISED_AND_VETOED, "to", text, mark("Delete one of the two.")
            )
            continue
        found.append(Veto(sides=(first, second), reason=reason))
    return tuple(found)


def _group(side: Side) -> tuple[str, str | None]:
    return side.organization, side.unit
