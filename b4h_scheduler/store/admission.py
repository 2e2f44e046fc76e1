"""A registration becomes people of the event: approved, or merged into one there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.finding.near import Known, Near, near
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.application_states import OPEN, State, is_kept
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.enrolling import enroll_delegate, enroll_organization
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.names import organization_with
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.places import full_for
from b4h_scheduler.store.registration import told
from b4h_scheduler.store.schema_event import ConsentRow, DelegateRow, OrganizationRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.store.application import Application
    from b4h_scheduler.store.schema_registration import ApplicationRow


def approve(
    session: Session,
    row: ApplicationRow,
    *,
    seen: int,
    into: str = "",
    least: Mapping[int, int] | None = None,
) -> list[DelegateRow]:
    """Give a registration its place, and return its people at the event.

    Parameters
    ----------
    into
        Key of an organization that is there: its people join it, and it keeps its own
        profile. Empty: a new organization.
    least
        Least number of meetings of vouchers, by the number of the applicant; 0 takes
        the voucher for none.

    Raises
    ------
    RefusedError
        It cannot be approved, no place is left, or a person is there already.
    StaleError
        Somebody else changed it since version ``seen``.
    """
    require_version(row, seen)
    application = told(session, row)
    if row.state not in OPEN or application is None:
        message = Sentence(
            "this registration cannot be approved (it is {state})", state=row.state
        )
        raise RefusedError(message)
    if into:
        organization_row(session, row.event_id, into)
        key = into
    else:
        key = _new_organization(session, row, application)
    people = _join(session, row.event_id, key, application, least or {})
    _keep_consents(session, people[0], application)
    row.state, row.organization_key, row.decided = State.APPROVED.value, key, now()
    # From here on these people are kept, corrected and erased at the event.
    row.content = {}
    row.email = ""
    row.offered_until = row.offered_least = None
    session.flush()
    return people


def alike(
    session: Session, row: ApplicationRow
) -> tuple[list[Near], list[tuple[Near, ApplicationRow]]]:
    """Return organizations and other registrations that may be the same one."""
    application = told(session, row)
    if application is None:
        return [], []
    emails = [each.email for each in application.delegates]
    name = application.organization.name
    others = {str(each.id): each for each in _others(session, row) if each.content}
    registered = [Known(key, each.name, (each.email,)) for key, each in others.items()]
    return (
        near(name, emails, known_organizations(session, row.event_id)),
        [(each, others[each.known.key]) for each in near(name, emails, registered)],
    )


def known_organizations(session: Session, event_id: int) -> list[Known]:
    """Return the organizations of an event with the addresses of their people."""
    emails: dict[str, list[str]] = {}
    query = select(DelegateRow.organization_key, DelegateRow.email).where(
        DelegateRow.event_id == event_id
    )
    for key, email in session.execute(query):
        emails.setdefault(key, []).append(email)
    rows = select(OrganizationRow).where(OrganizationRow.event_id == event_id)
    return [
        Known(row.key, row.name, tuple(emails.get(row.key, ())))
        for row in session.scalars(rows)
    ]


def _others(session: Session, row: ApplicationRow) -> Sequence[ApplicationRow]:
    kind = type(row)
    query = select(kind).where(
        kind.event_id == row.event_id,
        kind.id != row.id,
        kind.state.not_in([State.WITHDRAWN.value, State.DECLINED.value]),
    )
    return session.scalars(query).all()


def _new_organization(
    session: Session, row: ApplicationRow, application: Application
) -> str:
    told_of = application.organization
    event_id, kind, region = row.event_id, told_of.kind, told_of.region
    full = full_for(session, event_id, kind, region, without=row.id)
    if full and not is_kept(row):
        message = Sentence(
            "there is no place left: {full}. Raise the number, or let it wait",
            full=full,
        )
        raise RefusedError(message)
    return enroll_organization(session, event_id, told_of).key


def _join(
    session: Session,
    event_id: int,
    organization: str,
    application: Application,
    least: Mapping[int, int],
) -> list[DelegateRow]:
    rows = []
    for number, told_of in enumerate(application.delegates):
        _require_new(session, event_id, told_of)
        changes: dict[str, Any] = {"organization": organization}
        if told_of.voucher is not None:
            owed = least.get(number, told_of.voucher.least)
            voucher = told_of.voucher.model_copy(update={"least": owed})
            changes["voucher"] = voucher if owed else None
        delegate = told_of.model_copy(update=changes)
        rows.append(enroll_delegate(session, event_id, delegate))
    return rows


def _require_new(session: Session, event_id: int, delegate: Delegate) -> None:
    known = organization_with(session, event_id, delegate.email)
    if known is not None:
        message = Sentence(
            "{email} is at the event already, for {known}: decline this registration, "
            "or correct the address there first",
            email=delegate.email,
            known=known,
        )
        raise RefusedError(message)


def _keep_consents(
    session: Session, row: DelegateRow, application: Application
) -> None:
    session.add_all(
        ConsentRow(
            event_id=row.event_id,
            delegate_key=row.key,
            purpose=given.consent.value,
            text_version=str(given.version),
            is_given=given.is_given,
            at=application.agreed,
        )
        for given in application.consents
    )
