"""Fields of forms as changes of the domain's people, and back as words."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from flask import request

from b4h_scheduler.domain.times import AmbiguousTimeError, local_moment
from b4h_scheduler.files.contacts import email
from b4h_scheduler.files.countries import country_code
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.errors import RefusedError
from web.languages.switch import is_choice

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate

_MOMENT = "%Y-%m-%dT%H:%M"
_PROFILE = ("name", "email", "phone", "role")
_OF_STAFF = ("name", "legal_name", "number", "region", "country")
_HALF = {
    "arrival": mark(
        "the arrival needs both a place and a time: give the other one too"
    ),
    "departure": mark(
        "the departure needs both a place and a time: give the other one too"
    ),
}
FIELD_WORDS = (
    mark("name"),
    mark("email"),
    mark("phone"),
    mark("role"),
    mark("arrival"),
    mark("arrival point"),
    mark("departure"),
    mark("departure point"),
    mark("present from"),
    mark("present until"),
    mark("override reason"),
    mark("is online"),
    mark("offers"),
    mark("seeks"),
    mark("sectors"),
    mark("region"),
    mark("country"),
    mark("kind"),
    mark("is sme"),
    mark("attends"),
    mark("number"),
    mark("legal name"),
    mark("needs"),
    mark("organization"),
    mark("unit"),
    mark("trip"),
    mark("busy"),
)
"""What fields are called where somebody else saved them, or they are refused."""


def seen(name: str = "seen") -> int:
    """Return the version that the form was made from.

    Raises
    ------
    RefusedError
        The form has none: it was not made by this application.
    """
    version = request.form.get(name, type=int)
    if version is None:
        raise RefusedError("the form is not complete: reload the page and try again")
    return version


def delegate_changes(fields: tuple[str, ...] = _PROFILE) -> dict[str, Any]:
    """Return the profile of a form.

    Raises
    ------
    RefusedError
        The mail address is none.
    """
    found = {key: request.form[key].strip() for key in fields if key in request.form}
    if found.get("email"):
        found["email"] = address_of(found["email"])
    return found


def organization_changes(*, is_staff: bool) -> dict[str, Any]:
    """Return an organization's fields of a form; kind and region only from staff.

    Raises
    ------
    RefusedError
        No country is called so.
    """
    form = request.form
    texts = ("offers", "seeks", *(_OF_STAFF if is_staff else ()))
    changes: dict[str, Any] = {key: form[key].strip() for key in texts if key in form}
    if changes.get("country"):
        changes["country"] = _country(changes["country"])
    for key in ("sectors", *(("needs",) if is_staff else ())):
        if key in form:
            parts = [part.strip() for part in form[key].split(";")]
            changes[key] = [part for part in parts if part]
    if is_staff:
        changes |= {key: form[key] for key in ("kind", "attends") if key in form}
        if "is_sme" in form:
            changes["is_sme"] = {"yes": True, "no": False}.get(form["is_sme"])
    return changes


def address_of(text: str) -> str:
    """Return a mail address as it was typed, without what programs put around it.

    Raises
    ------
    RefusedError
        It is none.
    """
    try:
        return email(text)
    except CellError as error:
        raise RefusedError(
            Sentence(
                "{text!r} is no mail address: write it as name@example.org",
                text=text[:60],
            )
        ) from error


def _country(text: str) -> str:
    try:
        return country_code(text)
    except CellError as error:
        raise RefusedError(
            Sentence(
                "{text!r} is no country: write its name, or a code such as DE",
                text=text[:30],
            )
        ) from error


def trip_changes(settings: Event) -> dict[str, Any]:
    """Return the trip of a form; times are those of the event's clocks.

    Raises
    ------
    RefusedError
        A time is none, or ambiguous because clocks change; no session is ticked.
    """
    if "arrival" not in request.form:
        return {}
    zone = settings.zone_info
    trip: dict[str, Any] = {}
    for way in ("arrival", "departure"):
        moment = moment_of(request.form.get(way, ""), zone)
        point = request.form.get(f"{way}_point", "")
        if (moment is None) != (not point):
            raise RefusedError(_HALF[way])
        trip[way], trip[f"{way}_point"] = moment, point or None
    for bound in ("present_from", "present_until"):
        if bound in request.form:
            trip[bound] = moment_of(request.form[bound], zone)
    if "override_reason" in request.form:
        trip["override_reason"] = request.form["override_reason"].strip()
    changes = {"trip": trip, "is_online": request.form.get("is_online") == "yes"}
    return changes | _sessions_changes(settings)


def _sessions_changes(settings: Event) -> dict[str, Any]:
    """Return the sessions ticked; all of them: whichever there will be."""
    if request.form.get("asks_sessions") != "yes":
        return {}
    chosen = [
        each.id
        for each in settings.sessions
        if request.form.get(f"session-{each.id}") == "yes"
    ]
    if not chosen:
        raise RefusedError("tick at least one session")
    return {"sessions": None if len(chosen) == len(settings.sessions) else chosen}


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment of a date and time field.

    Raises
    ------
    RefusedError
        It is none.
    """
    if not text.strip():
        return None
    try:
        wall = datetime.fromisoformat(text.strip())
    except ValueError:
        raise RefusedError(
            Sentence(
                "{text!r} is no date and time: write 2026-11-26T09:30", text=text[:30]
            )
        ) from None
    try:
        day, clock = date(wall.year, wall.month, wall.day), time(wall.hour, wall.minute)
        return local_moment(day, clock, zone)
    except AmbiguousTimeError as error:
        raise RefusedError(error.args[0]) from error


def trip_words(delegate: Delegate, settings: Event) -> dict[str, str]:
    """Return profile and trip as the fields of a form show them."""
    trip, zone = delegate.trip, settings.zone_info
    moments = ("arrival", "departure", "present_from", "present_until")
    words = {key: _wall(getattr(trip, key), zone) for key in moments} | {
        f"session-{each.id}": "yes"
        for each in settings.sessions
        if delegate.sessions is None or each.id in delegate.sessions
    }
    return words | {
        "name": delegate.name,
        "email": delegate.email,
        "phone": delegate.phone,
        "role": delegate.role,
        "arrival_point": trip.arrival_point or "",
        "departure_point": trip.departure_point or "",
        "override_reason": trip.override_reason,
        "is_online": "yes" if delegate.is_online else "",
    }


def version_seen(version: int, name: str = "seen") -> int:
    """Return the version that a form says it shows.

    It stays what it was while only the language of the page changes, so that what
    others saved meanwhile is still noticed.
    """
    return request.form.get(name, version, int) if is_choice() else version


def _wall(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else moment.astimezone(zone).strftime(_MOMENT)
