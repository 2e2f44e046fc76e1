"""docs/files.md names every file, setting, column, fault and hint; its examples run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from b4h_scheduler.domain.policy import Policy
from b4h_scheduler.files import archive, sheet_scan, sources
from b4h_scheduler.files.codes import FaultCode
from b4h_scheduler.files.columns import FORMS, ListForm
from b4h_scheduler.files.hints import HintCode
from b4h_scheduler.files.load import load_event
from b4h_scheduler.files.settings import KEYS, POLICY_KEYS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading."""
    section = re.split(rf"^#+ {heading}$", PAGE, maxsplit=1, flags=re.MULTILINE)[1]
    section = re.split(r"^#", section, maxsplit=1, flags=re.MULTILINE)[0]
    rows = re.findall(r"^\|(.*)\|$", section, flags=re.MULTILINE)
    return [[cell.strip() for cell in row.split(" | ")] for row in rows[2:]]


def test_settings_are_those_of_the_code() -> None:
    """All of them, in order."""
    assert [row[0].strip("`") for row in table("Settings")] == list(KEYS)


def test_defaults_are_those_of_the_code() -> None:
    """Of each policy setting."""
    policy = Policy().model_dump(mode="json")
    for key, default, _ in table("Settings"):
        path = key.strip("`").split(".")
        if path[0] != "policy":
            continue
        value: object = policy
        for part in path[1:]:
            value = value.get(part, "open") if isinstance(value, dict) else None
        value = "none" if value is None else value
        assert default == f"`{json.dumps(value)}`", key
    assert len(POLICY_KEYS) > 20


def test_lists_are_those_of_the_code() -> None:
    """A section for each."""
    lists = PAGE.split("\n## Lists\n", 1)[1].split("\n### Organizations and", 1)[0]
    assert re.findall(r"^### (\w+)$", lists, flags=re.MULTILINE) == list(FORMS)


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_columns_are_those_of_the_code(form: ListForm) -> None:
    """With what they hold and every other heading."""
    assert table(form.name) == [
        [
            f"`{column.key}`",
            column.doc + (" **(required)**" if column.is_required else ""),
            ", ".join(column.also) or "–",
        ]
        for column in form.columns
    ]


def test_faults_are_those_of_the_code() -> None:
    """With severity and meaning."""
    assert table("Faults") == [
        [f"`{code.value}`", code.severity.value, code.doc] for code in FaultCode
    ]


def test_hints_are_those_of_the_code() -> None:
    """With their meaning."""
    assert table("Before wishes close") == [
        [f"`{code.value}`", code.doc] for code in HintCode
    ]


def test_limits_are_those_of_the_code() -> None:
    """Bytes, rows and columns."""
    limits = PAGE.split("\n## Limits\n", 1)[1].split("\n## ", 1)[0]
    for limit in (
        sources.MAX_BYTES,
        sources.MAX_ROWS,
        archive.MAX_UNPACKED,
        sheet_scan.MAX_COLUMNS,
    ):
        assert f"{limit:,} " in limits


def test_example_files_are_a_sound_event(tmp_path: Path) -> None:
    """The page's event.toml, participants and wishes, as they stand there."""
    toml, participants, wishes = re.findall(
        r"```(?:toml|csv)\n(.*?)```", PAGE, re.DOTALL
    )
    (tmp_path / "event.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "participants.csv").write_text(participants, encoding="utf-8")
    (tmp_path / "wishes.csv").write_text(wishes, encoding="utf-8")
    (tmp_path / "tables.csv").write_text("id\n1\n", encoding="utf-8")
    loaded = load_event(tmp_path)
    assert not loaded.warnings
    assert len(loaded.event.slots) == 19
    assert loaded.event.delegates[1].trip.arrival_point == "STR"


def test_example_in_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It copies the example event into a folder and a workbook."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]
    exec(compile(code, "docs/files.md", "exec"), {})  # noqa: S102
    assert "110 delegates, 0 warnings" in capsys.readouterr().out
    assert (tmp_path / "copy" / "wishes.csv").exists()
