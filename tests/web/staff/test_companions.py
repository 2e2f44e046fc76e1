"""Interpreters and coaches on their pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.companions import add_companion
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.people import delegate_row
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.web.plan.editing import press
from tests.web.release.releasing import release_plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Companion
    from b4h_scheduler.plans import Plan
    from tests.web.world import World

PAGE = "/events/1/companions"
NEW = "/events/1/new-companion"
CORA = f"{PAGE}/c-cora-lis"
FORM = {
    "name": "Cora Lis", "email": "cora@example.org", "languages": "Deutsch; fr",
    "available-0-start": "2037-11-26T09:00", "available-0-end": "2037-11-26T11:00",
    "busy-0-start": "", "busy-0-end": "",
}  # fmt: skip


def add_cora(world: World) -> Plan:
    """Add Cora, whom Bo (German) and Edo (French) need, and a draft: draft 3."""

    def work(session: Session) -> Plan:
        for key, speaks in (("d-bora", ["de"]), ("d-echo", ["fr"])):
            row = delegate_row(session, 1, key)
            row.content = row.content | {"speaks": speaks}
        content = {"name": "Cora Lis", "languages": ["de", "fr"]}
        add_companion(session, 1, content)
        session.flush()
        event = load_event(session, 1)
        plan = plan_by_hand(event, {("bora", "echo"): ("09:25", "T1")})
        add_draft(session, 1, "First", plan, made_from=data_version(session, 1))
        return plan

    return world.site.database.write(work)


def _stored(world: World) -> tuple[Companion, ...]:
    with world.read() as reading:
        return load_event(reading, 1).companions


def test_companion_is_added_and_listed(world: World) -> None:
    """With languages in the reader's words, and times on the event's clocks."""
    editor = world.staff("editor")
    assert "Interpreters and coaches" in editor.text("/events/1/people")
    assert "There is nobody yet." in editor.text(PAGE)
    to = editor.post(NEW, FORM, page=NEW).headers["Location"]
    text = editor.text(to)
    assert "Cora Lis is added." in text
    assert "French, German" in " ".join(text.split())
    assert "Thu 26 Nov, 09:00–11:00" in text
    (cora,) = _stored(world)
    assert cora.id == "c-cora-lis"
    assert cora.languages == {"de", "fr"}
    assert f"{cora.available[0].start:%H:%M %Z}" == "09:00 CET"
    assert 'value="de; fr"' in editor.text(CORA)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, "This is needed"),
        ({"email": "cora"}, "is no mail address"),
        ({"languages": ""}, "Give at least one language"),
        ({"languages": "de; klingonish"}, "&#39;klingonish&#39; is no language"),
        ({"available-0-end": ""}, "Give a date and a time"),
        ({"busy-0-start": "soon", "busy-0-end": ""}, "is no date and time"),
        ({"available-0-end": "2037-11-26T08:00"}, "is not after the start"),
    ],
)
def test_each_fault_stands_at_its_field(
    world: World, given: dict[str, str], told: str
) -> None:
    """Once, and nothing is saved; what was typed stays."""
    answer = world.staff("editor").post(NEW, FORM | given, page=NEW)
    assert answer.status_code == 400
    faults = re.findall(
        r'class="invalid-feedback" id="e-([\w-]+)">([^<]*)', answer.text
    )
    assert {name for name, _ in faults} <= {*given, "busy-0-end", "available-0-start"}
    assert sum(told in text for _, text in faults) == 1
    assert f'value="{(FORM | given)["languages"]}"' in answer.text
    assert _stored(world) == ()


def test_doubts_are_asked_about_once(world: World) -> None:
    """A namesake, and times on the wrong day; a box says that it is right."""
    add_cora(world)
    editor = world.staff("editor")
    odd = FORM | {
        "available-0-start": "2037-11-27T09:00", "available-0-end": "2037-11-27T11:00",
    }  # fmt: skip
    answer = editor.post(NEW, odd, page=NEW)
    assert answer.status_code == 409
    assert "Cora Lis is in the list already" in answer.text
    assert "in no slot of the event" in answer.text
    assert editor.post(NEW, odd | {"sure": "yes"}, page=NEW).status_code == 303
    assert [each.id for each in _stored(world)] == ["c-cora-lis", "c-cora-lis-2"]


def test_another_row_is_given_without_saving(world: World) -> None:
    """The button works without a script, and keeps what was typed and seen."""
    add_cora(world)
    editor = world.staff("editor")
    typed = FORM | {"more": "busy", "seen": "1", "name": "Cora Lis-Ott"}
    answer = editor.post(CORA, typed, page=CORA)
    assert answer.status_code == 200
    assert 'name="busy-1-start"' in answer.text
    assert 'value="Cora Lis-Ott"' in answer.text
    assert _stored(world)[0].name == "Cora Lis"


def test_two_who_save_see_both_versions(world: World) -> None:
    """Nothing is overwritten unseen."""
    add_cora(world)
    first, second = world.staff("editor"), world.staff("owner")
    mine = FORM | {"seen": "1", "available-0-start": "", "available-0-end": ""}
    assert first.post(CORA, mine | {"languages": "de; fr; en"}, page=CORA).status_code
    answer = second.post(CORA, mine | {"email": "c@example.org"}, page=CORA)
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile." in answer.text
    table = re.sub(r"<[^>]+>", " ", answer.text)
    assert "de; en; fr" in table
    assert "c@example.org" in table
    assert _stored(world)[0].languages == {"de", "en", "fr"}
    again = mine | {"email": "c@example.org", "seen": "2"}
    assert second.post(CORA, again, page=CORA).status_code == 303
    assert _stored(world)[0].email == "c@example.org"


def test_meetings_that_a_change_takes_are_listed_first(world: World) -> None:
    """Of the release and of drafts; afterwards the draft lists the same."""
    plan = add_cora(world)
    release_plan(world.site.database, plan)
    editor = world.staff("editor")
    assert "Bora Implants – Echo Imaging" in editor.text(CORA)
    assert '<td data-label="Meetings">1</td>' in editor.text(PAGE)
    busy = FORM | {
        "seen": "1", "available-0-start": "", "available-0-end": "",
        "busy-0-start": "2037-11-26T09:30", "busy-0-end": "2037-11-26T09:40",
    }  # fmt: skip
    answer = editor.post(CORA, busy, page=CORA)
    assert answer.status_code == 409
    assert "3 meetings would not be possible any more" in answer.text
    assert answer.text.count("Cora Lis is not available at") == 3
    assert "release 1" in answer.text
    assert "plan anew from the released one" in answer.text
    assert _stored(world)[0].busy == ()
    assert editor.post(CORA, busy | {"sure": "yes"}, page=CORA).status_code == 303
    edit = editor.text("/events/1/drafts/3/edit")
    assert "Cora Lis is not available at" in edit
    assert press(editor, "/events/1/drafts/3/edit/release", {}).startswith("Released")


def test_removal_shows_the_meetings_first(world: World) -> None:
    """A draft lists them as impossible, and every page of it still opens."""
    add_cora(world)
    editor = world.staff("editor")
    page = f"{CORA}/remove"
    text = editor.text(page)
    assert "1 meeting of drafts" in text
    seen = re.search(r'name="seen" value="([^"]+)"', text)
    assert seen
    to = editor.post(page, {"seen": "0"}, page=page).headers["Location"]
    assert "changed by somebody else meanwhile" in editor.text(to)
    to = editor.post(page, {"seen": seen[1]}, page=page).headers["Location"]
    assert "Cora Lis is removed." in editor.text(to)
    assert _stored(world) == ()
    assert editor.get(CORA).status_code == 404
    for each in ("", "/tables", "/people", "/text", "/unmet", "/figures", "/changed"):
        editor.text(f"/events/1/drafts/3{each}")
    assert "companion c-cora-lis does not take part any more" in editor.text(
        "/events/1/drafts/3/edit"
    )


def test_erased_name_and_key_are_nowhere(world: World) -> None:
    """In drafts, edits, log, and the file of the database; the draft still opens."""
    add_cora(world)
    editor = world.staff("editor")
    busy = FORM | {"seen": "1", "available-0-start": "", "available-0-end": ""}
    editor.post(CORA, busy | {"email": "cora.lis@example.org"}, page=CORA)
    page = f"{CORA}/remove"
    seen = re.search(r'name="seen" value="([^"]+)"', editor.text(page))
    assert seen
    assert "Cora" in editor.text("/events/1/log")
    form = {"seen": seen[1], "erase": "yes"}
    to = editor.post(page, form, page=page).headers["Location"]
    assert "Cora Lis is removed." in editor.text(to)
    for each in ("log", "drafts/3", "drafts/3/edit", "drafts/3/text", "overview"):
        text = editor.text(f"/events/1/{each}")
        assert "cora" not in text.casefold()
    assert "does not take part any more" in editor.text("/events/1/drafts/3/edit")
    folder = world.site.settings.folder
    kept = b"".join(path.read_bytes() for path in folder.glob("b4h.sqlite*"))
    assert b"cora" not in kept.lower()


def test_companion_of_the_released_plan_stays(world: World) -> None:
    """The page says how to free the person; the button is not there, nor would do."""
    plan = add_cora(world)
    release_plan(world.site.database, plan)
    editor, page = world.staff("editor"), f"{CORA}/remove"
    text = editor.text(page)
    assert "Cora Lis joins 1 meeting of the released plan." in text
    assert "btn-danger" not in text
    to = editor.post(page, {"seen": "1.2"}, page=CORA).headers["Location"]
    assert "release a plan without them first" in editor.text(to)
    empty = plan.model_copy(update={"meetings": ()})
    release_plan(world.site.database, empty)
    assert "btn-danger" in editor.text(page)


def test_viewer_sees_and_changes_nothing(world: World) -> None:
    """No button leads to a page that is refused."""
    add_cora(world)
    viewer = world.staff("viewer")
    assert "Cora Lis" in viewer.text(PAGE)
    assert "new-companion" not in viewer.text(PAGE)
    text = viewer.text(CORA)
    assert "<fieldset disabled>" in text
    assert "/remove" not in text
    assert PAGE not in world.staff("partner").text("/events/1/people")


def test_language_is_chosen_without_losing_what_was_typed(world: World) -> None:
    """Without a script, too; nothing is saved by that."""
    typed = FORM | {"page_language": "de"}
    answer = world.staff("editor").post(NEW, typed, page=NEW)
    assert answer.status_code == 200
    assert '<html lang="de"' in answer.text
    assert 'value="Cora Lis"' in answer.text
    assert _stored(world) == ()
