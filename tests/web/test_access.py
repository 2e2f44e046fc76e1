"""Every route × every kind of visitor."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.world import Visitor, World
from web.access import ACCESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

VISITORS: dict[str, Callable[[World], Visitor]] = {
    "nobody": lambda world: world.nobody(),
    "delegate": lambda world: world.delegate("d-alba"),
    "other delegate": lambda world: world.delegate("x-d-alba", 2),
    "owner": lambda world: world.staff("owner"),
    "editor": lambda world: world.staff("editor"),
    "viewer": lambda world: world.staff("viewer"),
    "partner": lambda world: world.staff("partner"),
    "far partner": lambda world: world.staff("far partner"),
    "desk": lambda world: world.staff("desk"),
    "elsewhere": lambda world: world.staff("elsewhere"),
}
EVERYBODY = frozenset(VISITORS)
STAFF = EVERYBODY - {"nobody", "delegate", "other delegate"}
ROLE = STAFF - {"elsewhere"}
LOOK = frozenset({"owner", "editor", "viewer"})
EDIT = frozenset({"owner", "editor"})
PARTNERS = frozenset({"partner", "far partner"})
DELEGATES = frozenset({"delegate", "other delegate"})

# Written from DESIGN "Web", not from web/access.py. The routes' delegate is Ada (North)
# of event 1; the wish is hers.
MAY: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("static", "entry.home", "entry.healthz", "entry.sign_in", "entry.enter",
         "entry.sign_out", "entry.password", "entry.set_password", "entry.link",
         "entry.open_link", "languages.choose", "feeds.agenda", "feeds.live",
         "floor.table", "floor.event", "floor.wall", "registration.form",
         "registration.send",
         "registration.sent", "registration.status", "registration.confirm_address",
         "registration.take_back", "registration.accept_place",
         "registration.turn_place_down", "registration.wait_for_another",
         "registration.correction",
         "registration.save_correction"),
        EVERYBODY,
    ),
    **dict.fromkeys(
        ("events.index", "people.stop_acting", "accounts.mine", "accounts.save",
         "accounts.set_password", "accounts.leave_everywhere"),
        STAFF,
    ),
    "team.index": LOOK,
    **dict.fromkeys(
        ("team.add", "team.save", "team.remove", "team.link", "accounts.index",
         "accounts.add", "accounts.link", "accounts.sign_out", "accounts.own",
         "accounts.remove"),
        frozenset({"owner"}),
    ),
    "events.show": ROLE,
    "mail.index": LOOK,
    "backing.image": EVERYBODY,
    "backing.show": LOOK,
    **dict.fromkeys(("backing.add", "backing.remove"), EDIT),
    # Messages hold personal links: who reads one could act for the delegate.
    **dict.fromkeys(
        ("mail.show", "mail.html", "mail.retry", "mail.pause", "mail.invite",
         "mail.remind", "mail.wanted", "mail_texts.show", "mail_texts.save",
         "mail_texts.preview"),
        EDIT,
    ),
    **dict.fromkeys(
        ("imports.new", "imports.read_new", "imports.preview_new", "imports.create",
         "setup.new", "setup.create"),
        frozenset({"owner"}),
    ),
    **dict.fromkeys(
        ("setup.index", "setup.show", "setup.tables", "companions.index",
         "companions.show",
         "applications.rules",
         "exports.index", "exports.folder", "exports.workbook", "held.csv",
         "phases.show", "log.show", "runs.index", "runs.show", "runs.progress",
         "drafts.show", "drafts.unmet", "drafts.download", "drafts.changed",
         "board.tables", "board.people", "compare.show", "releases.index",
         "releases.show", "giving.show", "prints.index", "prints.show"),
        LOOK,
    ),
    **dict.fromkeys(
        ("setup.save", "setup.count", "setup.save_tables", "companions.new",
         "companions.add", "companions.save", "companions.ask_to_remove",
         "companions.remove", "people.show_organization_units",
         "people.save_organization_units",
         "applications.save", "applications.earlier", "applications.copy",
         "imports.form", "imports.read", "imports.preview", "imports.apply",
         "phases.move", "phases.dates", "phases.keep", "runs.start", "runs.cancel",
         "drafts.rename",
         "drafts.preview", "drafts.delete", "releases.preview", "releases.release",
         "releases.preview_back", "releases.go_back", "giving.save", "giving.revoke",
         "prints.make"),
        EDIT,
    ),
    **dict.fromkeys(
        ("dashboard.show", "people.index", "applications.index"), LOOK | PARTNERS
    ),
    **dict.fromkeys(
        ("invitations.index", "invitations.csv", "invitations.remind"),
        EDIT | PARTNERS,
    ),
    **dict.fromkeys(
        ("people.show", "people.show_organization", "applications.show"),
        LOOK | {"partner"},
    ),
    # A partner of another region may add to its own.
    **dict.fromkeys(
        ("people.new_organization", "people.add_organization", "people.new_delegate",
         "people.add_delegate"),
        EDIT | PARTNERS,
    ),
    **dict.fromkeys(
        ("people.ask_to_remove", "people.remove", "people.ask_to_remove_organization",
         "people.remove_one_organization",
         "people.save", "people.save_organization", "people.revoke", "people.act",
         "invitations.code", "applications.admit", "applications.refuse",
         "applications.wait", "applications.offer_to",
         "applications.take_offer_back"),
        EDIT | {"partner"},
    ),
    **dict.fromkeys(
        ("my.home", "my.leave", "profile.show", "profile.save", "colleagues.show",
         "colleagues.add", "trip.show",
         "trip.save", "trip.block", "trip.unblock", "browse.index", "browse.veto",
         "browse.unveto", "wishes.index", "wishes.add", "wishes.edit",
         "wishes.withdraw", "wishes.move", "incoming.index", "incoming.answer",
         "incoming.answer_many", "agenda.show", "privacy.show", "privacy.download",
         "privacy.agree", "privacy.erase"),
        DELEGATES,
    ),
    **dict.fromkeys(
        ("board.text", "edit_objections.index", "prices.show", "about.delegate",
         "about.organization", "whatif.index", "whatif.show", "whatif.progress",
         "whatif.csv", "figures.show", "figures.progress"),
        LOOK,
    ),
    **dict.fromkeys(
        ("prices.ask_price", "prices.grant", "whatif.start", "whatif.cancel",
         "figures.ask_figures"),
        EDIT,
    ),
    **dict.fromkeys(
        ("edit.show", "edit.apply", "edit.targets", "edit.take_back",
         "edit.make_again", "edit.let_go", "edit.improve", "edit_locks.lock",
         "edit_locks.unlock", "edit_objections.settle"),
        EDIT,
    ),
    "objecting.add": DELEGATES,
    **dict.fromkeys(
        ("stopping.show", "stopping.show_one", "stopping.save", "stopping.one_click"),
        EVERYBODY,
    ),
    **dict.fromkeys(("stopping.mine", "stopping.save_mine"), DELEGATES),
    **dict.fromkeys(("late.show", "late.change"), DELEGATES),
    "late_desk.index": EDIT | PARTNERS | {"desk"},
    **dict.fromkeys(
        ("late_desk.show", "late_desk.change", "late_desk.say_here", "held.say"),
        EDIT | {"partner", "desk"},
    ),
    # A partner releases nothing.
    **dict.fromkeys(
        ("booking.index", "booking.show", "booking.book", "booking.cancel"),
        EDIT | {"desk"},
    ),
    **dict.fromkeys(("proposals.show", "proposals.progress"), LOOK),
    **dict.fromkeys(
        ("proposals.release", "proposals.set_aside", "proposals.again",
         "proposals.pass_on"),
        EDIT,
    ),
    # What is not of one's own event is not there; a plan is shown at event 1 only.
    "browse.show": frozenset({"delegate"}),
    "agenda.calendar": frozenset({"delegate"}),
}  # fmt: skip
ENDS = (
    "registration.take_back",
    "drafts.delete",
    "people.revoke",
    "my.leave",
    "team.remove",
    "accounts.sign_out",
    "accounts.remove",
    "accounts.leave_everywhere",
    "entry.sign_out",
)
"""Take away what other routes need: asked last, in this order.

Whoever left everywhere is nobody, who may still press the button that signs out.
"""


def test_every_route_has_an_entry_here_and_there(world: World) -> None:
    """A new route without an entry in this matrix fails."""
    routes = {rule.endpoint for rule in world.app.url_map.iter_rules()}
    assert routes == set(MAY) == set(ACCESS)


@pytest.mark.parametrize("kind", VISITORS)
def test_visitor_reaches_what_it_may_and_nothing_else(world: World, kind: str) -> None:
    """Each route answers each kind of visitor as DESIGN says."""
    _companion(world)
    _show_a_plan(world)
    _release_it(world)
    _take_registrations(world)
    _ask_what_if(world)
    cookie = VISITORS[kind](world).cookie
    wrong = []
    for rule, method in _routes(world):
        visitor = Visitor(world.app.test_client(), cookie)
        address = _address(world, rule)
        response = _ask(visitor, method, address)
        may = _was_let_in(response)
        if may != (kind in MAY[rule.endpoint]):
            wrong.append((rule.endpoint, method, response.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "method"), list(product(("nobody", "delegate", "owner"), ("POST",)))
)
def test_no_change_without_the_token_of_a_page(
    world: World, kind: str, method: str
) -> None:
    """Every form is refused that another site could have sent.

    But that by which mail programs turn messages off: no strange site has its address.
    """
    cookie = VISITORS[kind](world).cookie
    accepted = []
    for rule, each in _routes(world):
        if each == method and rule.endpoint != "stopping.one_click":
            visitor = Visitor(world.app.test_client(), cookie)
            response = visitor.client.post(
                _address(world, rule), data={"sure": "erase"}
            )
            if response.status_code != 400 or "out of date" not in response.text:
                accepted.append(rule.endpoint)
    assert accepted == []


@pytest.mark.parametrize("kind", VISITORS)
def test_no_get_changes_anything(world: World, kind: str) -> None:
    """The database holds the same after every page was opened."""
    _companion(world)
    _show_a_plan(world)
    _release_it(world)
    _take_registrations(world)
    _ask_what_if(world)
    _logo(world)
    cookie = VISITORS[kind](world).cookie
    before = _content(world)
    for rule, method in _routes(world):
        if method == "GET":
            visitor = Visitor(world.app.test_client(), cookie)
            visitor.get(_address(world, rule))
    assert _content(world) == before


def _show_a_plan(world: World) -> None:
    from b4h_scheduler.store.drafts import draft_row, preview_draft

    world.site.database.write(
        lambda session: preview_draft(session, draft_row(session, 1), is_previewed=True)
    )


def _take_registrations(world: World) -> None:
    """Open the public page, with one registration, of Ada's region."""
    from tests.web.registration.registering import open_registration, register

    open_registration(world)
    assert register(world).id == 1


def _ask_what_if(world: World) -> int:
    """Return the number of the question, asked now if it was not yet."""
    from tests.web.plan.asking import answered_what_if

    return answered_what_if(world)


def _release_it(world: World) -> None:
    """Twice, so that one can go back; and give everything away that can be."""
    from tests.web.release.releasing import give, release_draft

    for _ in range(2):
        release_draft(world.site.database, 1)
    give(world, is_table_feed_on=True, is_event_feed_on=True)


def _routes(world: World) -> list[tuple[Rule, str]]:
    rules = sorted(
        world.app.url_map.iter_rules(),
        key=lambda rule: ENDS.index(rule.endpoint) if rule.endpoint in ENDS else -1,
    )
    return [
        (rule, method)
        for rule in rules
        for method in sorted(rule.methods or ())
        if method not in {"HEAD", "OPTIONS"}
    ]


def _address(world: World, rule: Rule) -> str:
    from b4h_scheduler.store.links import Purpose
    from web.assets import assets

    purpose = {"feeds": Purpose.FEED, "stopping": Purpose.MAIL}.get(
        rule.endpoint.partition(".")[0], Purpose.PAGE
    )
    is_organization = "organization" in rule.endpoint or rule.endpoint.startswith(
        "browse."
    )
    values: dict[str, Any] = {
        "event_id": 1,
        "draft_id": 1,
        "run_id": _ask_what_if(world) if rule.endpoint.startswith("whatif.") else 1,
        "wish_id": 1,
        "objection_id": 1,
        "message_id": 1,
        "candidate": "all",
        "key": ("bora" if rule.endpoint.startswith("browse.") else "alba")
        if is_organization
        else _companion(world)
        if rule.endpoint.startswith("companions.") and "key" in rule.arguments
        else "d-alba",
        "other": "d-echo",
        "name": "n" * 24,
        "form": "unmet.csv",
        "step": "times",
        "number": 1,
        "kind": "delays" if rule.endpoint.startswith("figures.") else "agendas",
        "token": _floor_token(world, rule.endpoint)
        if rule.endpoint.startswith("floor.")
        else _application_token(world)
        if rule.endpoint.startswith("registration.")
        else world.link("d-alba", purpose=purpose),
        "what": "digest",
        "application_id": 1,
        "staff_id": _viewer(world),
        "version": assets()["site.css"].version,
        "path": "site.css",
        "digest": _logo(world) if "digest" in rule.arguments else "",
    }
    with world.app.test_request_context():
        from flask import url_for

        needed = {key: values[key] for key in rule.arguments}
        return url_for(rule.endpoint, **needed)


def _viewer(world: World) -> int:
    from sqlalchemy import select

    from b4h_scheduler.store.schema_staff import StaffRow

    query = select(StaffRow.id).where(StaffRow.email == "viewer@example.org")
    with world.read() as reading:
        return reading.scalars(query).first() or 0


def _floor_token(world: World, endpoint: str) -> str:
    from b4h_scheduler.store.calendar_settings import Floor, calendar_setting
    from tests.web.release.releasing import floor_address

    with world.read() as reading:
        if calendar_setting(reading, 1) is None:
            return "1.0.x"
    return floor_address(world, Floor(endpoint.partition(".")[2]))


def _logo(world: World) -> str:
    """Return the address of the first logo, added where there is none."""
    from b4h_scheduler.store.logos import add_logo, logos_of
    from tests.b4h_scheduler.store.drawn import png

    with world.read() as reading:
        for row in logos_of(reading, 1):
            return str(row.digest)
    return str(
        world.site.database.write(lambda s: add_logo(s, 1, "Union", png()).digest)
    )


def _companion(world: World) -> str:
    """Return the key of the first companion, added where there is none."""
    from b4h_scheduler.store.companions import add_companion, companions_of

    with world.read() as reading:
        for row in companions_of(reading, 1):
            return row.key
    content = {"name": "Cora Lis", "languages": ["de", "fr"]}
    return world.site.database.write(lambda s: add_companion(s, 1, content).key)


def _application_token(world: World) -> str:
    from tests.web.registration.registering import first_token

    return first_token(world)


def _ask(visitor: Visitor, method: str, address: str) -> TestResponse:
    if method == "GET":
        return visitor.get(address)
    return visitor.post(address)


def _was_let_in(response: TestResponse) -> bool:
    """An upload that is not kept is told as such, to those who may ask."""
    if response.status_code == 404:
        return "not kept any more" in response.text
    if response.status_code in {401, 403} and "Sign in" not in response.text:
        return False
    goes_to_sign_in = response.headers.get("Location", "").startswith("/sign-in?then=")
    return response.status_code != 401 and not goes_to_sign_in


def _content(world: World) -> dict[str, list[Any]]:
    from sqlalchemy import select

    with world.read() as reading:
        return {
            table.name: [tuple(row) for row in reading.execute(select(table))]
            for table in world.site.database.metadata.sorted_tables
        }
