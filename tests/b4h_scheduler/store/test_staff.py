from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
import time_machine
from argon2 import Type, extract_parameters
from sqlalchemy import select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.schema_staff import StaffRow
from b4h_scheduler.store.staff import (
    LINK_LASTS,
    MOST_PER_ACCOUNT,
    SESSION_LASTS,
    WINDOW,
    Role,
    add_account,
    has_owner,
    role_at,
    set_password,
    set_role,
    sign_in,
    sign_out,
    staff_of_session,
)

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database

EMAIL, PASSWORD, ADDRESS = "ann@example.org", "correct horse battery", "192.0.2.1"


def _link(database: Database, *, is_owner: bool = True) -> str:
    return database.write(
        lambda session: add_account(session, EMAIL, "Ann", is_owner=is_owner)
    )


def _set(database: Database, token: str, password: str = PASSWORD) -> int:
    return database.write(lambda session: set_password(session, token, password).id)


def _who(database: Database, token: str) -> StaffRow | None:
    with database.read() as session:
        return staff_of_session(session, token)


def test_one_time_link_sets_a_password_that_signs_in(database: Database) -> None:
    """There is an owner only once the link was used; the session names it."""
    link = _link(database)
    with database.read() as session:
        assert not has_owner(session)
    _set(database, link)
    with database.read() as session:
        assert has_owner(session)
    token = sign_in(database, "ANN@example.org ", PASSWORD, ADDRESS)
    assert _who(database, token).email == EMAIL


def test_hash_of_a_password_is_costly_to_try(database: Database) -> None:
    """At least what OWASP asks for: Argon2id, 19 MiB, two passes."""
    _set(database, _link(database))
    with database.read() as session:
        cost = extract_parameters(session.scalars(select(StaffRow)).one().password_hash)
    assert cost.type is Type.ID
    assert cost.memory_cost >= 19 * 1024
    assert cost.time_cost >= 2


def test_link_works_once(database: Database) -> None:
    """A second use is refused."""
    link = _link(database)
    _set(database, link)
    with pytest.raises(RefusedError, match="used up or too old"):
        _set(database, link)


def test_link_and_session_end(database: Database) -> None:
    """Each is refused after its time."""
    link = _link(database)
    with (
        time_machine.travel(now() + LINK_LASTS + timedelta(minutes=1)),
        pytest.raises(RefusedError, match="too old"),
    ):
        _set(database, link)
    _set(database, link)
    token = sign_in(database, EMAIL, PASSWORD, ADDRESS)
    with time_machine.travel(now() + SESSION_LASTS + timedelta(minutes=1)):
        assert _who(database, token) is None


def test_short_password_is_refused_and_the_link_stays(database: Database) -> None:
    """A mistake does not use up the link."""
    link = _link(database)
    with pytest.raises(RefusedError, match="at least 12"):
        _set(database, link, "short")
    _set(database, link)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_wrong_sign_in_says_the_same_for_all(database: Database, email: str) -> None:
    """Nobody learns which accounts there are."""
    _set(database, _link(database))
    with pytest.raises(RefusedError, match=r"^address or password is wrong$"):
        sign_in(database, email, "wrong", ADDRESS)


def test_guessing_is_slowed_down(database: Database) -> None:
    """After some failures the right password too is refused, until time has passed."""
    _set(database, _link(database))
    for _ in range(MOST_PER_ACCOUNT):
        with pytest.raises(RefusedError, match="is wrong"):
            sign_in(database, EMAIL, "wrong", ADDRESS)
    with pytest.raises(RefusedError, match="too many attempts"):
        sign_in(database, EMAIL, PASSWORD, "192.0.2.2")
    with time_machine.travel(now() + WINDOW + timedelta(minutes=1)):
        assert sign_in(database, EMAIL, PASSWORD, ADDRESS)


def test_sessions_are_revocable(database: Database) -> None:
    """Signing out ends one, a new password ends all."""
    from b4h_scheduler.store.staff import new_password_token

    staff_id = _set(database, _link(database))
    first, second = (sign_in(database, EMAIL, PASSWORD, ADDRESS) for _ in range(2))
    database.write(lambda session: sign_out(session, first))
    assert _who(database, first) is None
    assert _who(database, second) is not None
    link = database.write(
        lambda session: new_password_token(session.get_one(StaffRow, staff_id))
    )
    _set(database, link)
    assert _who(database, second) is None


def test_role_belongs_to_one_event(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """A partner of one event is nobody at another."""
    here, there = event_ids
    staff_id = _set(database, _link(database, is_owner=False))
    database.write(
        lambda session: set_role(session, staff_id, here, Role.PARTNER, ("BW",))
    )
    with database.read() as session:
        row = session.get_one(StaffRow, staff_id)
        assert role_at(session, row, here) is Role.PARTNER
        assert role_at(session, row, there) is None


def test_partner_without_region_is_refused(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """And so are regions of others."""
    staff_id = _set(database, _link(database))
    for role, regions in ((Role.PARTNER, ()), (Role.VIEWER, ("BW",))):
        with pytest.raises(RefusedError, match="at least one region"):
            database.write(
                partial(
                    set_role,
                    staff_id=staff_id,
                    event_id=event_ids[0],
                    role=role,
                    regions=regions,
                )
            )
