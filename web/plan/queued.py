"""A run of any kind on pages: queued, found, told in which state it is, stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect
from sqlalchemy import select

from b4h_scheduler.jobs.runs import RunState, ask_cancel, run_row
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.schema_plans import RunRow
from web.change import SEE_OTHER, change, sentence, write
from web.languages.texts import gettext, mark
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session
    from werkzeug.wrappers import Response

ACTIVE = frozenset({RunState.QUEUED, RunState.RUNNING})
_STATES: dict[str, str] = {
    RunState.QUEUED: mark("waiting for its turn"),
    RunState.RUNNING: mark("being worked out"),
    RunState.DONE: mark("done"),
    RunState.CANCELED: mark("canceled"),
    RunState.FAILED: mark("failed"),
}


def queue(
    work: Callable[[Session], int], *, shown: Callable[[int], str], refused: str
) -> Response:
    """Queue a run, wake who works on it, and go to its page.

    Parameters
    ----------
    work
        Queues it and returns its number.
    shown
        Gives the address of the page of a run.
    refused : str
        Where to go if it is refused.
    """
    try:
        run_id = write(work)
    except RefusedError as error:
        flash(sentence(error), "danger")
        return redirect(refused, SEE_OTHER)
    site().wake()
    return redirect(shown(run_id), SEE_OTHER)


def latest(reading: Session, event_id: int, kind: str, most: int) -> Iterable[RunRow]:
    """Return the last runs of a kind, the newest first."""
    query = select(RunRow).where(RunRow.event_id == event_id, RunRow.kind == kind)
    return reading.scalars(query.order_by(RunRow.id.desc()).limit(most))


def of_event(session: Session, event_id: int, kind: str, run_id: int) -> RunRow:
    """Return a run.

    Raises
    ------
    NotFoundError
        There is none of this kind at the event.
    """
    row = run_row(session, run_id)
    if row.event_id != event_id or row.kind != kind:
        raise NotFoundError("there is no such run at this event")
    return row


def state_words(row: RunRow) -> str:
    """Return in which state a run is, in the page's language."""
    return gettext(_STATES[row.state])


def stop(event_id: int, kind: str, run_id: int, *, done: str, to: str) -> Response:
    """Ask a run to stop, and go to a page."""

    def work(writing: Session) -> None:
        of_event(writing, event_id, kind, run_id)
        ask_cancel(writing, run_id)

    return change(work, done=done, to=to)
