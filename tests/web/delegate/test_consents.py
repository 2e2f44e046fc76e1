"""What delegates agree to on their own page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.rules import Consent, save_texts
from b4h_scheduler.store.schema_event import ConsentRow
from tests.web.registration.registering import open_registration
from tests.web.world import rows

if TYPE_CHECKING:
    from tests.web.world import World

DATA = "/my/data"
NEEDED = {"consent-terms": "yes", "consent-notice": "yes"}


def _said(world: World) -> list[tuple[str, str, bool]]:
    query = select(ConsentRow).where(ConsentRow.delegate_key == "d-alba")
    found = rows(world, query.order_by(ConsentRow.id))
    return [(row.purpose, row.text_version, row.is_given) for row in found]


def test_imported_people_are_asked_on_their_first_page(world: World) -> None:
    """Until they agreed to what is needed; nothing is ticked for them."""
    ada = world.delegate("d-alba")
    assert "Please read the terms" not in ada.text("/my/")
    open_registration(world)
    assert "Please read the terms" in ada.text("/my/")
    assert not re.search(r"<input[^>]* checked", ada.text(DATA))
    ada.post(f"{DATA}/consents", NEEDED, page=DATA)
    assert "Please read the terms" not in ada.text("/my/")
    assert _said(world) == [("terms", "1", True), ("notice", "1", True)]


def test_optional_consent_is_taken_back(world: World) -> None:
    """Every word is kept; what was said already is not said again."""
    open_registration(world)
    ada = world.delegate("d-alba")
    ada.post(f"{DATA}/consents", NEEDED | {"consent-later": "yes"}, page=DATA)
    ada.post(f"{DATA}/consents", NEEDED, page=DATA)
    ada.post(f"{DATA}/consents", NEEDED, page=DATA)
    assert _said(world)[2:] == [("later", "1", True), ("later", "1", False)]


def test_terms_stand_while_one_takes_part(world: World) -> None:
    """The message says what to do instead."""
    open_registration(world)
    ada = world.delegate("d-alba")
    ada.post(f"{DATA}/consents", NEEDED, page=DATA)
    ada.post(f"{DATA}/consents", {"consent-notice": "yes"}, page=DATA)
    assert "cannot be taken back while you take part" in ada.text(DATA)
    assert len(_said(world)) == 2


def test_new_version_is_agreed_to_anew(world: World) -> None:
    """Which version somebody agreed to can be read ever after."""
    open_registration(world)
    ada = world.delegate("d-alba")
    ada.post(f"{DATA}/consents", NEEDED, page=DATA)
    world.site.database.write(lambda s: save_texts(s, 1, {Consent.TERMS: "New."}))
    assert "You said yes to version 1" in ada.text(DATA)
    ada.post(f"{DATA}/consents", NEEDED, page=DATA)
    assert _said(world)[2:] == [("terms", "2", True)]


def test_staff_agrees_for_nobody(world: World) -> None:
    """Acting on behalf ends here."""
    open_registration(world)
    editor, page = world.staff("editor"), "/events/1/people/d-alba"
    editor.post(f"{page}/act", page=page)
    assert "not staff on behalf" in editor.text(DATA)
    editor.post(f"{DATA}/consents", NEEDED, page=DATA)
    assert _said(world) == []
