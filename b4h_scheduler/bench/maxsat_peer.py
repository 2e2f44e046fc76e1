"""The published record method: its encoding through UWrMaxSAT (package hermax)."""

from __future__ import annotations

import multiprocessing
import resource
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from b4h_scheduler.bench.b2bsp import Answer
from b4h_scheduler.bench.b2bsp_file import InstanceError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from b4h_scheduler.bench.b2bsp_file import Instance

METHOD = "MaxSAT"


def maxsat(instance: Instance, spread: int, time_limit_s: float) -> Answer:
    """Encode and solve in a child, which is killed at the limit.

    Seconds count from the beginning of the encoding, not from the child's start.

    Raises
    ------
    InstanceError
        hermax is not installed.
    RuntimeError
        The child died without an answer.
    """
    if find_spec("hermax") is None:
        message = (
            "--peer maxsat needs the package hermax, of which there are builds for "
            'Linux on x86-64: pip install "b4h-scheduler[bench]"'
        )
        raise InstanceError(message)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_solve, args=(instance, spread, there))
    child.start()
    there.close()
    try:
        here.recv()  # it has imported what it needs
        if not here.poll(time_limit_s):
            return Answer(None, None, False, METHOD, time_limit_s, time_limit_s)
        answer: Answer = here.recv()
    except EOFError as error:
        child.join()
        message = f"the MaxSAT child ended with {child.exitcode} on {instance.name}"
        raise RuntimeError(message) from error
    finally:
        child.kill()
        child.join()
    return answer


def _solve(instance: Instance, spread: int, answers: Connection) -> None:
    from hermax.non_incremental import (  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415
        UWrMaxSATCompetition,
    )

    from b4h_scheduler.bench.maxsat_encoding import Encoding  # noqa: PLC0415

    answers.send("ready")
    started, cpu = time.monotonic(), _cpu_s()
    clauses = Encoding(instance, spread).clauses
    if [] in clauses.hard:
        value = None
    else:
        solver = UWrMaxSATCompetition()
        for clause in clauses.hard:
            solver.add_clause(clause)
        for literal in clauses.soft:
            solver.add_soft_unit(literal, 1)
        value = solver.get_cost() if solver.solve() else None
    spent = time.monotonic() - started, _cpu_s() - cpu
    answers.send(Answer(value, value, True, METHOD, *spent))


def _cpu_s() -> float:
    """Seconds of processors, of this process and its ended children."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(who) for who in both]
    return sum(each.ru_utime + each.ru_stime for each in used)
