"""The log names whom its entries are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.people import delegate_row, erase_delegate, organization_row
from b4h_scheduler.store.schema_event import WishRow
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World

_ENTRY = re.compile(
    r'<th scope="row"><span translate="no">([^<]*)</span> (\w+)'
    r'(?:<div class="fw-normal" translate="no">([^<]*)</div>)?</th>'
)


def _latest(world: World, subject: str) -> list[tuple[str, str]]:
    """Return what was done and whom it is about, of the latest entries."""
    text = world.staff("viewer").text(f"/events/1/log?q={subject}")
    return [(done, names) for _, done, names in _ENTRY.findall(text)]


def _wish(world: World) -> WishRow:
    given = {"organization": "echo", "priority": "1", "message": "Sepsis"}
    ada = world.delegate("d-alba")
    ada.post("/my/wishes", given, page="/my/partners/echo")
    return rows(world, select(WishRow).order_by(WishRow.id))[-1]


def test_new_wish_says_who_wishes_for_whom(world: World) -> None:
    """By the names of both organizations; its answer and its end say so too."""
    wish = _wish(world)
    subject = f"wish {wish.id}"
    pair = "Alba Diagnostics → Echo Imaging"
    assert _latest(world, subject)[0] == ("created", pair)
    world.delegate("d-echo").post(
        f"/my/incoming/{wish.id}", {"answer": "accepted"}, page="/my/incoming"
    )
    assert _latest(world, subject)[0] == ("changed", pair)
    world.site.database.write(lambda s: s.delete(s.get_one(WishRow, wish.id)))
    # The change tells the answer alone, and its row is gone: other entries know.
    assert _latest(world, subject) == [
        ("deleted", pair),
        ("changed", pair),
        ("created", pair),
    ]


def test_removed_organization_keeps_the_name_that_the_log_has(world: World) -> None:
    """What was wished for is not a key only."""
    wish = _wish(world)

    def remove(session: Session) -> None:
        session.delete(session.get_one(WishRow, wish.id))
        session.delete(organization_row(session, 1, "echo"))

    world.site.database.write(remove)
    told = _latest(world, f"wish {wish.id}")
    assert told[0] == ("deleted", "Alba Diagnostics → Echo Imaging")


def test_person_is_named_until_it_is_erased(world: World) -> None:
    """A wish of one delegate names that person beside the organization."""
    wish = _wish(world)

    def of_one(session: Session) -> int:
        session.delete(session.get_one(WishRow, wish.id))
        session.flush()
        row = WishRow(
            event_id=1, position=99, wisher_organization="alba",
            wisher_delegate="d-alba", wished_organization="echo", priority=1,
            message="", answer="open", reply="", source="",
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id

    subject = f"wish {world.site.database.write(of_one)}"
    ada = delegate_name(world)
    assert _latest(world, subject)[0][1] == f"Alba Diagnostics ({ada}) → Echo Imaging"
    world.site.database.write(lambda s: erase_delegate(s, delegate_row(s, 1, "d-alba")))
    assert ada not in world.staff("viewer").text(f"/events/1/log?q={subject}")
    assert "Echo Imaging" in _latest(world, subject)[0][1]


def test_veto_and_what_a_delegate_said_are_named(world: World) -> None:
    """As wishes are."""
    ada = world.delegate("d-alba")
    ada.post("/my/partners/echo/rule-out", page="/my/partners/echo")
    assert _latest(world, "veto")[0] == (
        "created",
        "Alba Diagnostics → Echo Imaging",
    )


def test_changes_since_a_draft_are_named_too(world: World) -> None:
    """The page of a draft shows the same entries."""
    _wish(world)
    text = world.staff("viewer").text("/events/1/drafts/1/changed")
    assert "Alba Diagnostics → Echo Imaging" in text


def delegate_name(world: World) -> str:
    """Return how Ada is called."""
    with world.read() as reading:
        return str(delegate_row(reading, 1, "d-alba").name)
