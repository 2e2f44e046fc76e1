"""What staff decides about registrations."""

from __future__ import annotations

import re
from email.parser import BytesParser
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.files.identifiers import delegate_id
from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.people import consents_of, delegate_row, organization_row
from b4h_scheduler.store.schema_event import DelegateRow, EventRow, OrganizationRow
from tests.b4h_scheduler.mail.post import text_of
from tests.web.late.saying import say
from tests.web.registration.registering import (
    FORM,
    confirm,
    decide,
    offered,
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

LIST = "/events/1/registration"
FREJA = delegate_id("freja@fjord.example.org", "", "")
GERD = delegate_id("gerd@gamma.example", "", "")

GAMMA = {
    "organization__name": "Gamma Gene",
    "delegates__0__name": "Gerd Gram",
    "delegates__0__email": "gerd@gamma.example",
}
"""Who registers second."""


def test_link_to_send_is_shown_to_those_who_tend(world: World) -> None:
    """And says that nobody else sends it; viewers see no link."""
    open_registration(world)
    row = register(world)
    path = status(world, row)
    assert path in world.staff("editor").text(LIST)
    assert path in world.staff("partner").text(LIST)
    assert path not in world.staff("viewer").text(LIST)
    assert path not in world.staff("viewer").text(f"{LIST}/{row.id}")


def test_approved_people_are_at_the_event(world: World) -> None:
    """With profile, consents in their versions, and links; nothing is kept twice."""
    open_registration(world)
    row = confirm(world, register(world))
    assert "At the event" in decide(world, row, "approve")
    with world.read() as reading:
        person = delegate_row(reading, 1, FREJA)
        organization = organization_row(reading, 1, "fjord-biotech-aps")
        consents = consents_of(reading, person)
        assert person.content["role"] == "Founder"
    assert organization.content["offers"] == "cell sorting"
    assert not organization.is_late
    assert [(c.purpose, c.text_version, c.is_given) for c in consents] == [
        ("terms", "1", True),
        ("notice", "1", True),
        ("later", "1", False),
    ]
    assert (stored(world, row).content, stored(world, row).email) == ({}, "")
    assert "Welcome, Freja Falk" in world.delegate(FREJA).text("/my/")
    assert "You have a place" in world.nobody().text(status(world, row))
    assert [(m.kind, m.delegate_key) for m in written(world)] == [
        ("confirmation", FREJA),
        ("invitation", FREJA),
    ]


def test_two_who_decide_at_once_are_told(world: World) -> None:
    """The second decision is refused."""
    open_registration(world)
    row = confirm(world, register(world))
    text = decide(world, row, "decline", seen="1")
    assert "changed by somebody else" in text
    assert stored(world, row).state == "confirmed"


def test_decline_tells_its_reason(world: World) -> None:
    """On the applicant's own page."""
    open_registration(world)
    row = confirm(world, register(world))
    decide(world, row, "decline", reason="Only for medical devices")
    text = world.nobody().text(status(world, row))
    assert "Only for medical devices" in text


@pytest.mark.parametrize("what", ["decline", "wait"])
def test_decision_is_mailed_with_the_way_to_it(world: World, what: str) -> None:
    """In the applicant's language; the reason stands on the page alone."""
    open_registration(world)
    row = confirm(world, register(world, delegates__0__language="fr"))
    decide(world, row, what, reason="Only for medical devices")
    _, mail = written(world)
    assert (mail.kind, mail.recipient) == ("decision", "freja@fjord.example.org")
    assert mail.subject == "Votre inscription à Small Day 1"
    text = text_of(mail)
    assert status(world, row) in text
    assert "medical devices" not in text
    page = status(world, row)
    world.nobody().post(f"{page}/withdraw", page=page)
    assert {message.recipient for message in written(world)} == {""}


def test_nobody_is_written_to_who_never_confirmed(world: World) -> None:
    """The address may be anybody's."""
    open_registration(world)
    decide(world, register(world), "decline")
    assert [message.kind for message in written(world)] == ["confirmation"]


def test_near_duplicate_is_pointed_out_and_merged(world: World) -> None:
    """The people join the organization that is there; it keeps its profile."""
    open_registration(world)
    row = confirm(
        world,
        register(world, organization__name="ALBA Diagnostics GmbH"),
    )
    text = world.staff("owner").text(f"{LIST}/{row.id}")
    assert "Merge into Alba Diagnostics" in text
    assert "Merge into Bora" not in text
    decide(world, row, "approve", into="alba")
    with world.read() as reading:
        assert delegate_row(reading, 1, FREJA).organization_key == "alba"
        content = organization_row(reading, 1, "alba").content
        assert content["offers"] == "sepsis diagnostics"


def test_person_who_is_there_is_not_added_twice(world: World) -> None:
    """The message says where the address is."""
    open_registration(world)
    row = confirm(world, register(world, delegates__0__email="Alba@example.org"))
    assert "alba@example.org is there already" in world.staff("owner").text(
        f"{LIST}/{row.id}"
    )
    text = decide(world, row, "approve")
    assert "is at the event already, for Alba Diagnostics" in text
    assert stored(world, row).state == "confirmed"


def test_voucher_gets_the_number_that_staff_looked_up(world: World) -> None:
    """Zero takes it for none."""
    open_registration(world)
    first = confirm(world, register(world, **{"delegates__0__voucher-number": "V-1"}))
    decide(world, first, "approve", **{"least-0": "6"})
    second = confirm(
        world,
        register(
            world,
            **GAMMA,
            **{"delegates__0__voucher-number": "V-2"},
        ),
    )
    decide(world, second, "approve", **{"least-0": "0"})
    with world.read() as reading:
        freja, gerd = (delegate_row(reading, 1, key) for key in (FREJA, GERD))
        assert load_event(reading, 1).delegates[-1].name == "Gerd Gram"
    assert freja.content["voucher"]["least"] == 6
    assert gerd.content["voucher"] is None


def test_full_event_makes_a_waiting_list(world: World) -> None:
    """Who waits is at the event only once a place is free and offered."""
    open_registration(world, places=[{"region": "North", "number": 2}])
    row = confirm(world, register(world))
    assert row.state == "waiting"
    assert "number 1 on the waiting list" in world.nobody().text(status(world, row))
    text = decide(world, row, "approve")
    assert "There is no place left: 2 of 2 places for organizations of North" in text
    assert "Fjord" not in world.delegate("d-alba").text("/my/partners?text=fjord")[
        -2000:
    ].replace("fjord", "")
    open_registration(world, places=[{"region": "North", "number": 3}])
    assert "one is free: offer it" in world.staff("owner").text(LIST)
    decide(world, row, "approve")
    assert stored(world, row).state == "approved"
    found = world.delegate("d-alba").text("/my/partners?text=fjord")
    assert "Fjord Biotech ApS" in found


def test_place_of_who_does_not_come_is_given_to_who_waits(world: World) -> None:
    """Who got it says so; staff sees whom to remove, and then that it is free."""
    open_registration(world, places=[{"region": "North", "number": 3}])
    first = confirm(world, register(world))
    decide(world, first, "approve")
    second = confirm(
        world,
        register(
            world,
            **GAMMA,
        ),
    )
    assert stored(world, second).state == "waiting"
    assert "say so on that page" in world.nobody().text(status(world, first))
    owner, freja = world.staff("owner"), world.delegate(FREJA)
    assert "there is none yet" in owner.text(LIST)
    assert "Nobody of these organizations" not in owner.text(LIST)
    assert "planned as present all the time" in freja.text("/my/")
    say(freja, what="absent")
    assert "I can come after all" in freja.text("/my/")
    for address in ("/my/", "/my/trip"):
        text = freja.text(address)
        assert "You said that you cannot come" in text, address
        assert "planned as present all the time" not in text, address
    page = owner.text(LIST)
    removal = "/events/1/organizations/fjord-biotech-aps/remove"
    assert f'<a href="{removal}">Fjord Biotech ApS</a>' in page
    assert removal not in world.staff("viewer").text(LIST)
    seen = re.findall(r'name="seen" value="([^"]*)"', owner.text(removal))
    owner.post(removal, {"seen": seen[0]}, page=removal)
    page = owner.text(LIST)
    assert "one is free: offer it" in page
    assert "Nobody of these organizations" not in page


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "A place is free for you at Small Day 1"),
        ("de", "Ein Platz für Sie bei Small Day 1"),
        ("fr", "Une place s’est libérée pour vous : Small Day 1"),
        ("nl", "Er is een plaats voor u bij Small Day 1"),
        ("es", "Hay una plaza para usted en Small Day 1"),
    ],
)
def test_who_waited_is_told_by_mail_that_there_is_a_place(
    world: World, language: str, subject: str
) -> None:
    """Once, with the personal link, in the language of the registration."""
    open_registration(world, places=[{"region": "North", "number": 2}])
    row = confirm(world, register(world, delegates__0__language=language))
    open_registration(world, places=[{"region": "North", "number": 3}])
    decide(world, row, "approve")
    asked, told = written(world)
    assert (asked.kind, asked.topic) == ("confirmation", "confirmation")
    assert (told.kind, told.subject) == ("place", subject)
    assert (told.recipient, told.state) == ("freja@fjord.example.org", "waiting")
    message = BytesParser(policy=default).parsebytes(told.body or b"")
    text = message.get_body(("plain",)).get_content()
    assert world.link(FREJA) in text
    assert "Fjord Biotech ApS" in text
    owner = world.staff("owner")
    owner.post("/events/1/mail/invite", {}, page="/events/1/mail")
    assert len(written(world)) == 2


def test_places_of_another_kind_or_region_do_not_count(world: World) -> None:
    """Only those that cover the organization."""
    open_registration(
        world,
        places=[
            {"region": "South", "number": 0},
            {"kind": "investor", "number": 0},
            {"kind": "company", "region": "North", "number": 3},
        ],
    )
    assert confirm(world, register(world)).state == "confirmed"


def test_partner_decides_for_its_regions_alone(world: World) -> None:
    """Others' registrations are not there, by list or by address."""
    open_registration(world)
    row = confirm(world, register(world))
    far = world.staff("far partner")
    assert "Fjord" not in far.text(LIST)
    page = f"{LIST}/{row.id}"
    assert far.get(page).status_code == 404
    far.post(f"{page}/approve", {"seen": "2"}, page=LIST + "?")
    assert stored(world, row).state == "confirmed"


def test_after_closing_newcomers_are_late(world: World) -> None:
    """They wish at once and are answered, while wishes are closed for all others."""
    open_registration(world)

    def close(session: Session) -> None:
        event_row(session, 1).phase = "closed"

    said = "Who registers now can still wish, and is planned into what the others"
    assert said not in world.nobody().text(FORM)
    world.site.database.write(close)
    assert said in world.nobody().text(FORM)
    row = confirm(world, register(world))
    page = world.staff("owner").text(f"{LIST}/{row.id}")
    assert "whoever is approved now is late" in page
    assert ">Danish, English</td>" in page
    decide(world, row, "approve")
    with world.read() as reading:
        assert organization_row(reading, 1, "fjord-biotech-aps").is_late
    owner = world.staff("owner")
    assert "Came late" in owner.text("/events/1/organizations/fjord-biotech-aps")
    assert owner.text("/events/1/people").count('state-warn">late<') == 1
    freja, ada = world.delegate(FREJA), world.delegate("d-alba")
    freja.post("/my/wishes", {"organization": "alba", "priority": "1"}, page="/my/data")
    assert "Alba Diagnostics" in freja.text("/my/wishes")
    ada.post("/my/wishes", {"organization": "echo", "priority": "1"}, page="/my/data")
    assert "wishes and answers are not open now" in ada.text("/my/").lower()
    text = ada.text("/my/incoming")
    assert "They came late: you can still answer." in text
    wish_id = text.split("/my/incoming/")[1].split('"')[0]
    ada.post(f"/my/incoming/{wish_id}", {"answer": "accepted"}, page="/my/data")
    assert "Answered" in ada.text("/my/incoming")


def test_rules_save_texts_as_new_versions(world: World) -> None:
    """A text that did not change keeps its version."""
    open_registration(world)
    owner, page = world.staff("owner"), f"{LIST}/rules"
    form = {
        "seen": "1", "mode": "open", "code": "", "intro": "Welcome",
        "voucher_least": "4", "texts-terms": "Be on time!",
        "texts-notice": "We keep what you tell until March.",
        "texts-photos": "", "texts-contact": "", "texts-surveys": "",
        "texts-later": "For the spring event.",
        "places-0-kind": "investor", "places-0-region": "", "places-0-number": "5",
        **{
            f"most_wishes-{kind}": ""
            for kind in (
                "company", "corporate", "investor", "university", "cluster",
                "public", "other",
            )
        },
    }  # fmt: skip
    assert owner.post(page, form, page=page).status_code == 303
    text = owner.text(page)
    assert "terms version 2, notice version 1, later version 1" in text
    again = owner.post(page, form | {"places-0-number": "7"}, page=page)
    assert again.status_code == 409
    assert "Somebody else saved this meanwhile" in again.text
    row = '<th scope="row">Number 1: Places</th><td>5</td><td>7</td>'
    assert row in again.text
    assert again.text.count('<th scope="row">') == 1


def test_registration_opens_only_with_terms_and_notice(world: World) -> None:
    """The page says what is missing, at its field."""
    owner, page = world.staff("owner"), f"{LIST}/rules"
    form = {
        "seen": "0", "mode": "code", "code": "", "voucher_least": "4",
        **{f"texts-{name}": "" for name in ("terms", "notice")},
    }  # fmt: skip
    response = owner.post(page, form, page=page)
    assert response.status_code == 400
    assert "Registration by invitation needs a code" in response.text
    response = owner.post(page, form | {"code": "x"}, page=page)
    assert 'id="e-texts-terms"' in response.text


def test_wishes_end_at_the_limit_of_the_kind(world: World) -> None:
    """So many for each delegate."""
    open_registration(world, most_wishes={"company": 1})
    ada = world.delegate("d-alba")
    ada.post("/my/wishes", {"organization": "echo", "priority": "1"}, page="/my/data")
    text = ada.text("/my/wishes")
    assert "Your list is full (1 wishes)" in text
    assert "1 of at most 1" in text


def test_same_address_at_overlapping_events_is_warned_about(world: World) -> None:
    """Named only to those who have a role at the other one."""

    def copy(session: Session) -> None:
        delegate_row(session, 2, "x-d-alba").email = "alba@example.org"

    world.site.database.write(copy)
    assert "Ada Ahl</a> is also at Small Day 2" in world.staff("owner").text(LIST)
    assert "Ada Ahl</a> is also at an event that you have no role at" in world.staff(
        "editor"
    ).text(LIST)
    assert "Ada Ahl" not in world.staff("far partner").text(LIST)


def test_profiles_are_copied_forward_with_consent(world: World) -> None:
    """Without trip and voucher; who did not agree is not offered."""
    open_registration(world)
    row = confirm(world, register(world, consent__later="yes"))
    decide(world, row, "approve")
    owner, page = world.staff("owner"), "/events/2/registration/earlier"
    text = owner.text(page)
    assert "Freja Falk" in text
    assert "Ada Ahl" not in text
    (freja,) = rows(world, select(DelegateRow).where(DelegateRow.key == FREJA))
    (ada,) = rows(world, select(DelegateRow).where(DelegateRow.key == "d-alba"))
    owner.post(page, {"delegate": [str(ada.id)]}, page=page)
    assert "may not be copied any more" in owner.text(page)
    owner.post(page, {"delegate": [str(freja.id)]}, page=page)
    with world.read() as reading:
        copied = delegate_row(reading, 2, FREJA)
        assert load_event(reading, 2).delegates[-1].name == "Freja Falk"
    assert copied.email == "freja@fjord.example.org"
    assert copied.content["voucher"] is None
    assert "There is nobody to copy" in owner.text(page)


def test_who_is_copied_after_closing_comes_late(world: World) -> None:
    """As who registers then: planned only into what is free."""
    open_registration(world)
    decide(world, confirm(world, register(world, consent__later="yes")), "approve")
    (freja,) = rows(world, select(DelegateRow).where(DelegateRow.key == FREJA))

    def close(session: Session) -> None:
        session.get_one(EventRow, 2).phase = "closed"

    world.site.database.write(close)
    owner, page = world.staff("owner"), "/events/2/registration/earlier"
    owner.post(page, {"delegate": [str(freja.id)]}, page=page)
    query = select(OrganizationRow.is_late).where(
        OrganizationRow.event_id == 2, OrganizationRow.name == "Fjord Biotech ApS"
    )
    assert rows(world, query) == [True]


@pytest.mark.parametrize("was_offered", [False, True])
def test_erased_person_is_in_no_table_any_more(world: World, was_offered: bool) -> None:
    """Neither by name nor by address: registration, log, outbox, consents."""
    open_registration(world)
    if was_offered:
        page = status(world, offered(world))
        world.nobody().post(f"{page}/accept", page=page)
    else:
        decide(world, confirm(world, register(world)), "approve")
    freja = world.delegate(FREJA)
    freja.post("/my/data/erase", {"sure": "erase"}, page="/my/data")
    with world.read() as reading:
        for table in world.site.database.metadata.sorted_tables:
            for row in reading.execute(select(table)):
                told = " ".join(
                    each.decode(errors="replace")
                    if isinstance(each, bytes)
                    else f"{each}"
                    for each in row
                )
                for word in ("Freja", "freja@"):
                    assert word not in told, (table.name, told[:300])
