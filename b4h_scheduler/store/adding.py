"""Staff adds one organization or one delegate, checked as files are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz
from sqlalchemy import select

from b4h_scheduler.domain.people import Delegate, Organization
from b4h_scheduler.files.contacts import phone_form
from b4h_scheduler.files.text_cells import lookup_key
from b4h_scheduler.finding.near import near
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.admission import known_organizations
from b4h_scheduler.store.enrolling import NEW, enroll_delegate, enroll_organization
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.field_faults import FieldsError, accepted
from b4h_scheduler.store.names import (
    names_of,
    organization_numbered,
    organization_with,
)
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.places import full_for
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.trips import unknown_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.finding.near import Near
    from b4h_scheduler.store.field_faults import Where

_ALIKE = 90
"""Percent from which the names of two people are pointed out."""


def new_organization(
    session: Session, event_id: int, content: dict[str, Any]
) -> Organization:
    """Return the organization of a form, if it can be added.

    Parameters
    ----------
    content
        Fields of `domain.people.Organization` without the id.

    Raises
    ------
    FieldsError
        With each fault at its field.
    """
    organization = accepted(Organization, content | {"id": NEW})
    _refuse(list(_faults_of_organization(session, event_id, organization)))
    return organization


def new_delegate(session: Session, event_id: int, content: dict[str, Any]) -> Delegate:
    """Return the delegate of a form, if it can be added.

    Parameters
    ----------
    content
        Fields of `domain.people.Delegate` without the id.

    Raises
    ------
    FieldsError
        With each fault at its field.
    """
    delegate = accepted(Delegate, content | {"id": NEW})
    try:
        row = organization_row(session, event_id, delegate.organization)
    except NotFoundError:
        told = mark("choose one of the list")
        raise FieldsError([(("organization",), told)]) from None
    _refuse(list(_faults_of_delegate(session, row, delegate)))
    if not delegate.phone:
        return delegate
    found = phone_form(delegate.phone, row.content["country"])
    return delegate.model_copy(update={"phone": found or delegate.phone})


def add_organization(
    session: Session, event_id: int, content: dict[str, Any]
) -> OrganizationRow:
    """Add an organization; after closing it is late.

    Raises
    ------
    FieldsError
        As `new_organization`.
    """
    organization = new_organization(session, event_id, content)
    return enroll_organization(session, event_id, organization)


def add_delegate(
    session: Session, event_id: int, content: dict[str, Any]
) -> DelegateRow:
    """Add a delegate to an organization that is there.

    Raises
    ------
    FieldsError
        As `new_delegate`.
    """
    delegate = new_delegate(session, event_id, content)
    return enroll_delegate(session, event_id, delegate)


def organizations_alike(
    session: Session, event_id: int, organization: Organization
) -> list[Near]:
    """Return the organizations of an event that may be the one to be added."""
    return near(organization.name, (), known_organizations(session, event_id))


def doubts_about(session: Session, event_id: int, delegate: Delegate) -> list[str]:
    """Return why a delegate may be a mistake: a name or a voucher that is there."""
    own = lookup_key(delegate.name)
    doubts: list[str] = [
        Sentence("{name} takes part already, for {known}", name=name, known=known)
        for name, known in names_of(session, event_id).values()
        if fuzz.ratio(own, lookup_key(name)) >= _ALIKE
    ]
    if delegate.voucher is None:
        return doubts
    number = delegate.voucher.number
    doubts += [
        Sentence("voucher {number!r} is that of {name}", number=number, name=name)
        for name in _holders(session, event_id, number)
    ]
    if delegate.is_online:
        doubts.append(
            Sentence(
                "voucher {number!r} pays a trip, and this is somebody online",
                number=number,
            )
        )
    return doubts


def _faults_of_organization(
    session: Session, event_id: int, organization: Organization
) -> Iterator[tuple[Where, str]]:
    full = full_for(session, event_id, organization.kind, organization.region)
    if full:
        told = Sentence(
            "there is no place left: {full}. Raise the number on the page of "
            "registration rules",
            full=full,
        )
        yield ("region",), told
    known = organization_numbered(session, event_id, organization.number)
    if known is not None:
        yield ("number",), Sentence("{name} has this number", name=known)


def _faults_of_delegate(
    session: Session, row: OrganizationRow, delegate: Delegate
) -> Iterator[tuple[Where, str]]:
    settings = settings_of(event_row(session, row.event_id))
    if delegate.email:
        known = organization_with(session, row.event_id, delegate.email)
        if known is not None:
            told = Sentence(
                "{email} is at the event already, for {known}: correct the address, "
                "or change the delegate who is there",
                email=delegate.email,
                known=known,
            )
            yield ("email",), told
    elif _is_there(session, row, delegate.name):
        told = Sentence(
            "{known} has a delegate of this name: give a mail address, so that the "
            "two can be told apart",
            known=row.name,
        )
        yield ("name",), told
    if delegate.unit is not None and delegate.unit not in {
        unit["id"] for unit in row.content["units"]
    }:
        yield ("unit",), Sentence("this is no unit of {known}", known=row.name)
    yield from ((("trip",), fault) for fault in unknown_points(settings, delegate))
    if delegate.is_online and not delegate.trip.is_empty:
        yield ("trip",), mark("online there is no trip: empty it, or untick “online”")
    most, least = delegate.most, delegate.least
    if most is not None and least is not None and most < least:
        told = Sentence(
            "at most {most} meetings, but at least {least}: correct one of the two",
            most=most,
            least=least,
        )
        yield ("most",), told


def _is_there(session: Session, row: OrganizationRow, name: str) -> bool:
    query = select(DelegateRow.name).where(
        DelegateRow.event_id == row.event_id, DelegateRow.organization_key == row.key
    )
    own = lookup_key(name)
    return any(lookup_key(each) == own for each in session.scalars(query))


def _holders(session: Session, event_id: int, number: str) -> Iterator[str]:
    query = select(DelegateRow).where(DelegateRow.event_id == event_id)
    own = lookup_key(number)
    for row in session.scalars(query):
        voucher = row.content["voucher"]
        if voucher and lookup_key(voucher["number"]) == own:
            yield row.name


def _refuse(faults: list[tuple[Where, str]]) -> None:
    if faults:
        raise FieldsError(faults)
