"""``b4h check``: what it says once, and when it says that nothing can be planned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main
from tests.b4h_scheduler.files.small_event import Content, participants, write

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

HOLDERS = participants(
    "Vertex BV;19;NL;Ida Ik;ida@vertex.example;;;V1;1",
    "Acme SAS;18;FR;Odo Un;odo@acme.example;;;V2;1",
    head=";voucher;voucher least",
)
IDA = (
    "Ida Ik travels on voucher 'V1' and no trip is known: taken as present all the "
    "time. Fill arrival and departure with their points; for who makes no trip, "
    "present_from and override_reason."
)


def _b4h(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_voucher_holder_without_trip_is_warned_of_once(tmp_path: Path) -> None:
    """With the voucher and what to do; other hints stay."""
    folder = write(tmp_path / "e", {"participants.csv": HOLDERS})
    told = _b4h("check", folder)
    assert told.exit_code == 0
    assert told.output.count("trip") == told.stderr.count("trip")
    assert IDA in told.stderr
    assert "Ida Ik, voucher V1: 0 possible meetings count" in told.stdout
    content = json.loads(_b4h("check", folder, "--json").stdout)
    codes = [each["code"] for each in content["faults"] + content["hints"]]
    assert codes.count("voucher-without-trip") == len(("V1", "V2"))
    assert codes.count("voucher-short") == len(("V1", "V2"))


def _without_tables(*online: str) -> dict[str, Content]:
    lines = participants(head=";online").splitlines()
    rows = [
        f"{line};{'yes' if line.startswith(online) else 'no'}" for line in lines[1:]
    ]
    text = "\n".join([lines[0], *rows]).replace("STR;26.11.2026 8:15", ";")
    return {"participants.csv": text, "tables.csv": None}


@pytest.mark.parametrize("online", [("nobody",), ("Acme",)])
def test_event_in_which_nobody_can_meet_is_an_error(
    tmp_path: Path, online: tuple[str, ...]
) -> None:
    """Without tables, one organization online has nobody to meet; hints are told."""
    folder = write(tmp_path / "e", _without_tables(*online))
    told = _b4h("check", folder)
    assert told.exit_code == 1
    assert "error [nowhere-to-meet] event: no meeting is possible" in told.stderr
    assert "1 error: nothing can be planned as the event is." in told.stderr
    assert "none forbids planning" not in told.stderr
    assert "no-tables" not in told.stderr
    assert "(1 are usual)" in told.stdout
    content = json.loads(_b4h("check", folder, "--json").stdout)
    assert content["status"] == "error"
    assert [each["code"] for each in content["faults"]] == ["nowhere-to-meet"]
    planned = _b4h("plan", folder, "--out", tmp_path / "out")
    assert planned.exit_code == 1
    assert "error [nowhere-to-meet]" in planned.stderr
    assert not (tmp_path / "out").exists()


def test_event_without_tables_can_be_planned_where_two_are_online(
    tmp_path: Path,
) -> None:
    """It is warned of, and forbids nothing."""
    folder = write(tmp_path, _without_tables("Acme", "BioNova"))
    told = _b4h("check", folder)
    assert told.exit_code == 0
    assert "warning [no-tables]" in told.stderr
    assert "1 warning, none forbids planning." in told.stderr
