"""``plan.json``: a plan as a file that anybody's program can read.

Objects of a list stand one a line, so that two plans can be compared line by line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.outputs.errors import PlanFileError
from b4h_scheduler.outputs.replace_file import replace_file
from b4h_scheduler.plans import SCHEMA, Change, Meeting, Plan

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_ID = "https://boost4health.example/schemas/plan-1.json"
_MOST_FAULTS = 5


def plan_text(plan: Plan) -> str:
    """Return the content of ``plan.json``."""
    parts = [
        f"{json.dumps(name)}: {_value_text(getattr(plan, name))}"
        for name in Plan.model_fields
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _value_text(value: object) -> str:
    if isinstance(value, Entity):
        return value.model_dump_json()
    if isinstance(value, tuple):
        items = [_value_text(item) for item in value]
        return "[\n" + ",\n".join(items) + "\n]" if items else "[]"
    return json.dumps(value, ensure_ascii=False)


def write_plan(plan: Plan, path: Path) -> None:
    """Write ``plan.json``; a reader sees the old or the new file, never half of one."""
    replace_file(path, plan_text(plan).encode())


def read_plan(path: Path) -> Plan:
    """Read a plan back, equal to the one written.

    Raises
    ------
    PlanFileError
        It cannot be read, is no JSON, of another version, or breaks the schema.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); give a plan.json"
        raise PlanFileError(message) from error
    try:
        plan = Plan.model_validate_json(content)
    except ValidationError as error:
        message = f"{path}: {_fault(content, error)}"
        raise PlanFileError(message) from error
    try:
        zone = ZoneInfo(plan.time_zone)
    except (KeyError, ValueError, OSError) as error:
        message = f"{path}: unknown time zone {plan.time_zone!r}"
        raise PlanFileError(message) from error
    return _in_zone(zone, plan)


def schema() -> dict[str, Any]:
    """Return the JSON schema of ``plan.json``, published as docs/plan.schema.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **Plan.model_json_schema(mode="serialization"),
    }


def schema_text() -> str:
    """Return the schema as it is published."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _fault(content: bytes, error: ValidationError) -> str:
    """Say in words what is wrong with a file that is no plan."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as broken:
        return (
            f"no valid JSON ({broken}); it may be cut off or edited by hand: "
            "take the file as b4h wrote it"
        )
    version = found.get("schema_version") if isinstance(found, dict) else None
    if version != SCHEMA:
        return (
            f"expected a plan with schema_version {SCHEMA}, found "
            f"{json.dumps(version)}; make it again with this version of b4h"
        )
    faults = error.errors(include_url=False, include_context=False)
    lines = [
        f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
        for fault in faults[:_MOST_FAULTS]
    ]
    if len(faults) > _MOST_FAULTS:
        lines.append(f"and {len(faults) - _MOST_FAULTS} more")
    return "not a plan as b4h writes it: " + "; ".join(lines)


def _in_zone(zone: ZoneInfo, plan: Plan) -> Plan:
    """Return the plan with times in its zone: JSON keeps the offset alone."""
    changes = tuple(_change_in(zone, change) for change in plan.changes)
    meetings = tuple(_meeting_in(zone, meeting) for meeting in plan.meetings)
    return plan.model_copy(update={"meetings": meetings, "changes": changes})


def _meeting_in(zone: ZoneInfo, meeting: Meeting) -> Meeting:
    times = {
        "start": meeting.start.astimezone(zone),
        "end": meeting.end.astimezone(zone),
    }
    return meeting.model_copy(update=times)


def _change_in(zone: ZoneInfo, change: Change) -> Change:
    before, after = change.before, change.after
    both = {
        "before": before and _meeting_in(zone, before),
        "after": after and _meeting_in(zone, after),
    }
    return change.model_copy(update=both)
