"""Solve instances of the public benchmark and compare with what is published."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.bench.b2bsp_file import read_instance
from b4h_scheduler.bench.b2bsp_problem import as_breaks, as_wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from b4h_scheduler.bench.b2bsp_file import Instance
    from b4h_scheduler.bench.b2bsp_reference import Published, Reference
    from solver.problem import Problem

INFEASIBLE, UNKNOWN = "infeasible", "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says about one problem.

    Attributes
    ----------
    value : int or None
        Of its best plan; None: it has none.
    bound : int or None
        No plan is better; None: nothing is known.
    is_proven : bool
        The plan is optimal, or there is none.
    method : str
        What gave the bound.
    seconds, cpu_s : float
        By the clock, and of processors.
    """

    value: int | None
    bound: int | None
    is_proven: bool
    method: str
    seconds: float
    cpu_s: float

    @property
    def is_infeasible(self) -> bool:
        """Proven: there is no plan."""
        return self.is_proven and self.value is None


Peer = tuple[str, "Callable[[Instance, int, float], Answer]"]
"""A name; takes an instance, the spread and a time limit."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    spread : int or None
        Greatest difference of numbers of breaks; None: as wishes, breaks play no part.
    peers : dict
        Answers of other methods by their names.
    faults : tuple of str
        Where answers disagree with the published value or with each other, and what
        is not proven.
    """

    instance: str
    num_meetings: int
    spread: int | None
    ours: Answer
    published: Published | None
    peers: dict[str, Answer] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[str, ...]:
        """Where it disagrees, and what is open."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        if not self.ours.is_proven:
            yield "not proven"
        if self.published is not None and self.ours.is_proven:
            expected = self.published.breaks
            if self.ours.value != expected:
                found, wanted = (_said(v) for v in (self.ours.value, expected))
                yield f"{found} proven, {wanted} published"
        for name, peer in self.peers.items():
            if self.ours.is_proven and peer.is_proven and peer.value != self.ours.value:
                found, other = (_said(v) for v in (self.ours.value, peer.value))
                yield f"{found} proven, {name} proves {other}"


def _said(value: int | None) -> str:
    return INFEASIBLE if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run.

    Attributes
    ----------
    spreads : sequence of int or None
        None: as wishes.
    peers : sequence of Peer
        Other methods, asked about breaks.
    """

    spreads: Sequence[int | None]
    peers: Sequence[Peer]
    time_limit_s: float
    workers: int
    seed: int = 0


def run_files(
    files: Sequence[Path],
    reference: Reference,
    wanted: Wanted,
    say: Callable[[str], None],
) -> Iterator[Row]:
    """Solve files one after the other; ``say`` is told which.

    Raises
    ------
    InstanceError
        A file cannot be read.
    InvalidPlanError
        The validator rejects a plan.
    """
    from solver.warm_up import warm_up  # noqa: PLC0415  (loads numba)

    warm_up()
    for path in files:
        instance = read_instance(path)
        for spread in wanted.spreads:
            say(instance.name if spread is None else f"{instance.name}, d = {spread}")
            yield _row(instance, spread, reference, wanted)


def _row(
    instance: Instance, spread: int | None, reference: Reference, wanted: Wanted
) -> Row:
    if spread is None:
        ours = solved(as_wishes(instance), wanted)
        return Row(instance.name, instance.num_meetings, None, ours, None)
    ours = solved(as_breaks(instance, spread), wanted)
    peers = {
        name: ask(instance, spread, wanted.time_limit_s) for name, ask in wanted.peers
    }
    published = reference.get((instance.name, spread))
    return Row(instance.name, instance.num_meetings, spread, ours, published, peers)


def solved(problem: Problem, wanted: Wanted) -> Answer:
    """Solve with the kernel, which validates every plan itself."""
    from solver.result import Status  # noqa: PLC0415  (heavy)
    from solver.solving import solve  # noqa: PLC0415

    started, cpu = time.monotonic(), time.process_time()
    result = solve(
        problem,
        time_limit_s=wanted.time_limit_s,
        seed=wanted.seed,
        workers=wanted.workers,
    )
    spent = time.monotonic() - started, time.process_time() - cpu
    if result.assignment is None:
        is_proven = result.status is Status.INFEASIBLE
        return Answer(None, None, is_proven, result.message, *spent)
    entry = result.certificate[-1]
    return Answer(entry.value, entry.bound, entry.proven, entry.method, *spent)
