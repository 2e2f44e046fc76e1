"""What is said when something goes wrong, and with which exit status."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import commands, main
from b4h_scheduler.cli.bundle import DefectError
from b4h_scheduler.cli.failures import ExitStatus, failure_of
from b4h_scheduler.outputs.errors import PlanFileError
from b4h_scheduler.planning.errors import InfeasibleEventError, NothingFoundError
from solver.result import Result, Status


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (InfeasibleEventError("A and B clash"), 3, "No plan is possible: A and B"),
        (
            NothingFoundError("out of time", Result(Status.UNKNOWN, None)),
            4,
            "No plan was found: out of time",
        ),
        (PlanFileError("x.json: cut off"), 1, "x.json: cut off"),
        (FileNotFoundError(2, "No such file", "a.csv"), 1, "a.csv: No such file"),
        (DefectError("a defect; report b.zip", Path("b.zip")), 1, "report b.zip"),
        (ZeroDivisionError("division"), 1, "This is a defect of b4h"),
    ],
)
def test_each_error_has_its_status_and_words(
    error: Exception, status: int, message: str
) -> None:
    """DESIGN "Command line": 1 error, 3 infeasible, 4 nothing found."""
    failure = failure_of(error)
    assert failure.status == status
    assert message in failure.message


def test_an_unknown_error_shows_where_it_happened() -> None:
    """The lines that a developer needs."""

    def broken() -> None:
        raise ZeroDivisionError("division")

    with pytest.raises(ZeroDivisionError) as caught:
        broken()
    assert "in broken" in failure_of(caught.value).details


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Exception], None]]:
    """Let the command ``version`` raise."""

    def fail_with(error: Exception) -> None:
        @click.command()
        @click.option("--json", is_flag=True)
        @click.pass_context
        def command(ctx: click.Context, *, json: bool) -> None:
            ctx.find_root().meta[commands.JSON_KEY] = json
            raise error

        monkeypatch.setattr("b4h_scheduler.cli.version.command", command)

    return fail_with  # type: ignore[return-value]


def test_errors_go_to_standard_error(
    failing: Callable[[Exception], None],
) -> None:
    """Standard output stays empty."""
    failing(PlanFileError("x.json: cut off"))
    result = CliRunner().invoke(main, ["version"])
    assert result.exit_code == ExitStatus.ERROR
    assert result.stdout == ""
    assert result.stderr == "Error: x.json: cut off\n"


def test_errors_are_json_on_request(failing: Callable[[Exception], None]) -> None:
    """One object with status and message."""
    failing(InfeasibleEventError("A and B clash"))
    result = CliRunner().invoke(main, ["version", "--json"])
    assert result.exit_code == ExitStatus.INFEASIBLE
    found = json.loads(result.stdout)
    assert found == {
        "status": "infeasible",
        "message": "No plan is possible: A and B clash",
    }


def test_faults_are_listed_with_place_and_cure(tmp_path: Path) -> None:
    """Nothing is planned; as lines, and as JSON on request."""
    CliRunner().invoke(main, ["init", str(tmp_path)])
    wishes = tmp_path / "wishes.csv"
    text = wishes.read_text(encoding="utf-8")
    wishes.write_text(text + "Dorn Farma AG,1,9,,\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["plan", str(tmp_path), "--out", "nowhere"])
    assert result.exit_code == ExitStatus.ERROR
    assert "wishes.csv, row 20" in result.stderr
    assert "Did you mean 'Dorn Pharma AG'" in result.stderr
    assert "2 errors in the files: nothing was planned" in result.stderr
    asked = CliRunner().invoke(main, ["check", str(tmp_path), "--json"])
    assert asked.exit_code == ExitStatus.ERROR
    found = json.loads(asked.stdout)
    assert found["status"] == "error"
    assert {fault["row"] for fault in found["faults"]} == {20}
