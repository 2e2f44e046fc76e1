"""Proofs of waiting and breaks inside whole solves."""

from dataclasses import replace

import numpy as np
import pytest

from solver import solve
from solver.breaks_proof import meetings_of
from solver.breaks_step import with_caps
from solver.budget import Budget
from solver.certificate import Finished, certify
from solver.exact import is_small
from solver.known import Bound, Known
from solver.levels import Level
from solver.problem import Precedences, Problem
from solver.result import Scope, Status
from solver.tablerows import table_rows
from solver.validate import recompute, validate
from tests.solver.instances import build, plan_of

STARS = 12


def stars(**changes: object) -> Problem:
    """Twelve people with two meetings each, in the first and the last slot of five.

    So each has one break. Too many tables for the exact search of everything.
    """
    meetings = [
        pair for n in range(0, 3 * STARS, 3) for pair in ((n, n + 1), (n, n + 2))
    ]
    can = np.ones((3 * STARS, 5), dtype=np.bool_)
    can[1::3, 1:] = False
    can[2::3, :-1] = False
    count = len(meetings)
    return build(
        meetings,
        num_slots=5,
        num_tables=140,
        participants__can=can,
        candidates__mandatory=np.ones(count, dtype=np.bool_),
        levels=(Level.BREAKS,),
        **changes,
    )


def crowd(**changes: object) -> Problem:
    """Everyone of nine meets everyone in nine slots at four tables: no slot is free."""
    meetings = [(a, b) for a in range(9) for b in range(a)]
    return build(
        meetings,
        num_slots=9,
        num_tables=12,
        candidates__mandatory=np.ones(len(meetings), dtype=np.bool_),
        levels=(Level.BREAKS,),
        **changes,
    )


def test_fewest_breaks_are_proven_for_all_plans() -> None:
    """Where all meetings are mandatory the scope is all, and the method is named."""
    problem = crowd()
    assert not is_small(problem)
    result = solve(problem, time_limit_s=60)
    entry = result[Level.BREAKS]
    assert result.status is Status.OPTIMAL
    assert entry.proven
    # An odd number of people: in each slot one is free, at best first or last for two.
    assert entry.value == 7
    assert "core-guided" in entry.method


def test_proofs_under_a_work_limit_are_reproducible() -> None:
    """Twice the same plan and the same bound, without a clock."""
    first, second = (solve(crowd(), work_limit=400, seed=3) for _ in range(2))
    assert first[Level.BREAKS].bound == second[Level.BREAKS].bound
    assert np.array_equal(first.assignment.slot, second.assignment.slot)
    assert first.work_used == second.work_used


def test_one_worker_proves_as_well() -> None:
    """One search, no annealing beside it."""
    assert solve(crowd(), time_limit_s=60, workers=1)[Level.BREAKS].proven


def test_most_breaks_is_guaranteed() -> None:
    """Some of the seven have to be shared out: at most one each is possible."""
    most = np.ones(9, dtype=np.int64)
    result = solve(crowd(participants__most_breaks=most), time_limit_s=60)
    assert result.status is Status.OPTIMAL
    assert validate(crowd(participants__most_breaks=most), result.assignment) == []


@pytest.mark.parametrize("rule", ["cap", "spread"])
def test_breaks_that_cannot_be_had_are_proven_infeasible(rule: str) -> None:
    """Nobody may have a break, or all the same number: seven must have one."""
    most = np.zeros(9, dtype=np.int64)
    changes = (
        {"participants__most_breaks": most} if rule == "cap" else {"break_spread": 0}
    )
    result = solve(crowd(**changes), time_limit_s=60)
    assert result.status is Status.INFEASIBLE
    assert "breaks" in result.message


def test_agendas_alone_bound_the_breaks() -> None:
    """Where the dynamic program says it all, it is the method."""
    result = solve(stars(), time_limit_s=60)
    entry = result[Level.BREAKS]
    assert (entry.value, entry.proven) == (STARS, True)


def test_waiting_comes_first() -> None:
    """Both levels are proven in their order."""
    problem = replace(crowd(), levels=(Level.WAITING, Level.BREAKS))
    result = solve(problem, time_limit_s=60)
    assert result[Level.WAITING].proven
    assert result[Level.BREAKS].proven
    assert result[Level.WAITING].value == result[Level.BREAKS].value == 7


def test_precedences_are_kept_in_proofs() -> None:
    """A chain of nine meetings fills nine slots in its order."""
    chain = [c for c, (a, b) in enumerate((a, b) for a in range(9) for b in range(a))][
        :3
    ]
    order = Precedences(np.array(chain[:-1]), np.array(chain[1:]))
    problem = replace(crowd(), precedences=order)
    result = solve(problem, time_limit_s=60)
    assert result[Level.BREAKS].proven
    assert (np.diff(result.assignment.slot[chain]) > 0).all()


def test_meetings_that_may_be_dropped_are_proved_as_held() -> None:
    """Scope all needs every plan to hold the same meetings."""
    problem = crowd()
    plan = solve(problem, time_limit_s=60).assignment
    assert meetings_of(problem, None).scope is Scope.ALL
    free = replace(
        problem,
        candidates=replace(
            problem.candidates, mandatory=np.zeros(problem.num_candidates, dtype=bool)
        ),
    )
    assert meetings_of(free, None) is None
    assert meetings_of(free, plan).scope is Scope.HELD
    by_value = replace(free, levels=(Level.VALUE, Level.BREAKS))
    assert meetings_of(by_value, plan).scope is Scope.ALL


def test_a_bound_of_other_meetings_does_not_count() -> None:
    """What was proved about two meetings says nothing about the plan of one."""
    problem = build([(0, 1), (0, 2)], levels=(Level.BREAKS,))
    plan = plan_of(problem, (0, 0, 0))
    known = Known()
    known.add(Bound(Level.BREAKS, 1, Scope.HELD, "other", option=np.array([0, 1])))
    finished = Finished(problem, table_rows(problem), plan, recompute(problem, plan))
    (entry,) = certify(finished, known, Budget())
    assert (entry.bound, entry.scope) == (0, Scope.ALL)


def test_caps_stand_for_the_spread() -> None:
    """Annealing keeps everyone at the spread or below it; without one, nothing."""
    problem = crowd(break_spread=2, participants__most_breaks=np.full(9, 5))
    assert with_caps(problem).participants.most_breaks.tolist() == [2] * 9
    assert with_caps(crowd()).participants.most_breaks.min() > 9
