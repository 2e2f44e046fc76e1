"""What was typed beside what is stored, where somebody else saved it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request

from web.languages.switch import is_choice
from web.languages.texts import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.event import Event


def was_saved_meanwhile(version: int, name: str = "seen") -> bool:
    """Whether a form was made from another version than what is stored now."""
    return not is_choice() and request.form.get(name, type=int) != version


def differing(
    stored: Mapping[str, object],
    *,
    is_stale: bool,
    boxes: Mapping[str, str] | None = None,
) -> tuple[tuple[str, str, str], ...]:
    """Return the fields whose stored value is not what was typed.

    Parameters
    ----------
    stored
        Values by the name of their field.
    is_stale
        Whether somebody else saved meanwhile; otherwise nothing is told.
    boxes
        Fields that a form leaves out where they are not ticked, with their titles.
    """
    if not is_stale:
        return ()
    titles = boxes or {}
    told = [
        (gettext(key.replace("_", " ")), str(stored[key] or ""), typed)
        for key, typed in request.form.items()
        if key in stored
        and key not in titles
        and str(stored[key] or "").strip() != typed.strip()
    ]
    told += [
        (title, _ticked(stored.get(key)), _ticked(request.form.get(key)))
        for key, title in titles.items()
        if _ticked(stored.get(key)) != _ticked(request.form.get(key))
    ]
    if not told:
        flash(gettext("Somebody else saved exactly this meanwhile."), "success")
    return tuple(told)


def trip_boxes(settings: Event) -> dict[str, str]:
    """Return the boxes that the form of a trip has, with their titles."""
    found: dict[str, str] = {}
    if "arrival" in request.form:
        found["is_online"] = gettext("is online")
    if request.form.get("asks_sessions") == "yes":
        title = gettext("Sessions attended")
        found |= {
            f"session-{each.id}": f"{title}: {each.name}" for each in settings.sessions
        }
    return found


def _ticked(value: object) -> str:
    return gettext("yes") if value == "yes" else gettext("no")
