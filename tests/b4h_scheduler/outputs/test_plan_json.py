"""plan.json: a round trip without loss, a published schema, errors that help."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.outputs.errors import PlanFileError
from b4h_scheduler.outputs.plan_json import (
    plan_text,
    read_plan,
    schema,
    schema_text,
    write_plan,
)
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

if TYPE_CHECKING:
    from b4h_scheduler.plans import Plan

PUBLISHED = Path(__file__).parents[3] / "docs" / "plan.schema.json"


def _written(tmp_path: Path, **changes: Any) -> tuple[Plan, Path]:
    plan, path = sample_plan(**changes), tmp_path / "plan.json"
    write_plan(plan, path)
    return plan, path


def test_a_plan_comes_back_equal(tmp_path: Path) -> None:
    """Every field survives; times come back in the event's zone, not as an offset."""
    plan, path = _written(tmp_path)
    again = read_plan(path)
    assert again == plan
    zone = sample_event().zone_info
    changed = [change.after for change in again.changes]
    meetings = [*again.meetings, *(meeting for meeting in changed if meeting)]
    assert {m.start.tzinfo for m in meetings} == {zone}
    assert {m.end.tzinfo for m in meetings} == {zone}


def test_an_empty_plan_comes_back_equal(tmp_path: Path) -> None:
    """No meeting, nothing unmet, no certificate."""
    plan, path = _written(
        tmp_path, meetings=(), unmet=(), certificate=(), vouchers=(), changes=()
    )
    assert read_plan(path) == plan


def test_writing_is_the_same_after_reading(tmp_path: Path) -> None:
    """Write, read, write: equal bytes."""
    _, path = _written(tmp_path)
    assert plan_text(read_plan(path)).encode() == path.read_bytes()


def test_each_meeting_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    """So that programs which compare lines show the meetings that changed."""
    plan, path = _written(tmp_path)
    lines = path.read_text().split("\n")
    for meeting in plan.meetings:
        assert sum(line.startswith(f'{{"id":"{meeting.id}"') for line in lines) == 1


def test_the_published_schema_is_the_programs() -> None:
    """docs/plan.schema.json is what ``schema_text`` gives."""
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


def test_the_schema_names_every_field_that_is_written(tmp_path: Path) -> None:
    """A written plan has the schema's properties, all and no others, at each level."""
    _, path = _written(tmp_path)
    published = schema()
    _compare(json.loads(path.read_text()), published, published["$defs"])


def _compare(value: Any, kind: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Compare names of properties along the value, and required with present."""
    if "$ref" in kind:
        kind = definitions[kind["$ref"].rpartition("/")[2]]
    if "anyOf" in kind:
        of_type = {"type": "object" if isinstance(value, dict) else "other"}
        kinds = [k for k in kind["anyOf"] if "$ref" in k or k == of_type]
        kind = kinds[0] if isinstance(value, dict) else {}
        if "$ref" in kind:
            kind = definitions[kind["$ref"].rpartition("/")[2]]
    if isinstance(value, dict) and "properties" in kind:
        assert set(value) == set(kind["properties"])
        assert set(kind["required"]) <= set(value)
        assert kind["additionalProperties"] is False
        for name, part in value.items():
            _compare(part, kind["properties"][name], definitions)
    if isinstance(value, list):
        parts = kind.get("prefixItems") or [kind.get("items", {})] * len(value)
        for item, part in zip(value, parts, strict=False):
            _compare(item, part, definitions)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no valid JSON"),
        (b'{"schema_version": 1, "event', "no valid JSON"),
        (b"\xff\xfe\x00", "no valid JSON"),
        (b"[" * 100_000, "no valid JSON"),
        (b"[]", "expected a plan with schema_version 1, found null"),
        (b'{"schema_version": 2}', "schema_version 1, found 2; make it again"),
        (b'{"schema_version": 1}', "event_name: Field required"),
    ],
)
def test_a_file_that_is_no_plan_is_told_apart(
    tmp_path: Path, content: bytes, told: str
) -> None:
    """The message names the file, what is wrong, and what to do."""
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(PlanFileError, match=r"plan\.json") as caught:
        read_plan(path)
    assert told in str(caught.value)


def test_an_unknown_field_is_an_error(tmp_path: Path) -> None:
    """Hand edits are not dropped silently."""
    _, path = _written(tmp_path)
    text = path.read_text().replace('"bonus": 33', '"bonus": 33, "extra": 1')
    path.write_text(text)
    with pytest.raises(PlanFileError, match="extra: Extra inputs are not permitted"):
        read_plan(path)


def test_an_unknown_time_zone_is_an_error(tmp_path: Path) -> None:
    """Times could not be shown on the event's clocks."""
    _, path = _written(tmp_path, time_zone="Europe/Atlantis")
    with pytest.raises(PlanFileError, match="unknown time zone 'Europe/Atlantis'"):
        read_plan(path)


def test_a_missing_file_is_an_error_that_says_so(tmp_path: Path) -> None:
    """With the path and what to give instead."""
    with pytest.raises(PlanFileError, match=r"cannot be read .*give a plan\.json"):
        read_plan(tmp_path / "none.json")


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full: the old plan is still whole, no draft stays behind."""
    plan, path = _written(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_plan(sample_plan(revision=9), path)
    monkeypatch.undo()
    assert read_plan(path) == plan
    assert list(tmp_path.iterdir()) == [path]
