"""How commands end when there is no plan, with files and keys as users have them."""

import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from b4h_scheduler.cli import main
from b4h_scheduler.cli.failures import ExitStatus

LUNCH = """\
[[sessions]]
id = "midday"
date = 2027-01-21
start = 12:00:00
slots = 3
slot_min = 30

[policy.limits]
lunch_min = 60
lunch_until = "13:30"
"""
PARTICIPANTS = """\
number;organization;name;email;busy
1;Linden GmbH;Clara Achterberg;clara@linden.example;
2;Dorn AG;Volker Brachwitz;volker@dorn.example;"12:00-12:30; 13:00-13:30"
3;Taff Ltd;Carys Maddockson;carys@taff.example;
"""
WISHES = "from;to\n1;2\n1;3\n"


def b4h(*arguments: str | Path) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three who meet around noon; one of them is there for half an hour only."""
    folder = tmp_path_factory.mktemp("event")
    settings = f'name = "Day"\ntime_zone = "Europe/Berlin"\n\n{LUNCH}'
    (folder / "event.toml").write_text(settings, encoding="utf-8")
    (folder / "participants.csv").write_text(PARTICIPANTS, encoding="utf-8")
    (folder / "wishes.csv").write_text(WISHES, encoding="utf-8")
    (folder / "tables.csv").write_text("id;count\nT;4\n", encoding="utf-8")
    result = b4h("plan", folder, "--out", folder / "out", "--work-limit", "5")
    assert result.exit_code == ExitStatus.DONE, result.stderr
    return folder


@pytest.fixture
def asked(event: Path, tmp_path: Path) -> list[str | Path]:
    """Return arguments that ask for a plan which takes everybody's lunch."""
    plan = event / "out" / "plan.json"
    return ["explain", event, "1", "2", "--plan", plan, "--out", tmp_path / "new"]


def test_meeting_that_leaves_no_lunch_is_infeasible(
    asked: list[str | Path], tmp_path: Path
) -> None:
    """Status 3, all that contradicts in words, and no folder is left behind."""
    result = b4h(*asked)
    assert result.exit_code == ExitStatus.INFEASIBLE
    assert "No plan is possible: these cannot all be" in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "new").exists()


def test_demands_that_contradict_are_json_on_request(asked: list[str | Path]) -> None:
    """None too many: each is needed for the contradiction."""
    result = b4h(*asked, "--json")
    assert result.exit_code == ExitStatus.INFEASIBLE
    found = json.loads(result.stdout)
    assert found["status"] == "infeasible"
    assert sorted(found["demands"])[:2] == [
        "Dorn AG is there 12:30–13:00, 1 slot",
        "Linden GmbH and Dorn AG must meet",
    ]
    assert "has a right to a lunch break" in sorted(found["demands"])[2]
    assert len(found["demands"]) == 3


def test_unmet_wish_says_that_it_would_take_the_lunch(event: Path) -> None:
    """What forbids it is told without asking for a plan, and that none can be."""
    plan = event / "out" / "plan.json"
    result = b4h("explain", event, "1", "2", "--plan", plan, "--price")
    assert result.exit_code == ExitStatus.DONE
    assert "would have no time for lunch at 12:30" in result.stdout
    assert "no price: no valid plan can grant it" in result.stdout


@pytest.fixture
def interrupted_at_once() -> Iterator[None]:
    """Freeze the process that searches when it begins, and press Ctrl-C."""
    is_over = threading.Event()

    def press() -> None:
        while not is_over.is_set():
            for child in multiprocessing.active_children():
                if child.pid and os.getpgid(child.pid) == child.pid:
                    os.kill(child.pid, signal.SIGSTOP)
                    os.kill(os.getpid(), signal.SIGINT)
                    return
            time.sleep(0.001)

    thread = threading.Thread(target=press)
    thread.start()
    yield
    is_over.set()
    thread.join()


@pytest.mark.usefixtures("interrupted_at_once")
def test_interrupt_before_there_is_a_plan_finds_nothing(
    event: Path, tmp_path: Path
) -> None:
    """Status 4, what to do, and no folder is left behind."""
    result = b4h("plan", event, "--out", tmp_path / "new", "--time-limit", "60")
    assert result.exit_code == ExitStatus.NOTHING_FOUND
    told = "No plan was found: stopped before there was a plan. Give more"
    assert told in result.stderr
    assert not (tmp_path / "new").exists()
