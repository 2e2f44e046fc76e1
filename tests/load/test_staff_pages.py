from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.generate.difficulty import Size
from tests.load.forms import FormReader
from tests.load.staff_pages import NOT_POSSIBLE, prepare, table, walked
from tests.load.walk import untimed

if TYPE_CHECKING:
    from tests.load.walk import Walk

pytestmark = pytest.mark.timeout(1200)
"""As much as a machine takes that others keep busy; a calm one takes a minute."""
SMALL = Size(delegates=60, wishes=400, days=2, slots=30)

PRICES = frozenset({"GET prices.show", "POST prices.ask_price", "POST prices.grant"})
"""A plan of a small event may meet all wishes: then none has a price."""


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Every page and button of staff at a small event."""
    folder = tmp_path_factory.mktemp("staff") / "data"
    return walked(folder, *prepare(folder, SMALL, 5))


def test_every_page_and_button_of_staff_is_timed(walk: Walk) -> None:
    """All answer as expected; what is new is missed until the walk gets there."""
    assert [each for each in walk.wrong if "/prices" not in each] == []
    left = set(untimed(walk.routes, walk.lines))
    assert left - PRICES == set(NOT_POSSIBLE)


def test_table_begins_with_what_computed_most(walk: Walk) -> None:
    """What the server computed comes from its log, so it is no longer than it took."""
    assert all(0 <= line.busy_s <= line.first_s + 0.01 for line in walk.lines)
    lines = list(table(walk.lines))[1:]
    busy = [float(re.findall(r" (\d+\.\d\d) ", line)[0]) for line in lines]
    assert busy == sorted(busy, reverse=True)
    assert busy[0] > 0


def test_a_route_that_no_line_tells_of_is_named(walk: Walk) -> None:
    """Also where its page was opened and its button was not pressed."""
    lines = [line for line in walk.lines if line.endpoint != "releases.release"]
    assert "POST releases.release" in untimed(walk.routes, lines)
    assert "GET releases.preview" not in untimed(walk.routes, lines)


def test_fields_are_sent_as_a_browser_would() -> None:
    """A text field without a value is empty; a box that is ticked says "on"."""
    page = (
        '<form method="post" action="/a"><input name="text"><input type="date" '
        'name="day"><input type="checkbox" name="box" checked><input type="checkbox" '
        'name="off"><input type="submit" name="go" value="1"></form>'
    )
    form = FormReader(page, "/here").form("/a")
    assert form.filled(text="t") == [("day", ""), ("box", "on"), ("text", "t")]
