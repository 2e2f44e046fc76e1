"""The closing summary says what the plan says, in words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli.change_table import change_lines
from b4h_scheduler.cli.summary import (
    Timing,
    proof_lines,
    summary_json,
    summary_lines,
)
from b4h_scheduler.domain.event import Event
from b4h_scheduler.outputs.write_all import OutputPaths
from b4h_scheduler.planning.figures import figures
from b4h_scheduler.plans import Plan
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

TIMING = Timing(0.4, 4.3, 1.2, was_stopped=False)


@pytest.fixture
def event() -> Event:
    """One of every kind."""
    return sample_event()


@pytest.fixture
def plan(event: Event) -> Plan:
    """Its plan, made by hand."""
    return sample_plan(event)


def lines(event: Event, plan: Plan) -> str:
    """The whole summary."""
    return "\n".join(summary_lines(event, plan, figures(event, plan), TIMING))


def test_the_summary_has_every_figure(event: Event, plan: Plan) -> None:
    """Wishes by priority, maximum, promises, vouchers, empty, waiting, tables."""
    found = figures(event, plan)
    text = lines(event, plan)
    for row in found.priorities:
        assert f"priority {row.priority}: {row.met} of {row.eligible} met" in text
    assert "98.41 % of the proven maximum" in text
    assert "Promised   1 of 1 held" in text
    assert f"{found.vouchers.target_reached} of 2 holders reach" in text
    assert "Eefje de Wit: 1 of at least 2, 2 possible" in text
    assert "Zoë Nobody" in text
    assert "Shares     of own wish value met: lowest " in text
    assert f"Waiting    {found.waiting} slots" in text
    assert f"Tables     {found.table_changes} changes" in text
    assert "5.9 in all: load 0.4, plan 4.3 (select 0.5, timetable 0.8" in text


def test_proofs_say_no_more_than_is_proven(plan: Plan) -> None:
    """Each scope and verdict in its own words."""
    text = "\n".join(proof_lines(plan))
    assert "promised meetings not held                            0   best" in text
    assert "6   at least 5 in any plan" in text
    assert "433   at most 440 in any plan" in text
    assert "2   best possible with these meetings" in text
    assert "2   better may be possible" in text
    assert "3   at least 1 with these meetings at these times" in text


def test_a_stopped_search_claims_nothing(event: Event) -> None:
    """Without a certificate there is no proof."""
    plan = sample_plan(event, certificate=[])
    assert list(proof_lines(plan)) == [
        "Nothing is proven: the search was stopped before its proofs."
    ]
    assert "proven maximum" not in lines(event, plan)


def test_json_has_the_same_figures(event: Event, plan: Plan, tmp_path: Path) -> None:
    """And survives json.dumps."""
    found = figures(event, plan)
    paths = OutputPaths(
        plan=tmp_path / "plan.json",
        unmet=tmp_path / "unmet.csv",
        workbook=tmp_path / "plan.xlsx",
        agendas=tmp_path / "agendas",
        agenda_files=(),
        report=tmp_path / "report.html",
        figures=found,
    )
    timing = replace(TIMING, was_stopped=True)
    content = json.loads(json.dumps(summary_json(plan, found, timing, paths)))
    assert content["status"] == "feasible"
    assert content["was_stopped"] is True
    assert content["promised"] == {"held": 1, "not_held": 0}
    shares = content["shares"]
    assert shares["delegates"]["gini"] == found.spread_delegates.gini
    assert (
        shares["voucher_holders"]["num"] + shares["other_delegates"]["num"]
        == (shares["delegates"]["num"])
    )
    assert [row["share"] for row in shares["regions"]] == [
        region.share for region in found.regions
    ]
    assert content["waiting"] == found.waiting
    assert content["certificate"][0]["level"] == "promised"
    assert content["changes"][0]["reason"] == "the train is 50 minutes late"
    assert content["files"]["plan"] == str(tmp_path / "plan.json")


def test_changes_say_what_for_whom_and_why(event: Event, plan: Plan) -> None:
    """A moved meeting with its old and new time and table."""
    found = list(change_lines(event, plan))
    assert found[0] == "1 changes (1 forced) for 3 delegates:"
    assert "moved    Sat 10:00 2 → Sat 10:00 1" in found[1]
    assert "Anna Blume, Bernd Ohneland" in found[2]
    assert found[3].strip() == "forced: the train is 50 minutes late"


def test_no_change_is_said(event: Event) -> None:
    """One line."""
    plan = sample_plan(event, changes=[])
    assert list(change_lines(event, plan)) == ["Nothing changes."]


def test_names_cannot_steer_the_terminal() -> None:
    """Escape sequences and line ends of names are taken out."""
    import click

    from b4h_scheduler.cli.console import tell

    @click.command()
    def command() -> None:
        tell("a  \x1b[31mred\nnext\x07")

    assert CliRunner().invoke(command).stdout == "a  [31mred next\n"
