"""Ctrl-C during a search keeps the best plan so far."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.cli.interrupt import stop_on_interrupt
from b4h_scheduler.files.load import load_event
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.plan_json import read_plan

B4H = [sys.executable, "-c", "from b4h_scheduler.cli import main; main()"]
PATIENCE_S = 60


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An event that polishing does not finish in a minute."""
    folder = tmp_path_factory.mktemp("hard")
    size = ["--delegates", "120", "--wishes", "900", "--days", "1", "--slots", "16"]
    arguments = [*size, "--profile", "full"]
    result = CliRunner().invoke(main, ["generate", str(folder), *arguments])
    assert result.exit_code == 0
    return folder


def interrupted(folder: Path, out: Path, word: str) -> tuple[int, str, float]:
    """Plan, send SIGINT when a message holds ``word``; status, messages, seconds."""
    command = [*B4H, "plan", str(folder), "--out", str(out), "--time-limit", "300"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if word in line:
            break
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    seen.append(process.communicate(timeout=PATIENCE_S)[1])
    return process.returncode, "".join(seen), time.monotonic() - started


def test_the_best_plan_so_far_is_written(hard: Path, tmp_path: Path) -> None:
    """Status 0, all files, and a clear word that it was stopped."""
    status, messages, seconds = interrupted(hard, tmp_path, "polishing")
    assert status == 0, messages
    assert "Stopped by Ctrl-C" in messages
    assert "Traceback" not in messages
    assert seconds < PATIENCE_S
    plan = read_plan(tmp_path / "plan.json")
    lookup = Lookup(load_event(hard).event, plan)
    assert len(lookup.meetings) > 250
    assert (tmp_path / "report.html").exists()


def test_before_there_is_a_plan_the_status_is_4(hard: Path, tmp_path: Path) -> None:
    """Or, if there was one already, it is written; never a traceback."""
    status, messages, _ = interrupted(hard, tmp_path, "choosing")
    assert "Traceback" not in messages
    if status == 0:
        assert (tmp_path / "plan.json").exists()
    else:
        assert status == 4, messages
        assert "No plan was found" in messages
        assert not (tmp_path / "plan.json").exists()


def test_the_handler_is_taken_back_after_the_search() -> None:
    """Then Ctrl-C ends the program as always."""
    before = signal.getsignal(signal.SIGINT)
    with stop_on_interrupt() as stop:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
    assert signal.getsignal(signal.SIGINT) is before
