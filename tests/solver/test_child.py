"""A solve in a child process: answers, stops, failures."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from solver import Level, Model, Status, solve_in_child
from solver.child import ChildDiedError
from solver.errors import InfeasibleError, InvalidPlanError
from solver.rules import Rule
from solver.validate import validate

if TYPE_CHECKING:
    from solver import Problem

ErrorType = TypeVar("ErrorType", bound=Exception)


def clique(people: int, slots: int, tables: int) -> Problem:
    """Everybody wants to meet everybody."""
    model = Model(num_slots=slots)
    members = [model.add_participant() for _ in range(people)]
    for _ in range(tables):
        model.add_table()
    for one in members:
        for other in members[:one]:
            model.add_candidate([other, one], value=1 + (one * other) % 7)
    return model.build()


def test_child_gives_the_result_and_its_memory() -> None:
    """Progress, better plans and the certificate arrive."""
    problem = clique(4, 3, 2)
    steps, plans = [], []
    result = solve_in_child(problem, on_progress=steps.append, on_better=plans.append)
    assert result.status is Status.OPTIMAL
    assert result[Level.VALUE].proven
    assert result.peak_bytes > 10**7
    assert {step.step for step in steps} >= {"select", "timetable", "seat"}
    assert plans
    assert validate(problem, plans[-1]) == []


def test_stop_answers_at_once_with_the_best_plan() -> None:
    """Asked to stop after the first plan, the parent soon has a valid plan."""
    problem = clique(60, 40, 20)
    plans = []
    asked = []

    def should_stop() -> bool:
        if plans and not asked:
            asked.append(time.monotonic())
        return bool(plans)

    result = solve_in_child(
        problem, time_limit_s=300, on_better=plans.append, should_stop=should_stop
    )
    assert time.monotonic() - asked[0] < 10
    assert result.assignment is not None
    assert validate(problem, result.assignment) == []


def test_killed_child_without_a_plan_is_an_error() -> None:
    """A child that dies early leaves no plan and says so."""
    problem = clique(60, 40, 20)

    def kill(_: object) -> None:
        children = subprocess.run(
            ["pgrep", "-P", str(os.getpid())],
            capture_output=True,
            text=True,
            check=True,
        )
        for pid in children.stdout.split():
            command = Path(f"/proc/{pid}/cmdline")
            if command.exists() and b"spawn_main" in command.read_bytes():
                os.kill(int(pid), signal.SIGKILL)

    with pytest.raises(ChildDiedError, match="without an answer"):
        solve_in_child(problem, time_limit_s=300, on_progress=kill)


def test_interrupt_of_the_parent_gives_the_best_plan() -> None:
    """SIGINT in the parent ends the solve with a plan, not with a traceback."""
    program = textwrap.dedent(
        """
        import signal
        from tests.solver.test_child import clique
        from solver import solve_in_child

        if __name__ == "__main__":
            # A job in the background ignores it, and so does what it starts.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            result = solve_in_child(
                clique(60, 40, 20),
                time_limit_s=3600,
                on_better=lambda plan: print("plan", flush=True),
            )
            print("meetings", result.assignment.num_meetings, flush=True)
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "plan\n"
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
    assert int(rest.split()[-1]) > 0


def copied(error: ErrorType) -> ErrorType:
    """Send an error through a pickle, as a pipe does."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301  (made a moment before)


def test_errors_survive_the_way_to_the_parent() -> None:
    """Exceptions with data keep it when pickled."""
    first = copied(InfeasibleError("no", (Rule.PIN,)))
    assert (str(first), first.rules) == ("no", (Rule.PIN,))
    second = copied(InvalidPlanError(("clash: 3",)))
    assert second.faults == ("clash: 3",)
