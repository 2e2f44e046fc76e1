"""A plan is released as its preview showed it, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from sqlalchemy import select

from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.releases.examining import examine_draft, examine_rollback
from b4h_scheduler.releases.release import publish
from b4h_scheduler.sentence import said_by
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.errors import RefusedError, StoreError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.revisions import latest_number
from b4h_scheduler.store.schema_plans import DraftRow
from web.change import SEE_OTHER, sentence, write
from web.languages.texts import gettext
from web.readings import release_readers
from web.released import kept_once_it_stands
from web.site import site
from web.visitor import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.releases.examining import Readers
    from b4h_scheduler.releases.ready import Ready


def examined(
    reading: Session,
    event_id: int,
    *,
    draft_id: int | None = None,
    number: int | None = None,
) -> Ready:
    """Return a draft, or an earlier revision by its number, ready to be released.

    Raises
    ------
    RefusedError
        The event cannot be planned as it is, or there is nothing to go back from.
    NotFoundError
        There is no such event, draft or revision.
    """
    event_row(reading, event_id)
    readers = release_readers()
    try:
        if draft_id is not None:
            return _examined_draft(reading, event_id, draft_id, readers)
        return _examined_rollback(reading, event_id, number or 0, readers)
    except PlanningError as error:
        raise RefusedError(said_by(error)) from error


def _examined_draft(
    reading: Session, event_id: int, draft_id: int, readers: Readers
) -> Ready:
    """Return a draft ready to be released; what its preview found still holds."""

    def make() -> Ready:
        return examine_draft(reading, event_id, draft_id, readers=readers)

    # Without the plan, which is long.
    version = reading.scalar(select(DraftRow.version).where(DraftRow.id == draft_id))
    data, latest = data_version(reading, event_id), latest_number(reading, event_id)
    return _kept(("ready", event_id, draft_id, version, data, latest), make)


def _examined_rollback(
    reading: Session, event_id: int, number: int, readers: Readers
) -> Ready:
    """Return a revision ready to be released again, as its preview found it."""

    def make() -> Ready:
        return examine_rollback(reading, event_id, number, readers=readers)

    data, latest = data_version(reading, event_id), latest_number(reading, event_id)
    return _kept(("ready back", event_id, number, data, latest), make)


def _kept(key: Hashable, make: Callable[[], Ready]) -> Ready:
    """Return what was found before, while it is true; else look again."""
    ready = site().cache.get(key, make)
    return ready if now() < ready.holds_until else make()


def release_shown(
    read: Callable[[Session], tuple[Ready, str]], *, back: str
) -> ResponseReturnValue:
    """Release what the form was shown with; or say why not, on the page ``back``.

    Parameters
    ----------
    read : callable
        Returns the plan as it is now, and the note of the revision.
    """
    try:
        with site().cache.making():  # also while the session's rows are let go
            ready = _released(read)
    except StoreError as error:
        flash(sentence(error), "danger")
        return redirect(back, SEE_OTHER)
    site().wake_mail()
    done = gettext("Revision {number} is released.", number=ready.plan.revision)
    flash(done, "success")
    to = url_for("releases.show", event_id=ready.event_id, number=ready.plan.revision)
    return redirect(to, SEE_OTHER)


def _released(read: Callable[[Session], tuple[Ready, str]]) -> Ready:
    """Release what the form was shown with, and return it."""
    with site().database.read() as reading:
        ready, note = read(reading)
    if request.form.get("seen", "") != seen_of(ready):
        raise RefusedError("something changed meanwhile: this is how it is now")
    author = visitor().actor

    def work(writing: Session) -> Callable[[], None]:
        publish(writing, ready, note=note, author=author)
        return kept_once_it_stands(writing, ready)

    write(work)()
    return ready


def seen_of(ready: Ready) -> str:
    """Return what a preview depends on: it is released only as it was shown."""
    draft = "" if ready.draft is None else ready.draft[1]
    return f"{ready.plan.revision}-{ready.data}-{draft}"
