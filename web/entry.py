"""How people come in: staff by password, delegates by their personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.links import Purpose, delegate_of_token, holder_of_token
from b4h_scheduler.store.staff import address_of_link
from b4h_scheduler.store.staff import set_password as save_password
from b4h_scheduler.store.staff import sign_in as begin_session
from b4h_scheduler.store.staff import sign_out as end_session
from web.addresses import local_address
from web.change import SEE_OTHER, sentence
from web.languages.choice import prefer
from web.languages.texts import gettext
from web.site import site
from web.visitor import ACTING, LINK, STAFF, visitor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

entry = Blueprint("entry", __name__)
BLUEPRINTS = (entry,)
GONE = 410
LEADS_TO = {
    "agenda": "agenda.show",
    "incoming": "incoming.index",
    "late": "late.show",
}
"""Where the links of mails go on to, behind the button."""


@entry.get("/")
def home() -> ResponseReturnValue:
    """Lead everybody to where they belong."""
    who = visitor()
    if who.delegate is not None:
        return redirect(url_for("my.home"))
    if who.staff is not None:
        return redirect(url_for("events.index"))
    return render_template("entry/home.html")


@entry.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say whether the database answers."""
    with site().database.read() as reading:
        reading.connection()
    return {"status": "ok"}


@entry.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show the form."""
    return render_template(
        "entry/sign_in.html", then=local_address(request.args.get("then"))
    )


@entry.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Begin a session."""
    then = local_address(request.form.get("then"))
    email = request.form.get("email", "")
    password = request.form.get("password", "")
    address = request.remote_addr or ""
    try:
        token = begin_session(site().database, email, password, address)
    except RefusedError as error:
        flash(sentence(error), "danger")
        return render_template("entry/sign_in.html", then=then, email=email), 403
    session.clear()
    session[STAFF] = token
    return redirect(then or url_for("events.index"), SEE_OTHER)


@entry.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    token = session.get(STAFF)
    if token:
        site().database.write(lambda s: end_session(s, token), actor=visitor().actor)
    session.pop(STAFF, None)
    session.pop(ACTING, None)
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("entry.sign_in"), SEE_OTHER)


@entry.get("/password/<token>")
def password(token: str) -> ResponseReturnValue:
    """Show the form; the link is used up by its button alone."""
    return _password_form(token)


@entry.post("/password/<token>")
def set_password(token: str) -> ResponseReturnValue:
    """Set the password, and sign in with it next."""
    given = request.form.get("password", "")
    if given != request.form.get("again", ""):
        flash(gettext("The two passwords differ: type the same twice."), "danger")
        return _password_form(token, 400)
    try:
        site().database.write(
            lambda s: save_password(s, token, given).id, actor="password link"
        )
    except RefusedError as error:
        flash(sentence(error), "danger")
        return _password_form(token, 400)
    flash(gettext("Your password is set. Sign in with it."), "success")
    return redirect(url_for("entry.sign_in"), SEE_OTHER)


def _password_form(token: str, status: int = 200) -> ResponseReturnValue:
    """Show the form, with the address that a password manager keeps it under."""
    with site().database.read() as reading:
        address = address_of_link(reading, token)
    page = render_template("entry/password.html", token=token, address=address)
    return page, GONE if address is None else status


@entry.get("/d/<token>")
def link(token: str) -> ResponseReturnValue:
    """Show whose link it is, with a button: mail scanners open links too."""
    with site().database.read() as reading:
        found = holder_of_token(reading, site().secret, Purpose.PAGE, token)
    if found is None:
        return render_template("entry/no_link.html"), 404
    delegate, event = found
    prefer(person=delegate.content.get("language", ""))
    return render_template(
        "entry/link.html",
        token=token,
        delegate=delegate,
        event=event,
        to=request.args.get("to", ""),
    )


@entry.post("/d/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Remember the link in a cookie, and go to the delegate's page."""
    with site().database.read() as reading:
        delegate = delegate_of_token(reading, site().secret, Purpose.PAGE, token)
    if delegate is None:
        return render_template("entry/no_link.html"), 404
    session.pop(ACTING, None)
    session[LINK] = token
    to = LEADS_TO.get(request.form.get("to", ""), "my.home")
    return redirect(url_for(to), SEE_OTHER)
