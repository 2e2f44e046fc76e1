"""Locks set and taken away beside the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from b4h_scheduler.planning.locks import Holds, lock_of, lock_words
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.locks import remove_lock, set_lock
from web.change import write
from web.draft_views import fitted_draft
from web.forms import seen
from web.languages.texts import gettext, told
from web.plan.edit_answer import answer, board
from web.plan.edit_board import pair
from web.plan.edit_work import require_seen
from web.site import site

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

edit_locks = Blueprint("edit_locks", __name__)


@edit_locks.post("/events/<int:event_id>/drafts/<int:draft_id>/edit/lock")
def lock(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Lock a meeting of the draft as it is."""
    candidate = request.form.get("candidate", "")

    def work() -> str:
        with site().database.read() as reading:
            found = fitted_draft(reading, event_id, draft_id)
            require_seen(reading, found, seen())
        meeting = found.meeting(candidate)
        if meeting is None:
            raise NotFoundError("this meeting is not in the draft (any more)")
        given = request.form.get("holds", Holds.TIME)
        if given not in set(Holds):
            raise RefusedError("choose what the lock holds")
        made, name = lock_of(meeting, Holds(given)), pair(found, meeting.sides)
        write(lambda writing: set_lock(writing, event_id, made, name))
        return gettext(
            "{name} is locked ({holds}): every plan keeps that, and so does every edit",
            name=name,
            holds=told(lock_words(made)),
        )

    return answer(work, board(event_id, draft_id, candidate))


@edit_locks.post("/events/<int:event_id>/drafts/<int:draft_id>/edit/unlock")
def unlock(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Take a lock of the event away."""
    candidate = request.form.get("candidate", "")

    def work() -> str:
        write(lambda writing: remove_lock(writing, event_id, candidate))
        return gettext("unlocked")

    return answer(work, board(event_id, draft_id, candidate))
