"""Registrations in both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from b4h_scheduler.files.identifiers import delegate_id
from b4h_scheduler.store.admission import approve
from b4h_scheduler.store.application import Application, Given
from b4h_scheduler.store.application_states import State
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.privacy import purge
from b4h_scheduler.store.registration import (
    MOST_PER_EMAIL,
    application_of_token,
    application_row,
    application_token,
    confirm,
    count_registration,
    place_in_line,
    register,
    withdraw,
)
from b4h_scheduler.store.rules import (
    Consent,
    Mode,
    Rules,
    consent_texts,
    read_rules,
    save_rules,
    save_texts,
)
from b4h_scheduler.store.schema_event import ConsentRow, OrganizationRow
from b4h_scheduler.store.staff import WINDOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

SECRET = b"s" * 32
KIM = delegate_id("kim@fjord.example", "", "")


def _application(name: str = "Fjord", **changes: object) -> Application:
    slug = name.casefold()
    content = {
        "organization": {"id": "new", "name": name, "region": "North"},
        "delegates": [
            {
                "id": "new-0",
                "name": f"Kim {name}",
                "email": f"kim@{slug}.example",
                "organization": "new",
            }
        ],
        "agreed": now(),
    }
    return Application.model_validate(content | changes)


def _open(session: Session, event_id: int, **rules: object) -> None:
    _, version = read_rules(session, event_id)
    found = Rules.model_validate({"mode": Mode.OPEN} | rules)
    save_rules(session, event_id, found, seen=version)
    event_row(session, event_id).phase = Phase.WISHES.value


def _registered(
    database: Database, event_id: int, name: str = "Fjord", *, is_confirmed: bool = True
) -> int:
    def work(session: Session) -> int:
        row = register(session, event_id, _application(name))
        if is_confirmed:
            confirm(session, row)
        return row.id

    return database.write(work)


def test_registration_becomes_people_of_the_event(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """The event of the domain holds them, and all else as before."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id))
    with database.read() as session:
        before = load_event(session, event_id)
    number = _registered(database, event_id)

    def work(session: Session) -> None:
        approve(session, application_row(session, event_id, number), seen=2)

    database.write(work)
    with database.read() as session:
        after = load_event(session, event_id)
    assert after.organizations[:-1] == before.organizations
    assert after.organizations[-1].id == "fjord"
    assert [each.name for each in after.delegates[len(before.delegates) :]] == [
        "Kim Fjord"
    ]


def test_second_of_two_decisions_is_refused(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """By the version that was seen."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id))
    number = _registered(database, event_id)

    def work(session: Session) -> None:
        approve(session, application_row(session, event_id, number), seen=2)

    database.write(work)
    with pytest.raises(StaleError):
        database.write(work)


def test_unconfirmed_cannot_be_approved(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Nobody registers somebody else's address."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id))
    number = _registered(database, event_id, is_confirmed=False)

    def work(session: Session) -> None:
        approve(session, application_row(session, event_id, number), seen=1)

    with pytest.raises(RefusedError, match="it is unconfirmed"):
        database.write(work)


def test_needed_consent_must_be_to_the_current_version(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Agreeing to an older text is no agreement; optional ones are free."""
    event_id, _ = event_ids

    def texts(session: Session) -> None:
        _open(session, event_id)
        save_texts(session, event_id, {Consent.TERMS: "A", Consent.PHOTOS: "P"})
        session.flush()
        save_texts(session, event_id, {Consent.TERMS: "B"})

    database.write(texts)

    def with_version(version: int) -> Application:
        given = Given(consent=Consent.TERMS, version=version, is_given=True)
        return _application(consents=[given])

    with pytest.raises(RefusedError, match=r"current version \(terms\)"):
        database.write(lambda s: register(s, event_id, with_version(1)))
    database.write(lambda s: register(s, event_id, with_version(2)))
    with database.read() as session:
        found = consent_texts(session, event_id)
    assert {c: row.version for c, row in found.items()} == {
        Consent.TERMS: 2,
        Consent.PHOTOS: 1,
    }


def test_waiting_list_keeps_its_order(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """By the moment at which the address was confirmed."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id, places=[{"number": 0}]))
    numbers = [_registered(database, event_id, name) for name in ("Ao", "Bo", "Co")]
    with database.read() as session:
        rows = [application_row(session, event_id, number) for number in numbers]
        assert {row.state for row in rows} == {State.WAITING}
        assert [place_in_line(session, row) for row in rows] == [1, 2, 3]


def test_last_place_is_given_once(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Two who approve two registrations at the same moment: one is told it is full."""
    event_id, _ = event_ids
    with database.read() as session:
        taken = len(load_event(session, event_id).organizations)
    database.write(lambda s: _open(s, event_id, places=[{"number": taken + 1}]))
    numbers = [_registered(database, event_id, name) for name in ("Ao", "Bo")]

    def admit(number: int) -> str:
        def work(session: Session) -> None:
            row = application_row(session, event_id, number)
            approve(session, row, seen=row.version)

        try:
            database.write(work)
        except RefusedError as error:
            return str(error)
        return "admitted"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(admit, numbers))
    assert said.count("admitted") == 1
    assert any("there is no place left" in each for each in said)
    with database.read() as session:
        assert len(load_event(session, event_id).organizations) == taken + 1


def test_merged_people_join_without_a_place(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """The organization has its place already; ids of equal names differ."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id))
    with database.read() as session:
        there = load_event(session, event_id).organizations[0].id
    number = _registered(database, event_id)
    database.write(lambda s: _open(s, event_id, places=[{"number": 0}]))

    def work(session: Session) -> None:
        row = application_row(session, event_id, number)
        approve(session, row, seen=2, into=there)

    database.write(work)
    with database.read() as session:
        assert delegate_row(session, event_id, KIM).organization_key == there
        names = session.scalars(select(OrganizationRow.name)).all()
    assert "Fjord" not in names


def test_consents_stand_under_the_delegate(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """With version and moment."""
    event_id, _ = event_ids

    def work(session: Session) -> None:
        _open(session, event_id)
        save_texts(session, event_id, {Consent.TERMS: "A"})
        session.flush()
        given = Given(consent=Consent.TERMS, version=1, is_given=True)
        row = register(session, event_id, _application(consents=[given]))
        confirm(session, row)
        session.flush()
        approve(session, row, seen=row.version)

    database.write(work)
    with database.read() as session:
        (row,) = session.scalars(select(ConsentRow)).all()
    assert (row.delegate_key, row.purpose, row.text_version, row.is_given) == (
        KIM, "terms", "1", True,
    )  # fmt: skip


def test_tries_are_counted_and_forgotten(database: Database) -> None:
    """After the window one may try again."""
    start = now()
    with time_machine.travel(start, tick=False):
        for _ in range(MOST_PER_EMAIL):
            database.write(lambda s: count_registration(s, "192.0.2.1", "a@x.example"))
        with pytest.raises(RefusedError, match="too many attempts"):
            database.write(lambda s: count_registration(s, "192.0.2.2", "A@x.example"))
    with time_machine.travel(start + WINDOW + timedelta(seconds=1), tick=False):
        database.write(lambda s: count_registration(s, "192.0.2.2", "a@x.example"))


def test_token_opens_one_registration(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Not another, and none with a changed letter or another secret."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id))
    one, other = (_registered(database, event_id, name) for name in ("Ao", "Bo"))
    with database.read() as session:
        row = application_row(session, event_id, one)
        token = application_token(SECRET, event_row(session, event_id), row)
        assert application_of_token(session, SECRET, token) is row
        mac = token.partition(".")[2]
        for wrong in (f"{other}.{mac}", f"{token}x", "", "x.y", f"{'9' * 40}.{mac}"):
            assert application_of_token(session, SECRET, wrong) is None
        assert application_of_token(session, b"t" * 32, token) is None


def test_withdrawn_is_empty_and_final(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """What was told is gone; the link cannot confirm it again."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id))
    number = _registered(database, event_id)
    database.write(lambda s: withdraw(s, application_row(s, event_id, number)))
    with database.read() as session:
        row = application_row(session, event_id, number)
        assert (row.name, row.email, row.content) == ("", "", {})
    with pytest.raises(RefusedError, match="register again"):
        database.write(lambda s: confirm(s, application_row(s, event_id, number)))


def test_unconfirmed_is_forgotten_in_time(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """By the purge, after 30 days; confirmed ones wait on."""
    event_id, _ = event_ids
    database.write(lambda s: _open(s, event_id))
    first = _registered(database, event_id, "Ao", is_confirmed=False)
    second = _registered(database, event_id, "Bo")
    for days, expected in ((29, State.UNCONFIRMED), (31, State.WITHDRAWN)):
        with time_machine.travel(now() + timedelta(days=days), tick=False):
            database.write(purge)
        with database.read() as session:
            assert application_row(session, event_id, first).state == expected
            assert application_row(session, event_id, second).name == "Bo"


def test_rules_in_two_hands_are_told(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Also where nobody had set any before."""
    event_id, _ = event_ids
    database.write(lambda s: save_rules(s, event_id, Rules(), seen=0))
    with pytest.raises(StaleError):
        database.write(lambda s: save_rules(s, event_id, Rules(mode=Mode.OPEN), seen=0))
