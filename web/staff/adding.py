"""One organization or one delegate more, typed by staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from sqlalchemy import select

from b4h_scheduler.domain.people import Attends, Kind
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store import adding
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.schema_event import OrganizationRow
from web.change import SEE_OTHER, as_sentence, sentence, write
from web.forms import delegate_changes, organization_changes, trip_changes
from web.languages.switch import is_choice
from web.languages.texts import gettext, told
from web.readings import read_settings
from web.site import site
from web.staff.frame import page
from web.staff.people import delegate_choices, organization_choices, people
from web.staff.person_fields import person_changes
from web.visitor import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event

    Form = Callable[[Session, int, Mapping[str, str], "Told"], str]
    """Makes the page of a form: of what event, with which values and words."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a form says above its fields.

    Attributes
    ----------
    faults
        Nothing can be added before these are mended.
    doubts
        It is added once the visitor is sure in spite of these.
    """

    faults: Sequence[str] = ()
    doubts: Sequence[str] = ()

    @property
    def is_in_the_way(self) -> bool:
        """Whether the form is shown again."""
        return bool(self.faults) or (
            bool(self.doubts) and request.form.get("sure") != "yes"
        )

    @property
    def status(self) -> int:
        """Of the answer in which it stands."""
        return 400 if self.faults else 409


_NOTHING = Told()


@people.get("/events/<int:event_id>/new-organization")
def new_organization(event_id: int) -> ResponseReturnValue:
    """Show the form of an organization."""
    with site().database.read() as reading:
        region = next(iter(sorted(visitor().regions(event_id) or ())), "")
        first = {"kind": Kind.COMPANY, "attends": Attends.TOGETHER, "region": region}
        return _organization_page(reading, event_id, first)


@people.post("/events/<int:event_id>/new-organization")
def add_organization(event_id: int) -> ResponseReturnValue:
    """Add an organization, unless something is wrong or doubtful."""
    with site().database.read() as reading:
        if is_choice():
            return _organization_page(reading, event_id, request.form)
        content, said = _organization_typed(reading, event_id)
        if said.is_in_the_way:
            return _again(reading, event_id, _organization_page, said)
    try:
        key = write(lambda s: adding.add_organization(s, event_id, content).key)
    except RefusedError as error:
        return _refused(event_id, _organization_page, error)
    flash(gettext("Added. Now say who comes."), "success")
    to = url_for("people.show_organization", event_id=event_id, key=key)
    return redirect(to, SEE_OTHER)


@people.get("/events/<int:event_id>/new-delegate")
def new_delegate(event_id: int) -> ResponseReturnValue:
    """Show the form of a delegate, perhaps for an organization that is known."""
    with site().database.read() as reading:
        settings = read_settings(reading, event_id)
        first = {
            "organization": request.args.get("organization", ""),
            "language": next(iter(settings.languages), "en"),
        } | {f"session-{each.id}": "yes" for each in settings.sessions}
        return _delegate_page(reading, event_id, first)


@people.post("/events/<int:event_id>/new-delegate")
def add_delegate(event_id: int) -> ResponseReturnValue:
    """Add a delegate, unless something is wrong or doubtful."""
    with site().database.read() as reading:
        if is_choice():
            return _delegate_page(reading, event_id, request.form)
        content, said = _delegate_typed(reading, event_id)
        if said.is_in_the_way:
            return _again(reading, event_id, _delegate_page, said)
    try:
        row = write(lambda s: adding.add_delegate(s, event_id, content))
    except RefusedError as error:
        return _refused(event_id, _delegate_page, error)
    flash(gettext("{name} is added.", name=row.name), "success")
    to = url_for("people.show", event_id=event_id, key=row.key)
    return redirect(to, SEE_OTHER)


def _refused(event_id: int, form: Form, error: RefusedError) -> ResponseReturnValue:
    """Show a form again after nothing could be added, and say why."""
    with site().database.read() as reading:
        return _again(reading, event_id, form, Told(_sentences(error)))


def _again(
    reading: Session, event_id: int, form: Form, said: Told
) -> ResponseReturnValue:
    """Show a form again as it was typed, with words above it."""
    return form(reading, event_id, request.form, said), said.status


def _organization_typed(reading: Session, event_id: int) -> tuple[dict[str, Any], Told]:
    content, faults = _read(lambda: organization_changes(is_staff=True))
    regions = visitor().regions(event_id)
    if regions is not None and content.get("region") not in regions:
        faults.append(gettext("Choose one of the regions that you look after."))
    if faults:
        return content, Told(faults)
    try:
        organization = adding.new_organization(reading, event_id, content)
    except FieldsError as error:
        return content, Told(_sentences(error))
    doubts = [
        Sentence("{name} is here already ({why})", name=each.known.name, why=each.why)
        for each in adding.organizations_alike(reading, event_id, organization)
    ]
    return content, Told(doubts=doubts)


def _delegate_typed(reading: Session, event_id: int) -> tuple[dict[str, Any], Told]:
    settings = read_settings(reading, event_id)
    content, faults = _read(
        delegate_changes,
        lambda: trip_changes(settings),
        lambda: person_changes(request.form),
    )
    content["organization"] = request.form.get("organization", "")
    content["unit"] = request.form.get("unit") or None
    known = {row.key for row in _organizations(reading, event_id)}
    if content["organization"] not in known:
        faults.append(gettext("Choose the organization that the delegate comes for."))
    if faults:
        return content, Told(faults)
    try:
        delegate = adding.new_delegate(reading, event_id, content)
    except FieldsError as error:
        return content, Told(_sentences(error))
    return content, Told(doubts=adding.doubts_about(reading, event_id, delegate))


def _read(*readers: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """Return what several parts of a form say, and what is wrong with each."""
    content: dict[str, Any] = {}
    faults: list[str] = []
    for reader in readers:
        try:
            content |= reader()
        except RefusedError as error:
            faults.append(sentence(error))
    return content, faults


def _sentences(error: RefusedError) -> list[str]:
    """Return each fault after the name of its field."""
    if not isinstance(error, FieldsError):
        return [sentence(error)]
    found = []
    for where, text in error.faults:
        name = gettext(str(where[0]).replace("_", " ")) if where else ""
        words = told(text)
        found.append(as_sentence(f"{name}: {words}" if name else words))
    return found


def _organizations(reading: Session, event_id: int) -> list[OrganizationRow]:
    """Return those that the visitor may add somebody to."""
    query = select(OrganizationRow).where(OrganizationRow.event_id == event_id)
    regions = visitor().regions(event_id)
    if regions is not None:
        query = query.where(OrganizationRow.region.in_(sorted(regions)))
    return list(reading.scalars(query.order_by(OrganizationRow.name)))


def _organization_page(
    reading: Session, event_id: int, values: Mapping[str, str], said: Told = _NOTHING
) -> str:
    return page(
        reading,
        event_id,
        "staff/new_organization.html",
        values=values,
        said=said,
        regions=[(each, each) for each in sorted(visitor().regions(event_id) or ())],
        **organization_choices(),
    )


def _delegate_page(
    reading: Session, event_id: int, values: Mapping[str, str], said: Told = _NOTHING
) -> str:
    settings: Event = read_settings(reading, event_id)
    organizations = _organizations(reading, event_id)
    return page(
        reading,
        event_id,
        "staff/new_delegate.html",
        values=values,
        said=said,
        organizations=[("", "–"), *((row.key, row.name) for row in organizations)],
        units=[
            (unit["id"], f"{row.name}: {unit['name']}")
            for row in organizations
            for unit in row.content["units"]
        ],
        **delegate_choices(settings, values.get("language", "")),
    )
