"""Logos and the funding statement: from staff to everybody."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.schema_backing import LogoRow
from b4h_scheduler.store.setup import edit_setup, setup_version
from tests.b4h_scheduler.store.drawn import jpeg, png
from tests.web.registration.registering import (
    first_token,
    open_registration,
    register,
)
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import Visitor, World

LOGOS = "/events/1/setup/logos"
STATEMENT = "Paid by the Union.\nAnd by <b>regions</b>."


def _add(visitor: Visitor, name: str, content: bytes) -> str:
    data = {"name": name, "file": (io.BytesIO(content), "logo.png")}
    return visitor.post(LOGOS, data, page=LOGOS, follow_redirects=True).text


def _state(world: World) -> None:
    def work(session: Session) -> None:
        seen = setup_version(session, 1)
        edit_setup(session, 1, {"funding": STATEMENT}, seen=seen)

    world.site.database.write(work)


def test_logo_and_statement_stand_below_everybody_s_pages(world: World) -> None:
    """Of this event alone, the statement as text and the image at its address."""
    assert "The logo is added." in _add(world.staff("editor"), "The Union", png(9, 4))
    _state(world)
    open_registration(world)
    register(world)
    link = world.link("d-alba")
    pages = {
        "/my/": world.delegate("d-alba"),
        "/my/partners": world.delegate("d-alba"),
        f"/d/{link}": world.nobody(),
        "/register/1": world.nobody(),
        f"/registration/{first_token(world)}": world.nobody(),
    }
    (digest,) = rows(world, select(LogoRow.digest))
    image = f'<img src="/events/1/logos/{digest}" alt="The Union" width="9" height="4"'
    for address, visitor in pages.items():
        text = visitor.text(address)
        assert image in text, address
        assert "Paid by the Union." in text
        assert "And by &lt;b&gt;regions&lt;/b&gt;." in text
    other = world.delegate("x-d-alba", 2).text("/my/")
    assert "logos" not in other
    assert "Paid by" not in other


def test_image_is_kept_and_runs_nothing(world: World) -> None:
    """Its address changes with its content; opened alone it is an image, no page."""
    content = png(5, 5)
    _add(world.staff("owner"), "Region", content)
    (digest,) = rows(world, select(LogoRow.digest))
    answer = world.nobody().get(f"/events/1/logos/{digest}")
    assert (answer.status_code, answer.data) == (200, content)
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert "immutable" in answer.headers["Cache-Control"]
    assert world.nobody().get(f"/events/2/logos/{digest}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("Union", b"<svg onload='alert(1)'/>", "This is no PNG or JPEG image"),
        ("Union", b"", "This is no PNG or JPEG image"),
        ("", png(), "Say whose logo it is"),
        ("Union", jpeg(9000, 2), "9000 × 2 pixels"),
    ],
    ids=["svg", "nothing", "nameless", "wide"],
)
def test_what_is_no_logo_is_refused(
    world: World, name: str, content: bytes, told: str
) -> None:
    """With the reason, and nothing is stored."""
    assert told in _add(world.staff("owner"), name, content)
    assert rows(world, select(LogoRow)) == []


def test_removed_logo_is_gone(world: World) -> None:
    """Who removes it a second time is told."""
    owner = world.staff("owner")
    _add(owner, "Union", png())
    (digest,) = rows(world, select(LogoRow.digest))
    for told in ("The logo is removed.", "no such logo at this event (any more)"):
        address = f"{LOGOS}/{digest}/remove"
        text = owner.post(address, page=LOGOS, follow_redirects=True).text
        assert told in text
    assert rows(world, select(LogoRow)) == []
