"""Files that nobody wrote in good faith: faults, never anything else."""

from __future__ import annotations

import io
import resource
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b4h_scheduler.files.codes import FaultCode
from b4h_scheduler.files.columns import FORMS
from b4h_scheduler.files.faults import FaultsError
from b4h_scheduler.files.load import load_event
from tests.b4h_scheduler.files.faults.of_files import lying_zip, zeros_in_zip
from tests.b4h_scheduler.files.small_event import (
    PARTICIPANTS,
    TOML,
    WISHES,
    as_rows,
    changed_part,
    sheet_bytes,
    wishes,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.files.faults import Fault
    from tests.b4h_scheduler.files.small_event import Content

BOOK = sheet_bytes(participants=as_rows(PARTICIPANTS))
ODD = (
    "", " ", "-", "0", "-1", "1e9", "9" * 40, "1,5", "#N/A", "=1+1", "'", '"', "none",
    "yes", "no", "26.11.2026 9:40", "9:40", "24:00", "2026-10-25 02:30", "29.2.",
    "0.0.0", "10:00-11:00", "11:00-10:00", "26.11.2026", "a@b", "a@b.example",
    "x" * 6000, "\0", "\u202e", "Acme SAS", "17", "18", "am", "STR", "hall", "de; xx",
    "Germany", "SME", "always", "separately", "\ud800", "é\u0301", "[link](x)", "<b>",
    "[red]x[/red]",
)  # fmt: skip
"""Cells that some column may take for more than text."""


FEW = settings(max_examples=25)
"""Each example is a folder of files."""


def survives(folder: Path, changes: dict[str, Content]) -> None:
    """Load the event; faults are fine, any other exception is not."""
    faults: tuple[Fault, ...] = ()
    try:
        faults = load_event(write(folder, changes), skip_faulty=True).warnings
    except FaultsError as error:
        faults = error.faults
    assert all(fault.message for fault in faults)


@FEW
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@pytest.mark.parametrize("name", ["participants.csv", "wishes.csv", "event.toml"])
def test_any_bytes_give_an_event_or_faults(
    name: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As CSV and as TOML."""
    survives(tmp_path_factory.getbasetemp() / "bytes", {name: data})


@FEW
@given(data=st.data())
@pytest.mark.parametrize("name", ["participants", "wishes", "tables", "organizations"])
def test_any_cells_give_an_event_or_faults(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In all columns at once."""
    keys = [column.key for column in FORMS[name].columns if column.is_kept]
    cells = st.sampled_from(ODD).map(lambda text: text.encode("utf-8", "replace"))
    rows = data.draw(
        st.lists(st.lists(cells, min_size=len(keys), max_size=len(keys)), max_size=3)
    )
    lines = [";".join(keys).encode()]
    lines += [
        b";".join(b'"' + cell.replace(b'"', b'""') + b'"' for cell in row)
        for row in rows
    ]
    folder = tmp_path_factory.getbasetemp() / f"cells-{name}"
    survives(folder, {f"{name}.csv": b"\n".join(lines)})


@FEW
@given(
    places=st.lists(
        st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), max_size=20
    ),
    length=st.integers(0, len(BOOK)) | st.just(len(BOOK)),
)
def test_any_damage_to_a_workbook_gives_an_event_or_faults(
    places: list[tuple[int, int]], length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bytes changed and cut off."""
    data = bytearray(BOOK)
    for place, value in places:
        data[place] = value
    folder = tmp_path_factory.getbasetemp() / "damage"
    changes: dict[str, Content] = {
        "participants.csv": None,
        "participants.xlsx": bytes(data[:length]),
    }
    survives(folder, changes)


PARTS = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"]


@FEW
@given(data=st.data())
@pytest.mark.parametrize("name", [*PARTS, "xl/_rels/workbook.xml.rels"])
def test_any_xml_in_a_workbook_gives_an_event_or_faults(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Parts with some bytes replaced, packed soundly."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        part = archive.read(name)
    start = data.draw(st.integers(0, len(part) - 1))
    end = data.draw(st.integers(start, min(start + 12, len(part))))
    new = data.draw(st.binary(max_size=8) | st.sampled_from([b"<c/>", b"]]>", b"<!--"]))
    book = changed_part(BOOK, name, part, part[:start] + new + part[end:])
    folder = tmp_path_factory.getbasetemp() / "xml"
    survives(folder, {"participants.csv": None, "participants.xlsx": book})


@pytest.mark.skipif(
    sys.platform != "linux", reason="measures memory as Linux counts it"
)
@pytest.mark.parametrize("book", [zeros_in_zip(), lying_zip()], ids=["stated", "lying"])
def test_zip_bomb_is_refused_before_it_unpacks(book: bytes, tmp_path: Path) -> None:
    """200 MB of zeros, honestly stated or not, never stand in memory."""
    folder = write(tmp_path, {"participants.csv": None, "participants.xlsx": book})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FaultsError):
        load_event(folder)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000  # kilobytes


def test_names_of_hostile_form_stay_text(tmp_path: Path) -> None:
    """Formulas, markup, other directions of writing."""
    names = ["=cmd|' /C calc'!A0", "<script>", "[bold]x", "شركة", "+1"]
    rows = [f"{name};{n};DE;P{n};;;" for n, name in enumerate(names)]
    head = PARTICIPANTS.splitlines()[0]
    changes: dict[str, Content] = {
        "participants.csv": "\n".join([head, *rows]),
        "wishes.csv": f"from;to\n{names[0]};{names[3]}\n",
    }
    event = load_event(write(tmp_path, changes)).event
    assert [o.name for o in event.organizations] == names
    assert event.wishes[0].wished.organization == "3"


def test_faults_show_hostile_values_on_one_visible_line(tmp_path: Path) -> None:
    """A terminal or a log cannot be led astray."""
    value = '"x\x1b[31m\n\u202e' + "y" * 500 + '"'
    folder = write(tmp_path, {"wishes.csv": wishes(f"{value};Acme SAS;1;;")})
    with pytest.raises(FaultsError) as caught:
        load_event(folder)
    for fault in caught.value.faults:
        assert str(fault).isprintable()
        assert len(fault.value) <= 80
    assert FaultCode.UNKNOWN_ORGANIZATION in {f.code for f in caught.value.faults}


def test_toml_of_odd_types_gives_faults(tmp_path: Path) -> None:
    """Tables where values belong, dates as names, numbers as lists."""
    for line in (
        "name = 2026-11-26",
        "name = [1]",
        "languages = 3",
        "languages = {a = 1}",
        "policy = 7",
        "policy.levels = [[1]]",
        "policy.eligibility = 1",
        "policy.eligibility.company = []",
        "policy.limits = []",
        "zones = 1",
        "tables = [1]",
        "walking = [{from = {a = 1}, to = [1, [2]], minutes = nan}]",
        "breaks = [{name = true, start = 1e400, end = inf}]",
    ):
        key = line.split()[0].split(".")[0]
        rest = "\n".join(x for x in TOML.splitlines() if not x.startswith(f"{key} "))
        survives(tmp_path, {"event.toml": f"{line}\n{rest}", "wishes.csv": WISHES})
