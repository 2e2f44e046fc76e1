"""A process that says it is ready has loaded what delegates need first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from flask import request
from jinja2 import Environment

from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose, holder_of_token
from b4h_scheduler.store.phases import Phase
from tests.web.test_logs import said
from web import draft_plans, draft_views, first_visits
from web.app import app_of
from web.first_drafts import draft_readings
from web.first_visits import page_visits, visit_link
from web.logs import UNTOLD
from web.ready import get_ready, get_warm
from web.traffic import Traffic
from web.visitor import LINK

if TYPE_CHECKING:
    import io
    from pathlib import Path

    from flask import Flask, Response
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.web.world import World

__all__ = ["said"]


@pytest.fixture
def fresh(world: World) -> Flask:
    """The application of a process that has just started."""
    return app_of(world.site)


def test_after_getting_ready_a_link_compiles_nothing(
    fresh: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a template nor a query; the pages behind it no template."""
    token = world.link("d-alba")
    get_ready(fresh)
    compiled: list[object] = []

    def note(_environment: Environment, source: str, *_given: object) -> None:
        compiled.append(source)

    monkeypatch.setattr(Environment, "_parse", note)
    queries = _num_queries(world)
    assert fresh.test_client().get(f"/d/{token}").status_code == 200
    assert _num_queries(world) == queries
    for visit in page_visits(fresh):
        visit()
    assert _num_queries(world) > queries
    assert not compiled


def test_first_visits_change_nothing_and_are_not_logged(
    fresh: Flask, world: World, said: io.StringIO
) -> None:
    """The database is as before; every page was there."""
    path = world.site.settings.folder / "b4h.sqlite"
    before = _content(path)
    answered: list[tuple[str, int]] = []

    @fresh.after_request
    def note(response: Response) -> Response:
        assert UNTOLD in request.environ
        answered.append((request.path, response.status_code))
        return response

    visit_link(fresh)
    get_warm(fresh, Traffic())
    assert len(answered) == 1 + 2 * 7
    assert {status for _, status in answered} == {200}
    assert said.getvalue() == ""
    assert _content(path) == before


def test_process_that_is_warm_has_read_the_latest_draft_of_each_event(
    fresh: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page counts nothing and looks for no way to meet; one may be gone."""
    get_warm(fresh, Traffic())
    staff = world.staff("editor")

    def fail(*_given: object) -> None:
        pytest.fail("made again")

    monkeypatch.setattr(draft_views, "tally", fail)
    monkeypatch.setattr(Compiler, "compiled", fail)
    monkeypatch.setattr(draft_plans, "plan_of", fail)
    assert "/drafts/1" in staff.text("/events/1/drafts/1")
    monkeypatch.undo()
    readings = list(draft_readings(fresh, [1]))
    staff.post("/events/1/drafts/1/delete", {}, page="/events/1/drafts/1")
    for read in readings:
        read()


def test_events_used_last_come_first_and_only_where_delegates_come(
    fresh: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event that is over has no visitors; of many only the first few are read."""
    found: list[int] = []

    def note(_app: Flask, client: FlaskClient, _path: str) -> None:
        address = world.site.settings.public_address
        with client.session_transaction(base_url=address) as session:
            token = session[LINK]
        with world.read() as reading:
            holder = holder_of_token(reading, world.site.secret, Purpose.PAGE, token)
        assert holder is not None
        found.append(holder[1].id)

    def visited() -> list[int]:
        found.clear()
        for visit in page_visits(fresh):
            visit()
        return list(dict.fromkeys(found))

    def change(event_id: int, phase: Phase) -> None:
        def work(session: Session) -> None:
            event_row(session, event_id).phase = phase.value

        world.site.database.write(work)

    monkeypatch.setattr(first_visits, "_open", note)
    change(2, Phase.CLOSED)
    assert visited() == [2, 1]
    change(1, Phase.RELEASED)
    assert visited() == [1, 2]
    change(2, Phase.AFTER)
    assert visited() == [1]
    change(2, Phase.RUNNING)
    monkeypatch.setattr(first_visits, "MOST_EVENTS", 1)
    assert visited() == [2]


def _num_queries(world: World) -> int:
    """Count the queries that were compiled."""
    cache = world.site.database.reading._compiled_cache
    assert cache is not None
    return len(cache)


def _content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())
