"""``b4h plan``: from files to files, with a summary and an exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.files.load import load_event
from b4h_scheduler.outputs.plan_json import read_plan
from b4h_scheduler.plans import Plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter folder, as ``b4h init`` makes it."""
    folder = tmp_path_factory.mktemp("event") / "mine"
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    return folder


def planned(folder: Path, out: Path, *options: str) -> str:
    """Plan with little work; return standard output."""
    arguments = ["plan", str(folder), "--out", str(out), "--work-limit", "20"]
    result = CliRunner().invoke(main, [*arguments, *options])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_starter_folder_plans_as_it_is(folder: Path, tmp_path: Path) -> None:
    """All files, a summary with proofs, and meetings for everybody."""
    text = planned(folder, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names >= {"plan.json", "unmet.csv", "plan.xlsx", "report.html", "agendas"}
    assert "of the proven maximum" in text
    assert "nobody is without a meeting" in text
    assert "best possible" in text
    assert str(tmp_path) in text
    plan = read_plan(tmp_path / "plan.json")
    assert len(plan.meetings) > 8
    assert plan.run.input_hash == load_event(folder).input_hash


def test_public_report_is_written_on_request(folder: Path, tmp_path: Path) -> None:
    """Beside the internal one, and told; it holds no name."""
    assert "report-public.html" not in planned(folder, tmp_path)
    assert not (tmp_path / "report-public.html").exists()
    assert "report.html, report-public.html" in planned(folder, tmp_path, "--public")
    content = json.loads(planned(folder, tmp_path, "--public", "--json"))
    public = Path(content["files"]["public_report"]).read_text(encoding="utf-8")
    assert "Clara Achterberg" not in public
    assert "Clara Achterberg" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_json_goes_alone_to_standard_output(folder: Path, tmp_path: Path) -> None:
    """One object that agrees with plan.json."""
    content = json.loads(planned(folder, tmp_path, "--json"))
    plan = read_plan(tmp_path / "plan.json")
    assert content["status"] == plan.run.status
    assert content["meetings"] == len(plan.meetings)
    assert content["was_stopped"] is False
    assert Path(content["files"]["report"]).is_file()


def without_clock(plan: Plan) -> str:
    """A plan without the seconds it took."""
    lines = [line.model_dump_json(exclude={"seconds"}) for line in plan.certificate]
    meetings = [meeting.model_dump_json() for meeting in plan.meetings]
    return "\n".join(lines + meetings)


def test_equal_work_gives_an_equal_plan(folder: Path, tmp_path: Path) -> None:
    """Under a work limit no step reads the clock."""
    planned(folder, tmp_path / "a", "--seed", "5")
    planned(folder, tmp_path / "b", "--seed", "5")
    first = read_plan(tmp_path / "a" / "plan.json")
    second = read_plan(tmp_path / "b" / "plan.json")
    assert without_clock(first) == without_clock(second)


def test_faulty_rows_are_left_out_on_request_and_listed(
    folder: Path, tmp_path: Path
) -> None:
    """In the messages and in plan.json."""
    event = tmp_path / "event"
    event.mkdir()
    for path in folder.iterdir():
        (event / path.name).write_bytes(path.read_bytes())
    with (event / "wishes.csv").open("a", encoding="utf-8") as wishes:
        wishes.write("Nobody Ltd,1,2,,\n")
    result = CliRunner().invoke(main, ["plan", str(event), "--out", str(tmp_path)])
    assert result.exit_code == 1
    text = planned(event, tmp_path / "out", "--skip-faulty", "--json")
    warnings = json.loads(text)["warnings"]
    assert any("left out: wishes.csv, row 20" in warning for warning in warnings)
    assert read_plan(tmp_path / "out" / "plan.json").warnings == tuple(warnings)


def test_an_output_folder_that_is_a_file_is_wrong_usage(
    folder: Path, tmp_path: Path
) -> None:
    """Said before anything is computed."""
    path = tmp_path / "file"
    path.touch()
    result = CliRunner().invoke(main, ["plan", str(folder), "--out", str(path)])
    assert result.exit_code == 2
    assert "is a file" in result.stderr


def test_explain_and_export_find_the_plan(folder: Path, tmp_path: Path) -> None:
    """Of the plan just made: a pair, a delegate, and every format."""
    planned(folder, tmp_path / "out")
    plan = ["--plan", str(tmp_path / "out" / "plan.json")]
    runner = CliRunner()
    about = runner.invoke(main, ["explain", str(folder), "2", "6", *plan])
    assert about.exit_code == 0
    assert "Dorn Pharma AG declined" in about.stdout
    whole = runner.invoke(main, ["explain", str(folder), "2", "--json", *plan])
    assert json.loads(whole.stdout)["status"] == "done"
    nobody = runner.invoke(main, ["explain", str(folder), "Dorn Farma AG", *plan])
    assert nobody.exit_code == 2
    assert "Did you mean 'Dorn Pharma AG'" in nobody.stderr
    formats = ["xlsx", "ics", "csv", "report", "event", "event-xlsx"]
    out = tmp_path / "again"
    done = runner.invoke(
        main, ["export", str(folder), *formats, "--out", str(out), *plan]
    )
    assert done.exit_code == 0, done.stderr
    written = [Path(line) for line in done.stdout.splitlines()]
    assert len(written) == len(formats)
    assert all(path.exists() for path in written)
    first, second = load_event(out / "event"), load_event(out / "event.xlsx")
    assert first.input_hash == second.input_hash == load_event(folder).input_hash
    public = runner.invoke(
        main, ["export", str(folder), "report", "--public", "--out", str(out), *plan]
    )
    assert "Clara Achterberg" in (out / "report.html").read_text(encoding="utf-8")
    path = Path(public.stdout.strip())
    assert "Clara Achterberg" not in path.read_text(encoding="utf-8")


def test_a_missing_plan_is_wrong_usage(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the places where it was looked for."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["explain", str(folder), "2"])
    assert result.exit_code == 2
    assert "no plan.json in" in result.stderr


def test_check_tells_what_to_know_before_closing(folder: Path) -> None:
    """The starter has no faults; hints are told, and as JSON."""
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 0
    assert "7 organizations, 8 delegates, 18 wishes, 12 slots" in result.stdout
    assert "No faults." in result.stderr
    content = json.loads(
        CliRunner().invoke(main, ["check", str(folder), "--json"]).stdout
    )
    assert content["faults"] == []
    assert isinstance(content["hints"], list)
