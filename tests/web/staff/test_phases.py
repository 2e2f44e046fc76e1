"""Phases and dates, saved by two people at once or against their order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.world import Visitor, World

PAGE = "/events/1/phase"


def _seen(editor: Visitor) -> str:
    found = re.search(r'name="seen" value="(\d+)"', editor.text(PAGE))
    assert found
    return found[1]


def test_dates_that_somebody_else_saved_stand_beside_ones_own(world: World) -> None:
    """Both versions are told; what was typed is kept, and saved the second time."""
    one, other = world.staff("editor"), world.staff("owner")
    seen = _seen(one)
    first = {"seen": seen, "wishes": "2027-01-02T10:00"}
    assert one.post(f"{PAGE}/dates", first, page=PAGE).status_code == 303
    second = {"seen": seen, "wishes": "2027-01-03T10:00"}
    again = other.post(f"{PAGE}/dates", second, page=PAGE)
    assert again.status_code == 409
    told = r"wishes from</th><td>Sat 2 Jan, 10:00</td><td>Sun 3 Jan, 10:00</td>"
    assert re.search(told, again.text)
    assert 'value="2027-01-03T10:00"' in again.text
    assert "2027-01-02T10:00" in other.text(PAGE)
    second["seen"] = _seen(other)
    assert other.post(f"{PAGE}/dates", second, page=PAGE).status_code == 303
    assert "2027-01-03T10:00" in one.text(PAGE)


def test_phase_and_last_day_are_told_with_both_versions(world: World) -> None:
    """As the page says them, not as they are stored."""
    editor = world.staff("editor")
    seen = _seen(editor)
    forms = (
        (PAGE, {"phase": "closed", "held": "yes"}, "<td>closed</td><td>wishes</td>"),
        (
            f"{PAGE}/keep",
            {"until": "2099-01-02"},
            "<td>Friday, 2 January 2099</td><td>Saturday, 3 January 2099</td>",
        ),
    )
    for address, form, told in forms:
        fresh = form | {"seen": _seen(editor)}
        assert editor.post(address, fresh, page=PAGE).status_code == 303
        stale = form | {"seen": seen}
        stale |= {"phase": "wishes", "until": "2099-01-03"}
        again = editor.post(address, stale, page=PAGE)
        assert again.status_code == 409
        assert told in again.text


def test_dates_against_their_order_are_kept_in_the_form(world: World) -> None:
    """Nobody types seven dates again because of one."""
    editor = world.staff("editor")
    form = {
        "seen": _seen(editor),
        "wishes": "2027-01-03T10:00",
        "closed": "2027-01-02T10:00",
    }
    again = editor.post(f"{PAGE}/dates", form, page=PAGE)
    assert again.status_code == 409
    assert "would begin before" in again.text
    assert 'value="2027-01-03T10:00"' in again.text
    assert 'value="2027-01-02T10:00"' in again.text
