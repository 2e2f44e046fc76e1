"""A draft under the hands of an editor: read, changed, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.edit_log import released, told
from b4h_scheduler.planning.edited import Standing, edited
from b4h_scheduler.planning.edits import Checked, Put
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.drafts import draft_row
from b4h_scheduler.store.edits import (
    MeanwhileError,
    last_edit,
    meanwhile,
    next_edit,
    save_edit,
    save_redo,
    save_undo,
)
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.plan_patches import patched, with_proof
from web.change import write
from web.draft_plans import keep_plan
from web.draft_views import fitted_draft
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.planning.edits import Edit, Laid
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.edits import Seen
    from b4h_scheduler.store.schema_edits import EditRow
    from web.draft_views import FittedDraft

    Save = Callable[[Session, int, tuple[Plan, Plan], Seen], int]


@collector_paused()
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
        work = fitted_draft(reading, event_id, draft_id)
        require_seen(reading, work, seen)
    _require_change(work, edit)
    checked = work.editor.check(work.laid, edit)
    if checked.reasons:
        raise RefusedError(
            Sentence("not possible: {reasons}", reasons="; ".join(checked.reasons))
        )
    words = told(work.editor, work.laid, edit, checked.assignment)
    same = work.is_same_data
    return _save(work, checked, words, is_same_data=same)


def _require_change(work: FittedDraft, edit: Edit) -> None:
    """Refuse to move a meeting to where it is: there would be nothing to undo.

    Raises
    ------
    RefusedError
        The edit changes nothing.
    """
    if not isinstance(edit, Put):
        return
    held = work.meeting(edit.candidate)
    if held is not None and (held.slot, held.table) == (edit.slot, edit.table):
        raise RefusedError("the meeting is there already")


@collector_paused()
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
        work = fitted_draft(reading, event_id, draft_id)
        require_seen(reading, work, seen)
    if not work.laid.gone:
        raise RefusedError("every meeting of this draft is possible")
    words = released(work.editor, work.laid.gone)
    rest = Checked(work.laid.assignment, ())
    return _save(work, rest, words, is_same_data=False)


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


@collector_paused()
def _back_or_forth(event_id: int, draft_id: int, seen: int, *, is_undo: bool) -> str:
    with site().database.read() as reading:
        work = fitted_draft(reading, event_id, draft_id)
        require_seen(reading, work, seen)
        row = (last_edit if is_undo else next_edit)(reading, draft_id)
    if row is None:
        if is_undo:
            raise RefusedError("there is nothing to undo in this draft")
        raise RefusedError("there is nothing to redo in this draft")
    after = _with_patch(work, row, is_undo=is_undo)
    _write(work, after, save_undo if is_undo else save_redo)
    return row.words


def _with_patch(work: FittedDraft, row: EditRow, *, is_undo: bool) -> Laid:
    patch = row.before if is_undo else row.after
    laid = work.editor.lay_out(patched(work.laid.plan, patch), work.laid)
    broken = work.editor.broken_by(work.laid, laid)
    if broken:
        template = (
            mark("“{words}” cannot be undone: {reasons}")
            if is_undo
            else mark("“{words}” cannot be made again: {reasons}")
        )
        reasons = "; ".join(broken)
        raise RefusedError(Sentence(template, words=row.words, reasons=reasons))
    after = _edited(
        work, laid, Checked(laid.assignment, ()), is_same_data=work.is_same_data
    )
    after = with_proof(after, patch, work.seen.data)
    return work.editor.relaid(laid, after, laid.assignment)


def _save(
    work: FittedDraft, checked: Checked, words: str, *, is_same_data: bool
) -> str:
    after = _edited(work, work.laid, checked, is_same_data=is_same_data)
    laid = work.editor.relaid(work.laid, after, checked.assignment)
    mark = _write(
        work,
        laid,
        lambda session, draft, plans, at: save_edit(session, draft, plans, words, at),
    )
    if mark and not is_same_data:
        # What was worked out on the changed event already fits it.
        key = ("standing", work.row.event_id, mark, work.planned)
        site().cache.get(key, lambda: Standing(laid, after.meetings))
    return words


def _edited(
    work: FittedDraft, laid: Laid, checked: Checked, *, is_same_data: bool
) -> Plan:
    return edited(
        work.editor.compiled,
        laid,
        checked.assignment,
        is_same_data=is_same_data,
        before=None if is_same_data else work.standing,
    )


def _write(work: FittedDraft, laid: Laid, save: Save) -> str:
    """Save the plan of ``laid``, and keep it at hand for the page that follows.

    Returns
    -------
    str
        The mark of the draft's new plan; empty if somebody changed it since.
    """
    plans = work.laid.plan, laid.plan
    draft, event_id = work.row.id, work.row.event_id
    version = write(lambda session: save(session, draft, plans, work.seen))
    with site().database.read() as reading:
        row = draft_row(reading, draft)
        if row.version != version:
            return ""
        mark = keep_plan(reading, row, laid.plan)
    site().cache.get(("laid", event_id, mark, work.planned), lambda: laid)
    return mark


def require_seen(reading: Session, work: FittedDraft, seen: int) -> None:
    """Refuse to work on a state of the draft that the editor has not seen.

    Raises
    ------
    MeanwhileError
        Somebody else edited it since version ``seen``.
    """
    if work.seen.draft != seen:
        raise MeanwhileError(meanwhile(reading, work.row.id))
