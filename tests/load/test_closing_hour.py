from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.schema_event import WishRow
from tests.load.closing_hour import NUM_WISHES, Hour, Plan, closing_hour

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

SMALL = Plan(delegates=24, at_once=12, pause_s=0.05, seconds=900)


@pytest.fixture(scope="module", params=[1, 2], ids=["one process", "two processes"])
def hour(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Hour:
    """Two dozen delegates, twelve at a time, a solve beside, some buttons twice."""
    folder = tmp_path_factory.mktemp("hour") / "data"
    return closing_hour(folder, replace(SMALL, processes=request.param))[0]


def test_many_wishes_at_once_are_neither_lost_nor_doubled(hour: Hour) -> None:
    """Every page answers, and the database holds what was wished, once."""
    assert hour.errors == []
    assert hour.lost_or_doubled() == []
    assert hour.wanted.total() == SMALL.delegates * NUM_WISHES
    assert hour.num_runs >= 1


def test_a_wish_that_is_gone_or_there_twice_is_told(hour: Hour, tmp_path: Path) -> None:
    """The comparison in the end sees what it is for."""
    copy = tmp_path / "b4h.sqlite"
    copy.write_bytes((hour.instance.folder / "b4h.sqlite").read_bytes())
    spoilt = replace(hour, instance=replace(hour.instance, url=sqlite_url(copy)))
    assert spoilt.lost_or_doubled() == []
    database = Database(spoilt.instance.url)
    database.write(_spoil)
    database.close()
    found = sorted(line.partition(":")[0] for line in spoilt.lost_or_doubled())
    assert found == ["lost", "too many"]


def _spoil(session: Session) -> None:
    gone, twice = session.scalars(select(WishRow).limit(2)).all()
    columns = {c.key: getattr(twice, c.key) for c in WishRow.__table__.columns}
    session.add(WishRow(**(columns | {"id": None})))
    session.delete(gone)
