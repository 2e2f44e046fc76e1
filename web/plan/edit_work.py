"""A draft under the hands of an editor: read, changed, undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.planning.edit_log import released, told
from b4h_scheduler.planning.edited import edited
from b4h_scheduler.store.edits import (
    MeanwhileError,
    Seen,
    last_edit,
    meanwhile,
    next_edit,
    patched,
    save_edit,
    save_redo,
    save_undo,
    with_proof,
)
from b4h_scheduler.store.errors import RefusedError
from web.change import write
from web.readings import fitted_draft
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plan import Meeting, Plan
    from b4h_scheduler.planning.editing import Checked, Edit, Editor, Laid
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.store.schema_edits import EditRow
    from b4h_scheduler.store.schema_plans import DraftRow

    Save = Callable[[Session, int, tuple[Plan, Plan], Seen], int]


@dataclass(frozen=True, slots=True)
class Work:
    """A draft laid out on the event as it is now.

    Attributes
    ----------
    row : DraftRow
        Its plan is not read.
    lookup : Lookup
        Of the meetings that are still possible.
    is_same_data : bool
        The event is as it was when the draft was planned.
    """

    row: DraftRow
    editor: Editor
    laid: Laid
    locks: tuple[Lock, ...]
    lookup: Lookup
    seen: Seen

    @property
    def is_same_data(self) -> bool:
        """Whether nothing changed since the draft was planned."""
        return self.row.data_version == self.seen.data

    def meeting(self, candidate: str) -> Meeting | None:
        """Return the meeting of a candidate that is held."""
        return next((m for m in self.lookup.meetings if m.candidate == candidate), None)


def read_work(reading: Session, event_id: int, draft_id: int) -> Work:
    """Return a draft of an event, ready for edits.

    Raises
    ------
    NotFoundError
        There is none of this id at this event.
    RefusedError
        The event cannot be planned as it is.
    """
    found = fitted_draft(reading, event_id, draft_id)
    seen = Seen(found.row.version, found.data)
    return Work(found.row, found.editor, found.laid, found.locks, found.lookup, seen)


def make(event_id: int, draft_id: int, seen: int, edit: Edit) -> str:
    """Make an edit, and return what was done.

    Raises
    ------
    RefusedError
        A rule forbids it.
    MeanwhileError
        Somebody else edited the draft since version ``seen``.
    """
    with site().database.read() as reading:
        work = read_work(reading, event_id, draft_id)
        require_seen(reading, work, seen)
    checked = work.editor.check(work.laid, edit)
    if checked.reasons:
        raise RefusedError(f"not possible: {'; '.join(checked.reasons)}")
    words = told(work.editor, work.laid, edit, checked.assignment)
    return _save(work, checked, words)


def release(event_id: int, draft_id: int, seen: int) -> str:
    """Take the meetings out that are not possible any more, and return which.

    Raises
    ------
    RefusedError
        There is none.
    MeanwhileError
        Somebody else edited the draft since version ``seen``.
    """
    with site().database.read() as reading:
        work = read_work(reading, event_id, draft_id)
        require_seen(reading, work, seen)
    if not work.laid.gone:
        raise RefusedError("every meeting of this draft is possible")
    after = edited(
        work.editor.compiled, work.laid, work.laid.assignment, is_same_data=False
    )
    words = released(work.editor, work.laid.gone)
    laid = work.editor.relaid(work.laid, after, work.laid.assignment)
    _write(
        work,
        laid,
        lambda session, draft, plans, at: save_edit(session, draft, plans, words, at),
    )
    return words


def undo(event_id: int, draft_id: int, seen: int) -> str:
    """Undo the last edit, and return what it was.

    Raises
    ------
    RefusedError
        There is none, or the event changed so that it cannot be undone.
    MeanwhileError
        Somebody else edited the draft since version ``seen``.
    """
    return _back_or_forth(event_id, draft_id, seen, is_undo=True)


def redo(event_id: int, draft_id: int, seen: int) -> str:
    """Make the edit again that was undone last, and return what it was.

    Raises
    ------
    RefusedError, MeanwhileError
        As `undo`.
    """
    return _back_or_forth(event_id, draft_id, seen, is_undo=False)


def _back_or_forth(event_id: int, draft_id: int, seen: int, *, is_undo: bool) -> str:
    with site().database.read() as reading:
        work = read_work(reading, event_id, draft_id)
        require_seen(reading, work, seen)
        row = (last_edit if is_undo else next_edit)(reading, draft_id)
    if row is None:
        way = "undo" if is_undo else "redo"
        raise RefusedError(f"there is nothing to {way} in this draft")
    after = _with_patch(work, row, is_undo=is_undo)
    _write(work, after, save_undo if is_undo else save_redo)
    return row.words


def _with_patch(work: Work, row: EditRow, *, is_undo: bool) -> Laid:
    patch = row.before if is_undo else row.after
    laid = work.editor.lay_out(patched(work.laid.plan, patch))
    broken = work.editor.broken_by(work.laid, laid)
    if broken:
        way = "undone" if is_undo else "made again"
        message = f"“{row.words}” cannot be {way}: {'; '.join(broken)}"
        raise RefusedError(message)
    compiled = work.editor.compiled
    after = edited(compiled, laid, laid.assignment, is_same_data=work.is_same_data)
    after = with_proof(after, patch, work.seen.data)
    return work.editor.relaid(laid, after, laid.assignment)


def _save(work: Work, checked: Checked, words: str) -> str:
    after = edited(
        work.editor.compiled,
        work.laid,
        checked.assignment,
        is_same_data=work.is_same_data,
    )
    laid = work.editor.relaid(work.laid, after, checked.assignment)
    _write(
        work,
        laid,
        lambda session, draft, plans, at: save_edit(session, draft, plans, words, at),
    )
    return words


def _write(work: Work, laid: Laid, save: Save) -> None:
    """Save the plan of ``laid``, and keep it at hand for the page that follows."""
    versions: list[int] = []
    plans = work.laid.plan, laid.plan
    draft, cache = work.row.id, site().cache
    write(lambda session: versions.append(save(session, draft, plans, work.seen)))
    # The plan of a large event takes a second to read.
    cache.get(("plan", draft, versions[-1]), lambda: laid.plan)
    cache.get(("laid", draft, versions[-1], work.seen.data), lambda: laid)


def require_seen(reading: Session, work: Work, seen: int) -> None:
    """Refuse to work on a state of the draft that the editor has not seen.

    Raises
    ------
    MeanwhileError
        Somebody else edited it since version ``seen``.
    """
    if work.seen.draft != seen:
        raise MeanwhileError(meanwhile(reading, work.row.id))
