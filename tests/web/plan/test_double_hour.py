"""Boards of a night in which the clocks go back tell the two hours apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import save_event
from tests.b4h_scheduler.outputs.double_hour import CLOCKS, night_event, night_plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World


def _draft(world: World) -> str:
    """Store the event of that night with a draft; return the draft's address."""

    def fill(session: Session) -> str:
        event_id = save_event(session, night_event())
        session.flush()
        made_from = data_version(session, event_id)
        draft = add_draft(session, event_id, "Night", night_plan(), made_from=made_from)
        return f"/events/{event_id}/drafts/{draft}"

    return world.site.database.write(fill)


def test_boards_name_the_zone_in_the_hour_that_occurs_twice(world: World) -> None:
    """Each column has a heading of its own, and so has each slot in the text."""
    draft, owner = _draft(world), world.staff("owner")
    for page in ("tables", "people", "edit"):
        text = owner.text(f"{draft}/{page}")
        headings = re.findall(r'<th scope="col">([0-9:]{5}[^<]*)</th>', text)
        assert headings == list(CLOCKS)
    text = owner.text(f"{draft}/text")
    headings = re.findall(r"<h2>(Sunday .*?) to ", text)
    assert headings == [f"Sunday {clock}" for clock in CLOCKS]


def test_picked_meeting_says_in_which_of_both_hours_it_is(world: World) -> None:
    """Beside its name; each slot of the night is named at most once."""
    draft, owner = _draft(world), world.staff("owner")
    links = re.findall(r'href="([^"]*pick=[^"#]*)', owner.text(f"{draft}/edit"))
    told = [owner.text(link.replace("&amp;", "&")) for link in dict.fromkeys(links)]
    found = [clock for text in told for clock in _picked(text)]
    assert len(found) == len(set(found))
    assert {"02:10 CEST", "02:10 CET"} <= set(found) <= set(CLOCKS)


def _picked(page: str) -> list[str]:
    """Return the times that the box about the picked meeting names."""
    box = page.partition('class="picked')[2].partition("<form")[0]
    return re.findall(r"Sun ([0-9:]{5}(?: [A-Z]+)?)", box)
