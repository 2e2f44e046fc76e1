"""write_outputs: everything in one folder, whole files, nothing lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from b4h_scheduler.outputs.errors import MismatchError
from b4h_scheduler.outputs.plan_json import read_plan
from b4h_scheduler.outputs.report import report_html
from b4h_scheduler.outputs.write_all import write_outputs
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

if TYPE_CHECKING:
    from pathlib import Path

EVENT = sample_event()
PLAN = sample_plan(EVENT)


def test_all_files_are_written_and_agree(tmp_path: Path) -> None:
    """The folder holds what is told, no more; figures are the plan's."""
    paths = write_outputs(EVENT, PLAN, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "agendas",
        "plan.json",
        "plan.xlsx",
        "report.html",
        "unmet.csv",
    ]
    assert read_plan(paths.plan) == PLAN
    assert paths.figures == figures(EVENT, PLAN)
    report = report_html(EVENT, PLAN, paths.figures)
    assert paths.report.read_text(encoding="utf-8") == report
    assert load_workbook(paths.workbook).sheetnames[0] == "Summary"
    assert paths.unmet.read_bytes().count(b"\r\n") == 1 + len(PLAN.unmet)
    assert len(paths.agenda_files) == len(EVENT.delegates) + len(EVENT.companions)
    assert {path.parent for path in paths.agenda_files} == {paths.agendas}
    assert paths.public_report is None


def test_the_public_edition_is_written_on_request(tmp_path: Path) -> None:
    """Beside the internal one."""
    paths = write_outputs(EVENT, PLAN, tmp_path, public=True)
    assert paths.public_report == tmp_path / "report-public.html"
    text = paths.public_report.read_text(encoding="utf-8")
    assert "public edition" in text
    assert "BioNova" not in text


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """Equal input, equal files; files of others stay."""
    paths = write_outputs(EVENT, PLAN, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    before = {path: path.read_bytes() for path in _files(tmp_path)}
    write_outputs(EVENT, PLAN, tmp_path)
    assert {path: path.read_bytes() for path in _files(tmp_path)} == before
    assert len(before) == 4 + len(paths.agenda_files) + 2


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_plan_of_another_event_writes_nothing(tmp_path: Path) -> None:
    """Told before the first file is touched."""
    other = sample_event(tables=EVENT.tables[1:])
    with pytest.raises(MismatchError, match="table '1'"):
        write_outputs(other, PLAN, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_past_meetings_of_who_is_gone_are_shown_by_id(tmp_path: Path) -> None:
    """Re-planned on the day: a delegate, tables, an interpreter, a holder are gone."""
    gone = sample_event(
        delegates=[d for d in EVENT.delegates if d.id != "d5"],
        tables=EVENT.tables[1:2],
        companions=(),
    )
    past = [m.model_copy(update={"is_pinned": True}) for m in PLAN.meetings]
    holder = PLAN.vouchers[0].model_copy(update={"delegate": "d5"})
    plan = sample_plan(EVENT, meetings=past, vouchers=[*PLAN.vouchers, holder])
    paths = write_outputs(gone, plan, tmp_path)
    assert len(paths.agenda_files) == len(gone.delegates) == 8
    anna = paths.agenda_files[0].read_bytes().decode().replace("\r\n ", "")
    assert "LOCATION:1\r\n" in anna
    assert "With: d5\\n" in anna
    text = paths.report.read_text(encoding="utf-8")
    assert "Not there any more" in text
    board = load_workbook(paths.workbook)["Board"]
    labels = [cell.value for cell in board["A"][5:] if cell.value]
    assert labels[-5:] == ["Not there any more", "1", "3", "Online", "Online 1"]


def test_an_error_halfway_leaves_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up at the workbook: the old one stands, no draft is left."""
    paths = write_outputs(EVENT, PLAN, tmp_path)
    before = paths.workbook.read_bytes()
    fsync = os.fsync
    synced = []

    def full_at_workbook(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 4:  # after plan.json, unmet.csv and report.html
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full_at_workbook)
    with pytest.raises(OSError, match="No space left"):
        write_outputs(EVENT, sample_plan(EVENT, revision=4), tmp_path)
    assert paths.workbook.read_bytes() == before
    assert read_plan(paths.plan).revision == 4
    assert "Revision 4" in paths.report.read_text(encoding="utf-8")
    assert [path for path in _files(tmp_path) if path.suffix == ".part"] == []
