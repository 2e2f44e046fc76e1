"""Words of messages, changed by two people at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.world import Visitor, World

PAGE = "/events/1/mail/texts"


def _form(editor: Visitor, intro: str, kind: str = "agenda") -> dict[str, str]:
    page = editor.text(f"{PAGE}?kind={kind}&language=en")
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    words = {"subject": "Your day", "intro": intro}
    return {"seen": found[1], "kind": kind, "language": "en"} | words


def test_words_that_somebody_else_saved_stand_beside_ones_own(world: World) -> None:
    """Also the very first time; nothing is overwritten unseen."""
    one, other = world.staff("editor"), world.staff("owner")
    for words in ("first", "later"):
        mine, yours = _form(one, f"{words} A"), _form(other, f"{words} B")
        assert one.post(PAGE, mine, page=PAGE).status_code == 303
        again = other.post(PAGE, yours, page=PAGE)
        assert again.status_code == 409
        told = f"First paragraph</th><td>{words} A</td><td>{words} B</td>"
        assert told in again.text
        assert f">{words} B</textarea>" in again.text
        assert f">{words} A</textarea>" in one.text(PAGE)
        assert one.post(PAGE, _form(one, f"{words} C"), page=PAGE).status_code == 303


def test_words_of_another_message_are_not_in_the_way(world: World) -> None:
    """Two people share the work."""
    one, other = world.staff("editor"), world.staff("owner")
    agenda, invitation = _form(one, "A"), _form(other, "B", "invitation")
    assert one.post(PAGE, agenda, page=PAGE).status_code == 303
    assert other.post(PAGE, invitation, page=PAGE).status_code == 303
