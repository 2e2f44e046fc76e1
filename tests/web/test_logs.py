from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from b4h_scheduler.store.links import Purpose
from web.logs import configure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.world import World


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Logs as `b4h serve` writes them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure(as_json=True, stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_no_token_and_no_query_in_the_log(world: World, said: io.StringIO) -> None:
    """Routes stand there by their pattern, also when something fails."""
    page, feed = world.link("d-alba"), world.link("d-alba", purpose=Purpose.FEED)
    visitor = world.nobody()
    visitor.get(f"/d/{page}")
    visitor.post(f"/d/{page}")
    visitor.get("/my/partners?text=mysecretsearch")
    visitor.get(f"/cal/{feed}/agenda.ics")
    visitor.get(f"/cal/{feed}/")
    visitor.get("/password/atokenthatisnone")
    visitor.get(f"/nowhere/{page}")
    assert said.getvalue().count('"event": "request"') >= 6
    for secret in (page, feed, "mysecretsearch", "atokenthatisnone"):
        assert secret not in said.getvalue()


def test_defect_shows_a_number_and_the_log_the_details(
    world: World, said: io.StringIO
) -> None:
    """The page tells nothing of the inside; the log has the traceback."""
    with world.site.database.writing.begin() as connection:
        connection.exec_driver_sql("DROP TABLE veto")
    response = world.delegate("d-alba").get("/my/wishes")
    assert response.status_code == 500
    assert "veto" not in response.text
    number = response.text.split("<strong>")[1].split("<")[0]
    assert f'"reference": "{number}"' in said.getvalue()
    assert "no such table: veto" in said.getvalue()
