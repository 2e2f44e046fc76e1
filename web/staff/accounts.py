"""Accounts of the installation, and everybody's own one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.staff import (
    change_password,
    sign_out_everywhere,
)
from b4h_scheduler.store.team import (
    account_row,
    accounts,
    open_account,
    remove_account,
    rename_account,
    renew_link,
    roles_of,
    set_ownership,
)
from web.change import SEE_OTHER, change, sentence, write
from web.languages.texts import gettext
from web.site import site
from web.staff.team import password_link
from web.visitor import visitor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_staff import StaffRow

accounting = Blueprint("accounts", __name__)


@accounting.get("/staff")
def index() -> ResponseReturnValue:
    """List all accounts with their roles."""
    return _page()


@accounting.post("/staff")
def add() -> ResponseReturnValue:
    """Add an account, and show the link that sets its password."""
    form = request.form
    is_owner = form.get("owner") == "yes"
    try:
        token = write(
            lambda s: open_account(
                s, form.get("email", ""), form.get("name", ""), is_owner=is_owner
            )
        )
    except RefusedError as error:
        flash(sentence(error), "danger")
        return _page(is_typed=True), 400
    return _page(name=form.get("name", ""), link=password_link(token))


@accounting.post("/staff/<int:staff_id>/link")
def link(staff_id: int) -> ResponseReturnValue:
    """Show a new link that sets an account's password."""

    def work(writing: Session) -> tuple[str, str]:
        return account_row(writing, staff_id).name, renew_link(writing, staff_id)

    name, token = write(work)
    return _page(name=name, link=password_link(token))


@accounting.post("/staff/<int:staff_id>/sign-out")
def sign_out(staff_id: int) -> ResponseReturnValue:
    """End all sessions of an account."""
    return change(
        lambda s: sign_out_everywhere(s, account_row(s, staff_id).id),
        done=gettext("Signed out everywhere."),
        to=url_for("accounts.index"),
    )


@accounting.post("/staff/<int:staff_id>/owner")
def own(staff_id: int) -> ResponseReturnValue:
    """Let an account own the installation, or no longer."""
    is_owner = request.form.get("owner") == "yes"
    return change(
        lambda s: set_ownership(s, staff_id, is_owner=is_owner),
        done=gettext("Saved."),
        to=url_for("accounts.index"),
    )


@accounting.post("/staff/<int:staff_id>/remove")
def remove(staff_id: int) -> ResponseReturnValue:
    """Remove an account with its roles."""
    return change(
        lambda s: remove_account(s, staff_id),
        done=gettext("The account is removed."),
        to=url_for("accounts.index"),
    )


@accounting.get("/account")
def mine() -> ResponseReturnValue:
    """Show one's own account."""
    return render_template("staff/account.html", account=_own(), typed={})


@accounting.post("/account")
def save() -> ResponseReturnValue:
    """Change one's own name and address."""
    form, own_id = request.form, _own().id
    try:
        write(
            lambda s: rename_account(
                s, own_id, form.get("email", ""), form.get("name", "")
            )
        )
    except RefusedError as error:
        flash(sentence(error), "danger")
        return render_template("staff/account.html", account=_own(), typed=form), 400
    flash(gettext("Saved."), "success")
    return redirect(url_for("accounts.mine"), SEE_OTHER)


@accounting.post("/account/password")
def set_password() -> ResponseReturnValue:
    """Change one's own password; all other browsers are signed out."""
    form, email = request.form, _own().email
    new = form.get("password", "")
    try:
        _require_same(new, form.get("again", ""))
        change_password(site().database, email, form.get("current", ""), new)
    except RefusedError as error:
        flash(sentence(error), "danger")
        return render_template("staff/account.html", account=_own(), typed={}), 400
    flash(gettext("Your password is set. Sign in with it."), "success")
    return redirect(url_for("entry.sign_in"), SEE_OTHER)


@accounting.post("/account/sign-out")
def leave_everywhere() -> ResponseReturnValue:
    """End all of one's own sessions, also that of this browser."""
    own_id = _own().id
    return change(
        lambda s: sign_out_everywhere(s, own_id),
        done=gettext("You are signed out in all browsers."),
        to=url_for("entry.sign_in"),
    )


def _require_same(password: str, again: str) -> None:
    if password != again:
        raise RefusedError("the two passwords differ: type the same twice")


def _own() -> StaffRow:
    staff = visitor().staff
    if staff is None:
        raise TypeError("this route needs somebody of the staff: see web/access.py")
    return staff


def _page(*, name: str = "", link: str = "", is_typed: bool = False) -> str:
    with site().database.read() as reading:
        found = [(row, roles_of(reading, row.id)) for row in accounts(reading)]
    return render_template(
        "staff/accounts.html",
        found=found,
        own_id=_own().id,
        name=name,
        link=link,
        typed=request.form if is_typed else {},
    )
