"""Pages of releases: what is shown is what is released."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.drafts import add_draft, data_version, draft_row, plan_of
from b4h_scheduler.store.people import delegate_row, erase_delegate
from b4h_scheduler.store.revisions import latest_number, revisions_of
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.b4h_scheduler.releases.meetings import between, other, without
from tests.web.release.releasing import release_draft, release_plan
from tests.web.world import rows
from web.cache import Cache
from web.readings import revision_key

if TYPE_CHECKING:
    from b4h_scheduler.plans import Plan
    from tests.web.world import Visitor, World

PREVIEW = "/events/1/drafts/1/release"


def _plan(world: World) -> Plan:
    with world.read() as reading:
        return plan_of(draft_row(reading, 1).plan)


def _draft(world: World, plan: Plan) -> str:
    draft = world.site.database.write(
        lambda s: add_draft(s, 1, "Other", plan, made_from=data_version(s, 1))
    )
    return f"/events/1/drafts/{draft}/release"


def _press(visitor: Visitor, address: str, **form: str) -> str:
    seen = visitor.text(address).split('name="seen" value="')[1].split('"')[0]
    response = visitor.post(
        address, {"seen": seen} | form, page=address, follow_redirects=True
    )
    assert response.status_code == 200
    return response.text


def test_release_as_previewed(world: World) -> None:
    """The page says how many are told; as many messages appear with the revision."""
    editor = world.staff("editor")
    known = [row.id for row in rows(world, select(OutboxRow))]
    assert "5 messages: 5 with the whole agenda" in editor.text(PREVIEW)
    assert "delegates cannot wish or answer any more" in editor.text(PREVIEW)
    told = _press(editor, PREVIEW, note="The first")
    assert "Revision 1 is released." in told
    assert "“The first”" in told
    written = select(OutboxRow).where(OutboxRow.id.not_in(known))
    assert len(rows(world, written)) == 5
    page = editor.text("/events/1/releases")
    assert "editor@example.org" in page
    assert "draft 1 (First)" in page


def test_what_was_released_is_kept_as_it_would_be_read(world: World) -> None:
    """The page after a button reads nothing anew, and shows the same."""
    editor, cache = world.staff("editor"), world.site.cache
    before = set(_revisions(world))
    _press(editor, PREVIEW)
    _press(editor, _draft(world, without(_plan(world), _plan(world).meetings[0])))
    _press(editor, "/events/1/releases/1/back")
    found = [each for each in _revisions(world) if each not in before]
    assert len(found) == 3
    with world.read() as reading:
        for row in revisions_of(reading, 1)[:3]:
            plan = plan_of(row.plan)
            assert cache.last(revision_key(row, 0), None) == plan
    shown = _said(editor.text("/events/1/releases/2"))
    assert "canceled" in shown
    world.site.cache = Cache()
    assert _said(editor.text("/events/1/releases/2")) == shown


def _said(page: str) -> str:
    """Return a page's content without what is drawn for each answer."""
    return re.sub(r' (nonce|value)="[^"]*"', "", page.partition("<main")[2])


def _revisions(world: World) -> list[int]:
    with world.read() as reading:
        return [row.number for row in revisions_of(reading, 1)]


def test_erased_person_is_told_nothing(world: World) -> None:
    """There is no address that staff could correct, and none is asked for."""
    world.site.database.write(lambda s: erase_delegate(s, delegate_row(s, 1, "d-bora")))
    editor = world.staff("editor")
    known = [row.id for row in rows(world, select(OutboxRow))]
    assert "4 messages: 4 with the whole agenda" in editor.text(PREVIEW)
    assert "Revision 1 is released." in _press(editor, PREVIEW)
    written = rows(world, select(OutboxRow).where(OutboxRow.id.not_in(known)))
    told = {row.delegate_key for row in written}
    assert told == {"d-alba", "d-cirrus", "d-delta", "d-echo"}


def test_preview_shows_the_difference_per_delegate(world: World) -> None:
    """New, moved, other table, canceled: each with where it was and is."""
    release_draft(world.site.database, 1)
    plan = _plan(world)
    changed = other(plan, between(plan, "alba", "bora"), table="T3")
    changed = without(changed, between(plan, "bora", "echo"))
    page = world.staff("editor").text(_draft(world, changed))
    assert "other than revision 1 for 3 delegates" in page
    assert "other table" in page
    assert "canceled" in page
    assert "Cleo Costa" not in page.split("What differs for whom")[1]


def test_impossible_draft_has_no_button(world: World) -> None:
    """The page names the meetings and why; a sent form is refused too."""
    editor = world.staff("editor")
    world.site.database.write(lambda s: s.delete(delegate_row(s, 1, "d-bora")))
    page = editor.text(PREVIEW)
    assert "have become impossible" in page
    assert 'name="seen"' not in page
    editor.post(PREVIEW, {"seen": "1-1-1"}, page="/events/1/plans")
    with world.read() as reading:
        assert latest_number(reading, 1) == 0


def test_what_changed_since_it_was_shown_is_shown_again(world: World) -> None:
    """Two press the button: the second is told, and releases nothing."""
    first, second = world.staff("editor"), world.staff("owner")
    seen = first.text(PREVIEW).split('name="seen" value="')[1].split('"')[0]
    _press(second, PREVIEW)
    response = first.post(PREVIEW, {"seen": seen}, page=PREVIEW, follow_redirects=True)
    assert "Something changed meanwhile" in response.text
    with world.read() as reading:
        assert latest_number(reading, 1) == 1


def test_going_back_lists_what_is_lost(world: World) -> None:
    """A new revision of what is still possible."""
    database = world.site.database
    release_draft(database, 1)
    plan = _plan(world)
    release_plan(database, without(plan, between(plan, "alba", "bora")))
    database.write(lambda s: s.delete(delegate_row(s, 1, "d-delta")))
    editor = world.staff("editor")
    page = editor.text("/events/1/releases/1/back")
    assert "Not possible any more: 1 meeting" in page
    told = _press(editor, "/events/1/releases/1/back")
    assert "Revision 3 is released." in told
    with world.read() as reading:
        assert revisions_of(reading, 1)[0].source == "revision 1"


def test_released_agenda_stays_when_somebody_else_is_struck_off(world: World) -> None:
    """Until the next release the page shows what was released."""
    release_draft(world.site.database, 1)
    world.site.database.write(lambda s: s.delete(delegate_row(s, 1, "d-delta")))
    page = world.delegate("d-alba").text("/my/agenda")
    assert "Cirrus Data" in page
    assert "Delta Capital" in page


def test_there_is_no_such_revision(world: World) -> None:
    """A number that is none is 404, also of another event."""
    release_draft(world.site.database, 1)
    editor = world.staff("editor")
    assert editor.get("/events/1/releases/2").status_code == 404
    assert editor.get("/events/1/releases/2/back").status_code == 404
    assert editor.get("/events/2/releases/1").status_code == 404


def test_address_of_rooms_must_be_one(world: World) -> None:
    """What would break a calendar line or lead elsewhere is refused."""
    editor = world.staff("editor")
    for given in ("meet", "http://x", "https://a b", "https://x\nURL:y"):
        response = editor.post(
            "/events/1/feeds",
            {"room_address": given},
            page="/events/1/feeds",
            follow_redirects=True,
        )
        assert "must begin with https://" in response.text
    response = editor.post(
        "/events/1/feeds",
        {"room_address": "https://meet.example.org/"},
        page="/events/1/feeds",
        follow_redirects=True,
    )
    assert "Saved." in response.text
