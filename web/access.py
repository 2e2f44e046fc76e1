"""Who may use which route: one table, checked before every view.

A route without an entry, or an entry without a route, stops the application from
starting; a test walks every route with every kind of visitor.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from flask import abort, redirect, request, url_for

from b4h_scheduler.store.staff import Role
from web.visitor import visitor

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response


class Need(StrEnum):
    """What a visitor must be."""

    NOTHING = "anybody"
    DELEGATE = "delegate"
    """Of the event of the link, or staff on behalf."""
    STAFF = "staff"
    """Signed in; the page shows only what is theirs."""
    INSTALLATION = "owner of the installation"
    TAKE_PART = "any role at the event"
    LOOK = "owner, editor, viewer"
    EDIT = "owner, editor"
    OWN = "owner"
    PEOPLE = "owner, editor, viewer; partner for its regions"
    TEND = "owner, editor; partner for its regions"
    DESK = "owner, editor, help desk; partner for its regions"
    BOOK = "owner, editor, help desk"


ROLES: dict[Need, frozenset[Role]] = {
    Need.TAKE_PART: frozenset(Role),
    Need.LOOK: frozenset({Role.OWNER, Role.EDITOR, Role.VIEWER}),
    Need.EDIT: frozenset({Role.OWNER, Role.EDITOR}),
    Need.OWN: frozenset({Role.OWNER}),
    Need.PEOPLE: frozenset({Role.OWNER, Role.EDITOR, Role.VIEWER, Role.PARTNER}),
    Need.TEND: frozenset({Role.OWNER, Role.EDITOR, Role.PARTNER}),
    Need.DESK: frozenset({Role.OWNER, Role.EDITOR, Role.PARTNER, Role.DESK}),
    Need.BOOK: frozenset({Role.OWNER, Role.EDITOR, Role.DESK}),
}
"""Roles at the event whose number is in the address."""

ACCESS: dict[str, Need] = {
    "static": Need.NOTHING,
    "entry.home": Need.NOTHING,
    "entry.healthz": Need.NOTHING,
    "entry.sign_in": Need.NOTHING,
    "entry.enter": Need.NOTHING,
    "entry.sign_out": Need.NOTHING,
    "entry.password": Need.NOTHING,
    "entry.set_password": Need.NOTHING,
    "entry.link": Need.NOTHING,
    "entry.open_link": Need.NOTHING,
    "languages.choose": Need.NOTHING,
    "feeds.agenda": Need.NOTHING,
    "feeds.live": Need.NOTHING,
    "floor.table": Need.NOTHING,
    "floor.event": Need.NOTHING,
    "floor.wall": Need.NOTHING,
    "events.index": Need.STAFF,
    "events.show": Need.TAKE_PART,
    "dashboard.show": Need.PEOPLE,
    "imports.new": Need.INSTALLATION,
    "imports.read_new": Need.INSTALLATION,
    "imports.preview_new": Need.INSTALLATION,
    "imports.create": Need.INSTALLATION,
    "imports.form": Need.EDIT,
    "imports.read": Need.EDIT,
    "imports.preview": Need.EDIT,
    "imports.apply": Need.EDIT,
    "setup.new": Need.INSTALLATION,
    "setup.create": Need.INSTALLATION,
    "setup.index": Need.LOOK,
    "setup.show": Need.LOOK,
    "setup.save": Need.EDIT,
    "setup.count": Need.EDIT,
    "setup.tables": Need.LOOK,
    "setup.save_tables": Need.EDIT,
    "backing.show": Need.LOOK,
    "backing.add": Need.EDIT,
    "backing.remove": Need.EDIT,
    "backing.image": Need.NOTHING,
    "registration.form": Need.NOTHING,
    "registration.send": Need.NOTHING,
    "registration.sent": Need.NOTHING,
    "registration.status": Need.NOTHING,
    "registration.confirm_address": Need.NOTHING,
    "registration.take_back": Need.NOTHING,
    "registration.accept_place": Need.NOTHING,
    "registration.turn_place_down": Need.NOTHING,
    "registration.wait_for_another": Need.NOTHING,
    "registration.correction": Need.NOTHING,
    "registration.save_correction": Need.NOTHING,
    "applications.index": Need.PEOPLE,
    "applications.show": Need.PEOPLE,
    "applications.admit": Need.TEND,
    "applications.refuse": Need.TEND,
    "applications.wait": Need.TEND,
    "applications.offer_to": Need.TEND,
    "applications.take_offer_back": Need.TEND,
    "applications.rules": Need.LOOK,
    "applications.save": Need.EDIT,
    "applications.earlier": Need.EDIT,
    "applications.copy": Need.EDIT,
    "exports.index": Need.LOOK,
    "exports.folder": Need.LOOK,
    "exports.workbook": Need.LOOK,
    "people.index": Need.PEOPLE,
    "people.show": Need.PEOPLE,
    "people.save": Need.TEND,
    "people.show_organization": Need.PEOPLE,
    "people.save_organization": Need.TEND,
    "people.new_organization": Need.TEND,
    "people.add_organization": Need.TEND,
    "people.new_delegate": Need.TEND,
    "people.add_delegate": Need.TEND,
    "people.ask_to_remove": Need.TEND,
    "people.remove": Need.TEND,
    "people.ask_to_remove_organization": Need.TEND,
    "people.remove_one_organization": Need.TEND,
    "people.show_organization_units": Need.EDIT,
    "people.save_organization_units": Need.EDIT,
    "people.revoke": Need.TEND,
    "people.act": Need.TEND,
    "people.stop_acting": Need.STAFF,
    "companions.index": Need.LOOK,
    "companions.new": Need.EDIT,
    "companions.add": Need.EDIT,
    "companions.show": Need.LOOK,
    "companions.save": Need.EDIT,
    "companions.ask_to_remove": Need.EDIT,
    "companions.remove": Need.EDIT,
    "invitations.index": Need.TEND,
    "invitations.csv": Need.TEND,
    "invitations.remind": Need.TEND,
    "invitations.code": Need.TEND,
    "phases.show": Need.LOOK,
    "phases.move": Need.EDIT,
    "phases.dates": Need.EDIT,
    "phases.keep": Need.EDIT,
    "log.show": Need.LOOK,
    "team.index": Need.LOOK,
    "team.add": Need.OWN,
    "team.save": Need.OWN,
    "team.remove": Need.OWN,
    "team.link": Need.OWN,
    "accounts.index": Need.INSTALLATION,
    "accounts.add": Need.INSTALLATION,
    "accounts.link": Need.INSTALLATION,
    "accounts.sign_out": Need.INSTALLATION,
    "accounts.own": Need.INSTALLATION,
    "accounts.remove": Need.INSTALLATION,
    "accounts.mine": Need.STAFF,
    "accounts.save": Need.STAFF,
    "accounts.set_password": Need.STAFF,
    "accounts.leave_everywhere": Need.STAFF,
    "runs.index": Need.LOOK,
    "runs.start": Need.EDIT,
    "runs.show": Need.LOOK,
    "runs.progress": Need.LOOK,
    "runs.cancel": Need.EDIT,
    "drafts.show": Need.LOOK,
    "drafts.unmet": Need.LOOK,
    "drafts.rename": Need.EDIT,
    "drafts.preview": Need.EDIT,
    "drafts.delete": Need.EDIT,
    "drafts.download": Need.LOOK,
    "drafts.changed": Need.LOOK,
    "prices.ask_price": Need.EDIT,
    "prices.show": Need.LOOK,
    "prices.grant": Need.EDIT,
    "about.delegate": Need.LOOK,
    "about.organization": Need.LOOK,
    "figures.show": Need.LOOK,
    "figures.ask_figures": Need.EDIT,
    "figures.progress": Need.LOOK,
    "whatif.index": Need.LOOK,
    "whatif.start": Need.EDIT,
    "whatif.show": Need.LOOK,
    "whatif.progress": Need.LOOK,
    "whatif.csv": Need.LOOK,
    "whatif.cancel": Need.EDIT,
    "board.tables": Need.LOOK,
    "board.people": Need.LOOK,
    "board.text": Need.LOOK,
    "edit.show": Need.EDIT,
    "edit.apply": Need.EDIT,
    "edit.targets": Need.EDIT,
    "edit.take_back": Need.EDIT,
    "edit.make_again": Need.EDIT,
    "edit.let_go": Need.EDIT,
    "edit.improve": Need.EDIT,
    "edit_locks.lock": Need.EDIT,
    "edit_locks.unlock": Need.EDIT,
    "edit_objections.index": Need.LOOK,
    "edit_objections.settle": Need.EDIT,
    "compare.show": Need.LOOK,
    "mail.index": Need.LOOK,
    "mail.show": Need.EDIT,
    "mail.html": Need.EDIT,
    "mail.retry": Need.EDIT,
    "mail.pause": Need.EDIT,
    "mail.invite": Need.EDIT,
    "mail.remind": Need.EDIT,
    "mail.wanted": Need.EDIT,
    "mail_texts.show": Need.EDIT,
    "mail_texts.save": Need.EDIT,
    "mail_texts.preview": Need.EDIT,
    "releases.index": Need.LOOK,
    "releases.show": Need.LOOK,
    "releases.preview": Need.EDIT,
    "releases.release": Need.EDIT,
    "releases.preview_back": Need.EDIT,
    "releases.go_back": Need.EDIT,
    "giving.show": Need.LOOK,
    "giving.save": Need.EDIT,
    "giving.revoke": Need.EDIT,
    "prints.index": Need.LOOK,
    "prints.show": Need.LOOK,
    "prints.make": Need.EDIT,
    "proposals.show": Need.LOOK,
    "proposals.progress": Need.LOOK,
    "proposals.release": Need.EDIT,
    "proposals.set_aside": Need.EDIT,
    "proposals.again": Need.EDIT,
    "proposals.pass_on": Need.EDIT,
    "late_desk.index": Need.DESK,
    "late_desk.show": Need.DESK,
    "late_desk.change": Need.DESK,
    "late_desk.say_here": Need.DESK,
    "held.say": Need.DESK,
    "held.csv": Need.LOOK,
    "booking.index": Need.BOOK,
    "booking.show": Need.BOOK,
    "booking.book": Need.BOOK,
    "booking.cancel": Need.BOOK,
    "my.home": Need.DELEGATE,
    "my.leave": Need.DELEGATE,
    "profile.show": Need.DELEGATE,
    "profile.save": Need.DELEGATE,
    "colleagues.show": Need.DELEGATE,
    "colleagues.add": Need.DELEGATE,
    "trip.show": Need.DELEGATE,
    "trip.save": Need.DELEGATE,
    "trip.block": Need.DELEGATE,
    "trip.unblock": Need.DELEGATE,
    "browse.index": Need.DELEGATE,
    "browse.show": Need.DELEGATE,
    "browse.veto": Need.DELEGATE,
    "browse.unveto": Need.DELEGATE,
    "wishes.index": Need.DELEGATE,
    "wishes.add": Need.DELEGATE,
    "wishes.edit": Need.DELEGATE,
    "wishes.withdraw": Need.DELEGATE,
    "wishes.move": Need.DELEGATE,
    "incoming.index": Need.DELEGATE,
    "incoming.answer": Need.DELEGATE,
    "incoming.answer_many": Need.DELEGATE,
    "agenda.show": Need.DELEGATE,
    "agenda.calendar": Need.DELEGATE,
    "objecting.add": Need.DELEGATE,
    "stopping.show": Need.NOTHING,
    "stopping.show_one": Need.NOTHING,
    "stopping.save": Need.NOTHING,
    "stopping.one_click": Need.NOTHING,
    "stopping.mine": Need.DELEGATE,
    "stopping.save_mine": Need.DELEGATE,
    "late.show": Need.DELEGATE,
    "late.change": Need.DELEGATE,
    "privacy.show": Need.DELEGATE,
    "privacy.download": Need.DELEGATE,
    "privacy.agree": Need.DELEGATE,
    "privacy.erase": Need.DELEGATE,
}
"""Endpoint to need; docs/web.md shows it with the addresses."""


def install(app: Flask) -> None:
    """Check every request against the table.

    Raises
    ------
    RuntimeError
        The table and the routes differ.
    """
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    odd = sorted(routes ^ set(ACCESS))
    if odd:
        message = f"web/access.py and the routes differ: {', '.join(odd)}"
        raise RuntimeError(message)
    app.before_request(_check)


def may(need: Need, event_id: int | None = None) -> bool:
    """Whether the visitor has what is needed, for showing links and buttons."""
    if need is Need.NOTHING:
        return True  # without asking the database who it is
    who = visitor()
    if need is Need.DELEGATE:
        return who.delegate is not None
    if need is Need.STAFF:
        return who.staff is not None
    if need is Need.INSTALLATION:
        return who.staff is not None and who.staff.is_owner
    return event_id is not None and who.role(event_id) in ROLES[need]


def _check() -> Response | None:
    if request.endpoint is None:
        return None
    need = ACCESS[request.endpoint]
    event_id = (request.view_args or {}).get("event_id")
    if may(need, event_id):
        return None
    who = visitor()
    if need is Need.DELEGATE:
        abort(401)
    if who.staff is None:
        if request.method == "GET":
            return redirect(url_for("entry.sign_in", then=request.path))
        abort(401)
    if event_id is not None and who.role(event_id) is None:
        abort(404)
    return abort(403)
