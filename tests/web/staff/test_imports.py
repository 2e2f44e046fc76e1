"""Import with preview, and export in the same form."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from b4h_scheduler.files.write import write_event
from b4h_scheduler.store.events import load_event
from tests.web.events import small_event
from tests.web.staff.importing import FORM, export, upload, with_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.web.world import Visitor, World


def _row_of(content: bytes, file: str, word: str) -> str:
    """Return the line of a list that holds a word."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lines = archive.read(file).decode("utf-8-sig").splitlines(keepends=True)
    return next(line for line in lines if word in line)


def test_new_event_from_a_workbook(world: World, tmp_path: Path) -> None:
    """Read, shown, and saved only by the button."""
    owner = world.staff("owner")
    book = tmp_path / "event.xlsx"
    write_event(small_event("From a Book", "b-"), tmp_path, workbook=book)
    response = upload(owner, book.read_bytes(), "event.xlsx", "/events/new")
    preview = response.headers["Location"]
    assert "Import From a Book" in owner.text(preview)
    assert "From a Book" not in owner.text("/events")
    owner.post(preview, page=preview)
    assert "From a Book" in owner.text("/events")
    assert owner.get(preview).status_code == 404


def test_export_imported_again_changes_nothing_that_files_hold(world: World) -> None:
    """The event that comes back is equal to the one that was exported."""
    owner = world.staff("owner")
    first = export(owner)
    preview = upload(owner, first, "event.zip").headers["Location"]
    owner.text(preview)
    owner.post(preview, {"seen": _seen(owner, preview)}, page=preview)
    again = export(owner)
    with (
        zipfile.ZipFile(io.BytesIO(first)) as one,
        zipfile.ZipFile(io.BytesIO(again)) as other,
    ):
        assert {n: one.read(n) for n in one.namelist()} == {
            n: other.read(n) for n in other.namelist()
        }


def test_preview_shows_each_change_and_import_makes_exactly_these(world: World) -> None:
    """A name changed and a wish left out; links and answers of the rest stay."""
    owner = world.staff("owner")
    base = export(owner)
    preview = upload(owner, base, "event.zip").headers["Location"]
    owner.post(preview, {"seen": _seen(owner, preview)}, page=preview)
    link = world.link(_key(world, "Ada Ahl"))
    gone = _row_of(base, "wishes.csv", "Secret plans")
    content = with_text(base, "wishes.csv", gone, "")
    content = with_text(content, "participants.csv", "Cleo Costa", "Cleo Costa-Silva")
    preview = upload(owner, content, "event.zip").headers["Location"]
    text = owner.text(preview)
    assert "name: Cleo Costa → Cleo Costa-Silva" in text
    assert "1 wish removed" in text
    assert "1 delegate changed" in text
    owner.post(preview, {"seen": _seen(owner, preview)}, page=preview)
    with world.read() as reading:
        event = load_event(reading, 1)
    assert len(event.wishes) == 5
    assert "Cleo Costa-Silva" in [delegate.name for delegate in event.delegates]
    assert world.link(_key(world, "Ada Ahl")) == link


def test_change_made_while_looking_is_not_overwritten(world: World) -> None:
    """The import is refused, and shows the changes again."""
    owner = world.staff("owner")
    content = with_text(export(owner), "participants.csv", "Cleo Costa", "Cleo C.")
    preview = upload(owner, content, "event.zip").headers["Location"]
    seen = _seen(owner, preview)
    given = {"organization": "echo", "priority": "1"}
    world.delegate("d-alba").post("/my/wishes", given, page="/my/partners/echo")
    response = owner.post(preview, {"seen": seen}, page=preview)
    assert response.headers["Location"] == preview
    assert "changed while you looked" in owner.text(preview)


def test_every_fault_is_shown_at_its_row(world: World) -> None:
    """And there is no button to import."""
    owner = world.staff("owner")
    content = with_text(export(owner), "wishes.csv", "Echo Imaging", "Ecco Imaging AG")
    preview = upload(owner, content, "event.zip").headers["Location"]
    text = owner.text(preview)
    assert "wishes.csv</span>, row 7" in text
    assert "Ecco Imaging AG" in text
    assert "Import these changes" not in text
    assert owner.post(preview, {"seen": "1"}, page=preview).status_code == 409


def test_event_in_which_nobody_can_meet_is_told_and_can_be_imported(
    world: World, tmp_path: Path
) -> None:
    """Nothing can be planned yet; tables may come in the set-up."""
    owner = world.staff("owner")
    book = tmp_path / "event.xlsx"
    planned = small_event("Without Tables", "b-")
    planned = planned.model_copy(update={"tables": (), "home_places": ()})
    write_event(planned, tmp_path, workbook=book)
    preview = upload(owner, book.read_bytes(), "event.xlsx", "/events/new")
    text = owner.text(preview.headers["Location"])
    assert "no meeting is possible: the event has no table" in text
    assert "1 error, " in text
    assert "Import Without Tables" in text


def test_files_that_are_no_event_are_refused(world: World) -> None:
    """By their ending, or by their content."""
    owner = world.staff("owner")
    upload(owner, b"MZ", "virus.exe")
    assert "neither .xlsx nor .zip" in owner.text(FORM)
    preview = upload(owner, b"not a zip at all", "event.zip").headers["Location"]
    assert "neither a workbook nor a zip archive" in owner.text(preview)


def test_archive_that_unpacks_to_too_much_is_refused(world: World) -> None:
    """Judged before it is unpacked."""
    owner = world.staff("owner")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wishes.csv", b"0" * (201 * 2**20))
    preview = upload(owner, bomb.getvalue(), "event.zip").headers["Location"]
    assert "unpacks to too much" in owner.text(preview)


def test_path_in_an_archive_leads_nowhere(world: World, tmp_path: Path) -> None:
    """Files are taken by their names alone."""
    owner = world.staff("owner")
    bad = io.BytesIO(export(owner))
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr("../../../escaped.csv", "a;b")
    upload(owner, bad.getvalue(), "event.zip")
    assert not list(tmp_path.parent.rglob("escaped.csv"))


def test_too_large_upload_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is read."""
    monkeypatch.setitem(world.app.config, "MAX_CONTENT_LENGTH", 1000)
    response = upload(world.staff("owner"), b"x" * 2000, "event.zip")
    assert response.status_code == 413
    assert "More than 1 kB cannot be sent at once" in response.text
    assert "no text of more than 500 kB" in response.text


def _seen(visitor: Visitor, preview: str) -> str:
    text = visitor.text(preview)
    if 'name="seen" value="' not in text:
        return "0"
    return text.split('name="seen" value="')[1].split('"')[0]


def _key(world: World, name: str) -> str:
    with world.read() as reading:
        event = load_event(reading, 1)
    return next(d.id for d in event.delegates if d.name == name)
