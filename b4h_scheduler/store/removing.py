"""Staff removes one delegate or one organization, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.sentence import Sentence, listed, mark
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.late import (
    changes_by,
    open_changes,
    open_proposal,
)
from b4h_scheduler.store.outbox import withdraw
from b4h_scheduler.store.people import erase_delegate, organization_row
from b4h_scheduler.store.schema_desk import CheckInRow
from b4h_scheduler.store.schema_edits import ObjectionRow
from b4h_scheduler.store.schema_event import (
    ConsentRow,
    DelegateRow,
    OrganizationRow,
    TableRow,
    VetoRow,
    WishRow,
)
from b4h_scheduler.store.schema_late import MailChoiceRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_registration import ApplicationRow
from b4h_scheduler.store.uprooted import WithMeetings, uprooted_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.uprooted import Uprooted

_SAID = (CheckInRow, ObjectionRow, MailChoiceRow, ConsentRow)
"""What a delegate said, or was said about one."""


@dataclass(frozen=True, slots=True)
class Hanging(WithMeetings):
    """What goes with a delegate or an organization.

    Attributes
    ----------
    delegates
        Who goes; colleagues of a delegate do not.
    by, for_
        Wishes of theirs, and for them.
    vetoes
        Rules that they must not meet somebody.
    homes
        Home places at which the organization stands: they are given up first.
    meetings
        Of drafts and of the latest release.
    is_undecided : bool
        The organizer has not decided yet about a late change of who goes.
    is_last : bool
        Nobody else comes for the delegate's organization.
    """

    delegates: Sequence[DelegateRow]
    by: Sequence[WishRow]
    for_: Sequence[WishRow]
    vetoes: Sequence[VetoRow]
    homes: Sequence[str]
    meetings: Sequence[Uprooted]
    version: int
    is_undecided: bool
    is_last: bool = False

    @property
    def seen(self) -> str:
        """What a confirmation is about: nothing else may be removed by it."""
        parts = (self.delegates, self.by, self.for_, self.vetoes, self.meetings)
        return ".".join(map(str, (self.version, *map(len, parts))))


def hanging_on_delegate(session: Session, row: DelegateRow) -> Hanging:
    """Return what goes with a delegate."""
    key, event_id = row.key, row.event_id
    others = select(DelegateRow.id).where(
        DelegateRow.event_id == event_id,
        DelegateRow.organization_key == row.organization_key,
        DelegateRow.key != key,
    )
    company = organization_row(session, event_id, row.organization_key)
    is_shared = company.content["attends"] == "together"

    def why_in_draft(meeting: dict[str, Any]) -> str:
        return "" if is_shared and _has_colleague(meeting, key) else why(meeting)

    def why(meeting: dict[str, Any]) -> str:
        return _attends(meeting, {key})

    return Hanging(
        delegates=(row,),
        by=_wishes(session, event_id, WishRow.wisher_delegate == key),
        for_=_wishes(session, event_id, WishRow.wished_delegate == key),
        vetoes=_vetoes(session, event_id, "delegate", key),
        homes=(),
        meetings=uprooted_by(session, event_id, why, why_in_draft=why_in_draft),
        version=row.version,
        is_undecided=_is_undecided(session, event_id, {key}),
        is_last=session.scalar(others.limit(1)) is None,
    )


def hanging_on_organization(session: Session, row: OrganizationRow) -> Hanging:
    """Return what goes with an organization: its delegates, too."""
    key, event_id = row.key, row.event_id
    people = select(DelegateRow).where(
        DelegateRow.event_id == event_id, DelegateRow.organization_key == key
    )
    delegates = session.scalars(people.order_by(DelegateRow.position)).all()
    keys = {each.key for each in delegates}

    def why(meeting: dict[str, Any]) -> str:
        sides = {side["organization"] for side in meeting["sides"]}
        return _attends(meeting, keys) or (_GONE if key in sides else "")

    return Hanging(
        delegates=delegates,
        by=_wishes(session, event_id, WishRow.wisher_organization == key),
        for_=_wishes(session, event_id, WishRow.wished_organization == key),
        vetoes=_vetoes(session, event_id, "organization", key),
        homes=_homes(session, event_id, key),
        meetings=uprooted_by(session, event_id, why),
        version=row.version,
        is_undecided=_is_undecided(session, event_id, keys),
    )


def remove_delegate(
    session: Session, row: DelegateRow, *, seen: str, erases: bool = False
) -> None:
    """Remove a delegate with the wishes that name the person.

    Drafts list the meetings concerned as impossible, where they are released.

    Parameters
    ----------
    seen
        `Hanging.seen` as it was confirmed.
    erases
        The name leaves the log, messages and plans, too.

    Raises
    ------
    RefusedError
        The released plan has meetings of the delegate, or a proposal awaits them.
    StaleError
        Something else hangs on it by now.
    """
    found = hanging_on_delegate(session, row)
    _require(found, row.name, seen)
    _remove_parts(session, found)
    _remove_person(session, row, erases=erases)


def remove_organization(
    session: Session, row: OrganizationRow, *, seen: str, erases: bool = False
) -> None:
    """Remove an organization with its delegates and all wishes by and for it.

    Raises
    ------
    RefusedError
        The released plan has meetings of it, or it has a home place.
    StaleError
        Something else hangs on it by now.
    """
    found = hanging_on_organization(session, row)
    _require(found, row.name, seen)
    _remove_parts(session, found)
    for each in found.delegates:
        _remove_person(session, each, erases=erases)
    applied = select(ApplicationRow).where(
        ApplicationRow.event_id == row.event_id,
        ApplicationRow.organization_key == row.key,
    )
    for application in session.scalars(applied):
        application.organization_key = None
    session.delete(row)


def why_not(found: Hanging, name: str) -> str:
    """Return why a removal is refused; empty: it is possible."""
    if found.homes:
        return Sentence(
            "{name} has a home place ({places}): remove that in the set-up first",
            name=name,
            places=listed(found.homes, ", "),
        )
    if found.is_undecided:
        return Sentence(
            "what {name} said late waits for a decision: release or dismiss the "
            "proposal first",
            name=name,
        )
    if found.released:
        return Sentence(
            "{name} has meetings in the released plan: say first who does not come",
            name=name,
        )
    return ""


_GONE = mark("the organization goes")


def _require(found: Hanging, name: str, seen: str) -> None:
    refusal = why_not(found, name)
    if refusal:
        raise RefusedError(refusal)
    if found.seen != seen:
        raise StaleError(name, None, None)


def _remove_parts(session: Session, found: Hanging) -> None:
    # A wish within the organization is by it and for it.
    parts = {each.id: each for each in (*found.by, *found.for_)}
    for part in (*parts.values(), *found.vetoes):
        session.delete(part)


def _remove_person(session: Session, row: DelegateRow, *, erases: bool) -> None:
    for kind in _SAID:
        said = select(kind).where(
            kind.event_id == row.event_id, kind.delegate_key == row.key
        )
        for each in session.scalars(said):
            session.delete(each)
    # They stay: calendars tell by them who had an agenda before.
    for change in changes_by(session, row.event_id, row.key):
        change.is_settled = True
    if erases:
        session.flush()
        erase_delegate(session, row)
    else:
        messages = select(OutboxRow).where(
            OutboxRow.event_id == row.event_id, OutboxRow.delegate_key == row.key
        )
        withdraw(session.scalars(messages), mark("the delegate was removed"))
    session.delete(row)


def _wishes(session: Session, event_id: int, condition: Any) -> Sequence[WishRow]:  # noqa: ANN401  (a condition of SQL)
    query = select(WishRow).where(WishRow.event_id == event_id, condition)
    return session.scalars(query.order_by(WishRow.id)).all()


def _vetoes(session: Session, event_id: int, part: str, key: str) -> list[VetoRow]:
    query = select(VetoRow).where(VetoRow.event_id == event_id)
    return [
        row
        for row in session.scalars(query)
        if any(side[part] == key for side in row.content["sides"])
    ]


def _homes(session: Session, event_id: int, organization: str) -> list[str]:
    query = select(TableRow).where(TableRow.event_id == event_id, TableRow.is_home)
    return [
        row.key
        for row in session.scalars(query.order_by(TableRow.position))
        if organization in row.content["organizations"]
    ]


def _is_undecided(session: Session, event_id: int, keys: set[str]) -> bool:
    if open_proposal(session, event_id) is None:
        return False
    return any(each.delegate_key in keys for each in open_changes(session, event_id))


def _has_colleague(meeting: dict[str, Any], key: str) -> bool:
    """Whether a delegate's side is held by somebody else as well, and not by name.

    Who shares an agenda meets without the other; a released plan tells both.
    """
    if any(side["delegate"] == key for side in meeting["sides"]):
        return False
    return any(key in team and len(team) > 1 for team in meeting["delegates"])


def _attends(meeting: dict[str, Any], keys: set[str]) -> str:
    there = {who for team in meeting["delegates"] for who in team}
    there |= {side["delegate"] for side in meeting["sides"]}
    return mark("a delegate goes") if there & keys else ""
