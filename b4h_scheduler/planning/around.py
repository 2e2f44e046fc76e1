"""Plan an event around its locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.demanding import demanding
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.errors import InfeasibleEventError
from b4h_scheduler.planning.locks import impossible, with_locks
from b4h_scheduler.planning.run import run_compiled
from b4h_scheduler.sentence import Sentence, mark, said_by
from solver.validate import recompute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.planning.run import Search
    from b4h_scheduler.plans import Plan


def plan_around(
    event: Event,
    locks: Sequence[Lock],
    search: Search,
    *,
    demanded: CandidateId | None = None,
) -> Plan:
    """Return the best plan found that keeps all locks that can be kept.

    The solve is a child process, as that of `b4h_scheduler.planning.run.plan_in_child`.
    A lock that cannot be kept is told by a warning of the plan.

    Parameters
    ----------
    demanded : CandidateId, optional
        A meeting that the plan is to hold.

    Raises
    ------
    InfeasibleEventError
        The locks, and what is demanded, contradict each other or the limits.
    NothingFoundError, PlanningError
        See `b4h_scheduler.planning.run.plan`.
    """
    from solver import solve_in_child  # noqa: PLC0415

    compiled = with_locks(compile_event(event), locks)
    if demanded is not None:
        compiled = demanding(compiled, demanded)
    try:
        return run_compiled(solve_in_child, compiled, search)
    except InfeasibleEventError as error:
        raise of_locks(error, locks, demanded) from error


def of_locks(
    error: InfeasibleEventError,
    locks: Sequence[Lock],
    demanded: CandidateId | None = None,
) -> InfeasibleEventError:
    """Return the error with what to do about it first."""
    if demanded is not None:
        told = mark("no plan holds the meeting demanded and keeps everything else")
    elif locks:
        told = mark("the locks cannot all be kept together, so unlock some")
    else:
        return error
    message = Sentence("{told} ({reason})", told=told, reason=said_by(error))
    return InfeasibleEventError(message, error.demands)


def is_better(event: Event, locks: Sequence[Lock], new: Plan, old: Plan) -> bool:
    """Whether a plan beats a draft as the event is now.

    A draft that breaks a rule, or a lock that can be kept, is beaten by any plan.
    """
    compiled = compile_event(event)
    editor = Editor(compiled)
    laid, found = editor.lay_out(old), editor.lay_out(new)
    cannot = {each.lock.candidate for each in impossible(compiled, locks)}
    is_sound = not laid.gone and not laid.broken
    for lock in locks:
        if lock.candidate not in cannot:
            number = editor.encoder.number[lock.candidate]
            is_sound = is_sound and editor.keeps(laid.assignment, lock, number)
    if not is_sound:
        return True
    before = recompute(compiled.problem, laid.assignment)
    after = recompute(compiled.problem, found.assignment)
    senses = [level.sense for level in before]
    return [s * v for s, v in zip(senses, after.values(), strict=True)] > [
        s * v for s, v in zip(senses, before.values(), strict=True)
    ]
