"""The team of an event: who has which role, given and taken by its owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, request, url_for
from sqlalchemy import select

from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.schema_event import EventRow, OrganizationRow
from b4h_scheduler.store.staff import Role
from b4h_scheduler.store.team import (
    account_row,
    change_role,
    give_role,
    is_only_at,
    renew_link,
    take_role,
    team_of,
)
from web.change import change, sentence, write
from web.forms import seen
from web.languages.texts import gettext
from web.site import site
from web.staff.frame import page
from web.visitor import visitor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_staff import StaffRow

team = Blueprint("team", __name__)
MEANING: dict[Role, str] = {
    Role.OWNER: mark("does everything at this event, and gives roles"),
    Role.EDITOR: mark("sets up, plans and releases"),
    Role.VIEWER: mark("looks at everything and changes nothing"),
    Role.PARTNER: mark("looks after the organizations of its regions"),
    Role.DESK: mark("works at the help desk: who comes late or not at all"),
}


@team.get("/events/<int:event_id>/team")
def index(event_id: int) -> ResponseReturnValue:
    """List who has a role."""
    return _page(event_id)


@team.post("/events/<int:event_id>/team")
def add(event_id: int) -> ResponseReturnValue:
    """Give a role; a new account's link is shown once, to be passed on."""
    form = request.form

    def work(writing: Session) -> tuple[StaffRow, str]:
        return give_role(
            writing,
            event_id,
            form.get("email", ""),
            form.get("name", ""),
            _role(),
            _regions(),
        )

    try:
        account, token = write(work)
    except RefusedError as error:
        flash(sentence(error), "danger")
        return _page(event_id, is_typed=True), 400
    flash(gettext("{name} has the role.", name=account.name), "success")
    return _page(event_id, account=account, link=password_link(token))


@team.post("/events/<int:event_id>/team/<int:staff_id>")
def save(event_id: int, staff_id: int) -> ResponseReturnValue:
    """Change a role and a partner's regions."""
    return change(
        lambda s: change_role(s, event_id, staff_id, _role(), _regions(), seen=seen()),
        done=gettext("Saved. It counts from the next page on."),
        to=url_for("team.index", event_id=event_id),
    )


@team.post("/events/<int:event_id>/team/<int:staff_id>/remove")
def remove(event_id: int, staff_id: int) -> ResponseReturnValue:
    """Take a role; the account stays for other events."""
    return change(
        lambda s: take_role(s, event_id, staff_id),
        done=gettext("The role is taken. Pages that are open there answer no more."),
        to=url_for("team.index", event_id=event_id),
    )


@team.post("/events/<int:event_id>/team/<int:staff_id>/link")
def link(event_id: int, staff_id: int) -> ResponseReturnValue:
    """Show a new link for somebody who has set no password yet."""
    with site().database.read() as reading:
        if all(each.account.id != staff_id for each in team_of(reading, event_id)):
            abort(404)

    def work(writing: Session) -> tuple[StaffRow, str]:
        if not _may_renew(writing, account_row(writing, staff_id)):
            raise RefusedError(
                "only an owner of the installation can give a new link: this account "
                "has a password already, or a role at another event"
            )
        return account_row(writing, staff_id), renew_link(writing, staff_id)

    try:
        account, token = write(work)
    except RefusedError as error:
        flash(sentence(error), "danger")
        return _page(event_id), 400
    return _page(event_id, account=account, link=password_link(token))


def password_link(token: str) -> str:
    """Return the address at which a one-time token sets a password; empty: none."""
    return token and f"{site().settings.public_address}/password/{token}"


def _page(
    event_id: int,
    *,
    account: StaffRow | None = None,
    link: str = "",
    is_typed: bool = False,
) -> str:
    with site().database.read() as reading:
        regions = select(OrganizationRow.region).where(
            OrganizationRow.event_id == event_id, OrganizationRow.region != ""
        )
        members = team_of(reading, event_id)
        return page(
            reading,
            event_id,
            "staff/team.html",
            members=members,
            renewable={m.account.id for m in members if _may_renew(reading, m.account)},
            meaning=MEANING,
            regions=sorted(set(reading.scalars(regions))),
            account=account,
            link=link,
            typed=request.form if is_typed else {},
        )


def _may_renew(session: Session, account: StaffRow) -> bool:
    """Whether the visitor may set this password: nobody gains power elsewhere by it."""
    staff = visitor().staff
    if staff is None or staff.is_owner:
        return staff is not None
    if account.password_hash or account.is_owner:
        return False
    events = session.scalars(select(EventRow.id))
    own = {number for number in events if visitor().role(number) is Role.OWNER}
    return is_only_at(session, account.id, own)


def _role() -> Role:
    text = request.form.get("role", "")
    try:
        return Role(text)
    except ValueError:
        raise RefusedError(
            Sentence(
                "there is no role {text!r}: choose one of the list", text=text[:30]
            )
        ) from None


def _regions() -> list[str]:
    """Return the regions typed; those of another role than partner are none."""
    if request.form.get("role") != Role.PARTNER:
        return []
    return request.form.get("regions", "").split(";")
