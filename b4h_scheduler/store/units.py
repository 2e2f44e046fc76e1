"""Units of one organization: named, added, removed, and who belongs to which."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.people import Organization
from b4h_scheduler.files.identifiers import distinct, unit_id
from b4h_scheduler.files.text_cells import lookup_key
from b4h_scheduler.sentence import Sentence, listed, mark
from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.field_faults import FieldsError, accepted
from b4h_scheduler.store.people import organization_of
from b4h_scheduler.store.schema_event import DelegateRow, VetoRow, WishRow
from b4h_scheduler.store.uprooted import stored_meetings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.store.field_faults import Where
    from b4h_scheduler.store.schema_event import OrganizationRow


@dataclass(frozen=True, slots=True)
class Units:
    """Units of an organization as they are to be.

    Attributes
    ----------
    organization
        With its new units.
    gone : dict
        Names of the units that go, by id.
    of : dict
        Unit of each delegate of the organization, or None.
    """

    organization: Organization
    gone: dict[str, str]
    of: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with units: wishes by and for them, and rules about them."""

    by: Sequence[WishRow]
    for_: Sequence[WishRow]
    vetoes: Sequence[VetoRow]

    def __bool__(self) -> bool:
        """Whether anything goes."""
        return bool(self.by or self.for_ or self.vetoes)


def members_of(session: Session, row: OrganizationRow) -> list[DelegateRow]:
    """Return the delegates of an organization in their order."""
    query = select(DelegateRow).where(
        DelegateRow.event_id == row.event_id, DelegateRow.organization_key == row.key
    )
    return list(session.scalars(query.order_by(DelegateRow.position)))


def units_state(session: Session, row: OrganizationRow) -> str:
    """Return a mark that differs once units, or who belongs to them, were changed."""
    of = [[each.key, each.content["unit"]] for each in members_of(session, row)]
    told = json.dumps([row.content["units"], of], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def units_typed(
    session: Session,
    row: OrganizationRow,
    named: Sequence[Mapping[str, str]],
    chosen: Mapping[str, str],
) -> Units:
    """Return the units of a form, if they can be.

    Parameters
    ----------
    named
        ``id`` and ``name`` of each; an id that is not known makes a new unit.
    chosen
        Unit of delegates by their key, or ""; whoever is not among them stays.

    Raises
    ------
    FieldsError
        With each fault at its field; ``("unit-of-KEY",)`` is that of a delegate.
    """
    before = organization_of(row)
    known = {unit.id: unit.name for unit in before.units}
    taken = {str(key) for key in known}
    units = [
        {
            "id": each["id"]
            if each["id"] in known
            else distinct(unit_id(row.key, each["name"]), taken),
            "name": each["name"],
        }
        for each in named
    ]
    after = accepted(Organization, before.model_dump() | {"units": units})
    stay = {str(unit.id) for unit in after.units}
    gone = {str(key): name for key, name in known.items() if key not in stay}
    faults = _named_twice(after)
    of: dict[str, str | None] = {}
    for each in members_of(session, row):
        unit = chosen.get(each.key, each.content["unit"]) or None
        of[each.key] = None if unit in gone else unit
        if of[each.key] is not None and of[each.key] not in stay:
            told = Sentence("this is no unit of {known}", known=row.name)
            faults.append(((f"unit-of-{each.key}",), told))
    if faults:
        raise FieldsError(faults)
    return Units(after, gone, of)


def event_with_units(event: Event, units: Units) -> Event:
    """Return an event as `edit_units` will leave it."""
    own, gone = units.organization, units.gone
    fields = {name: getattr(event, name) for name in Event.model_fields}
    fields["organizations"] = tuple(
        own if each.id == own.id else each for each in event.organizations
    )
    fields["delegates"] = tuple(
        each.model_copy(update={"unit": units.of[each.id]})
        if each.id in units.of
        else each
        for each in event.delegates
    )

    def stays(sides: Iterable[Side]) -> bool:
        return not any(
            side.organization == own.id and side.unit in gone for side in sides
        )

    for name in ("wishes", "promised"):
        fields[name] = tuple(
            each for each in fields[name] if stays((each.wisher, each.wished))
        )
    fields["vetoes"] = tuple(each for each in event.vetoes if stays(each.sides))
    return Event(**fields)


def going_with(session: Session, row: OrganizationRow, units: Units) -> Going:
    """Return what goes with the units that go."""
    if not units.gone:
        return Going((), (), ())
    by = (WishRow.wisher_organization == row.key) & WishRow.wisher_unit.in_(units.gone)
    for_ = (WishRow.wished_organization == row.key) & WishRow.wished_unit.in_(
        units.gone
    )
    wishes = select(WishRow).where(WishRow.event_id == row.event_id, or_(by, for_))
    found = session.scalars(wishes.order_by(WishRow.id)).all()
    rules = select(VetoRow).where(VetoRow.event_id == row.event_id)
    return Going(
        [
            each
            for each in found
            if each.wisher_organization == row.key and each.wisher_unit in units.gone
        ],
        [
            each
            for each in found
            if each.wished_organization == row.key and each.wished_unit in units.gone
        ],
        [
            each
            for each in session.scalars(rules)
            if any(_is_gone(side, row.key, units) for side in each.content["sides"])
        ],
    )


def edit_units(
    session: Session, row: OrganizationRow, units: Units, *, seen: str
) -> None:
    """Save units and who belongs to them; what names a unit that goes, goes along.

    Parameters
    ----------
    seen
        `units_state` when they were read.

    Raises
    ------
    RefusedError
        A unit that goes has meetings in the released plan.
    StaleError
        Somebody changed them meanwhile.
    """
    if units_state(session, row) != seen:
        raise StaleError(row.name, None, None)
    refusal = why_units_stay(session, row, units)
    if refusal:
        raise RefusedError(refusal)
    going = going_with(session, row, units)
    # A wish between two units that go is by one and for the other.
    rows = {each.id: each for each in (*going.by, *going.for_)}
    for each in (*rows.values(), *going.vetoes):
        session.delete(each)
    for delegate in members_of(session, row):
        unit = units.of.get(delegate.key)
        if delegate.content["unit"] != unit:
            delegate.content = delegate.content | {"unit": unit}
    told = to_json(units.organization)["units"]
    if row.content["units"] != told:
        row.content = row.content | {"units": told}


def why_units_stay(session: Session, row: OrganizationRow, units: Units) -> str:
    """Return why units cannot go; empty: they can."""
    if not units.gone:
        return ""  # plans need not be read
    held = {
        side["unit"]
        for _, meetings, is_released in stored_meetings(session, row.event_id)
        if is_released
        for meeting in meetings
        for side in meeting["sides"]
        if _is_gone(side, row.key, units)
    }
    if not held:
        return ""
    return Sentence(
        "{names} has meetings in the released plan: release a plan without them first",
        names=listed([units.gone[key] for key in sorted(held)], ", "),
    )


def _is_gone(side: Mapping[str, Any], key: str, units: Units) -> bool:
    return side["organization"] == key and side["unit"] in units.gone


def _named_twice(organization: Organization) -> list[tuple[Where, str]]:
    names: set[str] = set()
    faults: list[tuple[Where, str]] = []
    for number, unit in enumerate(organization.units):
        own = lookup_key(unit.name)
        if own in names:
            told = mark("there is a unit of this name already: give it another one")
            faults.append((("units", number, "name"), told))
        names.add(own)
    return faults
