"""The folder of agendas: complete, indexed, and careful with what it removes."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.outputs.calendars import agenda_ics, companion_ics, write_agendas
from b4h_scheduler.outputs.calendars import folder as folder_module
from b4h_scheduler.outputs.calendars.folder import HEADER, INDEX, zipped_agendas
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.replace_file import replace_file
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

if TYPE_CHECKING:
    from pathlib import Path

EVENT = sample_event()
PLAN = sample_plan(EVENT)


def _index(folder: Path) -> list[dict[str, str]]:
    with (folder / INDEX).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_delegate_and_companion_has_a_file(tmp_path: Path) -> None:
    """In the event's order, with the bytes that the function gives."""
    paths = write_agendas(EVENT, PLAN, tmp_path)
    expected = [agenda_ics(EVENT, PLAN, d.id) for d in EVENT.delegates]
    expected.append(companion_ics(EVENT, PLAN, EVENT.companions[0].id))
    assert [path.read_bytes() for path in paths] == expected
    assert sorted(tmp_path.iterdir()) == sorted([*paths, tmp_path / INDEX])


def test_the_index_tells_whose_file_it_is(tmp_path: Path) -> None:
    """For mail merge; cells that look like formulas are defused."""
    paths = write_agendas(EVENT, PLAN, tmp_path)
    rows = _index(tmp_path)
    assert tuple(rows[0]) == HEADER
    assert [row["file"] for row in rows] == [path.name for path in paths]
    assert rows[0]["name"] == "Anna Blume"
    assert rows[0]["email"] == "anna@nova.example"
    assert [int(row["meetings"]) for row in rows] == [3, 3, 1, 0, 3, 2, 2, 1, 0, 1]
    assert rows[4]["name"] == "'@SUM(1+1)"
    assert rows[4]["email"] == "'-mail@evil.example"
    assert rows[4]["organization"].startswith("'=HYPERLINK")


def test_the_archive_holds_the_same_files(tmp_path: Path) -> None:
    """With the same bytes, the index too."""
    write_agendas(EVENT, PLAN, tmp_path)
    content = zipped_agendas(Lookup(EVENT, PLAN))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    """Equal input, equal folder."""
    write_agendas(EVENT, PLAN, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_agendas(EVENT, PLAN, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


SMALLER = sample_event(delegates=[d for d in EVENT.delegates if d.id != "d9"])


def test_files_of_people_who_are_gone_are_removed(tmp_path: Path) -> None:
    """A delegate who withdrew leaves no agenda behind."""
    paths = write_agendas(EVENT, PLAN, tmp_path)
    left = write_agendas(SMALLER, PLAN, tmp_path)
    assert set(paths) - set(left) == {paths[8]}
    assert sorted(tmp_path.iterdir()) == sorted([*left, tmp_path / INDEX])
    assert len(_index(tmp_path)) == len(left)


def test_files_of_others_and_changed_files_stay(tmp_path: Path) -> None:
    """Only what was written here and is as it was written is removed."""
    paths = write_agendas(EVENT, PLAN, tmp_path)
    foreign = tmp_path / "mine-abcdef.ics"
    foreign.write_text("not ours")
    paths[8].write_bytes(paths[8].read_bytes() + b"edited")
    write_agendas(SMALLER, PLAN, tmp_path)
    assert foreign.read_text() == "not ours"
    assert paths[8].read_bytes().endswith(b"edited")


def test_an_index_cannot_point_out_of_the_folder(tmp_path: Path) -> None:
    """A path in a doctored index, or a link in place of a file, is not followed."""
    folder = tmp_path / "agendas"
    outside = tmp_path / "outside.ics"
    outside.write_text("keep")
    digest = hashlib.sha256(b"keep").hexdigest()
    folder.mkdir()
    (folder / "link.ics").symlink_to(outside)
    (folder / INDEX).write_text(
        f"file,sha256\n../outside.ics,{digest}\nlink.ics,{digest}\n"
    )
    write_agendas(EVENT, PLAN, folder)
    assert outside.read_text() == "keep"
    assert (folder / "link.ics").is_symlink()


def test_a_run_that_is_cut_off_leaves_nothing_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files stand in the index before they exist: the next run can remove them."""
    written: list[Path] = []

    def replace_until_cut(path: Path, content: bytes, *, is_durable: bool) -> None:
        if len(written) == 6:
            raise KeyboardInterrupt
        replace_file(path, content, is_durable=is_durable)
        written.append(path)

    with monkeypatch.context() as patch:
        patch.setattr(folder_module, "replace_file", replace_until_cut)
        with pytest.raises(KeyboardInterrupt):
            write_agendas(EVENT, PLAN, tmp_path)
    names = {row["file"] for row in _index(tmp_path)}
    assert {path.name for path in written} <= names | {INDEX}
    assert len(names) == 10


def test_a_removed_folder_is_made_again(tmp_path: Path) -> None:
    """Parents included."""
    paths = write_agendas(EVENT, PLAN, tmp_path / "a" / "b")
    assert [path for path in paths if not path.is_file()] == []
