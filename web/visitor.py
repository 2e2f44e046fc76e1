"""Who asks: staff by a session cookie, a delegate by the link that was opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import g, session

from b4h_scheduler.store.base import now
from b4h_scheduler.store.links import Purpose, holder_of_token
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.schema_event import DelegateRow, EventRow, OrganizationRow
from b4h_scheduler.store.staff import Role, role_at, role_row, staff_of_session
from web.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_staff import StaffRow

STAFF, LINK, ACTING = "staff", "link", "acting"
"""Keys of the signed cookie: session token, link token, delegate acted for."""
_OVER = frozenset({Phase.AFTER, Phase.ARCHIVED})
_TENDS = frozenset({Role.OWNER, Role.EDITOR, Role.PARTNER})


@dataclass(slots=True)
class Visitor:
    """Who asks; nobody if both are None.

    Attributes
    ----------
    event : EventRow, optional
        That of the delegate's link, as it was when the request came.
    is_acting : bool
        Staff acts for the delegate.
    """

    staff: StaffRow | None = None
    delegate: DelegateRow | None = None
    event: EventRow | None = None
    is_acting: bool = False
    _roles: dict[int, tuple[Role | None, frozenset[str]]] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        """Who acts, for the log; delegates by their key, which names nobody."""
        staff = "" if self.staff is None else self.staff.email
        if self.delegate is None:
            return staff or "nobody"
        delegate = f"delegate {self.delegate.key}"
        return f"{staff} for {delegate}" if self.is_acting else delegate

    def role(self, event_id: int) -> Role | None:
        """Return the role of staff at an event."""
        return self._role(event_id)[0]

    def regions(self, event_id: int) -> frozenset[str] | None:
        """Return the regions a partner may see; None: all."""
        role, regions = self._role(event_id)
        return regions if role is Role.PARTNER else None

    def _role(self, event_id: int) -> tuple[Role | None, frozenset[str]]:
        if self.staff is None:
            return None, frozenset()
        if event_id not in self._roles:
            with site().database.read() as reading:
                self._roles[event_id] = _role_of(reading, self.staff, event_id)
        return self._roles[event_id]


def visitor() -> Visitor:
    """Return who asks, worked out once for each request."""
    if "visitor" not in g:
        g.visitor = _find()
    found: Visitor = g.visitor
    return found


def own() -> DelegateRow:
    """Return the delegate whose page it is.

    Raises
    ------
    TypeError
        The route does not need a delegate: a defect.
    """
    delegate = visitor().delegate
    if delegate is None:
        raise TypeError("this route needs a delegate: see web/access.py")
    return delegate


def _find() -> Visitor:
    if not any(key in session for key in (STAFF, LINK)):
        return Visitor()
    with site().database.read() as reading:
        staff = None
        if STAFF in session:
            staff = staff_of_session(reading, session[STAFF])
        if staff is not None and ACTING in session:
            delegate = reading.get(DelegateRow, session[ACTING])
            if delegate is not None and may_tend(reading, staff, delegate):
                return Visitor(staff, delegate, is_acting=True)
        found = None
        if LINK in session:
            token = session[LINK]
            found = holder_of_token(reading, site().secret, Purpose.PAGE, token)
        return Visitor(staff) if found is None else Visitor(staff, *found)


def may_tend(reading: Session, staff: StaffRow, delegate: DelegateRow) -> bool:
    """Whether staff may act for a delegate."""
    role, regions = _role_of(reading, staff, delegate.event_id)
    if role is Role.PARTNER:
        return _region_of(reading, delegate) in regions
    return role in _TENDS


def _role_of(
    reading: Session, staff: StaffRow, event_id: int
) -> tuple[Role | None, frozenset[str]]:
    role = role_at(reading, staff, event_id)
    if role is Role.DESK and _is_over(reading, event_id):
        return None, frozenset()
    if role is not Role.PARTNER:
        return role, frozenset()
    row = role_row(reading, staff.id, event_id)
    return role, frozenset(row.regions if row is not None else ())


def _is_over(reading: Session, event_id: int) -> bool:
    """Whether an event is past, and with it the role of its help desk."""
    event = reading.get(EventRow, event_id)
    return event is None or phase_at(event, now()) in _OVER


def _region_of(reading: Session, delegate: DelegateRow) -> str:
    from sqlalchemy import select  # noqa: PLC0415

    query = select(OrganizationRow.region).where(
        OrganizationRow.event_id == delegate.event_id,
        OrganizationRow.key == delegate.organization_key,
    )
    return reading.scalar(query) or ""
