"""A draft edited by hand: forms that work with keyboard, mouse and touch alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for
from pydantic import ValidationError

from b4h_scheduler.domain.ids import CandidateId, SlotId, TableId
from b4h_scheduler.finding.search import words_of
from b4h_scheduler.jobs.runs import RunOptions, submit
from b4h_scheduler.planning.edits import Drop, Put, Swap
from b4h_scheduler.planning.locks import impossible, lock_words
from b4h_scheduler.planning.targets import Finder
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.drafts import draft_of, num_changed_since
from b4h_scheduler.store.edits import edit_state, edits_of, last_edit, next_edit
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.objections import num_open
from b4h_scheduler.store.revisions import latest_revision
from web.draft_views import fitted_draft
from web.forms import seen
from web.languages.texts import gettext, mark, told
from web.plan import edit_board, queued
from web.plan.edit_answer import answer, board
from web.plan.edit_work import make, redo, release, undo
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.times import Session as EventSession
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.domain.wishes import Candidate, Side
    from b4h_scheduler.planning.edits import Edit
    from web.draft_views import FittedDraft

edit = Blueprint("edit", __name__)
MOST_ROWS = 60
"""With more tables, only those where the picked meeting can go are shown."""
MOST_WISHES = 25
MOST_EDITS = 20
HOLDS = (
    ("time", mark("pair and time")),
    ("all", mark("pair, time and table")),
    ("table", mark("pair and table")),
    ("pair", mark("the pair only")),
)


@edit.get("/events/<int:event_id>/drafts/<int:draft_id>/edit")
def show(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show the board with what can be done."""
    with site().database.read() as reading:
        work = fitted_draft(reading, event_id, draft_id)
        candidate = _picked(work)
        session, slots = _session(work, candidate)
        return page(
            reading,
            event_id,
            "plan/edit.html",
            draft=work.row,
            session=session,
            sessions=work.lookup.event.sessions,
            slots=slots,
            holds=[(key, gettext(words)) for key, words in HOLDS],
            q=request.args.get("q", ""),
            wish=request.args.get("wish", ""),
            num_changed=num_changed_since(reading, work.row),
            num_objections=num_open(reading, draft_id),
            last=last_edit(reading, draft_id),
            next=next_edit(reading, draft_id),
            edits=edits_of(reading, draft_id, MOST_EDITS),
            zone=work.lookup.event.zone_info,
            **_state(work),
            **_board(work, slots, candidate),
            **_wishes(work),
        )


@edit.post("/events/<int:event_id>/drafts/<int:draft_id>/edit")
def apply(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Move, add, swap or drop a meeting."""

    def work() -> str:
        return make(event_id, draft_id, seen(), _edit(event_id, draft_id))

    pick = "" if "drop" in request.form else request.form.get("candidate", "")
    return answer(work, board(event_id, draft_id, pick))


@edit.get("/events/<int:event_id>/drafts/<int:draft_id>/edit/targets")
def targets(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Give every place of a session with what forbids it, for dragging."""
    with site().database.read() as reading:
        work = fitted_draft(reading, event_id, draft_id)
        candidate = _picked(work)
        if candidate is None:
            return {}
        _, slots = _session(work, None)
        number = {slot.id: slot.index for slot in slots}
        found = Finder(work.editor, work.laid, candidate.id).tables(number)
    return {
        f"{number[slot]}|{table}": {
            "reasons": [told(each) for each in target.reasons],
            "own": target.is_own,
            "swap": target.swap_with,
            "swapReasons": None
            if target.swap_reasons is None
            else [told(each) for each in target.swap_reasons],
        }
        for (slot, table), target in found.items()
    }


@edit.post("/events/<int:event_id>/drafts/<int:draft_id>/edit/undo")
def take_back(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Undo the last edit."""

    def work() -> str:
        words = undo(event_id, draft_id, seen())
        return gettext("undone: {words}", words=told(words))

    return answer(work, board(event_id, draft_id))


@edit.post("/events/<int:event_id>/drafts/<int:draft_id>/edit/redo")
def make_again(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Make the edit again that was undone last."""

    def work() -> str:
        words = redo(event_id, draft_id, seen())
        return gettext("made again: {words}", words=told(words))

    return answer(work, board(event_id, draft_id))


@edit.post("/events/<int:event_id>/drafts/<int:draft_id>/edit/release")
def let_go(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Take out the meetings that are not possible any more."""
    to = board(event_id, draft_id)
    return answer(lambda: release(event_id, draft_id, seen()), to)


@edit.post("/events/<int:event_id>/drafts/<int:draft_id>/edit/improve")
def improve(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Queue a run that improves the rest around the locks."""

    def submitted(writing: Session) -> int:
        row = draft_of(writing, event_id, draft_id)
        _refuse_after_release(writing, event_id)
        options = _options(row.name, draft_id, edit_state(writing, draft_id))
        return submit(writing, event_id, options)

    return queued.queue(
        submitted,
        shown=lambda run_id: url_for("runs.show", event_id=event_id, run_id=run_id),
        refused=board(event_id, draft_id),
    )


def _refuse_after_release(writing: Session, event_id: int) -> None:
    """Once a plan is released, a run has to start from it, not from nothing."""
    if latest_revision(writing, event_id) is not None:
        raise RefusedError(
            "a plan is released already: start a run from it on the page Plans; it "
            "keeps your locks, too"
        )


def _options(name: str, draft_id: int, state: str) -> RunOptions:
    seconds = request.form.get("seconds", "").strip()
    try:
        return RunOptions.model_validate(
            {
                "name": gettext("{name}, improved", name=name)[:100],
                "time_limit_s": seconds or None,
                "workers": site().settings.solver_workers,
                "draft_id": draft_id,
                "is_sparing": request.form.get("moving") != "everything",
                "draft_state": state,
            }
        )
    except ValidationError as error:
        raise RefusedError(
            Sentence(
                "the time limit is a number of seconds above 0, not {seconds!r}",
                seconds=seconds,
            )
        ) from error


def _edit(event_id: int, draft_id: int) -> Edit:
    """Return the edit of the form.

    Raises
    ------
    RefusedError
        It has none.
    """
    form = request.form
    candidate = CandidateId(form.get("candidate", ""))
    if "drop" in form:
        return Drop(candidate)
    if form.get("swap"):
        return Swap(candidate, CandidateId(form["swap"]))
    slot, _, table = form.get("to", "").partition("|")
    with site().database.read() as reading:
        slots = fitted_draft(reading, event_id, draft_id).lookup.event.slots
    if not slot.isdecimal() or int(slot) >= len(slots):
        raise RefusedError("choose a place on the board")
    return Put(candidate, SlotId(slots[int(slot)].id), TableId(table) or None)


def _picked(work: FittedDraft) -> Candidate | None:
    """Return the candidate of the address; None: nothing is picked."""
    asked = request.args.get("pick", "")
    gathered = work.editor.compiled.gathered
    found = next((each for each in gathered if each.id == asked), None)
    return None if found is None else found.candidate


def _session(
    work: FittedDraft, candidate: Candidate | None
) -> tuple[EventSession, list[Slot]]:
    """Return the session asked for, else the picked meeting's, else the first."""
    event: Event = work.lookup.event
    asked = request.args.get("session", "")
    meeting = None if candidate is None else work.meeting(candidate.id)
    if not asked and meeting is not None:
        asked = next(slot.session for slot in event.slots if slot.id == meeting.slot)
    ordered = sorted(event.sessions, key=lambda session: session.start.timestamp())
    session = next((each for each in ordered if each.id == asked), ordered[0])
    return session, [slot for slot in event.slots if slot.session == session.id]


def _board(
    work: FittedDraft, slots: list[Slot], candidate: Candidate | None
) -> dict[str, Any]:
    targets = picked = None
    if candidate is not None:
        sides: tuple[Side, Side] = candidate.sides
        picked = edit_board.pick(work, candidate.id, sides, slots)
        finder = Finder(work.editor, work.laid, candidate.id)
        targets = finder.tables(slot.id for slot in slots)
    found = edit_board.rows(work, slots, targets)
    num_all = len(found)
    wanted = words_of(request.args.get("q", ""))
    if wanted:
        found = [row for row in found if _has(wanted, row)]
    elif picked is not None and num_all > MOST_ROWS and "all" not in request.args:
        found = [row for row in found if _is_of_use(row)]
    return {
        "picked": picked,
        "rows": found,
        "num_all": num_all,
        "online": edit_board.online(work, slots),
    }


def _is_of_use(row: edit_board.Row) -> bool:
    """Whether the picked meeting is at this table, or can be put there."""
    found = (cell.target for cell in row.cells if cell.target is not None)
    return any(t.is_own or not t.reasons or t.swap_reasons == () for t in found)


def _has(wanted: list[str], row: edit_board.Row) -> bool:
    text = " ".join((row.label, row.zone, *(h.text for c in row.cells for h in c.held)))
    return _is_begun(wanted, text)


def _state(work: FittedDraft) -> dict[str, Any]:
    """What an editor has to know of a draft that the event has left behind."""
    editor, laid = work.editor, work.laid
    cannot = {
        each.lock.candidate: each.reason
        for each in impossible(editor.compiled, work.locks)
    }
    return {
        "gone": [
            (
                edit_board.pair(work, g.meeting.sides),
                _was(work, g.meeting),
                told(g.reason),
            )
            for g in laid.gone
        ],
        "broken": [told(each) for each in editor.broken_words(laid)],
        "locks": [
            {
                "candidate": lock.candidate,
                "name": edit_board.pair(work, lock.sides),
                "holds": told(lock_words(lock)),
                "reason": told(cannot.get(lock.candidate, "")),
                "is_kept": lock.candidate not in cannot
                and editor.keeps(
                    laid.assignment, lock, editor.encoder.number[lock.candidate]
                ),
            }
            for lock in work.locks
        ],
    }


def _was(work: FittedDraft, meeting: Any) -> str:  # noqa: ANN401
    return edit_board.where(work, meeting)


def _wishes(work: FittedDraft) -> dict[str, Any]:
    """Return the strongest wishes that are not met, filtered by words."""
    wanted = words_of(request.args.get("wish", ""))
    found = work.left_out
    if wanted:
        found = [
            (candidate, sides)
            for candidate, sides in found
            if _is_begun(wanted, edit_board.pair(work, sides))
        ]
    unmet = work.unmet([candidate for candidate, _ in found[:MOST_WISHES]])
    shown = [
        (
            each.candidate,
            edit_board.pair(work, each.candidate.sides),
            [told(reason.text) for reason in each.reasons],
        )
        for each in unmet
    ]
    return {"wishes": shown, "num_wishes": len(found)}


def _is_begun(wanted: list[str], text: str) -> bool:
    """Whether every word that is wanted begins one of a text."""
    words = words_of(text)
    return all(any(each.startswith(word) for each in words) for word in wanted)
