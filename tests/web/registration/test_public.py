"""The public form: who may use it, what it keeps, what it gives away."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow
from b4h_scheduler.store.schema_registration import ApplicationRow
from b4h_scheduler.store.schema_staff import StaffRoleRow
from tests.web.registration.registering import (
    FILLED,
    FORM,
    confirm,
    open_registration,
    register,
    status,
    stored,
    written,
)
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World


def _set_phase(world: World, phase: Phase) -> None:
    def work(session: Session) -> None:
        event_row(session, 1).phase = phase.value

    world.site.database.write(work)


def test_nothing_is_shown_of_an_event_that_takes_nobody(world: World) -> None:
    """A closed event and one that is not there read the same, also to a post."""
    nobody = world.nobody()
    closed, missing = nobody.get(FORM), nobody.get("/register/99")
    assert closed.status_code == missing.status_code == 404
    shown = [each.text.split("<body>")[1] for each in (closed, missing)]
    # Their own address stands in them: where the switch of languages leads back to.
    assert shown[0] == shown[1].replace("/register/99", FORM)
    assert "Small Day" not in closed.text
    assert nobody.post(FORM, FILLED).status_code == 404
    assert rows(world, select(ApplicationRow)) == []


@pytest.mark.parametrize(
    ("phase", "is_open"),
    [
        (Phase.SET_UP, False),
        (Phase.REGISTRATION, True),
        (Phase.WISHES, True),
        (Phase.CLOSED, True),
        (Phase.RUNNING, True),
        (Phase.AFTER, False),
    ],
)
def test_phase_opens_and_shuts_the_page(
    world: World, phase: Phase, is_open: bool
) -> None:
    """From registration until the event is over."""
    open_registration(world)
    _set_phase(world, phase)
    assert (world.nobody().get(FORM).status_code == 200) is is_open


def test_registration_is_kept_with_what_was_agreed_to(world: World) -> None:
    """In the versions that were shown; what was not ticked is kept as not given."""
    open_registration(world)
    row = register(world)
    assert (row.state, row.name, row.email) == (
        "unconfirmed",
        "Fjord Biotech ApS",
        "freja@fjord.example.org",
    )
    assert row.content["consents"] == [
        {"consent": "terms", "version": 1, "is_given": True},
        {"consent": "notice", "version": 1, "is_given": True},
        {"consent": "later", "version": 1, "is_given": False},
    ]
    assert row.content["organization"]["is_sme"] is True
    assert [each["name"] for each in row.content["delegates"]] == ["Freja Falk"]
    assert row.content["delegates"][0]["speaks"] == ["da", "en"]


def test_each_fault_stands_at_its_input(world: World) -> None:
    """What was typed stays; nothing is kept."""
    open_registration(world)
    wrong = FILLED | {
        "organization-name": "",
        "delegates-0-email": "freja at fjord",
        "consent-terms": "",
    }
    response = world.nobody().post(FORM, wrong, page=FORM)
    assert response.status_code == 400
    for name in ("organization-name", "delegates-0-email", "consent-terms"):
        assert f'id="e-{name}"' in response.text
    assert 'value="Freja Falk"' in response.text
    assert rows(world, select(ApplicationRow)) == []


def test_colleagues_come_along(world: World) -> None:
    """Each with an address of its own."""
    open_registration(world)
    colleague = {
        "delegates__1__name": "Nils Falk",
        "delegates__1__email": "freja@fjord.example.org",
    }
    form = FILLED | {k.replace("__", "-"): v for k, v in colleague.items()}
    response = world.nobody().post(FORM, form, page=FORM)
    assert "Two people have the same mail address" in response.text
    row = register(world, **colleague | {"delegates__1__email": "nils@fjord.example"})
    assert len(row.content["delegates"]) == 2


def test_trip_and_voucher_are_told(world: World) -> None:
    """Times are those of the event's clocks; half a trip is refused."""
    open_registration(world, voucher_least=3)
    trip = {"delegates__0__trip-arrival_point": "STR"}
    form = FILLED | {k.replace("__", "-"): v for k, v in trip.items()}
    response = world.nobody().post(FORM, form, page=FORM)
    assert "needs both a point and a time" in response.text
    row = register(
        world,
        **trip,
        **{"delegates__0__trip-arrival": "2037-11-26T08:00"},
        **{"delegates__0__voucher-number": "V-9"},
    )
    (person,) = row.content["delegates"]
    assert person["trip"]["arrival"] == "2037-11-26T08:00:00+01:00"
    assert person["voucher"]["number"] == "V-9"
    assert person["voucher"]["least"] == 3


def test_code_lets_in_who_has_it(world: World) -> None:
    """Case and spaces do not matter; another one is told at its input."""
    open_registration(world, mode="code", code="Spring 27")
    wrong = world.nobody().post(FORM, FILLED | {"code": "Autumn"}, page=FORM)
    assert wrong.status_code == 400
    assert 'id="e-code"' in wrong.text
    assert "Spring 27" not in wrong.text
    assert register(world, code=" spring 27 ").state == "unconfirmed"


def test_link_confirms_by_its_button(world: World) -> None:
    """Opening it changes nothing: mail scanners do that too."""
    open_registration(world)
    row = register(world)
    page = status(world, row)
    assert "Confirm my address" in world.nobody().text(page)
    assert stored(world, row).state == "unconfirmed"
    assert confirm(world, row).state == "confirmed"
    assert "The organizer decides" in world.nobody().text(page)
    assert confirm(world, row).state == "confirmed"


def test_message_is_in_the_applicant_s_language(world: World) -> None:
    """As the page is, whatever the browser that opens the link prefers."""
    open_registration(world)
    page = status(world, register(world, delegates__0__language="fr"))
    german = {"Accept-Language": "de"}
    anybody = world.nobody()
    anybody.post(page, page=page, headers=german)
    text = anybody.get(page, headers=german).text
    assert '<html lang="fr"' in text
    assert "Votre adresse est confirmée." in text
    assert "Ihre Adresse" not in text


def test_moments_are_told_by_the_event_s_clocks(world: World) -> None:
    """In January those of Berlin are an hour before UTC."""
    open_registration(world)
    row = register(world)

    def long_ago(session: Session) -> None:
        stored_row = session.get_one(ApplicationRow, row.id)
        stored_row.created = datetime(2036, 1, 10, 23, 30, tzinfo=UTC)

    world.site.database.write(long_ago)
    text = world.staff("owner").text("/events/1/registration")
    assert "Fri 11 Jan, 00:30" in text


def test_wrong_token_opens_nothing(world: World) -> None:
    """Nor does that of another registration."""
    open_registration(world)
    row = register(world)
    page = status(world, row)
    for token in (f"{page}x", "/registration/1.abc", "/registration/999999999999999.x"):
        assert world.nobody().get(token).status_code == 404


def test_link_goes_into_the_outbox(world: World) -> None:
    """To the address that was given, in its language; the page says who sends it."""
    open_registration(world)
    row = register(world)
    (message,) = written(world)
    assert (message.recipient, message.kind) == (
        "freja@fjord.example.org",
        "confirmation",
    )
    text = message_from_bytes(message.body, policy=default).get_body(("plain",))
    assert status(world, row) in text.get_content()
    assert "has no mail server" in world.nobody().text(f"{FORM}/sent")


def test_withdrawing_deletes_what_was_told(world: World) -> None:
    """From the registration, the log, and the outbox."""
    open_registration(world)
    row = register(world)
    page = status(world, row)
    world.nobody().post(f"{page}/withdraw", page=page)
    assert stored(world, row).content == {}
    told = " ".join(
        f"{entry.before} {entry.after}" for entry in rows(world, select(AuditRow))
    )
    for word in ("Freja", "freja@fjord", "Fjord Biotech"):
        assert word not in told
    (message,) = written(world)
    assert (message.state, message.body, message.recipient) == ("withdrawn", None, "")


def test_nobody_is_at_the_event_before_staff_decides(world: World) -> None:
    """Confirmed or not: no organization, no delegate, no link."""
    open_registration(world)
    before = len(rows(world, select(DelegateRow)))
    confirm(world, register(world))
    assert len(rows(world, select(DelegateRow))) == before
    names = {row.name for row in rows(world, select(OrganizationRow))}
    assert "Fjord Biotech ApS" not in names


def test_mistakes_do_not_stop_who_mends_them(world: World) -> None:
    """Only what is kept counts for a mail address."""
    open_registration(world)
    for _ in range(4):
        wrong = FILLED | {"consent-terms": "no"}
        assert world.nobody().post(FORM, wrong, page=FORM).status_code == 400
    assert world.nobody().post(FORM, FILLED, page=FORM).status_code == 303


def test_many_registrations_are_stopped(world: World) -> None:
    """Of one mail address, and from one network address; counted in the database."""
    open_registration(world)
    for _ in range(3):
        register(world)
    response = world.nobody().post(FORM, FILLED, page=FORM)
    assert response.status_code == 429
    assert "Too many attempts: wait 15 minutes" in response.text
    for number in range(16):
        register(world, delegates__0__email=f"f{number}@fjord.example.org")
    other = FILLED | {"delegates-0-email": "last@fjord.example.org"}
    assert world.nobody().post(FORM, other, page=FORM).status_code == 303
    other = FILLED | {"delegates-0-email": "over@fjord.example.org"}
    assert world.nobody().post(FORM, other, page=FORM).status_code == 429


def test_hostile_names_stay_text(world: World) -> None:
    """On the applicant's page and on staff's."""
    open_registration(world)
    row = confirm(world, register(world, organization__name="<script>x</script>"))
    page = world.staff("owner").text(f"/events/1/registration/{row.id}")
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in world.nobody().text(status(world, row))


def test_regions_of_partners_are_proposed(world: World) -> None:
    """Also before anybody of one is there, and typed in other letters it is one."""
    open_registration(world)

    def look_after_east(session: Session) -> None:
        query = select(StaffRoleRow).where(StaffRoleRow.event_id == 1)
        partner = next(row for row in session.scalars(query) if row.regions)
        partner.regions = [*partner.regions, "East"]

    world.site.database.write(look_after_east)
    assert '<option value="East">' in world.nobody().text(FORM)
    assert register(world, organization__region=" east").region == "East"
