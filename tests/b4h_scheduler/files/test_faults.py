"""Every kind of fault, provoked by files as people have them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from b4h_scheduler.domain import consistency
from b4h_scheduler.files.codes import FaultCode, Severity
from b4h_scheduler.files.faults import FaultsError, faults_json
from b4h_scheduler.files.load import load_event
from tests.b4h_scheduler.files.faults.cases import CASES
from tests.b4h_scheduler.files.faults.provoking import provoked
from tests.b4h_scheduler.files.small_event import write

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from tests.b4h_scheduler.files.faults.case import Case


@pytest.fixture(autouse=True)
def stricter_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the domain have a rule that no file can break without breaking ours too."""

    def odd(event: Event) -> list[str]:
        return ["this event is odd"] if event.venue == "odd" else []

    monkeypatch.setattr(consistency, "inconsistencies", odd)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_found_where_it_is(case: Case, tmp_path: Path) -> None:
    """The fault has the right kind, place and words, and there is no other error."""
    faults = provoked(case, tmp_path)
    found = [fault for fault in faults if fault.code is case.code]
    assert found, [str(fault) for fault in faults]
    fault = found[0]
    if case.place is not None:
        assert (fault.file, fault.row, fault.column) == case.place
    assert case.says in f"{fault.message} {fault.cure}"
    others = {f.code for f in faults if f.severity is Severity.ERROR} - {case.code}
    assert not others


def test_every_kind_of_fault_is_provoked() -> None:
    """No kind exists that no file can have."""
    assert {case.code for case in CASES} == set(FaultCode)
    assert len(FaultCode) >= 40


def test_catalogue_of_faults(tmp_path: Path) -> None:
    """Each kind tells an organizer what, where and why; ``pytest -s`` prints them."""
    table = Table("kind", "severity", "meaning", "example", "cure", title="Faults")
    seen: set[FaultCode] = set()
    for number, case in enumerate(CASES):
        if case.code in seen:
            continue
        seen.add(case.code)
        folder = tmp_path / str(number)
        folder.mkdir()
        fault = next(f for f in provoked(case, folder) if f.code is case.code)
        assert fault.message
        assert fault.code.doc.endswith(".")
        example = f"{fault.place}: {fault.message}"
        cells = (fault.code, fault.severity, fault.code.doc, example, fault.cure)
        table.add_row(*(Text(cell) for cell in cells))
    Console(width=160).print(table)
    assert table.row_count == len(FaultCode)


def test_json_of_faults_has_every_field(tmp_path: Path) -> None:
    """Programs read the same as people."""
    case = next(c for c in CASES if c.code is FaultCode.UNKNOWN_ORGANIZATION)
    faults = provoked(case, tmp_path)
    entry = json.loads(faults_json(faults))[0]
    assert entry == {
        "code": "unknown-organization",
        "severity": "error",
        "file": "wishes.csv",
        "row": 5,
        "column": "to",
        "value": "Bionowa Gmbh",
        "message": "nobody is called 'Bionowa Gmbh'.",
        "cure": "Did you mean 'BioNova GmbH'? Write the name, number or e-mail "
        "address as in participants.",
    }


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    """One reading shows everything that must be mended."""
    chosen = {
        FaultCode.UNKNOWN_ANSWER,
        FaultCode.MOST_BELOW_LEAST,
        FaultCode.TABLE_DEFINED_TWICE,
    }
    changes = {
        name: content
        for case in CASES
        if case.code in chosen
        for name, content in case.files.items()
    }
    with pytest.raises(FaultsError) as caught:
        load_event(write(tmp_path, changes))
    assert [fault.code for fault in caught.value.faults] == [
        FaultCode.MOST_BELOW_LEAST,
        FaultCode.TABLE_DEFINED_TWICE,
        FaultCode.UNKNOWN_ANSWER,
    ]
    assert "3 errors in the files" in str(caught.value)
