"""Plain CP-SAT as a peer: the straightforward model, the solver's default search."""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from b4h_scheduler.bench.b2bsp import Answer

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from b4h_scheduler.bench.b2bsp_file import Instance

METHOD = "CP-SAT"


def plain_cp_sat(
    instance: Instance, spread: int, time_limit_s: float, *, workers: int
) -> Answer:
    """Model and solve."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    started, cpu = time.monotonic(), time.process_time()
    model = cp_model.CpModel()
    ends = _model(model, instance, spread)
    model.minimize(cp_model.LinearExpr.sum(ends))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit_s
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    spent = time.monotonic() - started, time.process_time() - cpu
    if status == cp_model.INFEASIBLE:
        return Answer(None, None, True, METHOD, *spent)
    bound = max(0, round(solver.best_objective_bound))
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Answer(None, bound, False, METHOD, *spent)
    value = round(solver.objective_value)
    return Answer(value, bound, status == cp_model.OPTIMAL, METHOD, *spent)


def _model(
    model: cp_model.CpModel, instance: Instance, spread: int
) -> list[cp_model.IntVar]:
    """State all rules; return a literal for each possible end of a break."""
    of: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    in_slot: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    starts = []
    for meeting, pair in enumerate(instance.pairs):
        forbidden = set().union(*(instance.forbidden[p] for p in pair))
        slots = [s for s in instance.slots_of(meeting) if s not in forbidden]
        held = {slot: model.new_bool_var("") for slot in slots}
        model.add_exactly_one(held.values())
        start = model.new_int_var(0, instance.num_slots - 1, "")
        model.add(start == sum(slot * literal for slot, literal in held.items()))
        fixed = instance.fixed[meeting]
        if fixed is not None:
            model.add(start == fixed)
        starts.append(start)
        for slot, literal in held.items():
            in_slot[slot].append(literal)
            for participant in pair:
                of[participant, slot].append(literal)
    for after, earlier in enumerate(instance.earlier):
        for before in earlier:
            model.add(starts[before] < starts[after])
    for held_then in in_slot.values():
        model.add(sum(held_then) <= instance.num_tables)
    ends = []
    for participant in range(instance.num_participants):
        busy = []
        for slot in range(instance.num_slots):
            used = model.new_bool_var("")
            model.add(sum(of[participant, slot]) == used)
            busy.append(used)
        mine = _ends(model, busy)
        model.add(sum(mine) <= spread)
        ends.extend(mine)
    return ends


def _ends(
    model: cp_model.CpModel, busy: list[cp_model.IntVar]
) -> list[cp_model.IntVar]:
    ends = []
    has_met = busy[0]
    for previous, now in pairwise(busy[1:]):
        end = model.new_bool_var("")
        model.add_bool_or(~has_met, previous, ~now, end)
        ends.append(end)
        met = model.new_bool_var("")
        model.add_max_equality(met, [has_met, previous])
        has_met = met
    return ends
