"""``b4h replan`` on the example's morning: few changes, each with its reason."""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.cli.options import MOMENT
from b4h_scheduler.cli.planning import moment_of
from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.presence import present
from b4h_scheduler.files.load import load_event
from b4h_scheduler.outputs.plan_json import read_plan
from b4h_scheduler.plans import Meeting, Plan

EXAMPLES = Path(__file__).parents[3] / "examples"
NOW = datetime(2026, 11, 26, 9, 40, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stuttgart planned with little work, and planned again for its morning."""
    out = tmp_path_factory.mktemp("out")
    limits = ["--work-limit", "20"]
    runner = CliRunner()
    first = runner.invoke(
        main,
        ["plan", str(EXAMPLES / "stuttgart"), "--out", str(out / "before"), *limits],
    )
    assert first.exit_code == 0, first.stderr
    second = runner.invoke(
        main,
        [
            "replan", str(EXAMPLES / "stuttgart-morning"),
            "--released", str(out / "before" / "plan.json"),
            "--now", "2026-11-26T09:40", "--out", str(out / "after"), *limits,
        ],
    )  # fmt: skip
    assert second.exit_code == 0, second.stderr
    (out / "text").write_text(second.stdout, encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def plans(out: Path) -> tuple[Plan, Plan]:
    """The released plan and its successor."""
    return (
        read_plan(out / "before" / "plan.json"),
        read_plan(out / "after" / "plan.json"),
    )


def by_id(plan: Plan) -> dict[str, Meeting]:
    """Meetings by their ids, which stay."""
    return {str(meeting.id): meeting for meeting in plan.meetings}


def test_what_has_begun_stays(plans: tuple[Plan, Plan]) -> None:
    """Meetings of 9:00 and 9:25 are the same in both plans."""
    before, after = map(by_id, plans)
    begun = {k for k, m in before.items() if utc(m.start) <= utc(NOW)}
    assert begun
    assert begun == {k for k, m in after.items() if utc(m.start) <= utc(NOW)}
    for key in begun:
        assert before[key].slot == after[key].slot
        assert before[key].table == after[key].table


def test_nobody_meets_who_is_not_there(plans: tuple[Plan, Plan]) -> None:
    """The late and the ill have no meetings when they cannot; the table is free."""
    event = load_event(EXAMPLES / "stuttgart-morning").event
    index = {slot.id: slot.index for slot in event.slots}
    there = {d.id: present(event, d) for d in event.delegates}
    for meeting in plans[1].meetings:
        if utc(meeting.start) <= utc(NOW):
            continue
        assert meeting.table != "A07"
        for side in meeting.delegates:
            assert any(there[who][index[meeting.slot]] for who in side)


def test_changes_are_few_and_told(out: Path, plans: tuple[Plan, Plan]) -> None:
    """Forced ones with a reason; the list is complete."""
    before, after = map(by_id, plans)
    differ = {
        key
        for key in before | after
        if key not in before
        or key not in after
        or (before[key].slot, before[key].table, before[key].delegates)
        != (after[key].slot, after[key].table, after[key].delegates)
    }
    changes = plans[1].changes
    assert {str(change.meeting) for change in changes} == differ
    assert len(changes) < len(before) / 4
    forced = [change for change in changes if change.is_forced]
    assert forced
    assert all(change.reason for change in forced)
    text = (out / "text").read_text(encoding="utf-8")
    assert f"{len(changes)} changes ({len(forced)} forced)" in text
    assert "forced: " in text


def test_unchanged_files_change_nothing(out: Path, tmp_path: Path) -> None:
    """Re-planning the same event on the evening before keeps every meeting."""
    result = CliRunner().invoke(
        main,
        [
            "replan", str(EXAMPLES / "stuttgart"),
            "--released", str(out / "before" / "plan.json"),
            "--now", "2026-11-25 18:00", "--out", str(tmp_path),
            "--work-limit", "20", "--json",
        ],
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    content: dict[str, Any] = json.loads(result.stdout)
    assert [c for c in content["changes"] if c["kind"] != "added"] == []


def test_a_price_per_change_gains_more(out: Path, tmp_path: Path) -> None:
    """At a low price more changes are made, for more wish value; both are told."""
    result = CliRunner().invoke(
        main,
        [
            "replan", str(EXAMPLES / "stuttgart-morning"),
            "--released", str(out / "before" / "plan.json"),
            "--now", "2026-11-26T09:40", "--out", str(tmp_path),
            "--price-per-change", "1", "--work-limit", "40", "--json",
        ],
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    content: dict[str, Any] = json.loads(result.stdout)
    found = {line["level"]: line["value"] for line in content["certificate"]}
    fewest = {
        line.level: line.value
        for line in read_plan(out / "after" / "plan.json").certificate
    }
    assert found["value"] - found["changes"] >= fewest["value"] - fewest["changes"]
    assert found["value"] >= fewest["value"]
    assert any("at 1 a change" in warning for warning in content["warnings"])


def test_a_limit_of_changes_is_kept(out: Path, tmp_path: Path) -> None:
    """Three points more than the fewest are spent on wishes, or left; it is told."""
    before = {
        line.level: line.value
        for line in read_plan(out / "after" / "plan.json").certificate
    }
    most = before["changes"] + 3
    result = CliRunner().invoke(
        main,
        [
            "replan", str(EXAMPLES / "stuttgart-morning"),
            "--released", str(out / "before" / "plan.json"),
            "--now", "2026-11-26T09:40", "--out", str(tmp_path),
            "--most-changes", str(most), "--work-limit", "40", "--json",
        ],
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    content: dict[str, Any] = json.loads(result.stdout)
    found = {line["level"]: line["value"] for line in content["certificate"]}
    assert found["changes"] <= most
    assert found["value"] >= before["value"]
    assert content["warnings"][-1] == (
        f"of at most {most} points of changes {found['changes']} are used"
    )


def test_a_limit_that_no_plan_keeps_is_told(out: Path, tmp_path: Path) -> None:
    """In the text, too: who asks for no changes learns how many there are at least."""
    result = CliRunner().invoke(
        main,
        [
            "replan", str(EXAMPLES / "stuttgart-morning"),
            "--released", str(out / "before" / "plan.json"),
            "--now", "2026-11-26T09:40", "--out", str(tmp_path),
            "--most-changes", "0", "--work-limit", "20",
        ],
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    told = " ".join(result.stderr.split())
    assert "no plan with at most 0 points of changes was found" in told


def test_a_time_that_occurs_twice_is_refused() -> None:
    """On the night when the clocks go back, and so is one that never occurs."""
    zone = ZoneInfo("Europe/Berlin")
    which = r"occurs twice.*write 2026-10-25T02:30\+02:00 or 2026-10-25T02:30\+01:00"
    with pytest.raises(click.BadParameter, match=which):
        moment_of(datetime(2026, 10, 25, 2, 30), zone)  # noqa: DTZ001
    with pytest.raises(click.BadParameter, match="does not exist"):
        moment_of(datetime(2026, 3, 29, 2, 30), zone)  # noqa: DTZ001


def test_an_offset_says_which_of_two_is_meant() -> None:
    """As the refusal says; elsewhere it may be another zone's reading."""
    zone = ZoneInfo("Europe/Berlin")
    read = MOMENT.convert("2026-10-25T02:30+01:00", None, None)
    moment = moment_of(read, zone)
    assert moment.isoformat() == "2026-10-25T02:30:00+01:00"
    assert moment.tzinfo is zone


def test_plan_of_another_event_is_refused(out: Path, tmp_path: Path) -> None:
    """Nothing is written: its past meetings would be carried into this event."""
    runner = CliRunner()
    event, new = tmp_path / "event", tmp_path / "new"
    assert runner.invoke(main, ["init", str(event)]).exit_code == 0
    released = str(out / "before" / "plan.json")
    arguments = ["--released", released, "--now", "2037-01-01T09:00", "--out", str(new)]
    result = runner.invoke(main, ["replan", str(event), *arguments])
    assert result.exit_code == 1
    assert "nobody whom it names takes part in 'My matchmaking event'" in result.stderr
    assert not new.exists()


def test_who_is_gone_is_named_by_what_is_known(out: Path, tmp_path: Path) -> None:
    """An organization struck off at noon has met in the morning: its id is its name."""
    event = shutil.copytree(EXAMPLES / "stuttgart", tmp_path / "event")
    before = read_plan(out / "before" / "plan.json")
    first = min(before.meetings, key=lambda meeting: utc(meeting.start))
    load = load_event(event).event
    gone = load.organization_of[first.sides[0].organization]
    for path in event.glob("*.csv"):
        rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        names = {gone.name, gone.number}
        names |= {d.email for d in load.delegates if d.organization == gone.id}
        kept = [row for row in rows if not names & set(re.split("[;,\n]", row))]
        path.write_text("".join(kept), encoding="utf-8")
    arguments = [
        "--released", str(out / "before" / "plan.json"),
        "--now", "2026-11-26T12:00", "--out", str(tmp_path / "new"),
        "--work-limit", "20",
    ]  # fmt: skip
    result = CliRunner().invoke(main, ["replan", str(event), *arguments])
    assert result.exit_code == 0, result.stderr
    assert gone.name not in {
        each.name for each in load_event(event).event.organizations
    }
    assert str(first.id) in by_id(read_plan(tmp_path / "new" / "plan.json"))
    assert (tmp_path / "new" / "report.html").exists()
