from __future__ import annotations

import pytest

from b4h_scheduler.finding.capacity import Expected, capacity, usual
from tests.web.events import moment, small_event


def test_closed_tables_and_the_desk_take_places() -> None:
    """Three tables in six slots, one kept free, one closed in the first two."""
    event = small_event()
    closed = {"closed": [{"start": moment(9), "end": moment(9, 50)}]}
    tables = [t.model_dump() for t in event.tables]
    content = event.model_dump() | {"tables": [tables[0] | closed, *tables[1:]]}
    found = capacity(type(event).model_validate(content), 12)
    assert (found.num_slots, found.num_tables, found.num_spare) == (6, 3, 1)
    assert found.places == 2 * 1 + 4 * 2
    assert found.per_slot == 2


@pytest.mark.parametrize(
    ("agendas", "each", "expected", "tables", "verdict"),
    [
        (4, 3, 6, (2, 2), "enough"),
        (6, 4, 12, (3, 3), "tight"),
        (10, 3, 15, (3, 3), "too few"),
        (4, 50, 12, (3, 3), "tight"),
    ],
)
def test_the_ten_to_twenty_percent_rule(
    agendas: int, each: int, expected: int, tables: tuple[int, int], verdict: str
) -> None:
    """Half of agendas times meetings, over six slots; nobody has more than slots."""
    found = capacity(small_event(), Expected(agendas, each).meetings(6))
    assert found.expected == expected
    assert (found.least_tables, found.usual_tables) == tables
    assert found.verdict == verdict


def test_usual_counts_agendas_and_keeps_to_the_policy() -> None:
    """Five organizations together; 90 % of six slots are five meetings."""
    assert usual(small_event()) == Expected(5, 5)
