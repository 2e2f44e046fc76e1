from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.errors import StoreError
from b4h_scheduler.store.links import (
    Purpose,
    delegate_of_token,
    link_token,
    read_secret,
    revoke_links,
)
from b4h_scheduler.store.schema_event import DelegateRow, EventRow

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

SECRET = b"s" * 32


def _token(session: Session, purpose: Purpose = Purpose.PAGE) -> str:
    delegate = session.scalars(select(DelegateRow)).first()
    event = session.get_one(EventRow, delegate.event_id)
    return link_token(SECRET, purpose, event, delegate)


def _opens(session: Session, token: str, secret: bytes = SECRET) -> bool:
    return delegate_of_token(session, secret, Purpose.PAGE, token) is not None


def test_token_opens_its_delegate_s_page_and_is_stable(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Every mail and print shows the same link."""
    with database.read() as session:
        token = _token(session)
        assert _token(session) == token
        found = delegate_of_token(session, SECRET, Purpose.PAGE, token)
        assert found.id == session.scalars(select(DelegateRow)).first().id


@pytest.mark.parametrize("token", ["", ".", "1.", "x.y", "²." + "a" * 27, "9" * 30])
def test_what_is_no_token_opens_nothing(
    database: Database, event_ids: tuple[int, int], token: str
) -> None:
    """Whatever is sent, the answer is nobody."""
    with database.read() as session:
        assert not _opens(session, token)


def test_token_of_feed_or_other_secret_opens_no_page(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Purposes and installations are apart."""
    with database.read() as session:
        assert not _opens(session, _token(session, Purpose.FEED))
        assert not _opens(session, _token(session), b"t" * 32)


def test_raised_generation_revokes(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Of one delegate, and of the whole event."""
    with database.read() as session:
        first = _token(session)
    database.write(lambda s: revoke_links(s.scalars(select(DelegateRow)).first()))
    with database.read() as session:
        second = _token(session)
        assert not _opens(session, first)
        assert _opens(session, second)

    def raise_event(session: Session) -> None:
        session.get_one(EventRow, event_ids[0]).link_generation += 1

    database.write(raise_event)
    with database.read() as session:
        assert not _opens(session, second)


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    """A second start reads the first one's secret; only the owner may."""
    path = tmp_path / "secret"
    first = read_secret(path)
    assert read_secret(path) == first
    assert path.stat().st_mode & 0o777 == 0o600


def test_damaged_secret_is_refused(tmp_path: Path) -> None:
    """An empty file would make links that anybody can guess."""
    path = tmp_path / "secret"
    path.touch()
    with pytest.raises(StoreError, match="0 bytes are no secret"):
        read_secret(path)
